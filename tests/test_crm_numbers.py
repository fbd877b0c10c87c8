"""Counts and exact money."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa
import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from sla_core import money
from sla_core.crm.cells.numbers import NumberColumn, known_currencies, parse_counts, parse_money


def amounts(
    *texts: str | None, home: str | None = None, decimal: str = ""
) -> list[tuple[int | None, str | None]]:
    found = parse_money(
        pa.array(texts, pa.string()), pa.nulls(len(texts), pa.string()), home, decimal
    )
    return list(zip(found.amounts.to_pylist(), found.currencies.to_pylist(), strict=True))


def test_counts_are_whole_numbers_however_they_are_written() -> None:
    counts, unreadable = parse_counts(pa.array(["3", "3.0", "1,234", "2.5", "-1", None, "many"]))
    assert counts.to_pylist() == [3, 3, 1234, None, None, None, None]
    assert unreadable.tolist() == [False, False, False, True, True, False, True]


def test_a_count_has_thousands_unless_the_column_shows_otherwise() -> None:
    texts = pa.array(["1.234", "1,234", "3,0"])
    assert parse_counts(texts)[0].to_pylist() == [1234, 1234, 3]
    assert parse_counts(texts, ".")[0].to_pylist() == [None, 1234, 3]
    assert parse_counts(texts, ",")[0].to_pylist() == [1234, None, 3]


@pytest.mark.parametrize("text", ["€3", "5 %", "1/2", "03:00", "1.5"])
def test_what_is_no_count_is_unreadable(text: str) -> None:
    counts, unreadable = parse_counts(pa.array([text, "4"]))
    assert counts.to_pylist() == [None, 4]
    assert unreadable.tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("1234.5", 123450, "XXX"),
        ("$1,234.50", 123450, "USD"),
        ("1,234", 123400, "XXX"),
        ("€ 3500", 350000, "EUR"),
        ("1234,56", 123456, "XXX"),
        ("1.234,56 €", 123456, "EUR"),
        ("-12.30", -1230, "XXX"),
        ("(12.30)", -1230, "XXX"),
        ("USD 0.005", 0, "USD"),
        ("€ 3.500,00", 350000, "EUR"),
        ("$342.09K", 34209000, "USD"),
        ("1.2M", 120000000, "XXX"),
        ("€1.5bn", 150000000000, "EUR"),
        ("3 Mio. €", 300000000, "EUR"),
        ("300万円", 3000000, "JPY"),
        ("12 lakh", 120000000, "XXX"),
        ("1'234.50", 123450, "XXX"),
        ("CHF 1’234.50", 123450, "CHF"),
        ("1'234.-", 123400, "XXX"),
        ("1200,-", 120000, "XXX"),
        ("1200-", -120000, "XXX"),
        ("-1.200,00 €", -120000, "EUR"),
        ("1.200,00- €", -120000, "EUR"),
        ("\u2212$1,200.00", -120000, "USD"),
        ("($1,200)", -120000, "USD"),
        ("１２３", 12300, "XXX"),
        ("￥１２３", 123, "JPY"),
        ("1\u00a0234,5\u202f€", 123450, "EUR"),
        ("Rs. 1,23,456.00", 12345600, "INR"),
        ("Rs.500", 50000, "INR"),
        (".50", 50, "XXX"),
        ("£.50", 50, "GBP"),
        ("1.5E+05", 15000000, "XXX"),
        ("1.5e-1", 15, "XXX"),
        ("5 eur", 500, "EUR"),
        ("A$5", 500, "AUD"),
        ("¥300,000", 300000, "JPY"),
        ("KWD 1.2345", 1234, "KWD"),
        ("1 234 567,8", 123456780, "XXX"),
        ("0.1", 10, "XXX"),
        ("99999999999999.99", 9999999999999999, "XXX"),
    ],
)
def test_an_amount_is_exact_in_its_currency(text: str, minor: int, currency: str) -> None:
    assert amounts(text) == [(minor, currency)]


@pytest.mark.parametrize(
    "text",
    (
        "a lot|1.2.3|12,34,5|12..5|5 %|12 34|1/2|12:30|--5|(-5)|(5|5)|EUR|USD 5 EUR|500 kr|5 foo|5K M"
        "|K5|1e400|99999999999999999|NaN|#REF!|+|."
    ).split("|"),
)
def test_what_is_no_amount_is_unreadable(text: str) -> None:
    money = parse_money(pa.array([text, None]), pa.nulls(2, pa.string()), "EUR")
    assert money.amounts.to_pylist() == [None, None]
    assert money.unreadable.tolist() == [True, False]


def test_the_currency_is_the_stated_one_else_the_cell_s_else_the_workspace_s() -> None:
    money = parse_money(pa.array(["5", "£5", "5"]), pa.array(["EUR", None, None]), "CHF")
    assert money.currencies.to_pylist() == ["EUR", "GBP", "CHF"]


def test_a_sign_that_contradicts_the_stated_currency_is_no_amount() -> None:
    money = parse_money(pa.array(["£5", "€5", "5"]), pa.array(["EUR"] * 3), "CHF")
    assert money.amounts.to_pylist() == [None, 500, 500]
    assert money.clashing.tolist() == [True, False, False]
    assert not money.unreadable.any()


def test_a_sign_of_several_currencies_is_the_stated_one_if_it_is_one_of_them() -> None:
    texts, stated = ["$5", "500 kr", "US$5", "$5"], ["CAD", "SEK", "CAD", "ARS"]
    money = parse_money(pa.array(texts), pa.array(stated), "EUR")
    assert money.amounts.to_pylist() == [500, 50000, None, 500]
    assert money.clashing.tolist() == [False, False, True, False]


def test_a_dollar_is_the_workspace_s_where_that_has_dollars() -> None:
    assert amounts("$5", home="CAD") == [(500, "CAD")]
    assert amounts("$5", home="EUR") == [(500, "USD")]


def test_a_sign_of_several_currencies_is_the_workspace_s_if_it_is_one_of_them() -> None:
    assert amounts("500 kr", home="SEK") == [(50000, "SEK")]
    assert amounts("¥500", home="CNY") == [(50000, "CNY")]
    assert amounts("Rs 500", home="PKR") == [(50000, "PKR")]


@pytest.mark.parametrize(
    ("decimal", "minor"), [("", [150000, 150000]), (",", [150000, 150]), (".", [150, 150000])]
)
def test_the_decided_mark_reads_what_could_be_read_in_two_ways(
    decimal: str, minor: list[int]
) -> None:
    texts = ("1.500", "1,500", "2.50", "2,50", "1.234,5", "1,234.5")
    sure = [250, 250, 123450, 123450]
    assert [each for each, _ in amounts(*texts, decimal=decimal)] == minor + sure


def test_what_is_finer_than_the_minor_unit_is_rounded_and_counted() -> None:
    texts = pa.array(["1.005", "1.015", "1.50", "¥1.5", None, "0.30000000000000004"])
    money = parse_money(texts, pa.nulls(6, pa.string()), "EUR", ".")
    assert money.amounts.to_pylist() == [100, 102, 150, 2, None, 30]
    assert money.rounded == 4


LOCALES = ["en_US", "de_DE", "de_CH", "fr_FR", "es_ES", "pt_BR", "sv_SE", "ja_JP", "hi_IN", "pl_PL"]
LOCALES += ["it_CH", "en_ZA", "ru_RU", "fa_IR", "mr_IN", "ar_EG", "da_DK"]


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=5))
@pytest.mark.parametrize("locale", LOCALES)
def test_an_amount_written_in_any_country_reads_back_exactly(
    locale: str, values: list[Decimal]
) -> None:
    evidence = Decimal("-1234567.25")
    texts = [format_decimal(value, locale=locale) for value in [*values, evidence]]
    mark = NumberColumn(pa.array(texts)).decimals().mark
    wanted = [int(value * 100) for value in [*values, evidence]]
    assert [minor for minor, _ in amounts(*texts, decimal=mark)] == wanted


@given(
    value=st.decimals(-(10**9), 10**9, places=2),
    code=st.sampled_from(["EUR", "GBP", "USD", "JPY", "CHF"]),
)
@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "pt_BR", "ja_JP", "nl_NL"])
def test_an_amount_with_its_currency_reads_back(locale: str, code: str, value: Decimal) -> None:
    text = format_currency(value, code, locale=locale)
    whole = money.to_minor(value, code)
    mark = "." if locale in ("en_US", "ja_JP") else ","
    assert amounts(text, home="USD", decimal=mark) == [(whole, code)]


CELLS = st.none() | st.text(max_size=12) | st.from_regex(r"[€$(-]?[0-9.,' ]{1,12}[KM%€)-]?")


@given(st.lists(CELLS, max_size=6), st.sampled_from(["", ",", "."]))
def test_every_cell_is_read_blank_or_unreadable(texts: list[str | None], decimal: str) -> None:
    column = pa.array([text.strip() or None if text else None for text in texts], pa.string())
    found = parse_money(column, pa.nulls(len(column), pa.string()), "EUR", decimal)
    assert found.unreadable.tolist() == [
        text is not None and minor is None
        for text, minor in zip(column.to_pylist(), found.amounts.to_pylist(), strict=True)
    ]


@given(st.lists(CELLS, max_size=6))
def test_a_cell_is_read_the_same_whatever_stands_beside_it(texts: list[str | None]) -> None:
    column = [text.strip() or None if text else None for text in texts]
    assert amounts(*column) == [amounts(text)[0] for text in column]


@given(st.lists(st.decimals(-(10**12), 10**12, places=4), min_size=1, max_size=5))
def test_an_amount_is_what_decimal_arithmetic_makes_of_it(values: list[Decimal]) -> None:
    wanted = [int((v * 100).to_integral_value(ROUND_HALF_EVEN)) for v in values]
    assert [minor for minor, _ in amounts(*(f"{v:f}" for v in values), decimal=".")] == wanted


def test_a_currency_is_a_code_of_iso_4217_a_sign_or_a_name() -> None:
    texts = ["eur", "€", "Euro", "US Dollar", "USD - U.S. Dollar", "Schweizer Franken", "kr", None]
    codes, unreadable = known_currencies(pa.array([*texts, "Taler"]))
    assert codes.to_pylist() == ["EUR", "EUR", "EUR", "USD", "USD", "CHF", None, None, None]
    assert np.flatnonzero(unreadable).tolist() == [6, 8]
    assert known_currencies(pa.array(["$", "kr"]), "CAD")[0].to_pylist() == ["CAD", None]
