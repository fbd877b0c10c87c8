"""What a file is that is no delimited text, told by its first bytes."""

from sla_core.problems import Problem, Refused

ACCEPTED = "a CSV file, an Excel workbook (.xlsx) or a ZIP file with one of them"
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b\x08"
MAGIC = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old or protected Excel or Word file",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip file",
    b"Rar!\x1a\x07": "a RAR file",
    b"BZh91AY": "a file compressed by bzip2",
    b"\xfd7zXZ": "a file compressed by xz",
    b"\x28\xb5\x2f\xfd": "a file compressed by Zstandard",
    b"PK\x05\x06": "a ZIP file that holds nothing",
    b"\xff\xfe\x00\x00": "text in UTF-32",
    b"\x00\x00\xfe\xff": "text in UTF-32",
}
PAGE = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body")
XML = b"<?xml"
JSON = (b"[{", b'{"')


def refused(
    name: str,
    kind: str,
    accepted: str = ACCEPTED,
    line: int | None = None,
    column: str | None = None,
) -> Refused:
    """The refusal of a whole file for one fault."""
    return Refused.because(Problem(kind, name, line=line, column=column, accepted=accepted))


def refuse_foreign(name: str, head: bytes) -> None:
    """Refused where the first bytes are those of a file of another kind."""
    magic = (what for mark, what in MAGIC.items() if head.startswith(mark))
    what = next(magic, "") or _markup(head.removeprefix(b"\xef\xbb\xbf").lstrip().lower())
    if what:
        raise refused(name, f"this is {what}, not a CSV file")


def _markup(text: bytes) -> str:
    """What a document of tags or braces is; "" where it is none."""
    if text.startswith(JSON):
        return "a JSON document"
    if text.startswith(PAGE) or (text.startswith(XML) and b"<html" in text):
        return "a web page (whatever its name says)"
    if text.startswith(XML):
        return "an Excel file in XML" if b"excel" in text else "an XML document"
    return ""
