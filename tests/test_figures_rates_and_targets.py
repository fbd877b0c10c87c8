"""The history of the rates, and the way from a quota to a lead target."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sla_core.figures import recalibration, targets, theme, words
from tests.sample_review import rates


def texts(figure: Any) -> list[str]:
    return [a.text for a in figure.layout.annotations]


def test_a_rate_is_a_line_over_thirteen_periods_named_at_its_end() -> None:
    figure = recalibration.history(rates(), "close_rate")
    line = figure.data[-1]
    assert (len(line.y), line.y[-1]) == (13, pytest.approx(21 / 420))
    assert "<b>5.0 %</b>" in texts(figure)


def test_the_interval_lies_behind_the_line_where_there_is_one() -> None:
    assert [t.name for t in recalibration.history(rates(), "close_rate").data] == [
        "low", "high", "close_rate",
    ]  # fmt: skip
    assert len(recalibration.history(rates(), "deal_size", "EUR").data) == 1


def test_a_period_without_the_rate_is_a_gap_in_its_line() -> None:
    first, *rest = rates()
    figure = recalibration.history([replace(first, deal_size=None), *rest], "deal_size", "EUR")
    assert np.isnan(figure.data[0].y[0])
    assert figure.data[0].y[1] == 5000.0


@pytest.mark.parametrize("rate", ["close_rate", "deal_size", "marketing_share"])
def test_a_history_without_the_rate_says_no_data(rate: Any) -> None:
    blank = [replace(r, close_rate=None, deal_size=None, marketing_share=None) for r in rates()]
    for rows in ([], blank):
        assert texts(recalibration.history(rows, rate)) == ["no data"]
        assert recalibration.title(rows, rate).endswith(": no data")


def test_titles_of_rates_say_the_last_value() -> None:
    assert recalibration.title(rates(), "close_rate") == "Close rate 5.0 % (21 of 420)"
    assert recalibration.title(rates(), "deal_size", "EUR") == "Average deal €5,000"


def test_the_chain_shows_marketings_part_of_the_quota_and_customers_among_leads() -> None:
    (bars,) = targets.chain(10_000, 5_000, 7, 140, "EUR").data
    assert list(bars.x) == pytest.approx([1, 0.5, 1, 0.05])
    assert bars.text[2] == "leads <b>140</b>"


@pytest.mark.parametrize("dark", [False, True])
def test_the_chains_words_stand_out_from_their_bars(dark: bool) -> None:
    (bars,) = targets.chain(10_000, 5_000, 7, 140, "EUR", dark).data
    ink, page = theme.palette(dark).ink, theme.palette(dark).page
    assert list(bars.insidetextfont.color) == [ink, page, page, ink]


def test_leads_are_rounded_up_only_where_they_are_written() -> None:
    (bars,) = targets.chain(10_000, 5_000, 7, 7 / 0.05, "EUR").data
    assert bars.text[2] == "leads <b>140</b>"
    assert targets.chain(10_000, 5_000, 7, 140.2, "EUR").data[0].text[2] == "leads <b>141</b>"


def test_a_chain_with_nothing_in_it_says_what_it_needs() -> None:
    assert texts(targets.chain(0, 0, 0, 0, "EUR")) == ["four inputs over 0 give a target"]


def test_leads_by_tier_keep_the_order_given() -> None:
    figure = targets.per_tier([("CEO", 20), ("director", 100)])
    assert [t.strip() for t in figure.layout.yaxis.ticktext] == ["CEO", "director"]
    assert list(figure.data[0].x) == [20, 100]


def test_leads_by_month_have_a_bar_a_month() -> None:
    figure = targets.per_month([("Nov", 90.4), ("Dec", 100)])
    assert list(figure.data[0].text) == ["91", "100"]
    assert texts(targets.per_month([])) == ["no months to show"]


def test_dark_and_light_figures_stand_on_no_ground_of_their_own() -> None:
    for dark in (False, True):
        figure = recalibration.history(rates(), "close_rate", dark=dark)
        assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert figure.data[-1].line.color == theme.palette(dark).marketing


@pytest.mark.parametrize(
    ("value", "said"),
    [(1_250_000, "€1.25M"), (12_300, "€12k"), (9_800, "€9,800"), (-2e6, "-€2.00M")],
)
def test_large_money_is_cut_where_room_is_short(value: float, said: str) -> None:
    assert words.short(value, "money", "EUR") == said


def test_money_without_a_stated_currency_has_no_sign() -> None:
    assert words.sign("XXX") == ""
    assert words.amount(12.0, "money") == "12"
