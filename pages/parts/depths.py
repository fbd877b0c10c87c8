"""Sales' depth on the screen: attempts on leads not reached, and leads worked at all."""

from pages.parts import behind, draw, look, tables
from pages.parts.definitions import Rule
from pages.parts.view import View
from sla_core.figures import depth
from sla_core.reports.review import Review
from sla_core.reports.rows import State

RULES: dict[depth.Show, Rule] = {"attempts": "attempts", "worked": "leads worked"}
SHOWS: dict[depth.Show, str] = {"attempts": "Attempts", "worked": "Leads worked"}


def switch() -> depth.Show:
    """Whether attempts or leads worked are asked for."""
    return look.switch("Which depth", SHOWS, "depth")


def chart(view: View, result: Review, show: depth.Show) -> None:
    """The depth chart with its finding, its table and its rows."""
    found, by = result.sales.depth, look.width(view.by, result.period)
    state: State = "unconnected" if show == "attempts" else "all"
    look.heading(depth.title(found, show), RULES[show])
    draw.chart(
        depth.depth(found, by, show, draw.dark()),
        look.key(f"depth-{show}", view.by, result.period),
        depth.alt(found, by, show),
        table=tables.depth(found),
        rows=behind.buckets(view, result, [b.start for b in found.by_period], (state,)),
        columns=tables.COLUMNS,
    )


def distribution(view: View, result: Review) -> None:
    """How many leads had 0, 1, 2 … attempts; a click opens them."""
    found = result.sales.depth
    look.heading(depth.distribution_title(found), "distribution", "attempts")
    draw.chart(
        depth.distribution(found, draw.dark()),
        look.key("attempts", view.by, result.period),
        depth.distribution_alt(found),
        table=tables.attempts(found, depth.MOST) if found.distribution else None,
        rows=behind.attempts(view, result, depth.MOST),
        columns=tables.COLUMNS,
    )
