"""One value for every row of a file."""

import pytest

from sla_core.problems import Refused
from tests.test_crm_export import column, read


def test_one_value_for_every_row_is_set_and_said() -> None:
    found = read("lead_id,at\n1,2026-01-05\n2,2026-01-05\n", set={"channel": "call"})
    assert column(found, "channel") == ["call", "call"]
    assert found.rules == (
        "Every row's channel is “call”.",
        "There is no id: one was made from “at”, “lead_id”; rows that are the same there are one.",
    )


def test_one_amount_for_all_rows_is_in_each_rows_currency() -> None:
    deals = "deal_id,outcome,currency\n1,won,EUR\n2,won,JPY\n"
    found = read(deals, set={"amount": "1.234,00"})
    assert found.rows["amount"].to_pylist() == [123_400, 1_234]
    assert read(deals, set={"amount": ""}).rows["amount"].to_pylist() == [None, None]
    with pytest.raises(Refused, match="“gift” is no amount; accepted: an amount such as"):
        read(deals, set={"amount": "gift"})


def test_a_value_that_the_field_cannot_hold_is_refused() -> None:
    with pytest.raises(Refused, match="“maybe” is no outcome; accepted: won, lost, open"):
        read("deal_id\n1\n", kind="deals", map={"deal_id": "deal_id"}, set={"outcome": "maybe"})


@pytest.mark.parametrize("name", ["deal_id", "owner"])
def test_a_blank_value_for_every_row_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=f"The {name} of every row is to be blank; leave it out"):
        read("deal_id,stage\n1,won\n", set={name: " "})
