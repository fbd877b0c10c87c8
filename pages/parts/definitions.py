"""What every figure means: the short form of its rule, opened beside it."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

Rule = Literal[
    "leads",
    "points",
    "revenue",
    "gap",
    "average hours",
    "share within goal",
    "untouched",
    "attempts",
    "distribution",
    "leads worked",
    "groups of leads",
    "groups of hand-offs",
    "close rate",
    "deal size",
    "share from marketing",
    "recalibration",
    "promises",
    "targets",
    "tiers",
    "months",
    "inverse",
]

RULES: dict[Rule, str] = {
    "leads": "Leads of marketing that were qualified from the period's start to the moment of the"
    " data; a duplicate counts once. The goal line of day k is k × goal / days of the period;"
    " within a day it uses elapsed time.",
    "points": "The points of the leads qualified so far: each lead counts what its tier is worth"
    " in the agreement. The goal line rises as the one of leads does.",
    "revenue": "Every won deal of marketing's leads that closed in the period so far, in the"
    " reporting currency. Deals in another currency are left out and counted below.",
    "gap": "From the line = what came - where the goal line is now, also in days of goal. Needed a"
    " day = what the goal still lacks / days left.",
    "average hours": "First follow-up - hand-off, averaged over the leads that were followed up, on"
    " the clock that the agreement names. Leads stand by the day of their hand-off; hatched bars"
    " hold leads that can still be answered in time.",
    "share within goal": "Of the leads whose deadline has passed, the share that was followed up"
    " within the goal; an untouched one is a miss. A lead whose deadline lies ahead is in neither"
    " part.",
    "untouched": "Untouched: handed over and without a follow-up so far. Overdue: untouched, and"
    " the deadline has passed. A follow-up is an outbound attempt by a person at or after the"
    " hand-off; automated touches stop no clock.",
    "attempts": "Attempts on the leads that are neither connected nor closed, on average. An"
    " unanswered call is an attempt. A lead younger than the agreement's working window is still"
    " in its window and left out.",
    "distribution": "How many of the leads not reached had 0, 1, 2 … attempts; full colour from the"
    " goal on.",
    "leads worked": "The share of all leads handed over in the period that had at least one"
    " attempt.",
    "groups of leads": "Marketing's qualified leads of the period by what their export says of"
    " them. Customers and revenue are those won in the period.",
    "groups of hand-offs": "The leads handed over in the period, each figure counted as above."
    " Fewer than 10 cases are shown with their number and are not ranked.",
    "close rate": "Customers of the period (first won deal closed in it) / leads qualified in it:"
    " the same-period reading. With growing volume and a long sales cycle it lags behind; the"
    " table below has two more readings. The band is the 95 % Wilson interval.",
    "deal size": "Revenue from the first deals of the period's new customers / those customers.",
    "share from marketing": "All revenue from marketing's leads / all revenue won in the period.",
    "recalibration": "A row per period. Customers: leads of marketing whose first won deal closed"
    " in it. Cycle: days from qualified to won, on average. Close rate: customers / leads of the"
    " same period; lagged: customers / leads of one average cycle earlier; cohort: of the period's"
    " own leads, the share that has won by now, still maturing until its youngest lead is older"
    " than 90 % of the cycles. Average deal: revenue from new customers / customers. A division by"
    " zero is no data.",
    "promises": "Counts: met or missed once the period is over; until then on track while on or"
    " above the goal line, else behind. Averages and shares: on track while the goal is kept. A"
    " period is judged by the agreement in force in it. Grey: the data is too old to say.",
    "targets": "Marketing's revenue = quota × marketing's share. Customers = that / deal size."
    " Leads = customers / close rate. Nothing is rounded on the way; customers and leads are shown"
    " rounded up.",
    "tiers": "Each tier brings its own share of marketing's revenue, at its own deal size and close"
    " rate, as the agreement has them; points = leads × what the tier is worth.",
    "months": "The quota is each month's own, so every month needs the same leads. Leads by then"
    " adds up the unrounded months.",
    "inverse": "Customers = leads × close rate; revenue = customers × deal size; quota = revenue /"
    " marketing's share.",
}  # fmt: skip


def beside(*rules: Rule) -> None:
    """A small button that opens the rules of the figure it stands beside."""
    with st.popover("", icon=":material/help:", type="tertiary", help="How this is counted"):
        for rule in rules:
            st.markdown(f"**{rule.capitalize()}.** {RULES[rule]}")


def tip(*rules: Rule) -> str:
    """The same for a number's tooltip."""
    return " ".join(_sentences(rules))


def _sentences(rules: Sequence[Rule]) -> list[str]:
    return [RULES[rule] for rule in rules]
