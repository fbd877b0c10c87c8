"""Targets: from a quota to the leads that marketing has to bring, redrawn while an input moves."""

import streamlit as st

from pages.parts import caches, target_inputs, target_results
from pages.parts.caches import Store
from pages.parts.notices import telling
from sla_core import periods
from sla_core.agreement.model import Agreement, in_force
from sla_core.reports.build import Question
from sla_core.reports.observed import observed
from sla_core.store import agreements
from sla_core.store.engine import reading
from sla_core.store.settings import Workspace, workspace


def main() -> None:
    engine = caches.store()
    with reading(engine) as connection:
        kept, saved = workspace(connection), agreements.versions(connection)
    month = periods.period_holding(periods.local_date(periods.now(), kept.zone)).start
    st.title("Targets")
    calculator(engine, in_force(saved, month), kept, caches.extent_of(engine).demo)


@st.fragment
def calculator(engine: Store, agreement: Agreement | None, kept: Workspace, demo: bool) -> None:
    with telling():
        review = caches.reviewed(engine, Question())
        agreed = agreement.inputs.model_dump() if agreement and agreement.inputs else {}
        seen = observed(review)
        left, right = st.columns([1, 2.4], gap="large")
        with left:
            target_inputs.show(seen, agreed, review.currency)
            st.page_link("pages/review/marketing.py", label="The periods behind these values")
        with right:
            target_results.show(engine, agreement, kept, seen, review.currency, demo=demo)


main()
