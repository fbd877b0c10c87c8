"""Tables as CSV files that a spreadsheet opens and never executes."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.problems import FORMULA


def as_csv(frame: pd.DataFrame) -> bytes:
    """The table as UTF-8 CSV with a mark that spreadsheets recognise.

    A text cell or header that a spreadsheet would take as a formula gets a ' in front.
    """
    return harmless(frame).to_csv(index=False).encode("utf-8-sig")


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with a ' before every text that a spreadsheet would take as a formula.

    So it is shown too: a table on the screen has a download of its own, which quotes nothing.
    """
    safe = frame.copy()
    for name in safe.columns:
        if pd.api.types.is_string_dtype(safe[name]) or safe[name].dtype == object:
            safe[name] = _quoted(safe[name])
    safe.columns = _quoted(pd.Series([str(name) for name in frame.columns])).tolist()
    return safe


def _quoted(cells: "pd.Series[str]") -> "pd.Series[str]":
    texts = cells
    if not isinstance(cells.dtype, pd.StringDtype):
        mixed = cells.astype(object)
        texts = mixed.where(mixed.map(lambda cell: isinstance(cell, str)), None).astype("str")
    found = pc.match_substring_regex(pa.array(texts, pa.string()), FORMULA)
    risky = np.asarray(pc.fill_null(found, False))
    return texts.where(~risky, "'" + texts).where(risky, cells) if risky.any() else cells
