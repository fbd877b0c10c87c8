"""Whether a side's figures are too old to say how it stands."""

from datetime import datetime, timedelta

from sla_core import periods
from sla_core.reports.review import Review

PATIENCE = timedelta(days=8)
"""A weekly upload, and a day for those who bring it."""


def stale_since(
    review: Review, side: str, now: datetime, asked: datetime | None = None
) -> datetime | None:
    """The moment of the side's newest data, where the period went on long after it.

    None while it is fresh enough, and where there is no data. `asked` is the as-of moment that the
    reader chose: what came after it was not wanted.
    """
    seen = review.sales.as_of if side == "sales" else review.data_as_of
    end = periods.moment(review.period.bounds(review.zone)[1])
    return seen if seen and seen < min(now, end, asked or now) - PATIENCE else None
