"""Which ids are those of leads in the store, and of their contacts."""

from pathlib import Path

from sla_core.store.engine import Engine
from sla_core.store.known_ids import known_ids
from tests.calling import Line
from tests.stores import csv_of, load

LEADS = csv_of("lead_id,contact_id,created_at", "L-1,C-1,2026-10-01", "L-2,,2026-10-02")


def test_ids_are_told_by_what_they_are_of(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS)
    found = known_ids(engine, ["L-1", "L-2", "L-3", "C-1"])
    assert found == {"lead_id": {"L-1", "L-2"}, "contact_id": {"C-1"}}
    assert known_ids(engine, []) == {"lead_id": frozenset(), "contact_id": frozenset()}


def test_calls_that_do_not_name_their_leads_are_matched_by_the_ids_in_the_store(
    tmp_path: Path,
) -> None:
    line = Line(f"sqlite:///{tmp_path}/sla.db")
    rows = ("L-1;2026-10-13 10:00;ausgehend;erreicht", "L-2;2026-10-13 11:00;ausgehend;erreicht")
    calls = csv_of("Vorgangsnr.;Anrufdatum;Richtung;Anrufergebnis", *rows)
    for name, data in (("leads.csv", LEADS), ("calls.csv", calls)):
        (tmp_path / name).write_bytes(data)
    before = line("import", tmp_path / "calls.csv")
    assert before.code == 1
    assert "--map lead_id=COLUMN" in before.err
    _, told = line.json("import", tmp_path / "leads.csv", tmp_path / "calls.csv")["files"]
    assert (told["new"], told["unmatched"]) == (2, 0)
    assert told["mapping"]["lead_id"] == "Vorgangsnr."
