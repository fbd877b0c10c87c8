"""Benchmarks: each module with a `measure(folder)` says what it measured, as rows of one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One time, in seconds, beside the time of what cannot be beaten and the ratio aimed at."""

    what: str
    seconds: float
    beside: str = ""
    floor: float | None = None
    aim: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as long as the floor; None without one."""
        return self.seconds / self.floor if self.floor else None
