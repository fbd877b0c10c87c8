"""Sales: how fast and how deep leads were followed up, by whom, and who waits."""

import streamlit as st

from pages.parts import agreed, breakdowns, depths, heads, sides, speeds
from pages.parts.view import current, review


def main() -> None:
    view = current()
    result = review(view)
    heads.head(view, result)
    heads.verdict(view, result, "sales")
    if sides.followed_up(result):
        speeds.switched(view, result)
        speeds.facts(result)
        st.markdown("#### Who waits, the longest first", anchors=False)
        speeds.waiting(view, result)
        st.markdown("#### How deep", anchors=False)
        show = depths.switch()
        left, right = st.columns(2, gap="large")
        with left:
            depths.chart(view, result, show)
        with right:
            depths.distribution(view, result)
        st.markdown("#### Where it differs", anchors=False)
        breakdowns.sales(view, result)
        sides.rows(view, result, "sales")
    agreed.coverage(result)


main()
