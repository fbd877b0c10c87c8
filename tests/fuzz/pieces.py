"""A file that is read in small pieces says what it says when it is read whole."""

from dataclasses import fields
from typing import Any
from unittest.mock import patch

from sla_core.crm import read_export
from sla_core.crm.files import reading, scan
from sla_core.problems import Refused
from tests.fuzz.inputs import Input
from tests.killing.works import NOW

SMALL = (64, 200, 1_000)
"""Bytes of a piece; records are not cut, so that some pieces are longer."""


def differences(its: Input) -> list[str]:
    """What is said otherwise, for each size of pieces."""
    whole = _said(its)
    found = []
    for size in SMALL:
        with patch.object(reading, "PIECE", size), patch.object(scan, "PIECE", size):
            said = _said(its)
        found += [
            f"in pieces of {size} bytes, {name}: {said.get(name)!r} instead of {value!r}"
            for name, value in whole.items()
            if said.get(name) != value
        ]
    return found


def _said(its: Input) -> dict[str, Any]:
    try:
        clean = read_export(its.name, its.data, its.wishes, NOW)
    except Refused as refusal:
        return {"refusal": str(refusal)}
    said = {field.name: getattr(clean, field.name) for field in fields(clean)}
    return said | {"rows": clean.rows.to_pylist()}
