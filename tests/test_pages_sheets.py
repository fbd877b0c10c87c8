"""Tables that leave the screen as files: spreadsheets open them, and execute nothing."""

import csv
import io

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.sheets import as_csv, harmless
from sla_core import problems

TEXTS = st.one_of(st.none(), st.text(st.characters(codec="utf-8"), max_size=5))


@given(st.lists(TEXTS))
def test_a_text_that_would_be_a_formula_is_quoted_and_any_other_stays(
    texts: list[str | None],
) -> None:
    found = harmless(pd.DataFrame({"text": pd.Series(texts, dtype="str")}))["text"]
    for told, text in zip(found, texts, strict=True):
        assert pd.isna(told) if text is None else told in (text, f"'{text}")
        assert text is None or told == problems.harmless(text)


def test_numbers_among_texts_and_categories_stay_what_they_are() -> None:
    mixed = np.array(["@x", 3, None, "y"], dtype=object)
    kinds = pd.Categorical(["=a", "b", "b", "-c"])
    found = harmless(pd.DataFrame({"mixed": mixed, "kinds": kinds, "less": [-1, -2, -3, -4]}))
    assert list(found["mixed"]) == ["'@x", 3, None, "y"]
    assert list(found["kinds"]) == ["'=a", "b", "b", "'-c"]
    assert list(found["less"]) == [-1, -2, -3, -4]


def test_a_file_is_utf_8_with_its_mark_and_its_header_is_quoted_too() -> None:
    data = as_csv(pd.DataFrame({"=größe": ["+1"]}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [["'=größe"], ["'+1"]]
