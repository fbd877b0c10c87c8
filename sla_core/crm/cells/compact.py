"""Days and times in digits alone, such as 20260930 or 20260930T143000Z."""

import re

import pyarrow as pa
import pyarrow.compute as pc

_DAY = r"^((?:19|20|21)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_ZONE = r"(\s*(?:Z|[+-]\d\d:?\d\d)?)$"
_SHAPES = (
    (rf"{_DAY}$", r"\1-\2-\3"),
    (rf"{_DAY}([T ]\d{{1,2}}:.*)$", r"\1-\2-\3\4"),
    (rf"{_DAY}[T ]?([01]\d|2[0-4])([0-5]\d){_ZONE}", r"\1-\2-\3T\4:\5\6"),
    (
        rf"{_DAY}[T ]?([01]\d|2[0-4])([0-5]\d)([0-6]\d(?:[.,]\d{{1,9}})?){_ZONE}",
        r"\1-\2-\3T\4:\5:\6\7",
    ),
)
_COMPACT = re.compile("|".join(shape for shape, _ in _SHAPES))


def is_compact(text: str) -> bool:
    """Whether a text is such a time, or would be one if there were such a day."""
    return bool(_COMPACT.match(text))


def spread(texts: pa.Array) -> pa.Array:
    """Text in which such times are written as ISO 8601 has them; all else as it is."""
    if not pc.any(pc.match_substring_regex(texts, r"^\d{8}")).as_py():
        return texts
    for shape, iso in _SHAPES:
        texts = pc.replace_substring_regex(texts, shape, iso)
    return texts
