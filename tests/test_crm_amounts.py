"""Amounts of a whole file and the currencies beside them."""

from datetime import UTC, datetime
from typing import Any

from sla_core.clean import CleanFile
from sla_core.crm import Options, read_export

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def read(text: str, **asked: Any) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(**asked), NOW)


def column(found: CleanFile, name: str) -> list[Any]:
    values: list[Any] = found.rows.column(name).to_pylist()
    return values


def test_amounts_take_the_file_s_currency_else_the_workspace_s() -> None:
    text = (
        'deal_id,stage,amount,currency\n1,won,"1,234.50",usd\n2,won,5,\n3,won,7,Taler\n4,won,,EUR\n'
    )
    found = read(text, currency="EUR")
    assert column(found, "amount") == [123450, 500, None, None]
    assert column(found, "currency") == ["USD", "EUR", None, "EUR"]
    assert found.blanked == {"currency": 1, "amount": 1}
    assert [(each.column, each.kind) for each in found.problems] == [
        ("currency", "this cannot be read as currency and was left blank"),
        ("amount", "the currency beside it cannot be read and was left blank"),
    ]


def test_an_amount_that_contradicts_its_currency_column_is_blank_and_says_why() -> None:
    text = "deal_id,stage,amount,currency\n1,won,$100,EUR\n2,won,€5,EUR\n3,won,$7,CAD\n"
    found = read(text, currency="EUR")
    assert column(found, "amount") == [None, 500, 700]
    assert column(found, "currency") == ["EUR", "EUR", "CAD"]
    assert found.blanked == {"amount": 1}
    assert [each.sentence() for each in found.problems] == [
        "a.csv, line 2, column “amount”: the cell's currency is not the EUR of its currency column"
        " and was left blank: “$100”; accepted: an amount in EUR, or without a currency."
    ]


def test_one_currency_for_every_row_is_the_user_s_word_whatever_the_sign() -> None:
    found = read("deal_id,stage,amount\n1,won,$100\n", set={"currency": "EUR"})
    assert (column(found, "amount"), column(found, "currency")) == ([10000], ["EUR"])
