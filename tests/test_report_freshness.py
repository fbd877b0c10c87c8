"""When a side's figures are too old to say how it stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sla_core.reports.freshness import stale_since
from sla_core.reports.review import Review
from tests.sample_review import sample_review

LATE = datetime(2026, 11, 30, 12, tzinfo=UTC)


def seen(at: datetime | None) -> Review:
    """November as data up to this moment shows it, on both sides."""
    whole = sample_review()
    return replace(whole, data_as_of=at, sales=replace(whole.sales, as_of=at))


def test_data_of_last_week_can_judge_and_older_data_cannot() -> None:
    for side in ("marketing", "sales"):
        week = LATE - timedelta(7)
        assert stale_since(seen(week), side, LATE) is None
        assert stale_since(seen(week - timedelta(2)), side, LATE) == week - timedelta(2)


def test_a_period_that_the_data_saw_to_its_end_stays_judged_for_ever() -> None:
    after = datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert stale_since(seen(after), "marketing", after + timedelta(400)) is None


def test_who_asks_for_an_earlier_moment_gets_that_moments_verdict() -> None:
    early = datetime(2026, 11, 10, tzinfo=UTC)
    assert stale_since(seen(early), "sales", LATE, asked=early) is None


def test_no_data_is_not_old_data() -> None:
    assert stale_since(seen(None), "sales", LATE) is None
