"""docs/layouts.md, made from the header files of real exports: python -m tests.layouts [FOLDER]."""

import sys
from collections.abc import Iterator
from pathlib import Path

from sla_core import fields
from sla_core.crm.files.header import open_sheet
from sla_core.crm.layouts.declined import declined
from sla_core.crm.layouts.plans import Plan
from sla_core.crm.layouts.recognise import plan_for
from sla_core.crm.options import Options

HEADERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "headers"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "layouts.md"
PRODUCTS = {
    "hubspot": "HubSpot",
    "salesforce": "Salesforce",
    "zoho": "Zoho",
    "pipedrive": "Pipedrive",
    "dynamics": "Dynamics 365",
    "close": "Close",
    "freshsales": "Freshsales",
}
STANDS_IN = {
    "qualified_at": "`created_at` stands in",
    "presented_at": "`qualified_at` stands in",
    "tier": "“unrated”",
    "origin": "by the source, else marketing's",
    "outcome": "by the words of the stage, else open",
    "direction": "outbound",
}
ALSO = {("deals", "outcome"), ("activities", "direction")}
TIMES = {"qualified_at", "created_at"}
BEGIN = """# Layouts

How real exports are read: the header rows of exports of seven products, one layout each. This page
is made by a script (`python -m tests.layouts`), and a test holds it against the code. What the
fields mean, and which words are known, is said under [Exports](exports.md).
"""


def page(folder: Path) -> str:
    """The whole page."""
    found = {path.stem: _read(path) for path in sorted(folder.glob("*.csv"))}
    parts = [BEGIN, "## All of them\n", _table(found)]
    for layout, plan in found.items():
        if isinstance(plan, Plan):
            parts += [f"\n## {layout}\n", _fields(plan)]
    return "\n".join(parts) + "\n"


def _read(path: Path) -> Plan | str:
    sheet = open_sheet(path.name, path.read_bytes(), head_only=True)
    return declined(sheet.header) or plan_for(sheet, Options())


def _table(found: dict[str, Plan | str]) -> str:
    lines = ["| layout | product | kind | read as | still needs |", "|---|---|---|---|---|"]
    for layout, plan in found.items():
        if isinstance(plan, str):
            product, _, thing = plan.partition(" ")
            lines.append(f"| {layout} | {product[:-2]} | none of ours: {thing} | declined | |")
        else:
            link, product = f"[{layout}](#{layout.lower()})", PRODUCTS[plan.dialect.system]
            lines.append(f"| {link} | {product} | {plan.kind} | `{plan.name}` | {_needs(plan)} |")
    return "\n".join(lines)


def _needs(plan: Plan) -> str:
    """What the layout lacks, in the export's own words where it has some."""
    return "; ".join(
        " or ".join(filter(None, (f"`{name}` {plan.theirs(name)}".strip() for name in names)))
        for names in (group.split(" or ") for group in plan.missing())
    )


def _fields(plan: Plan) -> str:
    lines = ["| field | filled from |", "|---|---|"]
    filled = {field.name: _filled(plan, field.name) for field in fields.KINDS[plan.kind]}
    lines += [f"| `{name}` | {how} |" for name, how in filled.items() if how]
    blank = [f"`{name}`" for name, how in filled.items() if not how]
    return "\n".join([*lines, *_blank(blank)])


def _blank(names: list[str]) -> Iterator[str]:
    if names:
        yield f"\nBlank: {', '.join(names)}."


def _filled(plan: Plan, name: str) -> str:
    if name in plan.columns:
        return ", else ".join(f"“{column}”" for column in plan.columns[name])
    if name in plan.set:
        return f"always “{plan.set[name]}”"
    if name == fields.KEYS[plan.kind]:
        made = ", ".join(f"“{column}”" for column in plan.stable)
        return f"made from {made or 'the whole row'}"
    if name in ("qualified_at", "presented_at") and TIMES.isdisjoint(plan.columns):
        return ""
    stands = plan.kind == "leads" or (plan.kind, name) in ALSO
    return STANDS_IN.get(name, "") if stands else ""


if __name__ == "__main__":
    PAGE.write_text(page(Path(sys.argv[1]) if len(sys.argv) > 1 else HEADERS), encoding="utf-8")
