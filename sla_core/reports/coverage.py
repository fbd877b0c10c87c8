"""What the figures rest on, and what they leave out: counted, so that no guess is silent."""

import numpy as np

from sla_core.metrics.columns import before, between
from sla_core.periods import Period
from sla_core.reports.review import Coverage
from sla_core.store.engine import Connection
from sla_core.store.snapshot import Snapshot
from sla_core.store.used import Upload, unplaced, uploads

SIDES = {"leads": "both", "deals": "marketing", "activities": "sales"}


def coverage(connection: Connection, data: Snapshot) -> tuple[Coverage, ...]:
    """The rules that stood in for missing columns, and the rows that could not be used."""
    lines = [line for upload in uploads(connection) for line in _of(upload)]
    rest = unplaced(connection)
    left = data.left_out
    counted = [
        (
            "both",
            "leads merged into an earlier one: same e-mail within 24 hours",
            rest.merged_leads,
        ),
        ("sales", "activities that match no lead; they wait for it", rest.activities),
        ("marketing", "deals without a lead; they count as sales', unless they say", rest.deals),
        ("marketing", "won deals in another currency, left out of money", left.other_currency),
        ("marketing", "won deals without an amount", left.no_amount),
        ("marketing", "won deals without a close date, in no period", left.no_close),
        ("both", "leads without a qualified date, not counted", _undelivered(data)),
        ("sales", "leads whose system brought no follow-up data", _unknown(data)),
    ]
    lines += [Coverage(side, text, rows) for side, text, rows in counted if rows]
    return tuple(dict.fromkeys(lines))


def not_yet(data: Snapshot, period: Period, zone: str, as_of: np.datetime64) -> list[Coverage]:
    """What the period holds from the as-of on: it is not counted yet."""
    leads, deals = data.leads, data.deals
    counted = (
        ("leads qualified", leads.qualified[leads.marketing]),
        ("deals won", deals.closed[deals.won & deals.marketing]),
    )
    later = [
        (what, int((between(times, *period.bounds(zone)) & ~before(times, as_of)).sum()))
        for what, times in counted
    ]
    text = "after the moment up to which this review counts, not counted yet"
    return [Coverage("marketing", f"{period.title}: {w} {text}", n) for w, n in later if n]


def problems(data: Snapshot) -> tuple[str, ...]:
    """What a reader has to know before believing the figures."""
    found = []
    if data.lead_data_as_of and data.follow_up_as_of is None:
        found.append("No file with follow-ups has been uploaded: sales' side has no data.")
    if data.left_out.other_currency:
        count = data.left_out.other_currency
        found.append(f"{count:,} won deals are not in {data.currency} and are left out of money.")
    return tuple(found)


def _of(upload: Upload) -> list[Coverage]:
    side = SIDES[upload.kind]
    lines = [Coverage(side, f"{upload.file}: {rule}") for rule in upload.rules]
    lines += [
        Coverage(side, f"{upload.file}: unreadable cells left blank in “{column}”", count)
        for column, count in upload.blanked.items()
    ]
    if upload.refused:
        lines.append(Coverage(side, f"{upload.file}: rows refused", upload.refused))
    return lines


def _undelivered(data: Snapshot) -> int:
    return int(np.isnat(data.leads.qualified).sum())


def _unknown(data: Snapshot) -> int:
    if data.follow_up_as_of is None:
        return 0
    return int((~data.leads.has_follow_up_data).sum())
