"""The page of layouts is what the code does with the header files of real exports."""

import pytest

from tests.layouts import HEADERS, PAGE, page


@pytest.mark.skipif(not HEADERS.is_dir(), reason="the header files of real exports are not here")
def test_the_page_of_layouts_is_as_the_script_makes_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(HEADERS), "run python -m tests.layouts"


def test_the_page_names_every_layout_once_with_its_fields() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| [")]
    assert len(rows) == 36
    for row in rows:
        name = row[3 : row.index("]")]
        assert text.count(f"\n## {name}\n") == 1
