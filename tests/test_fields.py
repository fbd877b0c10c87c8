"""The fields of leads, deals and activities, as the command line's contract names them."""

import pytest

from sla_core import fields
from sla_core.clean import schema
from sla_core.fields import Cell

CONTRACT = {
    "leads": "lead_id, contact_id, email, origin, tier, source, owner, team, status, created_at,"
    " qualified_at, presented_at, assigned_at, closed_out_at, returned_at, return_reason,"
    " first_follow_up_at, attempts, connected, modified_at",
    "deals": "deal_id, lead_id, contact_id, email, origin, owner, stage, outcome, amount, currency,"
    " created_at, closed_at, modified_at",
    "activities": "activity_id, lead_id, contact_id, email, at, channel, direction, outcome,"
    " automated, owner, modified_at",
}


@pytest.mark.parametrize("kind", fields.KINDS)
def test_a_kind_has_the_contracts_fields_in_their_order(kind: str) -> None:
    assert ", ".join(fields.names(kind)) == CONTRACT[kind]


@pytest.mark.parametrize(
    ("kind", "name", "choices"),
    [
        ("leads", "origin", ("marketing", "sales")),
        ("deals", "origin", ("marketing", "sales")),
        ("deals", "outcome", ("won", "lost", "open")),
        ("activities", "direction", ("outbound", "inbound")),
        ("activities", "outcome", ("connected", "not_connected", "planned")),
    ],
)
def test_a_choice_has_the_contracts_values(kind: str, name: str, choices: tuple[str, ...]) -> None:
    assert fields.field(kind, name) == fields.Field(name, Cell.CHOICE, choices)


def test_a_field_of_another_kind_is_none_of_this_one() -> None:
    with pytest.raises(KeyError):
        fields.field("leads", "amount")


@pytest.mark.parametrize("kind", fields.KINDS)
def test_every_time_has_a_bit_of_its_own(kind: str) -> None:
    bits = [fields.date_only_bit(kind, name) for name in fields.times(kind)]
    assert bits == [1 << place for place in range(len(bits))]
    assert fields.times(kind)[-1] == "modified_at"


@pytest.mark.parametrize("kind", fields.KINDS)
def test_clean_rows_have_our_fields_then_what_is_said_of_them(kind: str) -> None:
    names = schema(kind).names
    assert tuple(names[: len(fields.names(kind))]) == fields.names(kind)
    said = ["closed_by_status"] if kind == "leads" else []
    assert names[len(fields.names(kind)) :] == [*said, "dates_only", "line"]


def test_every_kinds_key_is_its_first_field() -> None:
    assert {kind: fields.names(kind)[0] for kind in fields.KINDS} == fields.KEYS
