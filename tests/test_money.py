"""Exact money in minor units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.money import UNSTATED, digits, shown, to_major, to_minor

currencies = st.sampled_from(["EUR", "USD", "JPY", "KWD", UNSTATED])


@pytest.mark.parametrize(
    ("currency", "places"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), (UNSTATED, 2)]
)
def test_a_currency_has_its_decimal_places(currency: str, places: int) -> None:
    assert digits(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1200.50", "EUR", 120050),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("-0.01", "USD", -1),
        ("0.005", "EUR", 0),
        ("0.015", "EUR", 2),
        ("2.5", "JPY", 2),
        ("99999999999999.99", "EUR", 9_999_999_999_999_999),
    ],
)
def test_major_units_become_minor_ones_halves_to_even(
    amount: str, currency: str, minor: int
) -> None:
    assert to_minor(Decimal(amount), currency) == minor


def test_minor_units_become_major_ones_with_their_decimals() -> None:
    assert str(to_major(120050, "EUR")) == "1200.50"
    assert str(to_major(1200, "JPY")) == "1200"
    assert str(to_major(1234, "KWD")) == "1.234"


@given(st.integers(-(10**18), 10**18), currencies)
def test_there_and_back_nothing_is_lost(minor: int, currency: str) -> None:
    assert to_minor(to_major(minor, currency), currency) == minor


@given(st.lists(st.integers(-(10**12), 10**12)), currencies)
def test_a_sum_of_minor_units_is_the_sum_of_the_amounts(cents: list[int], currency: str) -> None:
    assert to_major(sum(cents), currency) == sum(to_major(c, currency) for c in cents)


@pytest.mark.parametrize(
    ("amount", "currency", "whole", "text"),
    [
        (3500, "EUR", True, "€3,500"),
        (3500.4, "EUR", False, "€3,500.40"),
        (1234567, "JPY", False, "¥1,234,567"),
        (3500, UNSTATED, True, "3,500"),
        (-12, "USD", True, "-$12"),
        (None, "EUR", True, "–"),
    ],
)
def test_an_amount_is_shown_with_its_currency(
    amount: float | None, currency: str, whole: bool, text: str
) -> None:
    assert shown(amount, currency, whole) == text
