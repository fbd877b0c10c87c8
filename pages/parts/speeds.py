"""Sales' speed on the screen: the chart by day, week or month, and who waits."""

from typing import Literal

from pages.parts import behind, draw, formats, look, tables
from pages.parts.definitions import Rule
from pages.parts.look import Fact
from pages.parts.view import View
from sla_core.figures import speed
from sla_core.reports.review import Review

Waiting = Literal["overdue", "untouched"]
RULES: dict[speed.Show, Rule] = {"average": "average hours", "share": "share within goal"}
SHOWS: dict[speed.Show, str] = {"average": "Average hours", "share": "Share in time"}


def switched(view: View, result: Review) -> None:
    """The chart of average hours or of the share within the goal, as the switch stands."""
    chart(view, result, look.switch("What is drawn", SHOWS, "speed"))


def chart(view: View, result: Review, show: speed.Show) -> None:
    """The speed chart with its finding, its table and its rows; a click below opens the untouched."""
    found, by = result.sales.speed, look.width(view.by, result.period)
    starts = [b.start for b in found.by_period]
    look.heading(speed.title(found, show), RULES[show], "untouched")
    draw.chart(
        speed.speed(found, by, show, draw.dark()),
        look.key(f"speed-{show}", view.by, result.period),
        speed.alt(found, by, show),
        table=tables.speed(found),
        rows=behind.buckets(view, result, starts, ("all", "untouched")),
        columns=tables.COLUMNS,
    )


def facts(result: Review) -> None:
    """Who waits, and how deep and how completely sales followed up."""
    found, depth = result.sales.speed, result.sales.depth
    worked = formats.percent(depth.leads_worked_share)
    shown = (
        Fact(
            "Untouched", formats.count(found.untouched), f"{found.overdue:,} overdue", "untouched"
        ),
        Fact(
            "Attempts",
            formats.number(depth.average_attempts),
            _goal(depth.goal_attempts),
            "attempts",
        ),
        Fact("Leads worked", worked, _share(depth.goal_worked), "leads worked"),
    )
    look.facts(shown)


def waiting(view: View, result: Review) -> None:
    """The leads that nobody followed up, the longest wait first."""
    found = result.sales.speed
    states: dict[Waiting, str] = {
        "overdue": f"{found.overdue:,} overdue",
        "untouched": f"{found.untouched:,} untouched",
    }
    state = look.switch("Which leads", states, "waiting")
    rows = behind.standing(view, result, state)
    draw.table(tables.waiting(rows), "waiting", f"{state}-{result.period.name}.csv", tables.COLUMNS)


def _goal(goal: float | None) -> str:
    return "" if goal is None else f"goal {goal:g}"


def _share(goal: float | None) -> str:
    return "" if goal is None else f"goal {formats.percent(goal)}"
