"""targets and report: the figures."""

import argparse
from dataclasses import asdict
from typing import Any

from sla_core.commands import answers
from sla_core.commands.wording import command
from sla_core.metrics import targets
from sla_core.periods import now, parse_moment, parse_period
from sla_core.reports.as_json import to_json
from sla_core.reports.build import Question, review
from sla_core.store.engine import open_store, reading
from sla_core.store.settings import workspace

FORMATS = ("json",)
INPUTS = {
    "quota": "revenue of the period, in major units: 5000",
    "marketing-share": "the share of it that marketing's leads bring, above 0 and up to 1: 0.3 or 30%%",
    "deal-size": "average revenue of a deal, in major units: 100",
    "close-rate": "customers per lead, above 0 and up to 1: 0.05 or 5%%",
}


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    chain = command(
        commands,
        "targets",
        "leads needed for a quota",
        "How many leads marketing has to bring: quota x share = marketing's revenue goal;"
        " that / deal size = customers; these / close rate = leads.",
        ("targets --quota 5000 --marketing-share 1 --deal-size 100 --close-rate 0.5",),
        parents=[shared],
    )
    for name, meaning in INPUTS.items():
        chain.add_argument(f"--{name}", required=True, metavar="NUMBER", help=meaning)
    chain.set_defaults(run=run_targets)
    report = command(
        commands,
        "report",
        "the whole review",
        "The review of a month, quarter or year: both sides' figures, promises and what they rest"
        " on, as JSON.",
        (
            "report",
            "report --period 2026-Q4 --out review.json",
            "report --period 2026-11 --as-of 2026-11-20",
        ),
        parents=[shared],
    )
    report.add_argument(
        "--period",
        metavar="PERIOD",
        help="2026-11, 2026-Q4 or 2026 (a fiscal year by the year it ends in);"
        " else the month of the as-of",
    )
    report.add_argument(
        "--as-of",
        metavar="T",
        help="as it was known then: 2026-11-20 (the end of that day) or 2026-11-20T09:00+01:00;"
        " else as the newest lead data has it",
    )
    report.add_argument("--format", choices=FORMATS, default="json", help="json")
    report.add_argument("--out", metavar="FILE", help="write the report to this file")
    report.set_defaults(run=run_report)


def run_targets(given: argparse.Namespace) -> int:
    """The three lines, unrounded, and customers and leads rounded up."""
    asked = targets.inputs(given.quota, given.marketing_share, given.deal_size, given.close_rate)
    found = targets.target(asked)
    if given.json:
        answers.as_json(asdict(found))
        return 0
    print(f"marketing revenue goal  {found.revenue_goal:,.2f}")
    print(f"customers needed        {found.customers_rounded:,}")
    print(f"leads needed            {found.leads_rounded:,}")
    return 0


def run_report(given: argparse.Namespace) -> int:
    """The review as JSON, to stdout or into a file."""
    engine = open_store(given.db)
    with reading(engine) as connection:
        settings = workspace(connection)
    period = parse_period(given.period, settings.fiscal_start) if given.period else None
    as_of = parse_moment(given.as_of, settings.zone) if given.as_of else None
    answer = to_json(review(engine, Question(period, as_of), now()))
    if not given.out:
        answers.as_json(answer)
        return 0
    answers.write(given.out, answers.text(answer) + "\n")
    if given.json:
        answers.as_json({"out": given.out})
    else:
        print(f"The review of {answer['period']['name']} is in {given.out}.")
    return 0
