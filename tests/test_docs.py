"""The documentation is true: its examples run, its figures are the report's, and nothing is left out."""

import json
import re
import shutil
import struct
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from sla_core import fields
from sla_core.agreement import toml
from sla_core.agreement.model import Agreement, Measure
from sla_core.commands.entry import main, parser
from sla_core.crm import DIALECTS
from sla_core.metrics.intervals import wilson
from sla_core.metrics.results import Marketing, PromiseState, Sales
from sla_core.metrics.targets import inputs, target
from sla_core.reports.review import Coverage, Headline, NoteLine
from tests.browser.screenshots import LARGEST, PICTURES
from tests.documents import (
    HOUSE,
    PAGES,
    anchors,
    blocks,
    commands,
    keys_of,
    keys_of_model,
    leaves,
    links,
    marked,
    paths,
    prose,
    section,
)

README, DOCS = HOUSE / "README.md", HOUSE / "docs"
METRICS = DOCS / "metrics.md"
COMMON = {"--db", "--json"}
CLAIM = re.compile(r'`([a-z_]+(?:\.[\w\[\]-]+)+)` = ("[^"]+"|null|[\d,]*\d(?:\.\d+)?)')
SAME_SHAPE = {
    r"^marketing\.(points|revenue)\b": "marketing.leads",
    r"^marketing\.(sources|owners)\b": "marketing.tiers",
    r"^sales\.(sources|owners|teams)\b": "sales.tiers",
}


# ---------------------------------------------------------------- examples


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_runs_as_it_is_written(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ""
    for block in _begun(page, tmp_path, monkeypatch):
        if block.name:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
        for words in block.commands() if block.language == "sh" else []:
            code = main(words)
            told, complaint = capsys.readouterr()
            assert code == 0, f"{' '.join(words)}: {complaint}"
        if block.language == "text":
            assert block.text == told


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of the example at the end of the definitions."""
    folder = tmp_path_factory.mktemp("example")
    with pytest.MonkeyPatch.context() as patch:
        for block in _begun(METRICS, folder, patch):
            if block.name:
                (folder / block.name).write_text(block.text, encoding="utf-8")
            for words in block.commands() if block.language == "sh" else []:
                assert main(words) == 0
    report: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return report


def test_every_figure_of_the_definitions_is_the_examples(example: dict[str, Any]) -> None:
    claims = CLAIM.findall(prose(METRICS))
    assert len(claims) > 40
    for path, told in claims:
        assert _as_written(_at(example, path), told) == told, path


def test_every_key_of_the_example_is_documented(example: dict[str, Any]) -> None:
    assert {_shape(path) for path in leaves(example, "")} <= _documented_keys()


def test_the_interval_of_12_in_400_is_as_the_definitions_say() -> None:
    assert "12 customers of 400 leads the interval is 1.7 % to 5.2 %" in " ".join(
        prose(METRICS).split()
    )
    found = wilson(12, 400)
    assert found
    assert (round(found.low, 3), round(found.high, 3)) == (0.017, 0.052)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((5000, 1, 100, 0.5), "give R = 5,000, K = 50, L = 100"),
        ((700, 1, 100, 0.05), "7 customers at 5 % need 140 leads"),
    ],
)
def test_the_targets_of_the_definitions_are_computed_so(
    given: tuple[float, float, float, float], told: str
) -> None:
    found = target(inputs(*given))
    assert told in " ".join(section(METRICS, "Targets").split())
    assert f"{found.leads_rounded}" in told
    assert f"{found.customers_rounded}" in told


def test_the_readmes_agreement_shows_every_key_there_is() -> None:
    (text,) = [block.text for block in blocks(README) if block.name == "agreement.toml"]
    agreed = toml.parse("agreement.toml", text)
    assert {promise.measure for promise in agreed.promises} == set(get_args(Measure))
    assert keys_of(tomllib.loads(text)) == keys_of_model(Agreement) - {"version"}


# ---------------------------------------------------------------- completeness


def test_the_definitions_list_the_keys_of_the_report_and_no_others() -> None:
    parts = {"marketing": Marketing, "sales": Sales, "promises[]": PromiseState}
    parts |= {"notes[]": NoteLine, "coverage[]": Coverage}
    parts |= {"marketing.headline": Headline, "sales.headline": Headline}
    expected = {_shape(path) for name, part in parts.items() for path in paths(part, name)}
    of_these = {key for key in _documented_keys() if key.startswith((*parts,))}
    assert of_these - {"sales.capacity"} == expected


def test_every_measure_is_defined() -> None:
    assert set(get_args(Measure)) <= marked(section(METRICS, "Goals"))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_known_export_is_documented_with_its_columns(dialect: Any) -> None:
    page = section(DOCS / "exports.md", "Known exports")
    (own,) = [part for part in page.split("\n### ") if f"`{dialect.name}`:" in part]
    columns = {name for names in dialect.columns.values() for name in names.split(" | ")}
    fields_of = {name for names in dialect.columns for name in names.split()}
    assert columns | fields_of | {*dialect.set} <= marked(own)


@pytest.mark.parametrize("kind", fields.KINDS)
def test_every_field_is_documented(kind: str) -> None:
    text = section(DOCS / "exports.md", "Fields")
    (own,) = [part for part in text.split("\n**") if part.startswith(f"{kind}**")]
    choices = {choice for field in fields.KINDS[kind] for choice in field.choices}
    assert {*fields.names(kind)} | choices <= marked(own)


def test_every_command_is_documented_with_its_options_and_no_others() -> None:
    page = DOCS / "command-line.md"
    shell = [block for block in blocks(page) if block.language == "sh"]
    ran = [" ".join([*words, ""]) for block in shell for words in block.commands()]
    for command, options in commands(parser(), ""):
        told = {word for text in marked(section(page, command)) for word in text.split()}
        named = {word for word in told if word.startswith("--")}
        assert named - COMMON == options - COMMON, command
        assert any(words.startswith(f"{command} ") for words in ran), f"{command} has no example"
    assert marked(prose(page)) >= COMMON


def test_every_screen_is_described() -> None:
    titles = re.findall(r'title="([^"]+)", icon', (HOUSE / "app.py").read_text(encoding="utf-8"))
    assert len(titles) >= 6
    table = section(DOCS / "screens.md", "The screens")
    assert [title for title in titles if f"| {title} |" not in table] == []


def test_every_room_of_the_core_is_named_in_the_readme() -> None:
    rooms = {path.name for path in (HOUSE / "sla_core").iterdir() if not path.name.startswith("_")}
    assert rooms - marked(section(README, "How it is built")) == set()


# ---------------------------------------------------------------- links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for path, anchor in links(page):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}#{anchor}"


def test_the_code_names_pages_and_headings_that_there_are() -> None:
    named = re.compile(r'\b(docs/[\w-]+\.md)(?:,\s+"([^"]+)")?')
    found = [
        pair
        for folder in ("sla_core", "pages")
        for file in sorted((HOUSE / folder).rglob("*.py"))
        for pair in named.findall(file.read_text(encoding="utf-8"))
    ]
    assert found
    for path, heading in found:
        assert (HOUSE / path).exists(), path
        assert not heading or section(HOUSE / path, heading), heading


def test_every_picture_is_there_is_shown_and_is_small() -> None:
    shown = {path for page in PAGES for path, _ in links(page) if path.endswith(".png")}
    assert {Path(path).name for path in shown} == {picture.name for picture in PICTURES}
    for picture in PICTURES:
        data = (DOCS / "pictures" / picture.name).read_bytes()
        assert len(data) < LARGEST
        size = (picture.size["width"], picture.size["height"])
        assert struct.unpack(">II", data[16:24]) == size


def test_the_driver_that_the_readme_names_is_the_one_that_is_tested() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (driver,) = project["optional-dependencies"]["postgres"]
    assert f'"{driver}"' in README.read_text(encoding="utf-8")


def test_the_first_start_asks_for_no_address() -> None:
    config = tomllib.loads((HOUSE / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["showEmailPrompt"] is False


# ---------------------------------------------------------------- how it is looked up


def _begun(page: Path, folder: Path, patch: pytest.MonkeyPatch) -> list[Any]:
    """The page's blocks, in a folder with a store of its own and the samples."""
    patch.chdir(folder)
    patch.setenv("SLA_DATABASE_URL", f"sqlite:///{folder / 'sla.db'}")
    found = blocks(page)
    if any("data/samples" in block.text for block in found):
        shutil.copytree(HOUSE / "data" / "samples", folder / "data" / "samples")
    return found


def _documented_keys() -> set[str]:
    rows = section(METRICS, "JSON report")
    return set(re.findall(r"^\| `([\w.\[\]]+)` \|", rows, re.MULTILINE))


def _shape(path: str) -> str:
    for pattern, same in SAME_SHAPE.items():
        path = re.sub(pattern, same, path)
    return path


def _at(report: Any, path: str) -> Any:
    """The value at a path such as marketing.tiers[Gold].points or recalibration[-1].leads."""
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(report, dict):
            report = report[step]
        elif re.fullmatch(r"-?\d+", step):
            report = report[int(step)]
        else:
            (report,) = [one for one in report if one["name"] == step]
    return report


def _as_written(value: Any, told: str) -> str:
    """The value as the page writes it: with as many decimals."""
    if value is None or isinstance(value, str):
        return json.dumps(value)
    return f"{value:,.{len(told.partition('.')[2])}f}"
