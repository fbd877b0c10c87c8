"""Numbers as a page writes them, read back, and what the JSON report wants them to be."""

import base64
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Json = dict[str, Any]
NUMBER = re.compile(
    r"(?P<sign>[+\u2212])?[€$]?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<cut>[kM]\b)?"
    r"[ \u00a0]*(?P<unit>%|min\b|days\b)?"
)
CUTS = {"k": 1e3, "M": 1e6}


@dataclass(frozen=True)
class Hours:
    """Hours, which a page may write as minutes or days."""

    value: float


@dataclass(frozen=True)
class Written:
    """A number on a page: its value, the size of its last digit, and its unit where that matters."""

    value: float
    step: float
    unit: str

    def is_(self, meant: "float | Hours") -> bool:
        """Whether it is the meant number, rounded to as many digits as it shows."""
        exact = meant.value if isinstance(meant, Hours) else meant
        if self.unit == "%":
            exact *= 100
        if isinstance(meant, Hours):
            exact *= {"min": 60.0, "days": 1 / 24}.get(self.unit, 1.0)
        # Nearly all is never written as all.
        room = self.step if self.unit == "%" and 99 < exact < 100 else self.step / 2
        return abs(self.value - exact) <= room * (1 + 1e-6) + 1e-9


def written(text: str) -> list[Written]:
    """Every number in a text, in its order."""
    found = []
    for match in NUMBER.finditer(plain(text)):
        size = CUTS.get(match["cut"] or "", 1.0)
        digits = match["digits"].replace(",", "")
        decimals = len(digits.partition(".")[2])
        value = float(digits) * size * (-1 if match["sign"] == "\u2212" else 1)
        found.append(Written(value, size * 10**-decimals, match["unit"] or ""))
    return found


def says(text: str, meant: Sequence[float | Hours | None]) -> bool:
    """Whether the numbers of a text are those that are meant, one for one."""
    there, wanted = written(text), [value for value in meant if value is not None]
    return len(there) == len(wanted) and all(
        number.is_(value) for number, value in zip(there, wanted, strict=True)
    )


def plain(text: str) -> str:
    """Markdown as its reader sees it."""
    return text.replace("\\", "").replace("\u00a0", " ")


def drawn(chart: Any) -> dict[str | None, Json]:
    """The traces of a chart on a page, by name, with their numbers unpacked."""
    spec = json.loads(chart.proto.spec)
    return {
        trace.get("name"): {axis: _unpacked(trace.get(axis)) for axis in ("x", "y", "base")}
        for trace in spec["data"]
    }


def _unpacked(values: Any) -> Any:
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).tolist()
    return values


def numbers(values: Iterable[Any]) -> list[float | None]:
    """Numbers with None for what is no number."""
    return [None if value is None or math.isnan(value) else float(value) for value in values]


def of_gap(gap: float | None, nothing: float = 0.5) -> list[float]:
    """The gap's size, where it is big enough to be said."""
    return [abs(gap)] if gap is not None and abs(gap) >= nothing else []


def marketing_sentence(report: Json) -> list[float]:
    """What marketing's verdict says: leads, goal, gap."""
    leads = report["marketing"]["leads"]
    if leads["actual"] is None or leads["goal"] is None:
        return [] if leads["actual"] is None else [leads["actual"]]
    return [leads["actual"], leads["goal"], *of_gap(leads["gap"])]


def without_goal(report: Json, side: str) -> bool:
    """Whether there is data of the side, and nothing promised that it could be held against."""
    leads, sales = report["marketing"]["leads"], report["sales"]
    if side == "marketing":
        return leads["actual"] is not None and leads["goal"] is None
    speed, depth = sales["speed"], sales["depth"]
    promised = [speed[f"goal_{of}"] for of in ("hours", "average_hours")]
    promised += [depth[f"goal_{of}"] for of in ("attempts", "worked")]
    return bool(speed["followed_up"] + speed["untouched"]) and not any(
        goal is not None for goal in promised
    )


def marketing_need(report: Json) -> list[float]:
    """What it would take: leads a day to the end, and the best week of finished days."""
    leads = report["marketing"]["leads"]
    if not leads["needed_per_day"] or leads["actual"] is None or leads["goal"] is None:
        return []
    finished = len(leads["daily"]) - math.ceil(leads["days_left"])
    days = [day["leads"] for day in leads["daily"][:finished] if day["leads"] is not None]
    weeks = [sum(days[i : i + 7]) / 7 for i in range(len(days) - 6)]
    return [leads["needed_per_day"], *([max(weeks)] if weeks else [])]


def sales_sentence(report: Json) -> list[float | Hours | None]:
    """What sales' verdict says of the promise on speed, or without one."""
    speed = report["sales"]["speed"]
    timed = speed["followed_up"] + speed["untouched"]
    if not speed["presented"] or not timed:
        return [speed["presented"]] if speed["presented"] else []
    average = None if speed["average_hours"] is None else Hours(speed["average_hours"])
    if speed["goal_hours"] is None and speed["goal_average_hours"] is None:
        return [average, speed["untouched"]]
    if speed["measure"] == "average_hours":
        return [average, Hours(speed["goal_average_hours"])]
    if speed["share_within_goal"] is None:
        return [speed["goal_share"], speed["goal_hours"]]
    return [speed["share_within_goal"], speed["goal_hours"], speed["goal_share"]]


def sales_need(report: Json) -> list[float | Hours]:
    """Who waits: how many, and the longest."""
    speed = report["sales"]["speed"]
    if not speed["followed_up"] + speed["untouched"]:
        return []
    if speed["goal_hours"] is None and speed["goal_average_hours"] is None:
        return []
    if speed["overdue"]:
        return [speed["overdue"], Hours(speed["oldest_hours"])]
    return [speed["untouched"]] if speed["untouched"] else []


def promise_sentence(report: Json, promise: Json) -> list[float | Hours | None]:
    """What a promise's sentence says: what is, what was promised, and of how many."""
    speed, depth = report["sales"]["speed"], report["sales"]["depth"]
    is_, goal = promise["actual"], promise["goal"]
    if is_ is None or goal is None:
        return []
    counted = {"leads": "leads", "points": "points", "marketing_revenue": "revenue"}
    if promise["measure"] in counted:
        gap = report["marketing"][counted[promise["measure"]]]["gap"]
        return [is_, goal, *of_gap(gap)]
    window = [depth["in_window"]] if depth["in_window"] else []
    return {
        "average_hours": [Hours(is_), Hours(goal), speed["followed_up"]],
        "share_within_goal": [is_, speed["goal_hours"], goal, speed["due"]],
        "average_attempts": [is_, goal, depth["unconnected"], *window],
        "leads_worked": [is_, goal, depth["presented"]],
    }[promise["measure"]]


def pacing_title(paced: Json) -> list[float]:
    """What the pacing chart's heading says: the gap and the day, or how the period ended."""
    actual, goal, left, days = paced["actual"], paced["goal"], paced["days_left"], paced["daily"]
    if actual is None or all(day["cumulative"] is None for day in days):
        return []
    if goal is None:
        return [actual]
    nothing = 1.0 if paced["unit"] == "money" else 0.5
    if left <= 0:
        return [actual, goal, *of_gap(actual - goal, nothing)]
    return [*of_gap(paced["gap"], nothing), max(1, math.ceil(len(days) - left)), len(days)]


def speed_title(speed: Json, show: str) -> list[float | None]:
    """What the speed chart's heading says."""
    if show == "average":
        goal = speed["goal_average_hours"]
        return [] if speed["average_hours"] is None else [speed["average_hours"], goal]
    if speed["share_within_goal"] is None:
        return []
    beside = (
        [speed["within"], speed["due"]] if speed["goal_share"] is None else [speed["goal_share"]]
    )
    return [speed["share_within_goal"], speed["goal_hours"], *beside]


def depth_title(depth: Json, show: str) -> list[float | None]:
    """What the depth chart's heading says."""
    value, goal = {
        "attempts": (depth["average_attempts"], depth["goal_attempts"]),
        "worked": (depth["leads_worked_share"], depth["goal_worked"]),
    }[show]
    return [] if value is None else [value, goal]


def left_out(report: Json) -> list[int]:
    """The leads that sales' figures leave out or set apart, in the order in which the page says so."""
    speed, depth = report["sales"]["speed"], report["sales"]["depth"]
    excluded = speed["excluded"]
    return [
        *(excluded["no_time_of_day"], excluded["before_hand_off"], speed["pre_worked"]),
        *(speed["returned"], speed["not_yet_due"], depth["in_window"]),
    ]
