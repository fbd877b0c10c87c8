"""Marketing: its counted promises day by day, what they are made of, and the rates behind them."""

import streamlit as st

from pages.parts import agreed, breakdowns, heads, pacings, recalibrations, sides
from pages.parts.view import current, review


def main() -> None:
    view = current()
    result = review(view)
    heads.head(view, result)
    heads.verdict(view, result, "marketing")
    pacings.need(pacings.chart(view, result, "leads"), result.currency)
    left, right = st.columns(2, gap="large")
    with left:
        pacings.chart(view, result, "points")
    with right:
        pacings.chart(view, result, "revenue")
    st.markdown("#### Where the leads come from", anchors=False)
    breakdowns.marketing(view, result)
    st.markdown("#### Rates over the last periods", anchors=False)
    recalibrations.lines(view, result)
    recalibrations.table(view, result)
    sides.rows(view, result, "marketing")
    agreed.coverage(result)


main()
