"""Every number on the weekly page is the JSON report's, rounded as far as it is shown."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given, settings

from tests.calling import Line
from tests.oracle.companies import Company, companies
from tests.page_checks import SWITCHES, check, page
from tests.page_numbers import Hours, plain, says
from tests.stores import empty_store
from tests.test_olist import AS_DEALS, AS_LEADS, DEALS, GOALS, LEADS
from tests.test_olist import pytestmark as with_olist
from tests.test_report_against_oracle import fill

LATER = datetime(2028, 1, 1, tzinfo=UTC)
# A page takes a second: fewer random companies than elsewhere, but more where more are asked for.
FEW = settings(max_examples=max(4, settings().max_examples // 8))
ASKED = [
    *((period, SWITCHES[0]) for period in ("2023-11", "2023-10", "2023-Q4", "2023")),
    *(("2023-11", switches) for switches in SWITCHES[1:]),
    ("2023-10", SWITCHES[2]),
    ("2023-Q4", SWITCHES[1]),
]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """The invented company on the 23rd of a November."""
    made = Line(f"sqlite:///{tmp_path_factory.mktemp('page')}/sla.db")
    made.json("demo", "--as-of", "2023-11-23")
    return made


@pytest.mark.parametrize(("period", "switches"), ASKED)
def test_the_page_of_the_invented_company_shows_the_report_s_numbers(
    invented: Line, period: str, switches: dict[str, str]
) -> None:
    shown = page(invented, period, switches)
    assert shown.sales
    assert shown.paced["goal"] is not None
    check(shown)


def test_the_page_as_known_earlier_shows_the_report_of_that_day(invented: Line) -> None:
    shown = page(invented, "2023-11", as_of=date(2023, 11, 14))
    assert shown.report["as_of"].startswith("2023-11-15T00:00:00")
    check(shown)


def test_the_head_of_the_page_says_the_report_s_day_and_data(invented: Line) -> None:
    shown = page(invented, "2023-11")
    facts = next(plain(c.value) for c in shown.app.caption if " · " in c.value)
    as_of = datetime.fromisoformat(shown.report["data_as_of"])
    assert facts.split(" · ") == [
        "day 23 of 30",
        f"data as of {as_of:%a %d %b %Y %H:%M}",
        f"agreement v{shown.report['agreement']['version']}",
    ]


@FEW
@given(companies())
def test_the_page_of_a_random_small_company_shows_the_report_s_numbers(company: Company) -> None:
    assume(company.leads)
    with empty_store() as engine, pytest.MonkeyPatch.context() as patch:
        # Both ask at the same moment.
        patch.setattr("sla_core.periods.now", lambda: LATER)
        patch.setattr("sla_core.commands.reports.now", lambda: LATER)
        fill(engine, company)
        line = Line(engine.url.render_as_string(hide_password=False))
        for switches in SWITCHES[:2]:
            check(page(line, company.period, switches))


@pytest.fixture(scope="module")
def olist(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Olist's leads and deals, and goals."""
    folder = tmp_path_factory.mktemp("olist-page")
    made = Line(f"sqlite:///{folder}/sla.db")
    made.json("import", LEADS, *AS_LEADS)
    made.json("import", DEALS, *AS_DEALS)
    (folder / "goals.toml").write_text(GOALS, encoding="utf-8")
    made.json("agreement", "import", folder / "goals.toml")
    return made


@with_olist
@pytest.mark.parametrize(
    ("period", "switches"),
    [("2018-03", SWITCHES[0]), ("2018-Q2", SWITCHES[1]), ("2018", SWITCHES[2])],
)
def test_the_page_of_olist_shows_the_report_s_numbers(
    olist: Line, period: str, switches: dict[str, str]
) -> None:
    shown = page(olist, period, switches)
    assert not shown.sales
    check(shown)


@pytest.mark.parametrize(
    ("text", "meant", "same"),
    [
        ("89 % of 1,204 leads", [0.894, 1204], True),
        ("89 % of 1,204 leads", [0.896, 1204], False),
        ("89.6 % of 1,204 leads", [0.896, 1203], False),
        ("€12k behind", [12_400], True),
        ("€12k behind", [12_600], False),
        ("\u22125.2 days", [-5.24], True),
        ("\u22125.2 days", [5.24], False),
        ("the longest for 5.2 days", [Hours(125)], True),
        ("the longest for 12 min", [Hours(0.2)], True),
        ("2 working hours", [Hours(2.4)], True),
        ("2.0 working hours", [Hours(2.4)], False),
        ("99.9 %", [0.99999], True),
        ("100 %", [0.99], False),
        ("nothing", [], True),
        ("3 leads", [], False),
    ],
)
def test_a_number_is_the_report_s_as_far_as_its_digits_go(
    text: str, meant: list[float | Hours | None], same: bool
) -> None:
    assert says(text, meant) == same
