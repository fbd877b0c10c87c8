"""The workspace's settings, and the version of its data that moves with every change."""

from datetime import UTC, datetime

import pytest

from sla_core.agreement.model import Agreement
from sla_core.problems import Refused
from sla_core.store import settings
from sla_core.store.engine import Engine, reading
from sla_core.store.settings import Workspace, data_version, workspace
from tests.stores import agree, csv_of, dump, load

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def stored(engine: Engine) -> Workspace:
    with reading(engine) as connection:
        return workspace(connection)


def test_a_new_workspace_speaks_utc_and_has_no_currency_yet(engine: Engine) -> None:
    assert stored(engine) == Workspace(zone="UTC", currency=None, fiscal_start=1)


def test_settings_are_kept_as_they_are_meant(engine: Engine) -> None:
    wanted = {"zone": "Europe/Berlin", "currency": "eur", "fiscal_start": "04"}
    expected = Workspace(zone="Europe/Berlin", currency="EUR", fiscal_start=4)
    assert settings.save(engine, wanted) == expected
    assert stored(engine) == expected
    assert settings.save(engine, {"currency": "USD"}).zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("zone", "Berlin", "“Berlin” is not a time zone; write one as Europe/Berlin."),
        ("zone", "", "“” is not a time zone; write one as Europe/Berlin."),
        ("zone", "+02:00", "“+02:00” is not a time zone; write one as Europe/Berlin."),
        ("currency", "€", "“€” is not a currency; write its ISO code as EUR."),
        ("currency", "EURO", "“EURO” is not a currency; write its ISO code as EUR."),
        ("fiscal_start", "0", "“0” is not a month; write the fiscal year's first as 1 to 12."),
        ("fiscal_start", "13", "“13” is not a month; write the fiscal year's first as 1 to 12."),
        ("fiscal_start", "May", "“May” is not a month; write the fiscal year's first as 1 to 12."),
        ("fiscal_start", "-1", "“-1” is not a month; write the fiscal year's first as 1 to 12."),
        ("fiscal_start", "²", "“²” is not a month; write the fiscal year's first as 1 to 12."),
        ("colour", "red", "There is no setting “colour”; there are zone, currency, fiscal_start."),
        ("data_version", "9", "There is no setting “data_version”; there are zone, currency,"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_and_nothing_is_saved(
    engine: Engine, key: str, value: str, why: str
) -> None:
    before = dump(engine)
    with pytest.raises(Refused) as refusal:
        settings.save(engine, {"zone": "Asia/Kolkata"} | {key: value})
    assert str(refusal.value).startswith(why)
    assert dump(engine) == before


def test_the_data_version_moves_with_every_write_that_a_report_could_show(engine: Engine) -> None:
    versions = [data_version(engine)]
    settings.save(engine, {"currency": "EUR"})
    versions.append(data_version(engine))
    load(engine, "a.csv", csv_of("lead_id,created_at", "1,2026-03-02"))
    versions.append(data_version(engine))
    load(engine, "b.csv", csv_of("lead_id,at", "1,2026-03-02"))
    versions.append(data_version(engine))
    agree(engine, Agreement(), NOON)
    versions.append(data_version(engine))
    assert versions == [0, 1, 2, 3, 4]
    stored(engine)
    assert data_version(engine) == 4
