"""Texts as numbers of 64 bits that tell nearly all of them apart, and texts found by them."""

from hashlib import blake2b

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

LANE, MOST, LONG = 8, 64, 512
"""Bytes are taken eight at a time, of long texts all at once where all bytes count.

Else texts are told apart by their first 64 and their length.
"""
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(LANE + 1)], np.uint64)


class Finder:
    """Finds the places of texts among different ones; exactly, whatever their hashes."""

    def __init__(self, texts: pa.ChunkedArray) -> None:
        self._texts = _whole(texts)
        self._index = pd.Index(hashed(self._texts))

    @property
    def distinct(self) -> bool:
        """Whether no two of them have one hash; then they are different."""
        return self._index.is_unique

    def places(self, texts: pa.ChunkedArray) -> Places:
        """The place of each text; -1 where it is not among them, or null."""
        wanted = _whole(texts)
        if not self.distinct:
            found = pc.index_in(wanted, value_set=self._texts).fill_null(-1)
            return np.where(wanted.is_null(), -1, found.to_numpy()).astype(np.int64)
        found = self._index.get_indexer(pd.Index(hashed(wanted))).astype(np.int64)
        there = self._texts.take(pa.array(found, mask=found < 0))
        same = pc.equal(wanted, there).fill_null(False).to_numpy(zero_copy_only=False)
        return np.where(same, found, -1)


def hashed(texts: pa.Array | pa.ChunkedArray, most: int = MOST) -> Hashes:
    """The number of each text, from its length and its first bytes; that of a null is any."""
    array = _whole(texts)
    _, offsets, data = array.buffers()
    height = len(array)
    if not height:
        return np.empty(0, np.uint64)
    ends = np.frombuffer(offsets, np.int32)[array.offset : array.offset + height + 1]
    letters = np.zeros(ends[-1] + LANE, np.uint8)
    letters[: ends[-1]] = np.frombuffer(data or b"", np.uint8)[: ends[-1]]
    words = np.ndarray(len(letters) - LANE + 1, "<u8", letters, strides=(1,))
    starts, lengths = ends[:-1], np.diff(ends)
    found = mixed(lengths.astype(np.uint64))
    if most > LONG and lengths.max() > LONG:
        for place in np.flatnonzero(lengths > LONG):
            found[place] = _digest(letters[starts[place] : ends[place + 1]])
        lengths = np.where(lengths > LONG, 0, lengths)
    longer = np.flatnonzero(lengths > LANE)
    for lane in range(0, min(int(lengths.max()), most), LANE):
        if lane:
            longer = longer[lengths[longer] > lane]
        long = longer if lane else slice(None)
        taken = words[starts[long] + lane] & _MASKS[np.clip(lengths[long] - lane, 0, LANE)]
        found[long] = mixed(found[long] ^ taken)
    return found


def _digest(letters: NDArray[np.uint8]) -> int:
    return int.from_bytes(blake2b(letters.tobytes(), digest_size=LANE).digest(), "little")


def _whole(texts: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    if isinstance(texts, pa.ChunkedArray):
        return pa.concat_arrays([pa.array([], pa.string()), *texts.chunks])
    return texts


def mixed(words: Hashes) -> Hashes:
    """Every bit of the word spread over all (the finaliser of SplitMix64)."""
    words = (words + _PRIME) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    spread: Hashes = words ^ (words >> np.uint64(31))
    return spread
