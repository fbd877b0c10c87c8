"""Promises in words: each one sentence with what it rests on, the worst gap first."""

from dataclasses import replace
from typing import Any

import pytest

from sla_core.agreement.model import Agreement, Promise
from sla_core.metrics.results import Marketing, Pacing, Sales
from sla_core.reports.words import promises
from tests.sample_review import nothing_paced, sample_review, speed

REVIEW = sample_review()


def sales(**more: Any) -> Sales:
    return replace(REVIEW.sales, speed=replace(speed(), **more))


def agreed(**goals: float) -> Agreement:
    made = [
        {"measure": name, "goal": goal} | ({"hours": 4} if name == "share_within_goal" else {})
        for name, goal in goals.items()
    ]
    return Agreement(promises=tuple(Promise.model_validate(promise) for promise in made))


def marketing(leads: Pacing = REVIEW.marketing.leads) -> Marketing:
    return replace(REVIEW.marketing, leads=leads)


def test_each_promise_is_one_sentence_with_what_it_rests_on() -> None:
    every = agreed(
        leads=480, marketing_revenue=150_000, share_within_goal=0.9, average_hours=4,
        average_attempts=6, leads_worked=0.95,
    )  # fmt: skip
    told = {p.measure: p.sentence for p in promises(marketing(), sales(), every, "EUR")}
    assert told == {
        "leads": "414 of 480, 56 above the line.",
        # 7,400 a day for 23 days; 150,000 * 22.375 / 30 is 111,875.
        "marketing_revenue": "€170,200 of €150,000, €58,325 above the line.",
        "share_within_goal": "88 % within 4 working hours, promised 90 %, of 301 due.",
        "average_hours": "4.1 working hours, promised 4.0 working hours, of 279 followed up.",
        "average_attempts": "3.4, promised 6.0, on 186 not reached;"
        " 12 more are still in their window.",
        "leads_worked": "91 %, promised 95 %, of 310 handed over.",
    }


def test_the_worst_gap_stands_first_relative_to_its_goal() -> None:
    # Attempts are 43 % short, the share 2 %, hours 2.5 %; leads are 16 % ahead.
    every = agreed(leads=480, average_attempts=6, share_within_goal=0.9, average_hours=4)
    order = [p.measure for p in promises(marketing(), sales(), every, "EUR")]
    assert order == ["average_attempts", "average_hours", "share_within_goal", "leads"]


def test_a_promise_without_data_stands_last() -> None:
    every = agreed(leads=480, average_attempts=6)
    told = promises(marketing(leads=nothing_paced()), sales(), every, "EUR")
    assert [(p.measure, p.verdict, p.sentence) for p in told][1] == (
        "leads", "no data", "No data yet.",
    )  # fmt: skip


def test_without_an_agreement_nothing_is_promised() -> None:
    assert promises(marketing(), sales(), None, "EUR") == ()


@pytest.mark.parametrize(("over", "word"), [(False, "behind"), (True, "missed")])
def test_a_promise_is_judged_for_good_when_its_figure_is(over: bool, word: str) -> None:
    told = promises(marketing(), sales(over=over), agreed(share_within_goal=0.9), "EUR")
    assert [p.verdict for p in told] == [word]


def test_promises_name_their_units_and_their_parties() -> None:
    told = promises(marketing(), sales(), agreed(leads=480, average_hours=4), "EUR")
    assert {(p.measure, p.unit, p.by, p.to) for p in told} == {
        ("leads", "leads", "marketing", "sales"),
        ("average_hours", "hours", "sales", "marketing"),
    }
