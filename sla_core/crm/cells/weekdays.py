"""The day of the week before a numeric date: “Thu 10/01/2026” says 10/01/2026."""

import re
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.dates import weekday_names


def without_weekdays(texts: pa.Array) -> pa.Array:
    """The cells without a weekday's name, in the languages there are, before a date in numbers."""
    return pc.replace_substring_regex(texts, _before(), r"\1")


@lru_cache(1)
def _before() -> str:
    names = "|".join(sorted(map(re.escape, weekday_names()), key=len, reverse=True))
    return rf"^(?i:{names})[.,]{{0,2}}\s+(\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d)"
