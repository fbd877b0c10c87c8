"""The invented company is always the same, and has what a review must be able to show."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sla_core.demo import loading
from sla_core.demo.__main__ import SAMPLES_AS_OF, main
from sla_core.demo.company import GOAL_HOURS, GOAL_SHARE, Company, invent
from sla_core.demo.exports import FILES, LAYOUTS, Layout, counts, exports
from sla_core.demo.follow_up import SLOW_MONTHS_AGO
from sla_core.demo.leads import GOAL_LEADS, SHORT_MONTHS_AGO
from sla_core.demo.office import MONTHS, ZONE, office, seconds
from sla_core.periods import instant, moment, period_holding
from sla_core.reports.build import Question, review
from tests.stores import empty_store

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
SHORT, SLOW = MONTHS - 1 - SHORT_MONTHS_AGO, MONTHS - 1 - SLOW_MONTHS_AGO


@pytest.fixture(scope="module")
def company() -> Company:
    return invent(SAMPLES_AS_OF)


@pytest.fixture(scope="module")
def end(company: Company) -> pd.Timestamp:
    return pd.Timestamp(company.as_of).tz_localize(None)


@pytest.fixture(scope="module")
def marketing(company: Company) -> pd.DataFrame:
    return company.leads[company.leads["origin"] == "marketing"]


@pytest.fixture(scope="module")
def waited(company: Company) -> pd.Series:
    """Working hours from hand-off to the first human touch, per lead; none where untouched."""
    hours = office(SAMPLES_AS_OF)
    first = _human(company).groupby("lead")["at"].min()
    handed = hours.worked(seconds(company.leads["presented_at"].to_numpy()[first.index]))
    return pd.Series(hours.worked(seconds(first.to_numpy())) - handed, first.index) / 3600


def _human(company: Company) -> pd.DataFrame:
    touches = company.activities
    handed = company.leads["presented_at"].to_numpy()[touches["lead"]]
    done = ~touches["automated"] & (touches["outcome"] != "planned")
    return touches[done & (touches["at"] >= handed)]


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_the_samples_are_what_the_generator_writes(tmp_path: Path) -> None:
    main(str(tmp_path))
    for layout in LAYOUTS:
        for name in FILES[layout]:
            written = (tmp_path / layout / name).read_bytes()
            assert written == (SAMPLES / layout / name).read_bytes(), name


def test_the_same_day_and_seed_give_the_same_company_and_another_seed_another() -> None:
    one, same = invent(date(2025, 3, 31), 3), invent(date(2025, 3, 31), 3)
    other = invent(date(2025, 3, 31), 4)
    assert exports(one, "hubspot") == exports(same, "hubspot")
    assert exports(one, "hubspot") != exports(other, "hubspot")


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2025, 12, 31)])
def test_any_day_can_be_the_last(day: date) -> None:
    company = invent(day)
    assert company.as_of.date() == day
    assert company.leads["month"].nunique() == MONTHS
    assert company.leads["presented_at"].max() < pd.Timestamp(company.as_of).tz_localize(None)


def test_nothing_is_dated_after_the_as_of_moment_but_what_lies_ahead(
    company: Company, end: pd.Timestamp
) -> None:
    leads, touches, deals = company.leads, company.activities, company.deals
    recorded = [leads[name] for name in leads.select_dtypes("datetime")]
    recorded += [touches["logged_at"], touches["at"][touches["outcome"] != "planned"]]
    closed = deals["outcome"] != "open"
    recorded += [deals["created_at"], deals["modified_at"], deals["closed_at"][closed]]
    assert max(column.max() for column in recorded) < end
    assert (deals["closed_at"][~closed] >= end).all()
    assert (~closed).sum() > 30


def test_there_are_three_tiers_seven_sources_and_eight_reps_in_three_teams(
    company: Company,
) -> None:
    assert set(company.leads["tier"]) == {"Hot", "Warm", "Cold"}
    assert company.leads["source"].nunique() == 7
    assert company.reps["name"].nunique() == 8
    assert company.reps["team"].nunique() == 3
    assert set(company.leads["rep"]) == set(range(8))


def test_marketing_brings_about_its_goal_and_sales_about_45_leads_a_month(
    company: Company, marketing: pd.DataFrame
) -> None:
    full = company.leads[company.leads["month"] < MONTHS - 1]
    monthly = full.groupby("origin").size() / (MONTHS - 1)
    assert monthly["marketing"] == pytest.approx(GOAL_LEADS, rel=0.05)
    assert monthly["sales"] == pytest.approx(45, abs=3)
    met = marketing.groupby("month").size()[: MONTHS - 1] >= GOAL_LEADS
    assert 4 <= met.sum() <= 9


def test_one_month_falls_far_short(marketing: pd.DataFrame) -> None:
    monthly = marketing.groupby("month").size()
    assert monthly[SHORT] == round(0.65 * GOAL_LEADS)
    assert monthly.drop([SHORT, MONTHS - 1]).min() > 0.75 * GOAL_LEADS


def test_the_running_month_is_slightly_behind_its_line(marketing: pd.DataFrame) -> None:
    line = GOAL_LEADS * (22 + 19 / 24) / 30
    assert 0.93 * line < (marketing["month"] == MONTHS - 1).sum() < line


def test_december_august_and_weekends_are_weak_and_leads_come_at_all_hours(
    marketing: pd.DataFrame,
) -> None:
    local = marketing["presented_at"].dt.tz_localize("UTC").dt.tz_convert(ZONE)
    monthly = local.dt.strftime("%Y-%m").value_counts()
    assert monthly[["2025-12", "2026-08"]].max() < 0.9 * GOAL_LEADS
    daily = np.bincount(local.dt.day_of_week, minlength=7)
    assert daily[5:].max() < 0.5 * daily[:5].min()
    assert set(local.dt.hour) == set(range(24))


def test_sales_was_slow_in_one_other_month(marketing: pd.DataFrame, waited: pd.Series) -> None:
    monthly = waited.reindex(marketing.index).groupby(marketing["month"]).mean()
    usual = monthly.drop(SLOW)
    assert monthly[SLOW] == pytest.approx(4 * usual.mean(), rel=0.2)
    assert usual.max() < 0.5 * monthly[SLOW]


def test_some_months_keep_the_speed_promise_and_some_miss_it(
    marketing: pd.DataFrame, waited: pd.Series
) -> None:
    within = waited.reindex(marketing.index, fill_value=np.inf) <= GOAL_HOURS
    monthly = within.groupby(marketing["month"]).mean()[: MONTHS - 1]
    assert 9 <= (monthly >= GOAL_SHARE).sum() <= 12


def test_most_months_keep_both_words_and_the_two_unusual_ones_do_not() -> None:
    with empty_store() as engine:
        end = moment(instant(SAMPLES_AS_OF + timedelta(1), ZONE))
        loading.load(engine, end, "tests", SAMPLES_AS_OF)
        here = period_holding(SAMPLES_AS_OF)
        months = [here.shifted(steps) for steps in range(1 - MONTHS, 0)]
        stood = [review(engine, Question(month), end).promises for month in months]
    kept = pd.DataFrame([{p.measure: p.verdict == "met" for p in month} for month in stood])
    assert kept.sum().drop("marketing_revenue").min() >= 10
    assert not kept["leads"][SHORT]
    assert kept.drop(columns=["leads", "marketing_revenue"]).loc[SHORT].all()
    assert not kept.drop(columns=["leads", "marketing_revenue"]).loc[SLOW].any()
    assert kept["leads"][SLOW]


def test_a_few_leads_stay_untouched_and_more_of_them_in_the_slow_month(
    company: Company, waited: pd.Series
) -> None:
    untouched = ~company.leads.index.isin(waited.index)
    assert 0.02 < untouched.mean() < 0.06
    assert untouched[company.leads["month"] == SLOW].mean() > 2 * untouched.mean()


def test_about_two_of_five_leads_are_connected_after_at_most_seven_attempts(
    company: Company,
) -> None:
    touches = _human(company)
    connected = touches["lead"][touches["outcome"] == "connected"].nunique()
    assert 0.35 < connected / len(company.leads) < 0.45
    tried = touches[touches["direction"] == "outbound"].groupby("lead")["at"]
    assert tried.count().max() == 7
    long = tried.count() == 7
    assert (tried.max() - tried.min())[long].median() == pytest.approx(
        pd.Timedelta(days=11), abs=pd.Timedelta(days=3)
    )


def test_calls_come_in_all_outcomes_beside_automated_planned_and_inbound_touches(
    company: Company, end: pd.Timestamp
) -> None:
    touches = company.activities
    calls = touches[touches["channel"] == "call"]
    assert set(calls["outcome"]) == {"connected", "voicemail", "no answer", "busy", "planned"}
    assert (touches["automated"] & (touches["channel"] == "email")).sum() > 500
    planned = touches[touches["outcome"] == "planned"]
    assert (planned["at"] < end).sum() > 50
    assert (planned["at"] >= end).any()
    assert (touches["direction"] == "inbound").sum() > 50


def test_some_leads_are_touched_before_their_hand_off_returned_or_closed(
    company: Company,
) -> None:
    touches, leads = company.activities, company.leads
    early = touches["at"].to_numpy() < leads["presented_at"].to_numpy()[touches["lead"]]
    assert 50 < touches["lead"][early].nunique() < 300
    assert leads["returned_at"].count() > 30
    assert leads["closed_out_at"].count() > 100
    assert (leads["modified_at"] == leads["closed_out_at"])[leads["status"] == "closed"].all()


def test_some_people_stand_twice_within_a_day_and_some_return_after_weeks(
    marketing: pd.DataFrame,
) -> None:
    gap = marketing.groupby("person")["presented_at"].diff().dropna()
    assert (gap < pd.Timedelta(hours=24)).sum() >= 20
    assert (gap > pd.Timedelta(days=21)).sum() >= 50


def test_customers_sign_after_about_45_days_and_deals_are_worth_about_4000_euros(
    company: Company,
) -> None:
    won = company.deals[company.deals["outcome"] == "won"]
    first = won[won["lead"] >= 0].sort_values("closed_at").drop_duplicates("lead")
    cycle = first["closed_at"] - company.leads["presented_at"].to_numpy()[first["lead"]]
    assert 40 < cycle.median() / pd.Timedelta(days=1) < 50
    assert won["amount"].median() == pytest.approx(3_600, rel=0.1)
    assert won["amount"].nlargest(2).iloc[0] > 5 * won["amount"].nlargest(2).iloc[1]


def test_both_sides_win_and_lose_and_a_few_deals_have_no_lead(company: Company) -> None:
    kinds = company.deals.groupby(["origin", "outcome"]).size()
    assert kinds.min() > 5
    assert len(kinds) == 6
    assert 5 < (company.deals["lead"] < 0).sum() <= 15


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_has_the_bad_rows_that_it_says_it_has(company: Company, layout: Layout) -> None:
    files, expected = exports(company, layout), counts(company, layout)
    for name in FILES[layout]:
        header, *rows = _rows(files[name])
        ids = [row[0] for row in rows]
        ragged = [row for row in rows if len(row) != len(header)]
        impossible = [row for row in rows if {"soon", "2026-02-30"} & set(row)]
        assert len(rows) == expected[name].rows
        assert sorted(len(row) - len(header) for row in ragged) == [-3, 1]
        assert len(impossible) == 2
        undated = 0 if name in ("opportunity.csv", "deals.csv") else 2
        assert len(ragged) + ids.count("") + undated == expected[name].refused
        assert len(ids) - len(set(ids)) == expected[name].repeated == 1
        assert any("\n" in cell and '"' in cell for row in rows for cell in row)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_link_but_one_leads_to_a_row_of_the_lead_file(
    company: Company, layout: Layout
) -> None:
    files = exports(company, layout)
    leads, deals, touches = (_rows(files[name]) for name in FILES[layout])
    link = "WhoId" if layout == "salesforce" else "Associated Contact IDs"
    at, contact = touches[0].index(link), deals[0].index(_contact_link(layout))
    known = {cell for row in leads[1:] for cell in row[:16] if cell}
    assert len([row for row in touches[1:] if row[at : at + 1] and row[at] not in known]) == 1
    assert all(row[contact] in known for row in deals[1:] if row[contact])
    assert sum(not row[contact] for row in deals[1:]) > 5


def _contact_link(layout: Layout) -> str:
    return "ContactId" if layout == "salesforce" else "Associated Contact IDs"


def test_salesforce_ids_carry_the_checksum_of_their_capitals(company: Company) -> None:
    rows = _rows(exports(company, "salesforce")["lead.csv"])[1:]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    for own in (rows[0][0], rows[1_000][0], rows[-1][0]):
        parts = [own[:5], own[5:10], own[10:15]]
        bits = [sum(c.isupper() << i for i, c in enumerate(part)) for part in parts]
        assert own[15:] == "".join(letters[b] for b in bits)
    assert len({row[0].lower() for row in rows}) == len({row[0] for row in rows})


def test_hubspot_has_one_row_per_person_and_one_stage_that_ends_in_a_space(
    company: Company,
) -> None:
    files = exports(company, "hubspot")
    expected = counts(company, "hubspot")["contacts.csv"]
    assert expected.kept == company.leads["person"].nunique()
    header, *rows = _rows(files["deals.csv"])
    stages = {row[header.index("Deal Stage")] for row in rows if len(row) == len(header)}
    assert [stage for stage in stages if stage != stage.strip()] == ["Contract sent "]
