"""How far a piece of work is: its step, its rows, its rate, and what is left at that rate."""

import time
from dataclasses import dataclass, replace

clock = time.monotonic


@dataclass(frozen=True)
class Far:
    """Work as it was when it was last `seen`; `begun` and `step_begun` are by the same clock.

    The rows are None until somebody has said them.
    """

    step: str
    begun: float
    step_begun: float
    seen: float
    rows_done: int | None = None
    rows_total: int | None = None

    @classmethod
    def at(cls, step: str) -> "Far":
        """Work that begins now with this step."""
        now = clock()
        return cls(step, now, now, now)

    def moved(self, step: str, done: int, total: int | None) -> "Far":
        """The same work, at this step and with so many rows done of the total."""
        now = clock()
        begun = self.step_begun if step == self.step else now
        return replace(
            self, step=step, step_begun=begun, seen=now, rows_done=done, rows_total=total
        )

    def looked_at(self) -> "Far":
        """The same work, seen now."""
        return replace(self, seen=clock())

    @property
    def share_done(self) -> float:
        """From 0 to 1."""
        if not self.rows_total or self.rows_done is None:
            return 0.0
        return min(self.rows_done / self.rows_total, 1.0)

    @property
    def per_second(self) -> float | None:
        """Rows a second since it began; None where that is not known."""
        seconds = self.seen - self.begun
        return self.rows_done / seconds if self.rows_done and seconds > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """At the rate so far; None where that is not known."""
        if not self.per_second or self.rows_total is None or self.rows_done is None:
            return None
        return max(self.rows_total - self.rows_done, 0) / self.per_second

    @property
    def step_seconds(self) -> float:
        """How long it has been at its step."""
        return self.seen - self.step_begun
