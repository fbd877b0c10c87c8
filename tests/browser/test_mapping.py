"""An export that nobody knows: the upload proposes, asks what is not sure, remembers, asks no more."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.acting import choose, confirm, drop, imported, press, visit, write
from tests.browser.chromium import settled
from tests.browser.conftest import AppServer

LEADS = "Nr,Eingang,Kanal\nA1,03/04/2026 09:00,Messe\nA2,04/04/2026 10:00,Kaltakquise\n"
MORE = "Nr,Eingang,Kanal\nA2,04/04/2026 10:00,Kaltakquise\nA3,28/04/2026 11:00,Messe\n"
DEALS = (
    "Auftrag;Kunde;Stand;Summe;Ende\n"
    'D1;ann@example.com;Gewonnen;"1.200,50";20.04.2026\n'
    "D2;bo@example.com;wartet noch;99,00;21.04.2026\n"
    "Summe;;;1.299,50;\n"
)


def test_an_unknown_export_is_asked_about_once(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    for name, text in (("april.csv", LEADS), ("later.csv", MORE)):
        (tmp_path / name).write_text(text)
    visit(page, f"{app_server().url}/upload")
    drop(page, [tmp_path / "april.csv"])
    expect(page.get_by_text("An export that is not known here.")).to_be_visible()
    page.get_by_role("radio", name="Leads", exact=True).click()
    expect(page.get_by_text("sure 0.98")).to_be_visible()
    _have(page, "lead id (needed)", "Nr")
    _have(page, "qualified at (one of 2 needed)", "Eingang")
    _have(page, "created at (one of 2 needed)", "(not in this file)")
    expect(page.get_by_text("03/04/2026 09:00 · 04/04/2026 10:00")).to_be_visible()
    # Both dates could be read either way, and nothing is guessed.
    expect(page.get_by_text("Does the day come first, or the month?")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Load"))).to_be_disabled()
    press(page, "The day comes first")
    confirm(page)
    write(page, "Save this mapping as", "Office")
    press(page, "Save")
    press(page, "Load april.csv")
    imported(page, 1)
    drop(page, [tmp_path / "later.csv"])
    # Not even the order of day and month is asked again.
    expect(page.get_by_text("Read with your mapping Office")).to_have_count(2)
    expect(page.get_by_text("Does the day come first, or the month?")).to_have_count(0)
    press(page, "Load later.csv")
    imported(page, 2)
    expect(page.get_by_text("2 rows: 1 new, 0 changed, 1 the same, 0 refused.")).to_be_visible()


def test_what_is_not_sure_is_asked_before_it_is_loaded(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    (tmp_path / "deals.csv").write_text(DEALS, encoding="cp1252")
    visit(page, f"{app_server().url}/upload")
    drop(page, [tmp_path / "deals.csv"])
    _as_deals(page)
    expect(page.get_by_text("semicolon · 5 columns")).to_be_visible()
    _have(page, "deal id (needed)", "Auftrag")
    _have(page, "outcome (one of 2 needed)", "Stand")
    expect(page.get_by_role("button", name="Load deals.csv")).to_be_disabled()
    _have(page, "wartet noch", "open")
    page.get_by_text(re.compile("More fields of ours")).click()
    _have(page, "closed at", "Ende")
    expect(page.get_by_text("Line 4 holds totals and was left out.")).to_be_visible()
    confirm(page)
    press(page, "Load deals.csv")
    imported(page, 1)
    expect(page.get_by_text("2 rows: 2 new, 0 changed, 0 the same, 0 refused.")).to_be_visible()


def test_a_mapping_is_taken_along_as_a_file_and_brought_back(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    (tmp_path / "april.csv").write_text(MORE)
    visit(page, f"{app_server().url}/upload")
    drop(page, [tmp_path / "april.csv"])
    page.get_by_role("radio", name="Leads", exact=True).click()
    _have(page, "created at (one of 2 needed)", "Eingang")
    confirm(page)
    write(page, "Save this mapping as", "Office")
    press(page, "Save")
    page.get_by_text("Saved mappings").click()
    settled(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download as a file").click()
    taken.value.save_as(tmp_path / "office.toml")
    press(page, "Remove")
    expect(page.get_by_text("None yet.")).to_be_visible()
    page.get_by_label("Bring a mapping from a file").locator("input").set_input_files(
        tmp_path / "office.toml"
    )
    settled(page)
    press(page, "Save this mapping")
    expect(page.get_by_text("Saved as Office")).to_be_visible()


def _as_deals(page: Page) -> None:
    deals = page.get_by_role("radio", name="Deals", exact=True)
    if not deals.is_checked():
        deals.click()
    settled(page)


def _have(page: Page, label: str, option: str) -> None:
    """Choose the option, unless it is proposed already."""
    settled(page)
    box = page.get_by_role("combobox", name=label, exact=True).last
    if box.input_value() != option:
        choose(page, label, option)
