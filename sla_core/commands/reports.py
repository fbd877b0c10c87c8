"""targets and report: the figures."""

import argparse
from dataclasses import asdict
from typing import Any

from sla_core.commands import answers
from sla_core.metrics import targets
from sla_core.periods import now, parse_moment, parse_period
from sla_core.reports.as_json import to_json
from sla_core.reports.build import Question, review
from sla_core.store.engine import open_store, reading
from sla_core.store.settings import workspace

FORMATS = ("json",)


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    chain = commands.add_parser("targets", parents=[shared], help="leads needed for a quota")
    for name in ("quota", "marketing-share", "deal-size", "close-rate"):
        chain.add_argument(f"--{name}", required=True, metavar="NUMBER")
    chain.set_defaults(run=run_targets)
    report = commands.add_parser("report", parents=[shared], help="the whole review")
    report.add_argument("--period", metavar="2026-11|2026-Q4|2026")
    report.add_argument("--as-of", metavar="T", help="the moment that the report speaks about")
    report.add_argument("--format", choices=FORMATS, default="json")
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
    if given.out:
        answers.write(given.out, answers.text(answer))
    else:
        answers.as_json(answer)
    return 0
