"""Exact money: integer minor units with an ISO 4217 currency."""

from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import format_currency, get_currency_precision

UNSTATED = "XXX"
"""ISO 4217's code for "no currency": an amount whose export names none."""


def digits(currency: str) -> int:
    """How many decimal places the currency has: 2 for EUR, 0 for JPY, 2 where none is stated."""
    return 2 if currency == UNSTATED else get_currency_precision(currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """Major units to minor units, halves to even."""
    return int((amount * 10 ** digits(currency)).to_integral_value(ROUND_HALF_EVEN))


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units to major units, exactly."""
    return Decimal(minor).scaleb(-digits(currency))


def shown(amount: Decimal | float | None, currency: str, whole: bool = True) -> str:
    """An amount in major units as people read it: "€3,500"; a dash where there is none."""
    if amount is None:
        return "–"
    code = "" if currency == UNSTATED else currency
    pattern = "¤#,##0" if whole else None
    text = format_currency(
        amount, code or "USD", pattern, locale="en_US", currency_digits=not whole
    )
    return text if code else text.replace("$", "")
