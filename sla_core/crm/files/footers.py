"""Rows that hold no data: a report's footer, totals, rows in which every cell is blank."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Places = npt.NDArray[np.int64]
Row = tuple[int, tuple[str, ...]]
"""A row's line in the file and its cells."""

TOTALS = (
    "total|totals|grand total|grand totals|sum|sum total|subtotal|subtotals|sub-total|sub total"
    "|count|average|summe|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|insgesamt|durchschnitt"
    "|totale|totale generale|totale complessivo|subtotale|total general|total général|total geral"
    "|sous-total|somme|suma|suma total|soma|合計|総計|総合計|小計|計|平均"
    "|totales|totais|totaux|totali|summen|gesamtsummen|zwischensummen|gesamtbetrag|gesamtumsatz"
    "|gesamtanzahl|subtotales|subtotais|subtotali|sous-totaux|sommes|somma|sumas|somas"
    "|totales generales|totais gerais|totaux généraux|totali generali"
)
"""What the first cell of a totals row says, in lower case."""
TOTAL = re.compile(
    rf"(?:{TOTALS})(?: (?:records|rows))?:?(?: ?\([\d.,]+ ?\w*\)| [\d.,]+)?", re.IGNORECASE
)
NAMED_TOTAL = re.compile(
    rf"(?:(?:{TOTALS})(?: (?!\d)\w[\w'’.-]*){{1,4}}|(?:合計|総計|小計)\w{{1,8}})"
    r":?(?: ?\([\d.,]+ ?\w*\)| [\d.,]+)?",
    re.IGNORECASE,
)
"""A totals word that a few more follow: “Total oportunidades”, or the deal “Total Energies rollout”."""
AMOUNT = re.compile(
    r"\(?[-+]?\s*(?:[A-Z]{3}\s?)?[$€£¥]?\s*[-+]?\d[\d.,'’\s]*[KMB%]?\s*(?:[$€£¥]|[A-Z]{3})?\)?"
    r"|\d{1,6}:[0-5]\d:[0-5]\d|-|count|sum|avg|average|records|rows",
    re.IGNORECASE,
)
DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}\.\d{1,2}\.\d{1,2}")
FOOTER = re.compile(
    r"grand totals? \(|copyright (?:\(c\)|©)|© ?\d{4}|confidential information|generated (?:by|on)\b"
    r"|filtered by\b|filters?:|sorted by\b|exported (?:by|on|from)\b|report (?:name|date|run)\b"
    r"|run (?:by|on|date)\b|as of \d|total (?:records|rows)\b|(?:records|rows): ?\d|end of report"
    r"|erstellt (?:von|am)\b|gefiltert nach\b|exportiert (?:von|am)\b|généré (?:par|le)\b"
    r"|filtré par\b|generado (?:por|el)\b|filtrado por\b|gerado (?:por|em)\b|作成者|作成日時|条件",
    re.IGNORECASE,
)
"""How a line of a report's footer begins."""


MOST_LAST = 50
"""So many rows at the end of a piece may hold a total that bears a name."""
MOST_TOTALS = 10_000
"""More rows of a piece than this, with a time that cannot be read, are no totals."""


@dataclass(frozen=True)
class LeftOut:
    """The lines of rows that are no data, by why.

    `header` is the header once more, `titles` those of groups, right above it.
    """

    blank: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()
    footer: tuple[int, ...] = ()
    header: tuple[int, ...] = ()
    titles: tuple[int, ...] = ()

    @property
    def lines(self) -> frozenset[int]:
        """All of them."""
        return frozenset((*self.header, *self.titles, *self.blank, *self.totals, *self.footer))

    @property
    def rules(self) -> tuple[str, ...]:
        """A sentence for each kind that there is."""
        blank = f"Rows in which every cell is blank, left out: {len(self.blank):,}."
        return (
            *((_sentence(self.header, "the header once more", 1),) if self.header else ()),
            *((_sentence(self.titles, "the title of a group", 1),) if self.titles else ()),
            *((_sentence(self.footer, "the report's footer"),) if self.footer else ()),
            *((_sentence(self.totals, "totals"),) if self.totals else ()),
            *((blank,) if self.blank else ()),
        )


def suspects(keys: Sequence[pa.ChunkedArray | pa.Array], total: re.Pattern[str] = TOTAL) -> Places:
    """The places of rows that may hold no data: every key cell is blank, or a totals word.

    `keys` are the text columns with ids, times and e-mails, as many as the file has: a row with
    one of these is data. Times first makes it cheap: a glance at the first letters of one column
    leaves next to nothing for the others. Without keys nothing is suspected.
    """
    if not len(keys):
        return np.zeros(0, np.int64)
    places = np.flatnonzero(_perhaps(keys[0]))
    for column in keys:
        if not len(places):
            break
        cells = column.take(pa.array(places))
        places = places[_blank_or_total(cells, total)]
    return places.astype(np.int64)


def no_data(ragged: Sequence[Row], suspected: Sequence[Row], last_data_line: int) -> LeftOut:
    """Which rows hold no data, of those that are not as wide as the header and of the `suspects`.

    `last_data_line` is the line of the last row that is neither; behind it a report's footer may
    stand. All else stays what it was: a row to be refused, or imported.
    """
    rows = sorted((*ragged, *suspected))
    blank = tuple(line for line, cells in rows if not _filled(cells))
    full = {line for line, _ in suspected}
    totals = tuple(
        line
        for line, cells in rows
        if (line in full or line > last_data_line)
        and (is_total(cells) or (line > last_data_line and is_named_total(cells)))
    )
    done = {*blank, *totals}
    tail = [row for row in rows if row[0] > last_data_line]
    footer = _footer([row for row in tail if row[0] not in done], tail, last_data_line)
    return LeftOut(blank, totals, footer)


def is_total(cells: Sequence[str]) -> bool:
    """Whether the first cell that is not blank is a totals word, and all others are numbers."""
    filled = _filled(cells)
    return bool(filled and TOTAL.fullmatch(filled[0])) and all(
        AMOUNT.fullmatch(cell) and not DATE.fullmatch(cell) for cell in filled[1:]
    )


def is_named_total(cells: Sequence[str]) -> bool:
    """The same for a totals word with a few more behind it, where most other cells are blank.

    Only behind the last row of data: elsewhere it may be the name of something.
    """
    filled = _filled(cells)
    return (
        0 < 2 * (len(filled) - 1) <= len(cells) - 1
        and bool(NAMED_TOTAL.fullmatch(filled[0]))
        and is_total(("Total", *filled[1:]))
    )


def _footer(rows: Sequence[Row], tail: Sequence[Row], last_data_line: int) -> tuple[int, ...]:
    """The lines from the first one that is a footer's, and those above it behind a gap.

    Where a row of data was cut off, it stands right below the others, and is none of them.
    """
    begins = next((line for line, cells in rows if _is_footer(cells)), None)
    if begins is None:
        return ()
    near = last_data_line
    for line, cells in tail:
        if line != near + 1 or not _filled(cells):
            break
        near = line
    above = [line for line, cells in rows if near < line < begins and len(_filled(cells)) == 1]
    below = [
        line
        for line, cells in rows
        if line >= begins and (len(_filled(cells)) == 1 or _is_footer(cells))
    ]
    return (*above, *below)


def _is_footer(cells: Sequence[str]) -> bool:
    filled = _filled(cells)
    return len(filled) <= 2 and bool(filled and FOOTER.match(filled[0]))


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _sentence(lines: Sequence[int], what: str, apart: int = 2) -> str:
    """Lines in words: as a range where they follow one another, blank lines between them or not."""
    first, last = lines[0], lines[-1]
    if len(lines) == 1:
        return f"Line {first:,} holds {what} and was left out."
    if last - first <= apart * (len(lines) - 1) + apart - 1:
        return f"Lines {first:,} to {last:,} hold {what} and were left out."
    shown = ", ".join(f"{line:,}" for line in lines[:5])
    return f"{len(lines):,} lines ({shown}, …) hold {what} and were left out."


FIRST = np.zeros(256, bool)
"""The bytes with which a totals word, or a blank cell of spaces, may begin."""
FIRST[[word.encode()[0] for word in (*TOTALS.split("|"), *TOTALS.upper().split("|"))]] = True
FIRST[[0x20, 0x09, 0x0A, 0x0D, 0xC2, 0xE2, 0xE3]] = True


def _perhaps(column: pa.ChunkedArray | pa.Array) -> npt.NDArray[np.bool_]:
    """Cells that are blank or begin like a totals word, by their first bytes alone."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return np.concatenate([np.zeros(0, bool), *map(_perhaps_in, chunks)])


def _perhaps_in(chunk: pa.Array) -> npt.NDArray[np.bool_]:
    if not len(chunk) or chunk.buffers()[2] is None or not chunk.buffers()[2].size:
        return np.ones(len(chunk), bool)
    wide = pa.types.is_large_string(chunk.type)
    offsets = np.frombuffer(chunk.buffers()[1], np.int64 if wide else np.int32)
    offsets = offsets[chunk.offset : chunk.offset + len(chunk) + 1]
    letters = np.frombuffer(chunk.buffers()[2], np.uint8)
    first = letters[np.minimum(offsets[:-1], len(letters) - 1)]
    return (offsets[1:] == offsets[:-1]) | FIRST[first]


def _blank_or_total(
    cells: pa.ChunkedArray | pa.Array, total: re.Pattern[str]
) -> npt.NDArray[np.bool_]:
    text = pc.utf8_trim_whitespace(cells)
    short = pc.less_equal(pc.binary_length(text), 60)
    found = np.asarray(pc.fill_null(short, True)).copy()
    few = pc.unique(pc.filter(text, pa.array(found)))
    good = [cell for cell in few.to_pylist() if not cell or total.fullmatch(cell)]
    return np.asarray(pc.is_in(text, value_set=pa.array(good, pa.string())))
