"""An export that nobody knows: the upload asks, remembers, and asks no more."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.acting import choose, drop, imported, press, visit, write
from tests.browser.conftest import AppServer

LEADS = "Nr,Eingang,Kanal\nA1,03/04/2026 09:00,Messe\nA2,04/04/2026 10:00,Kaltakquise\n"
MORE = "Nr,Eingang,Kanal\nA2,04/04/2026 10:00,Kaltakquise\nA3,28/04/2026 11:00,Messe\n"
DEALS = "Auftrag,Nr,Stand,Summe,Ende\nD1,A1,Gewonnen,1200,20.04.2026\nD2,A2,Verloren,,21.04.2026\n"


def test_an_unknown_export_is_asked_about_once(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    for name, text in (("april.csv", LEADS), ("later.csv", MORE)):
        (tmp_path / name).write_text(text)
    visit(page, f"{app_server().url}/upload")
    drop(page, [tmp_path / "april.csv"])
    page.get_by_role("radio", name="Leads", exact=True).click()
    choose(page, "lead id", "Nr")
    choose(page, "qualified at", "Eingang")
    expect(page.get_by_text("03/04/2026 09:00 · 04/04/2026 10:00")).to_be_visible()
    page.get_by_text("More columns").click()
    choose(page, "source", "Kanal")
    # Both dates could be read either way, and nothing is guessed.
    expect(page.get_by_text("whether its dates begin with the day or the month")).to_be_visible()
    page.get_by_text("the day", exact=True).click()
    write(page, "Save this mapping as", "Office")
    press(page, "Save")
    press(page, "Import april.csv")
    imported(page, 1)
    drop(page, [tmp_path / "later.csv"])
    expect(page.get_by_text("read as Office").last).to_be_visible()
    press(page, "Import later.csv")
    imported(page, 2)
    expect(page.get_by_text("2 rows: 1 new, 0 changed, 1 the same, 0 refused.")).to_be_visible()


def test_words_of_an_unknown_export_are_translated(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    visit(page, f"{app_server().url}/upload")
    drop(page, [tmp_path / "deals.csv"])
    page.get_by_role("radio", name="Deals", exact=True).click()
    choose(page, "deal id", "Auftrag")
    choose(page, "outcome", "Stand")
    choose(page, "Gewonnen", "won")
    choose(page, "Verloren", "lost")
    page.get_by_text("More columns").click()
    choose(page, "closed at", "Ende")
    expect(page.get_by_text("Columns: 3 of 5 are read")).to_be_visible()
    press(page, "Import deals.csv")
    imported(page, 1)
    expect(page.get_by_text("2 rows: 2 new, 0 changed, 0 the same, 0 refused.")).to_be_visible()
