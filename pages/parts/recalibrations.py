"""The recalibration table on the screen, and its three rates as lines."""

from typing import get_args

import streamlit as st

from pages.parts import draw, look, tables
from sla_core.figures import recalibration
from sla_core.reports.review import Review


def lines(result: Review) -> None:
    """Close rate, deal size and share from marketing over the last periods, side by side."""
    rows = result.marketing.recalibration
    for place, rate in zip(st.columns(3, gap="large"), get_args(recalibration.Rate), strict=True):
        with place:
            look.heading(recalibration.title(rows, rate, result.currency))
            draw.chart(
                recalibration.history(rows, rate, result.currency, draw.dark()),
                f"rate-{rate}",
                recalibration.alt(rows, rate, result.currency),
            )


def table(result: Review) -> None:
    """A row per period, to read and to take along."""
    rows = result.marketing.recalibration
    name = f"recalibration-{result.period.name}.csv"
    draw.table(tables.rates(rows), "recalibration", name, tables.COLUMNS)
    st.caption(
        f"Money in {result.currency}. Close rate = customers / leads of the same period; lagged ="
        " customers / leads of one sales cycle earlier; cohort = those of the period's own leads"
        " that have won by now."
    )
