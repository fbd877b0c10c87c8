"""Breakdowns rank groups, except those of few cases, and keep each bar's place in its table."""

from dataclasses import replace
from typing import Any

from sla_core.figures import breakdown, theme
from tests.sample_review import groups, sales_groups


def names(figure: Any) -> list[str]:
    return [text.strip() for text in figure.layout.yaxis.ticktext]


def values(figure: Any) -> list[str]:
    return [a.text for a in figure.layout.annotations if a.name == "value"]


def test_groups_of_leads_stand_by_their_count() -> None:
    figure = breakdown.counts(groups())
    assert names(figure) == ["manager", "director", "CEO"]
    assert list(figure.data[0].x) == [221.0, 176.0, 7.0]


def test_a_goal_is_a_mark_across_its_bar_and_no_goal_is_no_mark() -> None:
    figure = breakdown.counts(groups())
    assert [s.x0 for s in figure.layout.shapes] == [250.0, 150.0]
    assert values(figure)[0] == "221 of 250"


def test_the_best_share_stands_first_and_few_cases_are_grey_and_last() -> None:
    figure = breakdown.rates(sales_groups(), "share", 0.9)
    assert names(figure) == ["North", "West", "Trial"]
    hue = theme.LIGHT.sales
    assert [c == hue for c in figure.data[0].marker.color] == [True, True, False]


def test_of_hours_the_fewest_stand_first() -> None:
    assert names(breakdown.rates(sales_groups(), "hours"))[0] == "North"


def test_every_bar_says_its_number_of_cases() -> None:
    figure = breakdown.rates(sales_groups(), "share")
    assert values(figure) == [
        "93 %, n = 132",
        "84 %, n = 160",
        "100 %, n = 4",
    ]


def test_a_bar_knows_its_place_in_the_table_and_its_group() -> None:
    figure = breakdown.rates(sales_groups()[::-1], "share")
    assert [list(c) for c in figure.data[0].customdata] == [[2, "North"], [1, "West"], [0, "Trial"]]


def test_more_groups_than_can_be_read_are_left_to_the_table() -> None:
    many = [replace(groups()[0], name=f"source {i:02}", actual=100.0 - i) for i in range(40)]
    figure = breakdown.counts(many)
    assert len(figure.data[0].x) == breakdown.MOST
    assert figure.layout.annotations[-1].text == "leads; 28 more in the table"


def test_a_name_is_drawn_as_it_stands_and_not_as_markup() -> None:
    evil = replace(groups()[0], name='<a href="x">b</a>')
    figure = breakdown.counts([evil])
    assert names(figure) == ['&lt;a href="x"&gt;b&lt;/a&gt;']
    assert "<a" not in figure.data[0].hovertext[0]


def test_no_groups_are_said_to_be_no_data() -> None:
    for figure in (breakdown.counts(()), breakdown.rates((), "attempts")):
        assert [a.text for a in figure.layout.annotations] == ["no data"]


def test_a_group_without_a_value_is_listed_with_a_dash() -> None:
    blank = replace(sales_groups()[0], average_attempts=None, unconnected=0)
    figure = breakdown.rates([blank, sales_groups()[1]], "attempts")
    assert values(figure) == ["2.9, n = 100", "–, n = 0"]


def test_titles_name_the_largest_and_the_ends() -> None:
    assert breakdown.counts_title(groups(), "tier") == "manager brings 55 % of the leads"
    assert (
        breakdown.rates_title(sales_groups(), "team", "share")
        == "Answered within the goal: North 93 %, West 84 %"
    )


def test_a_single_group_is_not_praised() -> None:
    assert breakdown.counts_title(groups()[:1], "tier") == "All leads are of one tier: manager"


def test_a_title_never_ranks_few_cases() -> None:
    assert breakdown.counts_title([groups()[2]] * 2, "tier") == "Leads by tier"
    few = sales_groups()[1:]
    assert breakdown.rates_title(few, "team", "share") == "Answered within the goal, by team"


def test_words_for_a_screen_reader_list_the_bars() -> None:
    assert "manager 221 of 250" in breakdown.counts_alt(groups(), "tier")
    assert "North 93 %, n = 132" in breakdown.rates_alt(sales_groups(), "team", "share")
