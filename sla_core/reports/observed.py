"""What the data shows for the target calculator's inputs."""

from sla_core.metrics import recalibration
from sla_core.metrics.results import Observed
from sla_core.periods import as_instant
from sla_core.reports.review import Review


def observed(review: Review) -> dict[str, Observed]:
    """Quota, marketing_share, deal_size and close_rate, from the periods that are over."""
    rows, as_of = review.marketing.recalibration, as_instant(review.as_of)
    periods = [review.period.shifted(step) for step in range(1 - len(rows), 1)]
    over = frozenset(p.name for p in periods if p.bounds(review.zone)[1] <= as_of)
    return {
        "quota": recalibration.observed_quota(rows, over),
        "marketing_share": recalibration.observed_share(rows, over),
        "deal_size": recalibration.observed_deal_size(rows, over),
        "close_rate": recalibration.observed_close_rate(rows, over),
    }
