"""An id for a row without one, from its content."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Words = npt.NDArray[np.uint64]

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SEEDS = (np.uint64(0x243F6A8885A308D3), np.uint64(0x13198A2E03707344))


def content_ids(columns: dict[str, pa.Array]) -> pa.Array:
    """Per row “content:” and 32 hexadecimal digits: the same for the same cells, everywhere.

    128 bits, so that two different rows of a company's history do not meet.
    """
    height = len(next(iter(columns.values())))
    lanes = [np.full(height, seed, np.uint64) for seed in _SEEDS]
    for name in sorted(columns):
        words = _words(columns[name])
        for lane, seed in zip(lanes, _SEEDS, strict=True):
            lane[:] = _mixed(lane ^ _mixed(words + seed))
    raw = np.stack([lane.astype(">u8") for lane in lanes], axis=1).tobytes().hex()
    text = np.frombuffer(raw.encode(), np.uint8).reshape(height, 32)
    offsets = pa.py_buffer(np.arange(height + 1, dtype=np.int32) * 32)
    digits = pa.StringArray.from_buffers(height, offsets, pa.py_buffer(text.tobytes()))
    return pc.binary_join_element_wise("content:", digits, "")


def _words(column: pa.Array) -> Words:
    """One word per cell; a blank cell is a word of its own."""
    if pa.types.is_string(column.type):
        found = _text_words(column.fill_null(""))
    else:
        number = column.cast(pa.int64()) if not pa.types.is_boolean(column.type) else column
        filled = number.cast(pa.int64()).fill_null(0)
        found = filled.to_numpy(zero_copy_only=False).astype(np.uint64)
    there = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return np.where(there, _mixed(found), _PRIME)


def _text_words(texts: pa.Array) -> Words:
    """A polynomial over each different text's bytes."""
    found = texts.dictionary_encode()
    different = found.dictionary
    lengths = pc.binary_length(different).to_numpy(zero_copy_only=False).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    joined = "".join(different.to_pylist()).encode()
    letters = np.frombuffer(joined, np.uint8).astype(np.uint64)
    words = lengths.astype(np.uint64)
    for place in range(int(lengths.max(initial=0))):
        long = lengths > place
        words[long] = _mixed(words[long] * _PRIME + letters[starts[:-1][long] + place])
    spread: Words = words[found.indices.to_numpy(zero_copy_only=False)]
    return spread


def _mixed(words: Words) -> Words:
    """Every bit of the word spread over all (the finaliser of SplitMix64)."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = words ^ (words >> np.uint64(31))
    return mixed
