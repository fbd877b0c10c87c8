"""The time of day and what stands behind it: half of the day, offset, name of a zone."""

import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from sla_core.crm.cells.letters import LONGEST

NO_TIME = -(1 << 63)
MICROS = 1_000_000
HOUR, MINUTE = 3_600 * MICROS, 60 * MICROS

ABBREVIATIONS = {
    **{"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "WET": 0},
    **{"WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3},
    **{"SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
"""Hours east of Greenwich of the names that mean one thing; CST, IST and BST mean several."""
_REGIONS = {
    "Pacific": "America/Los_Angeles",
    "Mountain": "America/Denver",
    "Central": "America/Chicago",
    "Eastern": "America/New_York",
}
REGIONS = {
    **{name.casefold(): zone for name, zone in _REGIONS.items()},
    **{f"{name.casefold()} time": zone for name, zone in _REGIONS.items()},
    **{f"{name[0]}T": zone for name, zone in _REGIONS.items()},
}
_OF_NAME = re.compile(r"[(\[](?P<inner>[^()\[\]]+)[)\]]\s*$|(?:^|[\s_-])(?P<last>UTC|GMT)$", re.I)
_TAIL = re.compile(
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?\s*(?:(?:[Uu]hr|h|hrs|hours)\b\.?)?\s*(?P<zone>.*)"
)
_OFFSET = re.compile(
    r"(?:Z|z|(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?|UTC|GMT)"
    r"(?:\s*\(.*\))?"
)


@dataclass(frozen=True)
class Tail:
    """What stands behind a clock: 0 for the morning, 1 after noon; an offset or a zone's name.

    `unknown` is a text that means nothing here, or several things.
    """

    half: int | None = None
    offset: int | None = None
    region: str | None = None
    unknown: str = ""


def zone_of_name(name: str) -> str:
    """The zone that the name of a column says, as in "Created (UTC)"; "" where it says none."""
    found = _OF_NAME.search(name.strip())
    its = tail((found["inner"] or found["last"]).strip().upper()) if found else Tail()
    if found and its.unknown and found["inner"] in available_timezones():
        return str(found["inner"])
    if its.offset is None or its.offset % HOUR:
        return its.region or ""
    hours = its.offset // HOUR
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def in_words(zone: str) -> str:
    """A zone as people write it: "Etc/GMT-9", nine hours east of Greenwich, is UTC+9."""
    fixed = re.fullmatch(r"Etc/GMT([+-])(\d+)", zone)
    return f"UTC{'+' if fixed[1] == '-' else '-'}{fixed[2]}" if fixed else zone


def micros(text: str) -> int:
    """Microseconds since midnight; NO_TIME where there is no such time of day."""
    hour, minute, second = (*map(int, re.findall(r"\d+", text)), 0, 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        return NO_TIME
    return hour * HOUR + minute * MINUTE + second * MICROS


def fraction(text: str) -> int:
    """Microseconds of ".1234567", what is finer cut off."""
    return int(text[1:7].ljust(6, "0"))


def tail(text: str) -> Tail:
    """The meaning of what stands behind the clock."""
    return _tail(text) if len(text) <= LONGEST else Tail(unknown=text[:LONGEST])


@lru_cache(4096)
def _tail(text: str) -> Tail:
    found = _TAIL.fullmatch(text)
    if not found:
        return Tail(unknown=text.strip())
    half = "ap".index(found["half"][0].lower()) if found["half"] else None
    zone = found["zone"].strip()
    if zone[:1] == "(" and zone.find(")") == len(zone) - 1:
        zone = zone[1:-1].strip()
    return _zoned(half, zone)


def _zoned(half: int | None, zone: str) -> Tail:
    if not zone:
        return Tail(half)
    found = _OFFSET.fullmatch(zone)
    if found:
        east = int(found["hours"] or 0) * HOUR + int(found["minutes"] or 0) * MINUTE
        if east > 15 * HOUR:
            return Tail(half, unknown=zone)
        return Tail(half, -east if found["sign"] == "-" else east)
    if zone.upper() in ABBREVIATIONS:
        return Tail(half, ABBREVIATIONS[zone.upper()] * HOUR)
    region = REGIONS.get(zone) or REGIONS.get(zone.casefold())
    if not region and "/" in zone and zone in available_timezones():
        region = zone
    return Tail(half, region=region) if region else Tail(half, unknown=zone)


def fault(clock: str, behind: str) -> str:
    """Why there is no such time of day, as a clause; nothing where there is one."""
    its, of_day = tail(behind), micros(clock)
    if of_day == NO_TIME:
        return f"there is no time of day {clock}"
    if its.half is not None and not 1 <= of_day // HOUR <= 12:
        return f"{clock} is no time of a clock of twelve hours"
    if its.unknown:
        return f"“{its.unknown}” is the name of no zone or of several"
    return ""
