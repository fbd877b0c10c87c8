"""Numbers, money and dates as people read them, each with its unit; a dash where there is none."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sla_core import money

NONE = "–"
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@&\"'])")


def count(value: float | None, unit: str = "") -> str:
    """A whole number: "402 leads"; fractions are rounded half up."""
    return NONE if value is None else _with(f"{int(value + 0.5):,}", unit)


def number(value: float | None, unit: str = "", digits: int = 1) -> str:
    """A number with one decimal: "11.1 a day"."""
    return NONE if value is None else _with(f"{value:,.{digits}f}", unit)


def sign(value: float) -> str:
    """The sign of a difference; typeset, since a hyphen is hard to see on a projector."""
    return "+" if value > 0 else "\u2212"


def signed(value: float, unit: str = "") -> str:
    """A difference with one decimal and its sign: "+1.2 days"; no sign where it rounds to nothing."""
    size = number(abs(value), unit)
    return size if size == number(0.0, unit) else sign(value) + size


def hours(value: float | None) -> str:
    """Hours with one decimal: "3.4 h"."""
    return number(value, "h")


def percent(value: float | None, digits: int = 0) -> str:
    """A share of 1 as "91 %"."""
    return NONE if value is None else f"{value * 100:,.{digits}f}\u00a0%"


def amount(value: float | None, currency: str) -> str:
    """Major units of the currency, whole: "€3,500"."""
    return money.shown(value, currency)


def measured(value: float | None, unit: str, currency: str) -> str:
    """A figure by the unit that results carry: leads, points, money, hours, share, attempts."""
    if unit == "money":
        return amount(value, currency)
    if unit == "share":
        return percent(value)
    if unit == "hours":
        return hours(value)
    return number(value, unit) if unit == "attempts" else count(value, unit)


def day(value: date | None) -> str:
    """A day: "Mon 23 Nov 2026"."""
    return NONE if value is None else f"{value:%a} {value.day} {value:%b %Y}"


def moment(value: datetime | None, zone: str) -> str:
    """A moment in the workspace's zone: "Mon 23 Nov 2026 09:00"."""
    if value is None:
        return NONE
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())} {local:%H:%M}"


def brief(value: datetime | None, zone: str) -> str:
    """A moment for a narrow column: "23 Nov 2026 09:00"."""
    return moment(value, zone).partition(" ")[2] or NONE


def several(number: int, one: str, more: str) -> str:
    """A count with its noun: "1 row", "1,200 rows"."""
    return f"{number:,} {one if number == 1 else more}"


def cell(value: object, zone: str) -> str:
    """A stored cell in a table of such: a moment in the zone, a dash where it is blank."""
    if value is None or value == "":
        return NONE
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    return str(value)


def duration(seconds: float) -> str:
    """A short time as "40 s" or "3 min"."""
    return f"{seconds:.0f}\u00a0s" if seconds < 90 else f"{seconds / 60:.0f}\u00a0min"


def size(count: int) -> str:
    """Bytes as "12 MB", at least one."""
    return f"{max(round(count / 1_000_000), 1):,}\u00a0MB"


def escape(text: object) -> str:
    """Foreign text for places that read Markdown: shown as it stands, on one line."""
    one_line = " ".join(str(text).split()).replace(" %", "\u00a0%")
    return SPECIAL.sub(r"\\\1", one_line)


def _with(text: str, unit: str) -> str:
    return f"{text}\u00a0{unit}" if unit else text
