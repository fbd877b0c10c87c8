"""Whom a row is about, told by ids that are known already: where a file does not say it."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import pytest

from sla_core.clean import CleanFile
from sla_core.crm import Options, read_export
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CALLS = """Vorgangsnr.;Anrufdatum;Richtung;Anrufergebnis
{0}1;2026-10-13 10:00;ausgehend;erreicht
{0}2;2026-10-13 11:00;ausgehend;nicht erreicht
{0}1;2026-10-14 11:00;eingehend;erreicht
"""


def read(text: str, *leads: str, contacts: Collection[str] = ()) -> CleanFile:
    known = {"lead_id": frozenset(leads), "contact_id": frozenset(contacts)}

    def lookup(ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        return {name: its & {*ids} for name, its in known.items()}

    return read_export("a.csv", text.encode(), Options(lookup=lookup), NOW)


@pytest.mark.parametrize("begin", ["L-", "70000"])
def test_a_column_of_known_leads_says_whom_an_activity_is_about(begin: str) -> None:
    found = read(CALLS.format(begin), f"{begin}1", f"{begin}2", f"{begin}3")
    assert found.rows["lead_id"].to_pylist() == [f"{begin}1", f"{begin}2", f"{begin}1"]
    assert (
        "“Vorgangsnr.” was taken as lead_id: 2 of its first 2 ids are those of leads that are known"
        " (0.93)."
    ) in found.rules


def test_contacts_are_known_by_their_ids_too() -> None:
    found = read(CALLS.format("C-"), contacts=("C-1", "C-2"))
    assert found.rows["contact_id"].to_pylist() == ["C-1", "C-2", "C-1"]


@pytest.mark.parametrize("leads", [(), ("L-1",)])
def test_ids_that_are_mostly_unknown_say_nothing(leads: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="--map lead_id=COLUMN"):
        read(CALLS.format("L-"), *leads)


def test_short_numbers_are_only_proposed() -> None:
    with pytest.raises(Refused, match=r"lead_id = “Vorgangsnr.” \(0.8.*--map lead_id=Vorgangsnr\."):
        read(CALLS.format(""), "1", "2")


def test_where_the_address_says_whom_a_row_is_about_no_id_is_looked_up() -> None:
    text = CALLS.format("L-").replace("Richtung", "E-Mail").replace("gehend;", "@example.com;")
    found = read(text, "L-1", "L-2")
    assert "lead_id" not in found.mapping
    assert found.rows["email"].to_pylist()[1:] == ["aus@example.com", "ein@example.com"]
