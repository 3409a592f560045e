"""What an invoice comes to."""

from decimal import Context, Decimal, Inexact, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.sandbox.state import invoice_total, set_amounts

D = Decimal
VAT = {"rate": 19, "calculation": "exclusive"}


def item(amount: Any, qty: Any = 1, **more: Any) -> dict[str, Any]:
    return {"amount": amount, "qty": qty, **more}


@pytest.mark.parametrize(
    ("items", "discount", "total"),
    [
        ([], None, "0"),
        ([item(D("12.5"), 2)], None, "25"),
        ([item(D("0.1"), 3)], None, "0.3"),
        ([item(D("1e-7")), item(10**15)], None, "1000000000000000.0000001"),
        ([item(100)], {"type": "percentage", "value": D("2.5")}, "97.5"),
        ([item(100)], {"type": "percentage"}, "100"),
        ([item(100)], {"type": "fixed", "value": D("0.01")}, "99.99"),
        ([item(100)], {"type": "fixed", "value": 500}, "0"),
        ([item(100)], {"type": "percentage", "value": 200}, "0"),
        ([item(100, taxes=[VAT])], None, "119"),
        ([item(100, taxes=[VAT], taxInclusive=True)], None, "100"),
        ([item(100, taxes=[VAT, {"rate": 1}])], None, "120"),
        # The discount comes off before tax, in proportion to the prices: 25 off 100, 75 off 300.
        ([item(100, taxes=[VAT]), item(300)], {"type": "fixed", "value": 100}, "314.25"),
        ([item(100), item(100)], {"type": "percentage", "value": 10}, "180"),
        # A third of a cent each: no finite decimal, so cents, half up.
        ([item(1, taxes=[VAT]), item(2)], {"type": "fixed", "value": D("0.1")}, "3.08"),
        (None, "half", "0"),
        (["x", item("5"), item(True), item(None, None)], [], "0"),
    ],
)
def test_the_total(items: Any, discount: Any, total: str) -> None:
    assert str(invoice_total(items, discount)) == total


money = st.decimals(min_value=0, max_value=10**9, places=4)


@given(st.lists(st.tuples(money, st.integers(0, 1000))), st.decimals(0, 100, places=2))
def test_without_tax_the_total_is_exact(lines: list[tuple[Decimal, int]], percentage: Decimal) -> None:
    total = invoice_total([item(*line) for line in lines], {"type": "percentage", "value": percentage})
    with localcontext(Context(prec=100, traps=[Inexact])):
        whole = sum((amount * qty for amount, qty in lines), Decimal(0))
        assert total == whole - whole * percentage / 100


def test_the_callers_decimal_context_plays_no_part() -> None:
    with localcontext(prec=3) as context:
        context.flags[Inexact] = True
        assert invoice_total([item(D("123456.789"))]) == D("123456.789")


def amount_due(total: Any, paid: Any) -> Any:
    invoice = {"invoiceItems": [item(total)], "amountPaid": paid}
    set_amounts("invoice", invoice)
    return invoice["amountDue"]


def test_what_is_due_may_be_less_than_nothing() -> None:
    assert amount_due(D("10.5"), D("0.5")) == 10
    assert amount_due(10, D("10.01")) == D("-0.01")
    assert amount_due("?", None) == 0


def test_a_number_beyond_all_measure_counts_as_nothing() -> None:
    assert invoice_total([item(D("1e999999")), item(10**400), item(5)]) == 5
    assert amount_due(1, D("1e-999999")) == 1
