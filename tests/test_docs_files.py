"""What docs/files.md says of files is what the code does."""

import re

from sla_core.crm.files import encodings, footers, limits, packed
from tests.documents import HOUSE, prose, section

FILES = HOUSE / "docs" / "files.md"


def limit(what: str) -> str:
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", section(FILES, "Limits"), re.MULTILINE))
    return rows[what]


def test_the_limits_are_the_codes() -> None:
    assert limit("a file, and what it unpacks to") == (
        f"{limits.in_words(limits.most_bytes())}; `{limits.VARIABLE}` in the environment says"
        " otherwise"
    )
    assert limit("columns") == str(limits.MOST_COLUMNS)
    assert limit("a cell") == limits.in_words(limits.MOST_CELL)
    assert limit("a row") == limits.in_words(limits.MOST_ROW)
    assert limit("the header, with all that stands above it") == limits.in_words(limits.HEAD)
    assert limit("the table of texts in a workbook") == limits.in_words(limits.MOST_SHARED)
    times = f"how many times its size a file of more than {limits.in_words(limits.IN_MEMORY)}"
    assert limit(f"{times} unpacks to") == str(limits.MOST_RATIO)


def test_the_page_s_own_limit_is_the_configured_one() -> None:
    config = (HOUSE / ".streamlit" / "config.toml").read_text("utf-8")
    most = re.search(r"maxUploadSize = (\d+)", config)
    assert most is not None
    assert limit("a file dropped on the Upload page").startswith(f"{int(most[1]):,} MB")


def test_every_encoding_and_every_table_is_named() -> None:
    told = prose(FILES)
    names = {name.split(" (")[0] for name in encodings.NAMES.values()}
    assert [name for name in names if name not in told] == []
    assert [name for name in packed.TABLES if f"`{name}`" not in told] == []


def test_the_words_of_footers_and_totals_are_such() -> None:
    told = section(FILES, "Rows that are no data")
    quoted = re.findall("“([^”]+)”", told)
    assert [
        words
        for words in quoted
        if not footers.FOOTER.match(words) and not footers.NAMED_TOTAL.fullmatch(words)
    ] == []
    totals = re.search(r"cell says ([^,]+(?:, [\w ]+)+) or the\s+like", told)
    assert totals is not None
    words = re.split(", | or ", " ".join(totals[1].split()))
    assert [word for word in words if not footers.is_total([word])] == []
    assert not footers.is_total(["Total Energies"])
