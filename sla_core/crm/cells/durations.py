"""Spans of time as CRMs write them, in whole seconds."""

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.letters import LONGEST, ascii_marks, folded

Mask = npt.NDArray[np.bool_]

ACCEPTED = "a duration such as 03:12:00, 2705:47:48, 3 d 4 h or PT3H"
_CLOCK = (
    r"^(?P<minus>-?)(?P<hours>\d{1,6}):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d)(?:\.\d+)?)?$"
)
_UNITS = {
    **dict.fromkeys(
        "w wk wks week weeks woche wochen semaine semaines semana semanas 週 週間".split(), 604_800
    ),
    **dict.fromkeys("d day days t tag tage tagen j jour jours dia dias 日 日間 天".split(), 86_400),
    **dict.fromkeys(
        "h hr hrs hour hours std stunde stunden heure heures hora horas 時間".split(), 3_600
    ),
    **dict.fromkeys("m min mins minute minutes minuten minuto minutos 分 分間".split(), 60),
    **dict.fromkeys(
        "s sec secs second seconds sek sekunde sekunden seconde secondes seg".split(), 1
    ),
    **dict.fromkeys("segundo segundos 秒 秒間".split(), 1),
}
_ISO = re.compile(
    r"(?P<minus>-?)P(?:(?P<w>\d{1,9})W)?(?:(?P<d>\d{1,9})D)?"
    r"(?:T(?:(?P<h>\d{1,9})H)?(?:(?P<m>\d{1,9})M)?(?:(?P<s>\d{1,9})(?:\.\d{1,9})?S)?)?"
)
_WORDS = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([^\W\d_]+)\.?")
_DAYS_AND_CLOCK = re.compile(r"(\d{1,9})\s*(?:[^\W\d_]+,?\s*|\.)(\d{1,2}):(\d{2}):(\d{2})")


def parse_durations(texts: pa.Array) -> tuple[pa.Array, Mask]:
    """Seconds (int64, null where blank or unreadable), and which cells could not be read.

    Two parts, as in 03:12, are hours and minutes. A bare number is no duration: its unit is unknown.
    """
    parts = pc.extract_regex(texts, _CLOCK)
    minus, *spans = parts.flatten()
    seconds = pa.scalar(0, pa.int64())
    for span, unit in zip(spans, (3_600, 60, 1), strict=True):
        number = pc.cast(pc.if_else(pc.equal(span, ""), "0", span), pa.int64())
        seconds = pc.add(seconds, pc.multiply(number, unit))
    seconds = pc.if_else(pc.equal(minus, "-"), pc.negate(seconds), seconds)
    if parts.null_count > texts.null_count:
        rest = ascii_marks(pc.if_else(pc.is_null(parts), texts, pa.scalar(None, pa.string())))
        found = rest.dictionary_encode()
        told = pa.array([_seconds(text) for text in found.dictionary.to_pylist()], pa.int64())
        seconds = pc.coalesce(seconds, told.take(found.indices))
    lost = pc.and_(pc.is_valid(texts), pc.is_null(seconds))
    return seconds, np.asarray(lost.to_numpy(zero_copy_only=False), bool)


def _seconds(text: str) -> int | None:
    """Seconds of PT3H, 3 d 4 h, 2 days, 03:04:05; None where it is no duration."""
    if len(text) > LONGEST:
        return None
    iso = _ISO.fullmatch(text)
    if iso and any(iso[unit] for unit in "wdhms"):
        total = sum(int(iso[unit] or 0) * _UNITS[unit] for unit in "wdhms")
        return -total if iso["minus"] else total
    clock = _DAYS_AND_CLOCK.fullmatch(text)
    if clock and (folded(re.sub(r"[\d:.,\s]", "", text)) or "d") in ("d", "day", "days", "tage"):
        days, hours, minutes, seconds = map(int, clock.groups())
        whole = hours < 24 and minutes < 60 and seconds < 60
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds if whole else None
    return _in_words(text)


def _in_words(text: str) -> int | None:
    """3 d 4 h, 2 Stunden 5 Minuten, 1.5 hours: each unit once, the largest first."""
    found = _WORDS.findall(text)
    left = _WORDS.sub("", text).replace(",", "").replace("and", "").strip()
    units = [_UNITS.get(folded(word)) for _, word in found]
    known = [unit for unit in units if unit]
    if not found or left or len(known) < len(units) or sorted(set(known), reverse=True) != known:
        return None
    total = sum(float(number) * unit for (number, _), unit in zip(found, known, strict=True))
    return round(total)
