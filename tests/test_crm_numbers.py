"""Counts and exact money."""

from decimal import ROUND_HALF_EVEN, Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.numbers import known_currencies, parse_counts, parse_money


def amounts(*texts: str | None, home: str | None = None) -> list[tuple[int | None, str | None]]:
    money = parse_money(pa.array(texts, pa.string()), pa.nulls(len(texts), pa.string()), home)
    return list(zip(money.amounts.to_pylist(), money.currencies.to_pylist(), strict=True))


def test_counts_are_whole_numbers_however_they_are_written() -> None:
    counts, unreadable = parse_counts(pa.array(["3", "3.0", "1,234", "2.5", "-1", None, "many"]))
    assert counts.to_pylist() == [3, 3, 1234, None, None, None, None]
    assert unreadable.tolist() == [False, False, False, True, True, False, True]


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
        ("USD 1.005", 100, "USD"),
        ("¥300,000", 300000, "JPY"),
        ("KWD 1.2345", 1234, "KWD"),
        ("1 234 567,8", 123456780, "XXX"),
        ("0.1", 10, "XXX"),
        ("99999999999999.99", 9999999999999999, "XXX"),
    ],
)
def test_an_amount_is_exact_in_its_currency(text: str, minor: int, currency: str) -> None:
    assert amounts(text) == [(minor, currency)]


@pytest.mark.parametrize("text", ["a lot", "1.2.3", "12,34,5", "$342.09K", "1e5", "12..5"])
def test_what_is_no_amount_is_unreadable(text: str) -> None:
    money = parse_money(pa.array([text, None]), pa.nulls(2, pa.string()), "EUR")
    assert money.amounts.to_pylist() == [None, None]
    assert money.unreadable.tolist() == [True, False]


def test_the_currency_is_the_stated_one_else_the_cell_s_else_the_workspace_s() -> None:
    money = parse_money(pa.array(["£5", "£5", "5"]), pa.array(["EUR", None, None]), "CHF")
    assert money.currencies.to_pylist() == ["EUR", "GBP", "CHF"]


def test_a_dollar_is_the_workspace_s_where_that_has_dollars() -> None:
    assert amounts("$5", home="CAD") == [(500, "CAD")]
    assert amounts("$5", home="EUR") == [(500, "USD")]


def test_a_dot_groups_thousands_where_the_column_shows_a_decimal_comma() -> None:
    assert [minor for minor, _ in amounts("1.234", "2,50")] == [123400, 250]
    assert [minor for minor, _ in amounts("1.234", "2.50")] == [123, 250]


@given(st.lists(st.decimals(-(10**12), 10**12, places=4), min_size=1, max_size=5))
def test_an_amount_is_what_decimal_arithmetic_makes_of_it(values: list[Decimal]) -> None:
    wanted = [int((v * 100).to_integral_value(ROUND_HALF_EVEN)) for v in values]
    assert [minor for minor, _ in amounts(*(f"{v:f}" for v in values))] == wanted


def test_a_currency_is_a_code_of_iso_4217_or_a_sign() -> None:
    codes, unreadable = known_currencies(pa.array(["eur", "€", "Euro", None]))
    assert codes.to_pylist() == ["EUR", "EUR", None, None]
    assert unreadable.tolist() == [False, False, True, False]
