"""The weekly page beside the JSON report of the same question, part by part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests import page_numbers as wanted
from tests.calling import Line
from tests.page_numbers import Hours, Json, drawn, numbers, plain, says

APP = Path(__file__).parents[1] / "app.py"
Numbers = Callable[[Json], Sequence[float | Hours | None]]
SWITCHES = (
    {"count": "leads", "speed": "average", "leads-by": "tier", "depth": "attempts"},
    {"count": "points", "speed": "share", "leads-by": "source", "depth": "worked"},
    {"count": "revenue", "speed": "average", "leads-by": "owner", "depth": "worked"},
)


@dataclass(frozen=True)
class Page:
    """The weekly page with its switches set, and the JSON report of the same question."""

    app: AppTest
    report: Json
    switches: dict[str, str]

    @property
    def paced(self) -> Json:
        """The counted promise that is drawn."""
        found: Json = self.report["marketing"][self.switches["count"]]
        return found

    @property
    def groups(self) -> list[Json]:
        """Marketing's groups that are drawn."""
        found: list[Json] = self.report["marketing"][f"{self.switches['leads-by']}s"]
        return found

    @property
    def sales(self) -> bool:
        """Whether there is anything of sales to show."""
        return bool(self.report["sales"]["speed"]["presented"])

    def headings(self) -> list[str]:
        """The figures' headings in their order."""
        shown = [plain(each.value) for each in self.app.markdown]
        return [text.removeprefix("##### ") for text in shown if text.startswith("##### ")]

    def table(self, *columns: str) -> pd.DataFrame | None:
        """The table that has these columns."""
        found = [d.value for d in self.app.dataframe if set(columns) <= set(d.value.columns)]
        assert len(found) <= 1
        return found[0] if found else None

    def traces(self) -> list[dict[str | None, Json]]:
        """Every chart's traces."""
        return [drawn(chart) for chart in self.app.get("plotly_chart")]


PARTS = ("tier", "source", "owner", "team")
CHARTS = (
    *(f"pacing-{what}" for what in ("leads", "points", "revenue")),
    *(f"speed-{what}" for what in ("average", "share")),
    *(f"depth-{what}" for what in ("attempts", "worked")),
    *(f"{what}-by-{part}" for what in ("leads", "hours", "share", "worked") for part in PARTS),
    "attempts",
)
"""The charts whose tables are opened."""


def page(
    line: Line, period: str, switches: dict[str, str] = SWITCHES[0], as_of: date | None = None
) -> Page:
    """Both answers to one question."""
    words = ("--as-of", as_of.isoformat()) if as_of else ()
    report = line.json("report", "--period", period, *words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLA_DATABASE_URL", line.db)
        app = AppTest.from_file(str(APP), default_timeout=120)
        for key, value in ({"period": period, "as_of": as_of} | switches).items():
            app.session_state[key] = value
        for chart in CHARTS:
            app.session_state[f"{chart}-opened"] = True
        app.run()
    assert not app.exception
    return Page(app, report, switches)


def check(shown: Page) -> None:
    """All parts of the page against all parts of the report."""
    check_verdicts(shown)
    check_pacing(shown)
    check_groups(shown)
    check_promises(shown)
    check_coverage(shown)
    if shown.sales:
        check_speed(shown)
        check_depth(shown)
    else:
        assert shown.table("handed over") is None
        assert not [metric for metric in shown.app.metric if metric.label == "Untouched"]


def check_verdicts(shown: Page) -> None:
    lines = [plain(each.value) for each in shown.app.markdown]
    badges = [place for place, line in enumerate(lines) if line.startswith("#### :")]
    meant: dict[str, tuple[Numbers, Numbers]] = {
        "marketing": (wanted.marketing_sentence, wanted.marketing_need),
        "sales": (wanted.sales_sentence, wanted.sales_need),
    }
    for place, (side, (sentence, need)) in zip(badges, meant.items(), strict=True):
        told = shown.report[side]["headline"]
        word = "no goal agreed" if wanted.without_goal(shown.report, side) else told["verdict"]
        assert lines[place].endswith(f" {word}]")
        assert lines[place + 1] == f"#### {told['sentence']}"
        assert says(told["sentence"], sentence(shown.report)), told
        assert says(told["need"], need(shown.report)), told
        # Between the two stands that the data is old, where it is.
        assert not told["need"] or told["need"] in lines[place + 2 : place + 4]


def check_pacing(shown: Page) -> None:
    heading, paced = shown.headings()[0], shown.paced
    if heading.endswith("no data"):
        assert not paced["actual"]
        return
    assert says(heading, wanted.pacing_title(paced)), heading
    begun = wanted.pacing_title(paced) != []
    table = shown.table("running total")
    assert (table is not None) == begun
    if table is None:
        return
    rows = [
        (day["date"], *numbers([day["leads"], day["cumulative"], day["line"]]))
        for day in paced["daily"]
    ]
    assert _rows(table) == rows
    seen = [day for day in paced["daily"] if day["cumulative"] is not None]
    (traces,) = (found for found in shown.traces() if "sum" in found)
    assert traces["day"]["y"] == [day["leads"] for day in seen]
    assert traces["sum"]["y"][:-1] == [day["cumulative"] for day in seen]
    check_facts_of_pacing(shown, paced, traces)


def check_facts_of_pacing(shown: Page, paced: Json, traces: dict[str | None, Json]) -> None:
    facts = {metric.label: metric for metric in shown.app.metric}
    assert ("goal" in traces) == ("Goal line" in facts) == (paced["goal"] is not None)
    if paced["goal"] is None:
        return
    assert traces["goal"]["y"] == [0.0, *(day["line"] for day in paced["daily"])]
    assert says(facts["Goal line"].value, [paced["line"]])
    assert says(facts["From the line"].value, [paced["gap"]])
    assert says(facts["From the line"].delta, [paced["gap_days"]])
    assert ("Needed a day" in facts) == (paced["needed_per_day"] is not None)
    if "Needed a day" in facts:
        assert says(facts["Needed a day"].value, [paced["needed_per_day"]])


def check_speed(shown: Page) -> None:
    speed, show = shown.report["sales"]["speed"], shown.switches["speed"]
    assert says(shown.headings()[1], wanted.speed_title(speed, show)), shown.headings()
    names = ("start", "presented", "followed_up", "untouched", "due", "within")
    shares = ("average_hours", "share_within_goal")
    table = shown.table("followed up", "in time")
    assert table is not None
    assert _rows(table) == _buckets(speed, *names, *shares)
    facts = {metric.label: metric for metric in shown.app.metric}
    assert says(facts["Untouched"].value, [speed["untouched"]])
    assert says(facts["Untouched"].delta, [speed["overdue"]])
    value = {"average": "average_hours", "share": "share_within_goal"}[show]
    known = [b for b in speed["by_period"] if b[value] is not None or b["untouched"]]
    found = [traces for traces in shown.traces() if show in traces]
    assert len(found) == bool(known)
    for traces in found:
        assert numbers(traces[show]["y"]) == [bucket[value] for bucket in speed["by_period"]]
        assert traces["untouched"]["y"] == [bucket["untouched"] for bucket in speed["by_period"]]


def check_depth(shown: Page) -> None:
    depth, show = shown.report["sales"]["depth"], shown.switches["depth"]
    heading = shown.headings()[3]
    meant = wanted.depth_title(depth, show)
    if show == "worked" and meant:
        meant.insert(1, depth["presented"])
    assert says(heading, meant), heading
    names = ("start", "presented", "worked", "leads_worked_share", "unconnected")
    table = shown.table("worked", "not reached")
    assert table is not None
    assert _rows(table) == _buckets(depth, *names, "average_attempts")
    facts = {metric.label: metric for metric in shown.app.metric}
    attempts, worked = facts["Attempts"], facts["Leads worked"]
    assert says(attempts.value, [depth["average_attempts"]])
    assert says(attempts.delta or "", [depth["goal_attempts"]])
    assert says(worked.value, [depth["leads_worked_share"]])
    assert says(worked.delta or "", [depth["goal_worked"]])


def check_groups(shown: Page) -> None:
    by, groups = shown.switches["leads-by"], shown.groups
    table = shown.table(by, "customers")
    assert (table is not None) == bool(groups)
    if table is None:
        return
    assert list(table[by]) == [group["name"] for group in groups]
    for name in ("goal", "share", "points", "customers"):
        assert numbers(table[name]) == numbers([group[name] for group in groups])
    assert numbers(table["leads"]) == [group["actual"] for group in groups]
    revenue = f"revenue, {shown.report['currency']}"
    assert numbers(table[revenue]) == [group["revenue"] for group in groups]
    known = [group for group in groups if group["actual"] >= 10 and group["share"] is not None]
    heading = shown.headings()[2 if shown.sales else 1]
    if len(groups) > 1 and known:
        most = max(known, key=lambda group: group["actual"])
        assert heading.startswith(f"{most['name']} brings ")
        assert says(heading.removeprefix(most["name"]), [most["share"]])


def check_promises(shown: Page) -> None:
    promises = shown.report["promises"]
    assert len(shown.app.table) == bool(promises)
    for promise in promises:
        assert says(promise["sentence"], wanted.promise_sentence(shown.report, promise)), promise
    for table in shown.app.table:
        found = [tuple(map(plain, row)) for row in table.value.itertuples(index=False)]
        assert [(verdict.split()[-1].rstrip("]"), what, how) for verdict, what, how in found] == [
            (p["verdict"].split()[-1], f"{p['by'].capitalize()}: {p['label']}", p["sentence"])
            for p in promises
        ]


def check_coverage(shown: Page) -> None:
    lines = [plain(e.value) for e in shown.app.markdown if e.value.startswith("- :")]
    told = [line.partition("] ")[2] for line in lines if "material/warning" not in line]
    rests = [
        line["text"] + ("" if line["rows"] is None else f": **{line['rows']:,}**")
        for line in shown.report["coverage"]
    ]
    assert told[: len(rests)] == rests
    left_out = [line.rpartition(": ")[2] for line in told[len(rests) :]]
    counts = [count for count in wanted.left_out(shown.report) if count]
    assert [says(text, [count]) for text, count in zip(left_out, counts, strict=True)] == [
        True for _ in counts
    ]


def _rows(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """A table's rows: the first cell as text, the others as numbers."""
    cells = table.itertuples(index=False)
    return [(str(first), *numbers(others)) for first, *others in cells]


def _buckets(figures: Json, *names: str) -> list[tuple[Any, ...]]:
    first, *others = names
    return [
        (bucket[first], *numbers([bucket[name] for name in others]))
        for bucket in figures["by_period"]
    ]
