"""Two answers side by side: where they differ, by path."""

from datetime import datetime
from math import isclose
from typing import Any

TOLERANCE = 1e-9


def differences(expected: dict[str, Any], actual: dict[str, Any]) -> list[str]:
    """One sentence for each value of `expected` that `actual` does not hold; [] where all agree.

    Keys that only `actual` has are no difference. Numbers agree within 1e-9 of their size (or of
    one, for differences near nothing), moments when they are the same instant.
    """
    return _compare(expected, actual, "")


def _compare(expected: Any, actual: Any, path: str) -> list[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        return [line for key in expected for line in _at_key(expected, actual, key, path)]
    if isinstance(expected, list) and isinstance(actual, list):
        return _lists(expected, actual, path)
    return [] if _agree(expected, actual) else [f"{path}: expected {expected!r}, got {actual!r}"]


def _at_key(expected: dict[str, Any], actual: dict[str, Any], key: str, path: str) -> list[str]:
    where = f"{path}.{key}" if path else key
    if key not in actual:
        return [f"{where}: missing, expected {expected[key]!r}"]
    return _compare(expected[key], actual[key], where)


def _lists(expected: list[Any], actual: list[Any], path: str) -> list[str]:
    lines = []
    if len(expected) != len(actual):
        lines.append(f"{path}: expected {len(expected)} entries, got {len(actual)}")
    pairs = zip(expected, actual, strict=False)
    return lines + [
        line
        for i, (one, other) in enumerate(pairs)
        for line in _compare(one, other, f"{path}[{i}]")
    ]


def _agree(expected: Any, actual: Any) -> bool:
    if _is_number(expected) and _is_number(actual):
        return isclose(expected, actual, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    if isinstance(expected, str) and isinstance(actual, str):
        return expected == actual or _same_instant(expected, actual)
    return type(expected) is type(actual) and bool(expected == actual)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same_instant(expected: str, actual: str) -> bool:
    try:
        one, other = datetime.fromisoformat(expected), datetime.fromisoformat(actual)
    except ValueError:
        return False
    return one.tzinfo is not None and other.tzinfo is not None and one == other
