"""How far work on a file is: a line of words, and a bar that grows while the page waits for it."""

import streamlit as st

from pages.parts.formats import count, duration, escape
from sla_core.store.far import Far

READING = "reading"
AT_MOST_EVERY = 0.25
"""Seconds between two drawings; more would only cost."""


def words(far: Far) -> str:
    """The step, how many rows, and how long it will take or has taken."""
    parts = [far.step]
    if far.rows_done:
        total = f" of {count(far.rows_total)}" if far.rows_total else ""
        parts.append(f"{count(far.rows_done)}{total} rows")
    # Once all rows are read, the rate says nothing of what is left.
    if far.step != READING and far.step_seconds >= 1:
        parts.append(f"for {duration(far.step_seconds)}")
    if far.step == READING and far.per_second:
        parts.append(f"{count(far.per_second)} a second")
        if far.seconds_left is not None and far.seconds_left >= 1:
            parts.append(f"{duration(far.seconds_left)} left to read")
    return " · ".join(parts)


class Meter:
    """A bar in the page for work that the page waits for; gone when the work is done.

    Nothing is drawn of work that is done at once.
    """

    def __init__(self) -> None:
        self._place, self._far, self._shown = st.empty(), Far.at(READING), False
        self._drawn = self._far.seen

    def __enter__(self) -> "Meter":
        return self

    def __exit__(self, *fault: object) -> None:
        if self._shown:
            self._place.empty()

    def tell(self, step: str, rows: int, total: int | None) -> None:
        """How far it is, as `uploads.preview` says it."""
        other = step != self._far.step
        self._far = self._far.moved(step, rows, total)
        if self._far.seen - self._drawn < AT_MOST_EVERY and not (other and self._shown):
            return
        self._drawn, self._shown = self._far.seen, True
        self._place.progress(self._far.share_done, text=escape(words(self._far).capitalize()))
