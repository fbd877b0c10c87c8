"""What the period's figures of sales leave out or set apart, counted."""

from sla_core.reports.review import Coverage, Review


def of_sales(review: Review) -> tuple[Coverage, ...]:
    """The leads of the period that hour-level figures and depth treat apart; none are silent."""
    speed, depth = review.sales.speed, review.sales.depth
    counted = (
        ("leads without a time of day, in no figure of hours", speed.excluded.no_time_of_day),
        ("leads followed up before their hand-off, a fault", speed.excluded.before_hand_off),
        ("leads touched before their hand-off; only later touches count", speed.pre_worked),
        ("leads that sales handed back", speed.returned),
        ("leads not due yet, not in the share within the goal", speed.not_yet_due),
        ("leads still in their working window, not in the attempts", depth.in_window),
    )
    title = review.period.title
    return tuple(Coverage("sales", f"{title}: {text}", rows) for text, rows in counted if rows)
