"""What follows from the calculator's inputs: the chain, tiers, months, the inverse, the new goal."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts import draw, formats, goals_form, look, target_inputs
from pages.parts.caches import Store
from sla_core import periods
from sla_core.agreement import goals
from sla_core.agreement.model import Agreement
from sla_core.figures import targets as figures
from sla_core.metrics import plan, targets
from sla_core.metrics.plan import TierAssumption
from sla_core.metrics.results import Observed
from sla_core.metrics.targets import Inputs, Targets, TieredTargets
from sla_core.store.settings import Workspace


def show(
    engine: Store,
    agreement: Agreement | None,
    kept: Workspace,
    observed: Mapping[str, Observed],
    currency: str,
    *,
    demo: bool,
) -> None:
    """All that follows from the inputs, or what is missing for it."""
    given = target_inputs.given()
    if given is None:
        st.info("Fill in all four inputs, and the lead target stands here.")
        return
    assumed = [
        TierAssumption(t.name, t.share, t.deal_size, t.close_rate, t.points)
        for t in (agreement.tiers if agreement else ())
    ]
    found, by_tier = targets.target(given), plan.by_tier(given, assumed)
    chain(given, found, currency)
    likely(given, observed)
    tiers(by_tier, currency)
    make_goal(engine, agreement, found, by_tier, kept, demo=demo)
    months(given, by_tier, kept, currency)
    inverse(given, found, currency)


def chain(given: Inputs, found: Targets, currency: str) -> None:
    """Quota, marketing revenue, customers, leads, as large numbers and as a picture."""
    quota = float(given.quota)
    look.heading(f"{found.leads_rounded:,} leads a month make the quota", "targets")
    steps = (
        ("Quota a month", formats.amount(quota, currency)),
        ("From marketing", formats.amount(found.revenue_goal, currency)),
        ("Customers", f"{found.customers_rounded:,}"),
        ("Leads a month", f"{found.leads_rounded:,}"),
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="target"):
        for place, (label, value) in enumerate(steps):
            if place:
                st.markdown(":gray[:material/arrow_forward:]", width="content")
            st.metric(label, value, width="content")
    st.caption(
        formats.escape(
            f"{found.customers:,.1f} customers = revenue / deal size;"
            f" {found.leads:,.1f} leads = customers / close rate; whole numbers are rounded up."
        )
    )
    picture = (quota, found.revenue_goal, found.customers, found.leads, currency)
    draw.chart(figures.chain(*picture, dark=draw.dark()), "chain", figures.chain_alt(*picture))


def likely(given: Inputs, observed: Mapping[str, Observed]) -> None:
    """How far the target could lie off, by the range of the close rate in the data."""
    seen = observed["close_rate"].interval
    found = plan.likely(given, seen) if seen else None
    if seen and found:
        fewest, most = found
        st.markdown(
            formats.escape(
                f"Likely {fewest.leads_rounded:,} to {most.leads_rounded:,} leads: the close rate in"
                f" your data may lie anywhere from {formats.percent(seen.low, 1)}"
                f" to {formats.percent(seen.high, 1)}."
            )
        )


def tiers(found: TieredTargets | None, currency: str) -> None:
    """The same per tier, where the agreement says what each tier is to bring."""
    look.heading("Per tier", "tiers")
    if found is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Give each tier its share of marketing's revenue, and it has a target here.")
            st.page_link("pages/data/settings.py", label="Tiers in Settings")
        return
    values = [(tier.name, float(tier.targets.leads_rounded)) for tier in found.tiers]
    table = pd.DataFrame(
        {
            "Tier": [tier.name for tier in found.tiers],
            "Revenue": [formats.amount(t.targets.revenue_goal, currency) for t in found.tiers],
            "Customers": [tier.targets.customers_rounded for tier in found.tiers],
            "Leads": [tier.targets.leads_rounded for tier in found.tiers],
            "Points": [formats.count(tier.points) for tier in found.tiers],
        }
    )
    st.caption(
        f"Together {formats.count(found.total.leads_rounded)} leads"
        f" and {formats.count(found.points)} points a month: each tier closes at its own rate"
        " and size, so the sum differs from the target of all leads as one."
    )
    figure = figures.per_tier(values, draw.dark())
    draw.chart(figure, "tiers", figures.listed(values, "per tier"), table=table)


def months(given: Inputs, by_tier: TieredTargets | None, kept: Workspace, currency: str) -> None:
    """Month by month over the coming year."""
    here = periods.period_holding(periods.local_date(periods.now(), kept.zone))
    coming = plan.coming(given, here.shifted(1))
    look.heading("Per month over the coming year", "months")
    st.caption("Every month has the same quota, so every month has the same target.")
    values = [(f"{m.start:%b %Y}", float(m.targets.leads_rounded)) for m in coming]
    table = pd.DataFrame(
        {
            "Month": [name for name, _ in values],
            "Revenue": [formats.amount(m.targets.revenue_goal, currency) for m in coming],
            "Customers": [m.targets.customers_rounded for m in coming],
            "Leads": [m.targets.leads_rounded for m in coming],
            "Leads by then": [formats.count(m.leads_by_then) for m in coming],
        }
    )
    for tier in by_tier.tiers if by_tier else ():
        table[f"{tier.name} leads"] = tier.targets.leads_rounded
    figure = figures.per_month(values, draw.dark())
    draw.chart(figure, "months", figures.listed(values, "per month"), table=table)


def inverse(given: Inputs, found: Targets, currency: str) -> None:
    """From leads back to money."""
    look.heading("The other way round", "inverse")
    ask, answer = st.columns([1, 2], gap="large", vertical_alignment="bottom")
    leads = ask.number_input(
        "So many leads a month",
        min_value=0,
        value=None,
        step=10,
        key="leads",
        bind="query-params",
        placeholder=f"{found.leads_rounded}",
        help="What sales can work, say. Empty: the target above.",
    )
    back = targets.revenue_from(found.leads_rounded if leads is None else leads, given)
    quota = targets.total_revenue(back.revenue_goal, given)
    answer.markdown(
        formats.escape(
            f"{back.leads:,.0f} leads bring {back.customers:,.1f} customers and"
            f" {formats.amount(back.revenue_goal, currency)} from marketing,"
            f" enough for a quota of {formats.amount(quota, currency)}."
        )
    )


def make_goal(
    engine: Store,
    agreement: Agreement | None,
    found: Targets,
    by_tier: TieredTargets | None,
    kept: Workspace,
    *,
    demo: bool,
) -> None:
    """Write the target into a new version of the agreement."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        month = goals_form.month_choice(engine, kept, "goal-from")
        # Tiers' goals have to add up to the goal that stands beside them.
        leads = (by_tier.total if by_tier else found).leads_rounded
        label = f"Make {leads:,} leads a month the goal"
        if st.button(label, key="goal-save", icon=":material/flag:", type="primary"):
            inputs = goals.inputs_of(target_inputs.as_numbers())
            each = (
                {t.name: float(t.targets.leads_rounded) for t in by_tier.tiers} if by_tier else {}
            )
            new = goals.with_lead_goal(agreement, float(leads), inputs, each, month)
            goals_form.save(engine, new, demo=demo)
