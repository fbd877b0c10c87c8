"""An id from a row's content."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.identity import content_ids

ROWS = st.lists(
    st.tuples(
        st.none() | st.text(max_size=9), st.none() | st.text(max_size=9), st.none() | st.booleans()
    ),
    min_size=1,
    max_size=12,
)


def ids(rows: list[tuple[str | None, str | None, bool | None]]) -> list[str]:
    first, second, flag = zip(*rows, strict=True)
    columns = {
        "a": pa.array(first, pa.string()),
        "b": pa.array(second, pa.string()),
        "c": pa.array(flag, pa.bool_()),
    }
    found: list[str] = content_ids(columns).to_pylist()
    return found


@given(ROWS)
def test_rows_have_the_same_id_exactly_where_they_are_the_same(
    rows: list[tuple[str | None, str | None, bool | None]],
) -> None:
    assert len(set(ids(rows))) == len(set(rows))


@given(ROWS)
def test_a_row_s_id_does_not_depend_on_its_neighbours(
    rows: list[tuple[str | None, str | None, bool | None]],
) -> None:
    assert ids(rows) == [ids([row])[0] for row in rows]


def test_ids_stay_what_they_are_from_version_to_version() -> None:
    assert ids([("x", None, True)]) == ["content:c91757deae56992c3f51e4bf9eea1973"]


def test_ten_thousand_rows_that_differ_by_a_letter_have_ten_thousand_ids() -> None:
    assert len(set(ids([(f"{i}", f"{i % 7}", None) for i in range(10_000)]))) == 10_000


def test_long_texts_are_told_apart_by_their_last_letter_beside_any_number_of_short_ones() -> None:
    short = [(f"{i}", "", None) for i in range(1000)]
    long = [("x" * 1_000_000 + end, "", None) for end in "abb"]
    found = ids([*short, *long])
    assert len(set(found)) == 1002
    assert found[-1] == found[-2]
