"""Ids: made for a row without one, from its content; and the same id however it is written."""

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.addresses import first_addresses

Words = npt.NDArray[np.uint64]

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SEEDS = (np.uint64(0x243F6A8885A308D3), np.uint64(0x13198A2E03707344))


_LONG_TEXT = 1024
_CHECKSUMS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", np.uint8)
_SHORT, _LONG = 15, 18


def content_ids(columns: Mapping[str, pa.Array]) -> pa.Array:
    """Per row “content:” and 32 hexadecimal digits: the same for the same cells, everywhere.

    128 bits, so that two different rows of a company's history do not meet.
    """
    return _hashed(columns, "content:")


def made_ids(texts: Mapping[str, pa.Array], email: str = "") -> pa.Array:
    """Per row “made:” and 32 hexadecimal digits of its stable cells; null where one is blank.

    `texts` are the stable columns (see `stable.stable_columns`) in their order, trimmed, null where
    blank. Case and white space do not count, nor what the columns are called: the same cells have
    the same id in any file. Of the `email` the first address counts, and what stands beside it may be
    blank.
    """
    cells = [_folded_cells(text) for text in texts.values()]
    if email:
        cells = [
            first_addresses(cell) if column == email else pc.fill_null(cell, "")
            for column, cell in zip(texts, cells, strict=True)
        ]
    ids = _hashed({f"{place:02}": cell for place, cell in enumerate(cells)}, "made:")
    whole = np.logical_and.reduce([cell.is_valid() for cell in cells])
    return pc.if_else(pa.array(whole), ids, pa.scalar(None, pa.string()))


def shaped(system: str, ids: pa.Array) -> pa.Array:
    """The ids of a CRM as all its exports can have them, so that reports and objects match."""
    return _SHAPES[system](ids) if system in _SHAPES else ids


def lengthened(ids: pa.Array) -> pa.Array:
    """Salesforce's 15 characters as the 18 that objects have: three more say which are capitals."""
    lengths = pc.binary_length(ids)
    if not pc.any(pc.equal(lengths, _SHORT)).as_py():
        return ids
    short = pc.match_substring_regex(ids, f"^[A-Za-z0-9]{{{_SHORT}}}$").fill_null(False)
    return pc.replace_with_mask(ids, short, _with_checksum(ids.filter(short)))


def unprefixed(ids: pa.Array) -> pa.Array:
    """The ids of Zoho's backup without their “zcrm_”, as its exports have them."""
    if not pc.any(pc.starts_with(ids, "zcrm_")).as_py():
        return ids
    return pc.replace_substring_regex(ids, "^zcrm_", "")


_SHAPES = {"salesforce": lengthened, "zoho": unprefixed}


def _with_checksum(ids: pa.Array) -> pa.Array:
    """Per five characters one more: the number whose bits say which of them are capitals."""
    _, _, text = ids.buffers()
    letters = np.frombuffer(text or b"", np.uint8, _SHORT * len(ids)).reshape(-1, _SHORT)
    capitals = ((letters >= ord("A")) & (letters <= ord("Z"))).reshape(-1, 5)
    numbers = (capitals @ np.array([1, 2, 4, 8, 16], np.uint8)).reshape(-1, 3)
    whole = np.concatenate([letters, _CHECKSUMS[numbers]], axis=1).tobytes()
    offsets = pa.py_buffer(np.arange(len(ids) + 1, dtype=np.int32) * _LONG)
    return pa.StringArray.from_buffers(len(ids), offsets, pa.py_buffer(whole))


def _folded_cells(text: pa.Array) -> pa.Array:
    return pc.utf8_lower(pc.utf8_trim_whitespace(pc.replace_substring_regex(text, r"\s+", " ")))


def _hashed(columns: Mapping[str, pa.Array], prefix: str) -> pa.Array:
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
    return pc.binary_join_element_wise(prefix, digits, "")


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
    """A polynomial over each different text's bytes; of a long text its digest."""
    found = texts.dictionary_encode()
    different = found.dictionary
    lengths = pc.binary_length(different).to_numpy(zero_copy_only=False).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    joined = "".join(different.to_pylist()).encode()
    letters = np.frombuffer(joined, np.uint8).astype(np.uint64)
    words = lengths.astype(np.uint64)
    for one in np.flatnonzero(lengths > _LONG_TEXT):
        text = different[int(one)].as_py().encode()
        words[one] = int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
    left = np.flatnonzero(lengths <= _LONG_TEXT)
    for place in range(_LONG_TEXT):
        left = left[lengths[left] > place]
        if not len(left):
            break
        words[left] = _mixed(words[left] * _PRIME + letters[starts[left] + place])
    spread: Words = words[found.indices.to_numpy(zero_copy_only=False)]
    return spread


def _mixed(words: Words) -> Words:
    """Every bit of the word spread over all (the finaliser of SplitMix64)."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = words ^ (words >> np.uint64(31))
    return mixed
