"""The recalibration table on the screen, and its three rates as lines."""

from typing import get_args

import streamlit as st

from pages.parts import behind, draw, look, tables
from pages.parts.definitions import Rule
from pages.parts.draw import Picked
from pages.parts.view import View
from sla_core import money
from sla_core.figures import recalibration
from sla_core.reports.review import Review

RULES: dict[recalibration.Rate, Rule] = {
    "close_rate": "close rate",
    "deal_size": "deal size",
    "marketing_share": "share from marketing",
}
MISSING: dict[recalibration.Rate, str] = {
    "close_rate": "It needs qualified leads.",
    "deal_size": "It needs won deals with amounts.",
    "marketing_share": "It needs won deals with amounts.",
}


def lines(view: View, result: Review) -> None:
    """Close rate, deal size and share from marketing over the last periods, side by side."""
    rows = result.marketing.recalibration
    for place, rate in zip(st.columns(3, gap="large"), get_args(recalibration.Rate), strict=True):
        with place:
            look.heading(recalibration.title(rows, rate, result.currency), RULES[rate])
            if all(getattr(row, rate) is None for row in rows):
                st.caption(MISSING[rate])
                continue
            draw.chart(
                recalibration.history(rows, rate, result.currency, draw.dark()),
                look.key(f"rate-{rate}", view.by, result.period),
                recalibration.alt(rows, rate, result.currency),
                rows=behind.rated(view, result, rate),
                columns=tables.COLUMNS,
            )


def table(view: View, result: Review) -> None:
    """A row per period, to read and to take along; a period that is picked opens its leads."""
    rows = result.marketing.recalibration
    look.heading(f"{len(rows)} periods up to {result.period.title}", "recalibration")
    leads = behind.rated(view, result, "close_rate")
    # The table has the newest period first, the rates have the oldest.
    last = len(rows) - 1
    draw.opening(
        tables.rates(rows),
        look.key("recalibration", view.by, result.period),
        lambda picked: leads(Picked(last - picked.place, picked.series, picked.x)),
        tables.COLUMNS,
    )
    if result.currency != money.UNSTATED:
        st.caption(f"Money in {result.currency}.")
