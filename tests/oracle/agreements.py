"""Random agreements: up to two versions with promises, clocks, tiers and windows."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.oracle.promises import Version
from tests.oracle.times import shift

OPEN_DAYS = ([0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6], [6, 0, 1, 2, 3])
OPEN_HOURS = (("09:00", "17:00"), ("08:30", "18:15"), ("00:00", "23:30"))


def _promises() -> st.SearchStrategy[list[Version]]:
    per = st.sampled_from(("month", "quarter", "year"))
    month, none = st.just("month"), st.none()
    # Counts are divisible by twelve, so that a month's part of a year's goal is a whole number.
    counts = st.integers(1, 6).map(lambda n: n * 12)
    shapes: dict[str, tuple[st.SearchStrategy[Any], ...]] = {
        "leads": (counts, none, per),
        "points": (counts.map(lambda n: n * 10), none, per),
        "marketing_revenue": (counts.map(lambda n: n * 100), none, per),
        "average_hours": (st.sampled_from((0.25, 1, 4, 12.5, 24)), none, month),
        "share_within_goal": (
            st.sampled_from((0.5, 0.8, 0.9, 1.0)),
            st.sampled_from((0.25, 1, 4, 24, 48)),
            month,
        ),
        "average_attempts": (st.sampled_from((1, 2, 3.5)), none, month),
        "leads_worked": (st.sampled_from((0.5, 0.9, 1.0)), none, month),
    }
    parts = [
        st.fixed_dictionaries({"measure": st.just(name), "goal": goal, "hours": hours, "per": of})
        for name, (goal, hours, of) in shapes.items()
    ]
    chosen = st.tuples(*(_mostly(part) for part in parts))
    return chosen.map(lambda promises: [one for one in promises if one is not None])


def _mostly(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The part in three of four cases, else None."""
    return st.tuples(st.integers(0, 3), part).map(lambda drawn: drawn[1] if drawn[0] else None)


def _tiers(names: tuple[str, ...]) -> st.SearchStrategy[list[Version]]:
    points = _mostly(st.sampled_from((0, 40, 50, 100)))
    leads = _mostly(st.integers(0, 9))
    parts = [
        st.fixed_dictionaries({"name": st.just(n), "points": points, "leads": leads}) for n in names
    ]
    return st.tuples(*(_mostly(part) for part in parts)).map(
        lambda tiers: [tier for tier in tiers if tier is not None]
    )


def _calendars(zones: tuple[str, ...]) -> st.SearchStrategy[Version]:
    return st.tuples(
        st.sampled_from(OPEN_DAYS), st.sampled_from(OPEN_HOURS), st.sampled_from(zones)
    ).map(lambda c: {"days": c[0], "opens": c[1][0], "closes": c[1][1], "zone": c[2]})


@st.composite
def agreements(
    draw: st.DrawFn, start: date, tiers: tuple[str, ...], zones: tuple[str, ...]
) -> list[Version]:
    """Versions in the order in which they were saved, in force from around the period's start."""
    versions = []
    for _ in range(draw(st.sampled_from((1, 2, 1, 0)))):
        calendar = draw(st.none() | _calendars(zones))
        clock = draw(st.sampled_from(("calendar", "working"))) if calendar else "calendar"
        since = draw(st.sampled_from((None, 0, -1, -2, 1)))
        versions.append(
            {
                "effective_from": None if since is None else shift(start, since),
                "promises": draw(_promises()),
                "clock": clock,
                "calendar": calendar,
                "tiers": draw(_tiers(tiers)),
                "working_window_days": draw(st.sampled_from((None, 1, 3, 14))),
            }
        )
    return versions
