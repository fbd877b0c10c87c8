"""The invented company: never mixed with real uploads, and gone in one step."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sla_core import uploads
from sla_core.agreement.model import Agreement, Promise
from sla_core.crm import Options
from sla_core.demo import loading
from sla_core.problems import Refused
from sla_core.store import demo, settings
from sla_core.store.agreements import save, versions
from sla_core.store.check import check
from sla_core.store.engine import Engine, reading
from sla_core.store.extent import extent
from tests.stores import agree, csv_of, dump, empty_store, load, rows_of

NOW = datetime(2026, 3, 20, 18, tzinfo=UTC)
LEADS = csv_of("lead_id,created_at", "1,2026-03-02", ",2026-03-02")
CALLS = csv_of("activity_id,lead_id,at", "A,1,2026-03-03", "B,1,2026-03-04")
DEALS = csv_of("deal_id,lead_id,outcome", "D,1,won")
OURS = Agreement(name="Ours", promises=(Promise(measure="leads", goal=9),))


def invented(engine: Engine) -> list[Any]:
    """A small invented company, with corrections so that there are other versions too."""
    files = [("leads", LEADS), ("calls", CALLS), ("deals", DEALS)]
    files += [(f"{name} again", data) for name, data in files]
    wishes = [Options(data_as_of=NOW), Options(data_as_of=NOW.replace(day=21))]
    found = [
        uploads.load(engine, f"{name}.csv", data, wishes[n // 3], who="tests", demo=True)[0]
        for n, (name, data) in enumerate(files)
    ]
    promise = OURS.model_copy(update={"name": "Theirs"})
    save(engine, promise, who="tests", now=NOW, demo=True)
    return found


def is_loaded(engine: Engine) -> bool:
    with reading(engine) as connection:
        return demo.loaded(connection)


def test_a_real_file_is_not_mixed_into_the_invented_company(engine: Engine) -> None:
    invented(engine)
    before = dump(engine)
    with pytest.raises(Refused, match="The invented company is loaded; remove it first") as told:
        load(engine, "real.csv", LEADS.replace(b"1,", b"7,"))
    assert str(told.value).endswith("Nothing was imported.")
    assert dump(engine) == before


def test_the_very_bytes_of_an_invented_file_are_refused_as_a_real_one(engine: Engine) -> None:
    (first, *_) = invented(engine)
    with pytest.raises(Refused, match="The invented company is loaded"):
        load(engine, first.file, LEADS, data_as_of=NOW)


def test_the_invented_company_is_not_mixed_into_real_uploads(engine: Engine) -> None:
    load(engine, "real.csv", LEADS)
    before = dump(engine)
    with pytest.raises(Refused, match="There are real uploads here; the invented company is not"):
        invented(engine)
    assert dump(engine) == before
    assert not is_loaded(engine)


def test_it_goes_in_one_step_and_leaves_nothing(engine: Engine) -> None:
    settings.save(engine, {"currency": "EUR"})
    agree(engine, OURS, NOW)
    before = dump(engine)
    invented(engine)
    assert is_loaded(engine)
    assert extent(engine).demo
    assert rows_of(engine, "follow_up") != []
    assert rows_of(engine, "said_again") != []
    assert rows_of(engine, "fault") != []
    assert demo.remove(engine) is True
    left = dump(engine)
    versions_of = [
        {row.pop("key"): row.pop("value") for row in d["setting"]} for d in (before, left)
    ]
    assert int(versions_of[1].pop("data_version")) > int(versions_of[0].pop("data_version"))
    assert versions_of[0] == versions_of[1]
    assert {**left, "setting": []} == {**before, "setting": []}
    assert [finding for finding in check(engine) if finding.faults] == []


def test_the_companys_own_agreement_stays_and_the_invented_one_goes(engine: Engine) -> None:
    agree(engine, OURS, NOW)
    invented(engine)
    demo.remove(engine)
    with reading(engine) as connection:
        assert [(a.name, a.promises) for a in versions(connection)] == [("Ours", OURS.promises)]


def test_removing_what_is_not_loaded_removes_nothing(engine: Engine) -> None:
    load(engine, "real.csv", LEADS)
    before = dump(engine)
    assert demo.remove(engine) is False
    assert dump(engine) == before


def test_once_it_is_gone_real_files_come_in(engine: Engine) -> None:
    invented(engine)
    demo.remove(engine)
    assert load(engine, "real.csv", LEADS).new == 1
    assert not extent(engine).demo


def test_the_whole_invented_company_loads_soundly_and_goes_again() -> None:
    with empty_store() as engine:
        before = {**dump(engine), "setting": []}
        outcomes = loading.load(engine, NOW, "tests", date(2026, 3, 19))
        assert {outcome.kind for outcome in outcomes} == {"leads", "deals", "activities"}
        assert all(outcome.new > 100 * outcome.refused for outcome in outcomes)
        assert [finding for finding in check(engine) if finding.faults] == []
        demo.remove(engine)
        assert {**dump(engine), "setting": []} == before
