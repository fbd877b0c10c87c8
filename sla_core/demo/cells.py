"""Columns of text as a CRM writes them: ids, times, flags."""

import csv
import io
from collections.abc import Sequence

import numpy as np
import pandas as pd

_BASE = np.array(list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
_SUFFIX = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"))


def salesforce_ids(prefix: str, numbers: np.ndarray) -> np.ndarray:
    """Ids of 18 characters: prefix, org, number in base 62, and which letters are capitals."""
    places = 62 ** np.arange(5)[::-1]
    digits = _BASE[np.asarray(numbers)[:, None] * 17 // places % 62]
    fixed = np.tile(np.array(list(f"{prefix}5g00000"[:10])), (len(digits), 1))
    letters = np.concatenate([fixed, digits], axis=1)
    capital = (letters >= "A") & (letters <= "Z")
    weights = 2 ** np.arange(5)
    suffix = _SUFFIX[(capital.reshape(-1, 3, 5) * weights).sum(axis=2)]
    return np.array(["".join(row) for row in np.concatenate([letters, suffix], axis=1)], object)


def times(column: pd.Series, layout: str) -> np.ndarray:
    """Instants as text, blank where there is none: "salesforce" to the second, else the minute."""
    unit = "s" if layout == "salesforce" else "m"
    text = np.datetime_as_string(column.to_numpy().astype(f"datetime64[{unit}]"))
    iso = layout == "salesforce"
    text = np.char.add(text, ".000Z") if iso else np.char.replace(text, "T", " ")
    return np.where(column.isna(), "", text).astype(object)


def days(column: pd.Series, zone: str) -> np.ndarray:
    """Instants as the day they lie in in the zone."""
    local = column.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    text = np.datetime_as_string(local.to_numpy().astype("datetime64[D]"))
    return np.asarray(text, dtype=object)


def flags(column: np.ndarray | pd.Series) -> np.ndarray:
    """Truth as the words true and false."""
    return np.where(np.asarray(column, dtype=bool), "true", "false").astype(object)


def where(condition: np.ndarray | pd.Series, text: np.ndarray | pd.Series | str) -> np.ndarray:
    """The text where the condition holds, else blank."""
    return np.where(condition, np.asarray(text, dtype=object), "")


def named(column: pd.Series, words: dict[str, str]) -> np.ndarray:
    """Our words in the CRM's."""
    return column.map(words).to_numpy(object)


def written(header: Sequence[str], rows: Sequence[Sequence[str]], quote_all: bool) -> bytes:
    """The CSV file: UTF-8, lines end in LF."""
    out = io.StringIO()
    writer = csv.writer(
        out, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\n"
    )
    writer.writerows([header, *rows])
    return out.getvalue().encode()
