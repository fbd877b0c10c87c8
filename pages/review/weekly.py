"""Weekly review: both promises side by side, each with its chart, and what they rest on."""

import streamlit as st

from pages.parts import agreed, breakdowns, depths, heads, pacings, sides, speeds
from pages.parts.view import current, review


def main() -> None:
    view = current()
    result = review(view)
    heads.head(view, result)
    # Row by row, so that the two sides stay level, and a telephone shows both verdicts first.
    left, right = st.columns(2, gap="large")
    with left:
        heads.verdict(view, result, "marketing")
    with right:
        heads.verdict(view, result, "sales")
    left, right = st.columns(2, gap="large")
    with left:
        pacings.need(pacings.switched(view, result), result.currency)
    with right:
        if there := sides.followed_up(result):
            speeds.switched(view, result)
            speeds.facts(result)
            sides.who_waits(result)
    left, right = st.columns(2, gap="large")
    with left:
        breakdowns.marketing(view, result)
    with right:
        if there:
            depths.chart(view, result, depths.switch())
    agreed.promises(view, result)
    agreed.notes(result)
    agreed.coverage(result)


main()
