"""Rows with more or fewer blank cells at their end than the others, made as wide as these."""

import csv
import io
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sla_core.crm.files.header import Sheet, split
from sla_core.crm.files.scan import Records

Fits = npt.NDArray[np.bool_]


def levelled(sheet: Sheet, found: Records) -> dict[int, bytes]:
    """The records that have more or fewer blank cells at their end, by place, made as wide."""
    level = {}
    for place in np.flatnonzero(found.widths != sheet.width).tolist():
        record = bytes(sheet.body[found.starts[place] : found.ends[place]])
        row = _level(sheet, record, sheet.width - int(found.widths[place]))
        if row is not None:
            level[place] = row
    return level


def _level(sheet: Sheet, record: bytes, missing: int) -> bytes | None:
    """A record as wide as the others; None where there is something in its further cells."""
    mark = sheet.delimiter.encode()
    if missing > 0:
        return record + mark * missing if sheet.width - missing >= sheet.least else None
    if record.endswith(mark * -missing):
        return record[:missing]
    cells, out = sheet.level(split(str(record, "utf-8", "replace"), sheet.delimiter)), io.StringIO()
    if cells is None:
        return None
    csv.writer(out, delimiter=sheet.delimiter, lineterminator="").writerow(cells)
    return out.getvalue().encode()


def text_of(sheet: Sheet, found: Records, fits: Fits, level: Mapping[int, bytes]) -> memoryview:
    """The records that fit as a text of their own, some in another form."""
    spans = zip(found.starts[fits].tolist(), found.ends[fits].tolist(), strict=True)
    places = np.flatnonzero(fits).tolist()
    records = (
        level[place] if place in level else bytes(sheet.body[start:end])
        for place, (start, end) in zip(places, spans, strict=True)
    )
    return memoryview(b"\n".join(records))
