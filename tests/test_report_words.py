"""Figures in words: a wait is told on the clock that it was measured on."""

import pytest

from sla_core.reports.words import clock_hours, hours


@pytest.mark.parametrize(
    ("waited", "clock", "told"),
    [
        (0.25, "calendar", "15 min"),
        (0.25, "working", "15 min"),
        (2.44, "calendar", "2.4 h"),
        (2.44, "working", "2.4 working hours"),
        (118.45, "calendar", "4.9 days"),
        (118.45, "working", "118.5 working hours"),
    ],
)
def test_working_hours_never_become_days_of_24_hours(waited: float, clock: str, told: str) -> None:
    assert hours(waited, clock) == told


@pytest.mark.parametrize(
    ("goal", "clock", "told"),
    [
        (1.0, "calendar", "1 hour"),
        (1.5, "calendar", "1.5 hours"),
        (4.0, "working", "4 working hours"),
    ],
)
def test_a_goal_names_its_clock(goal: float, clock: str, told: str) -> None:
    assert clock_hours(goal, clock) == told
