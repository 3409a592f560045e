"""Amounts, quantities and rates are exact, in both directions and however they are made."""

from __future__ import annotations

import json
from decimal import Context, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import exact
from leadconnector_invoices.models import Invoice, InvoiceItemInput, TipsConfigurationInput
from tests.support.payloads import examples

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(
    places=2, allow_nan=False, allow_infinity=False
)
THIRTY_DIGITS = "123456789012345678901234567890"
TELLING = [
    "999.99",
    "0.1",
    "1E-7",
    "1e-7",
    "123456789012.34",
    THIRTY_DIGITS,
    f"0.{THIRTY_DIGITS}",
    "1E+400",
    "1E-5000",
    "-0.00",
    "1.50",
]


def item(amount: Any, qty: Any = 1) -> InvoiceItemInput:
    return InvoiceItemInput(name="x", currency="USD", amount=amount, qty=qty)


@pytest.mark.parametrize("digits", TELLING)
def test_digits_survive_in_text(digits: str) -> None:
    invoice = Invoice.from_json(f'{{"_id": "x", "total": {digits}, "unknown": [{digits}]}}')
    assert repr(invoice.total) == repr(Decimal(digits))
    written = json.loads(invoice.to_json(), parse_float=str, parse_int=str)
    assert [Decimal(written["total"]), *map(Decimal, written["unknown"])] == [Decimal(digits)] * 2
    assert written["total"] == str(Decimal(digits))


@pytest.mark.parametrize("digits", TELLING)
def test_digits_survive_a_constructor_and_an_assignment(digits: str) -> None:
    for value in (item(digits), item(Decimal(digits))):
        assert repr(value.amount) == repr(Decimal(digits))
        assert json.loads(value.to_json(), parse_float=str, parse_int=str)["amount"] == str(Decimal(digits))
        assert repr(value.to_dict()["amount"]) == repr(Decimal(digits))
    invoice = Invoice.from_dict({"_id": "x", "total": Decimal(digits)})
    assert repr(invoice.total) == repr(Decimal(digits))
    invoice = Invoice(id="x")
    invoice.total = Decimal(digits)
    assert json.loads(invoice.to_json(), parse_float=str, parse_int=str)["total"] == str(Decimal(digits))


@examples(200)
@given(value=DECIMALS)
def test_any_decimal_survives(value: Decimal) -> None:
    invoice = Invoice(id="x", total=value)
    assert str(invoice.total) == str(value)
    again = Invoice.from_json(invoice.to_json()).total
    assert again == value
    assert again is not None
    assert again.as_tuple() == Decimal(str(value)).as_tuple()
    assert Invoice.from_dict(invoice.to_dict()) == invoice


@examples(200)
@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_that_json_loads_made_reads_as_its_shortest_text(value: float) -> None:
    invoice = Invoice.from_dict({"_id": "x", "total": value})
    assert invoice.total == Decimal(repr(value))
    assert json.loads(invoice.to_json()) == {"_id": "x", "total": value}


@examples(50)
@given(value=st.integers())
def test_an_int_is_a_decimal(value: int) -> None:
    for invoice in (Invoice(id="x", total=value), Invoice.from_json(b'{"_id": "x", "total": %d}' % value)):
        assert type(invoice.total) is Decimal
        assert invoice.total == value
        assert json.loads(invoice.to_json())["total"] == value


def test_a_narrow_decimal_context_rounds_nothing() -> None:
    with localcontext(Context(prec=3)):
        invoice = Invoice.from_json(f'{{"_id": "x", "total": 1.{THIRTY_DIGITS}}}')
        assert json.loads(invoice.to_json(), parse_float=str)["total"] == f"1.{THIRTY_DIGITS}"
        assert str(item(f"1.{THIRTY_DIGITS}").amount) == f"1.{THIRTY_DIGITS}"


def test_a_float_is_refused_with_what_to_write_instead() -> None:
    with pytest.raises(
        TypeError, match=r'^InvoiceItemInput\.amount: 9\.99 is a binary float; write Decimal\("9\.99"\)$'
    ):
        item(9.99)
    with pytest.raises(TypeError, match="binary float"):
        item(1, qty=1.0)
    with pytest.raises(TypeError, match="binary float"):
        Invoice(id="x", total=0.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="binary float"):
        TipsConfigurationInput(tips_percentage=[5, 7.5], tips_enabled=True)  # type: ignore[list-item]


def test_a_float_that_was_assigned_is_refused_when_it_is_written() -> None:
    amount = item(1)
    amount.amount = 9.99  # type: ignore[assignment]
    tips = TipsConfigurationInput(tips_percentage=[5], tips_enabled=True)
    tips.tips_percentage = [7.5]  # type: ignore[list-item]
    for value in (amount, tips):
        for write in (value.to_json, value.to_dict):
            with pytest.raises(InvalidDataError, match="binary float"):
                write()


@pytest.mark.parametrize("value", [True, False, None, b"1", [1], 1j])
def test_other_kinds_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match=r"expected a Decimal, an int or decimal text such as '9\.99', got "):
        exact(value)


@pytest.mark.parametrize("value", ["", "9,99", "ten", "1_0,0", "$5", "0x1", "NaN", "sNaN", "Infinity", "-inf"])
def test_text_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"is no decimal number: write for example '9\.99'"):
        item(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-inf")])
def test_what_json_has_no_number_for_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="is no finite number"):
        item(value)


def test_none_and_unset_are_no_amounts() -> None:
    with pytest.raises(TypeError, match="got None"):
        item(None)
    assert Invoice(id="x", total=None).total is None


@pytest.mark.parametrize("value", ["12.50", True, [1], {"amount": 1}, "", None])
def test_another_kind_on_the_wire_is_kept_as_it_came(value: Any) -> None:
    invoice = Invoice.from_dict({"_id": "x", "total": value})
    assert invoice.total is None
    assert invoice.extra == {"total": value}
    assert json.loads(invoice.to_json()) == {"_id": "x", "total": value}
