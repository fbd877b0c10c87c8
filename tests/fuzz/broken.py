"""Ways to break a table, its text and its bytes. The dice decide everything."""

from collections.abc import Callable
from random import Random

from tests.fuzz.tables import Rows

NASTY = (
    *("", " ", "\t", "\0", "\ufeff", "\ud800", "\u200f", "\u202e", "\u00a0", "\u3000", "\r", "\n"),
    *('"', '""', '"a', "a\nb", 'a "b" c', "a,b;c\td|e", "x" * 10_000, "=cmd|' /C calc'!A0"),
    *("@SUM(1)", "+1", "-", "N/A", "(No value)", "000000000000000AAA", "#REF!", "NULL", "None"),
    *("1e309", "-1e309", "NaN", "inf", "-0", "-0.0", "9" * 40, "0x10", "1e5", "1_000", "½", "１２"),
    *("9223372036854775807", "-9223372036854775809", "92233720368547758.07", "0.000000001"),
    *("0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999+14:00", "0000-00-00", "2026-02-30"),
    *("31/31/2026", "3/4/2026", "13/4/26", "4.13.2026", "2026-13-01", "2026-03-29 02:30:00"),
    *("2026-10-25 02:30", "24:00", "2026-01-01 24:00", "2026-01-01T00:00:60Z", "20260101"),
    *("1790000000", "1790000000000", "46000.5", "-1", "60", "0", "1", "12/31/1899", "yesterday"),
    *("15 Apr, 2021 00:03:00", "Apr 15", "4/15/2026, 9:05 PM", "2705:47:48", "1h 30m", "5 days"),
    *("€ 3.500,00", "$342.09K", "1 234,5", "¥300,000", "(1,200)", "1.500", "1,500", "1.2.3", "5%"),
    *("1'000.50", "USD 5", "5 GBP", "R$ 1.000,00", "1,23,456.78", ",5", ".", ",", "--5", "5-"),
    *("yes", "NO", "真", "はい", "vrai", "2", "Ｙ", "😀", "e\u0301", "ﬁ", "İ", "ß", "\u0000x"),
    *("won", "Closed Won", "Closed", "Total", "Grand Totals (3 records)", "Summe", "合計", "sep=;"),
    *("a@b.c", "A@B.C, d@e.f", "@", "a@", "<a@b.c>", "mailto:a@b.c", "ann@example.com"),
    *("<script>alert(1)</script>", "![](http://x.example/y.png)", "'; DROP TABLE lead; --"),
)
"""What stands in a cell now and then, and what nobody expects there."""


def cell(rows: Rows, dice: Random) -> None:
    """A nasty value in a cell."""
    row = dice.choice(rows)
    if row:
        row[dice.randrange(len(row))] = dice.choice(NASTY)


def column(rows: Rows, dice: Random) -> None:
    """One nasty value, or several, in all cells of a column."""
    values = dice.sample(NASTY, dice.choice([1, 2, 5]))
    place = dice.randrange(len(rows[0])) if rows[0] else 0
    for row in rows[1:]:
        if place < len(row):
            row[place] = dice.choice(values)


def moved_cells(rows: Rows, dice: Random) -> None:
    """A column's cells in another column too."""
    one, other = (dice.randrange(max(len(rows[0]), 1)) for _ in range(2))
    for row in rows[1:]:
        if max(one, other) < len(row):
            row[one] = row[other]


def widened(rows: Rows, dice: Random) -> None:
    """A row with more or fewer cells."""
    row = dice.choice(rows)
    if row and dice.random() < 0.5:
        del row[dice.randrange(len(row)) :]
    else:
        row += [dice.choice(NASTY) for _ in range(dice.choice([1, 1, 3, 40]))]


def dropped(rows: Rows, dice: Random) -> None:
    """Some rows less; perhaps all."""
    begin = dice.randrange(len(rows))
    del rows[begin : begin + dice.choice([1, 1, 5, 100])]
    if not rows:
        rows.append([])


def doubled(rows: Rows, dice: Random) -> None:
    """A row again, elsewhere, perhaps with another cell; perhaps the header."""
    row = list(dice.choice(rows))
    if row and dice.random() < 0.5:
        row[dice.randrange(len(row))] = dice.choice(NASTY)
    rows.insert(dice.randrange(len(rows) + 1), row)


def swapped(rows: Rows, dice: Random) -> None:
    """Two rows in each other's place."""
    one, other = dice.randrange(len(rows)), dice.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]


def inserted(rows: Rows, dice: Random) -> None:
    """A row that holds no data: blank, all blank cells, a total, a footer."""
    wide = len(rows[0])
    full = ([""] * wide, [" "] * wide, ["Total", *["5"] * (wide - 1)])
    lone: tuple[list[str], ...] = (
        [],
        [""],
        [" "],
        ["Total"],
        ["Confidential Information A"],
        ["Filtered By"],
        ["x"],
    )
    row = dice.choice((*full, *lone))
    rows.insert(dice.choice([0, dice.randrange(len(rows) + 1), len(rows)]), list(row))


def titled(rows: Rows, dice: Random) -> None:
    """A header cell renamed, emptied, or named as another one."""
    if rows[0]:
        place = dice.randrange(len(rows[0]))
        rows[0][place] = dice.choice(["", "Id", "Column 2", *NASTY, *rows[0]])


def without_column(rows: Rows, dice: Random) -> None:
    """A column less."""
    place = dice.randrange(max(len(rows[0]), 1))
    for row in rows:
        del row[place : place + 1]


def permuted(rows: Rows, dice: Random) -> None:
    """The columns in another order."""
    wide = len(rows[0])
    order = dice.sample(range(wide), wide)
    rows[:] = [[row[p] for p in order] if len(row) == wide else row for row in rows]


TABLES: tuple[Callable[[Rows, Random], None], ...] = (
    *(cell, cell, cell, column, column, moved_cells, widened, dropped, doubled, swapped),
    *(inserted, titled, without_column, permuted),
)

PIECES = (
    *(b'"', b'"', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\x81", b"\x1e"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\x1a", b"=", b"<", b"\\", b"'", b"\x80"),
)


def flipped(data: bytearray, dice: Random) -> None:
    """Some bytes are others."""
    for _ in range(dice.choice([1, 1, 3, 30])):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)


def truncated(data: bytearray, dice: Random) -> None:
    """The end is missing."""
    del data[dice.randrange(len(data) + 1) :]


def pieced(data: bytearray, dice: Random) -> None:
    """A mark somewhere."""
    place = dice.randrange(len(data) + 1)
    data[place:place] = dice.choice(PIECES)


def cut(data: bytearray, dice: Random) -> None:
    """Some bytes less: a line is cut in its middle, or two become one."""
    place = dice.randrange(len(data) + 1)
    del data[place : place + dice.choice([1, 1, 7, 60])]


def exchanged(data: bytearray, dice: Random) -> None:
    """A mark is another one, at all places or only before or behind one."""
    one, other = dice.sample([b",", b";", b"\t", b"|", b'"', b"", b"\n", b"\r", b"\r\n", b" "], 2)
    if not one:
        one = b'"'
    place = dice.choice([0, dice.randrange(len(data) + 1)])
    data[place:] = data[place:].replace(one, other, dice.choice([-1, 1]))


def repeated(data: bytearray, dice: Random) -> None:
    """A piece of the file a second time, somewhere."""
    begin = dice.randrange(len(data) + 1)
    piece = data[begin : begin + dice.choice([3, 100, 3000])]
    place = dice.randrange(len(data) + 1)
    data[place:place] = piece


BYTES: tuple[Callable[[bytearray, Random], None], ...] = (
    *(flipped, truncated, pieced, pieced, cut, exchanged, repeated),
)
