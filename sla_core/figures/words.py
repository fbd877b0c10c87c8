"""Numbers and dates as figures write them: with their unit, and short where room is short."""

import html
import math
from datetime import date

from sla_core import money

DASH = "–"


def count(value: float | None) -> str:
    """A whole number of leads or points: 1,174; halves go up."""
    return DASH if value is None else f"{math.floor(value + 0.5):,}"


def tight(value: int) -> str:
    """A count in at most four characters: 999, 1.2k, 12k."""
    if value < 1000:
        return str(value)
    return f"{value / 1000:.1f}k" if value < 9950 else f"{value / 1000:.0f}k"


def hours(value: float | None) -> str:
    """Hours with one decimal: 3.4 h; never days, which are shorter on a working clock."""
    return DASH if value is None else f"{value:,.1f} h"


def percent(value: float | None, decimals: int = 0) -> str:
    """A share of 0 to 1 as percent: 91 %."""
    return DASH if value is None else f"{value:.{decimals}%}".replace("%", " %")


def decimal(value: float | None) -> str:
    """A number with one decimal: 3.4."""
    return DASH if value is None else f"{value:,.1f}"


def plain(value: float) -> str:
    """A number as a person wrote it: 4, or 1.5."""
    return f"{value:,g}"


def amount(value: float | None, unit: str, currency: str = money.UNSTATED) -> str:
    """A count with its unit, in full: 402 leads, 31,800 points, €12,300."""
    if value is None or unit == "money":
        return money.shown(value, currency)
    return f"{count(value)} {unit[:-1] if round(value) == 1 else unit}"


def short(value: float, unit: str, currency: str = money.UNSTATED) -> str:
    """The same without the unit's word, and large money cut: 402, €12k, €1.25M."""
    if unit != "money":
        return count(value)
    if abs(value) >= 1e6:
        return money.shown(value / 1e6, currency, whole=False) + "M"
    return (
        money.shown(value / 1e3, currency) + "k"
        if abs(value) >= 1e4
        else money.shown(value, currency)
    )


def sign(currency: str) -> str:
    """The currency's sign: €, or nothing where none is stated."""
    return money.shown(0, currency).replace("0", "").strip()


def day(value: date) -> str:
    """A day with its weekday: Mon 23 Nov."""
    return f"{value:%a} {value.day} {value:%b}"


def bucket(start: date, by: str) -> str:
    """A bucket's name in full: Mon 23 Nov; week of 23 Nov; November 2026."""
    if by == "day":
        return day(start)
    return f"week of {start.day} {start:%b}" if by == "week" else f"{start:%B %Y}"


def marks(starts: list[date], by: str, before: str = "") -> list[list[int | str]]:
    """What a click on a bucket's bar tells: its place, its name, its first day."""
    return [[i, f"{before}{bucket(s, by)}", s.isoformat()] for i, s in enumerate(starts)]


def ticks(starts: list[date], by: str) -> list[str]:
    """Short bucket names under an axis: 23; 23 Nov; Nov."""
    if by == "month":
        return [f"{s:%b}" for s in starts]
    if by == "week":
        return [f"{s.day} {s:%b}" for s in starts]
    return [f"{s.day}" if len(starts) <= 31 else f"{s.day} {s:%b}" for s in starts]


def safe(text: str, most: int = 24) -> str:
    """Free text of a CRM as Plotly may draw it: no tags, no links, not too long."""
    return html.escape(text if len(text) <= most else f"{text[: most - 1]}…", quote=False)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun: 1 lead, 7 leads."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
