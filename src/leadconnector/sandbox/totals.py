"""The amounts of invoices and schedules, exact."""

from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any, Final

from leadconnector.codec.json import is_object
from leadconnector.sandbox.document import objects

_DIGITS: Final = 1500  # more than the product of any two numbers that pass the check of requests has
_CENTS: Final = Decimal("0.01")


def invoice_total(items: Any, discount: Any = None) -> Decimal | int:
    """Return price times quantity of all items, less the discount, plus the taxes that the prices don't contain.

    The discount comes off before tax, each item that it is valid for bearing its share. What has no finite decimal
    fraction is rounded to cents, half up. What is no item or number counts as nothing. How the service rounds and in
    which order it calculates is not known.
    """
    lines = objects(items)
    terms = discount if is_object(discount) else {}
    products: Any = terms.get("validOnProductIds")
    prices = [_number(line.get("amount")) * _number(line.get("qty")) for line in lines]
    bases = [
        price if not products or line.get("productId") in products else Fraction(0)
        for line, price in zip(lines, prices, strict=True)
    ]
    base, value = sum(bases, Fraction(0)), _number(terms.get("value"))
    off = min(base * value / 100 if terms.get("type") == "percentage" else value, base)
    total = Fraction(0)
    for line, price, share in zip(lines, prices, bases, strict=True):
        taxes = [] if line.get("taxInclusive") else objects(line.get("taxes"))
        rate = sum((_number(tax.get("rate")) for tax in taxes), Fraction(0))
        total += (price - (off * share / base if base else 0)) * (1 + rate / 100)
    return _as_number(total)


def amount_due(total: Any, paid: Any) -> Decimal | int:
    """Return what remains to be paid."""
    return _as_number(_number(total) - _number(paid))


def total_invoice(invoice: dict[str, Any]) -> None:
    """Set the amounts of an invoice by its items."""
    invoice["total"] = invoice_total(invoice.get("invoiceItems"), invoice.get("discount"))
    invoice["amountDue"] = amount_due(invoice["total"], invoice.get("amountPaid"))


def total_schedule(schedule: dict[str, Any]) -> None:
    """Set the total of a schedule by its items."""
    schedule["total"] = invoice_total(schedule.get("items"), schedule.get("discount"))


def _number(value: Any) -> Fraction:
    return Fraction(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else Fraction(0)


def _as_number(value: Fraction) -> Decimal | int:
    if value.denominator == 1:
        return value.numerator  # the service writes 25, not 25.00
    with localcontext(prec=_DIGITS) as context:
        context.clear_flags()  # it starts with those of the caller's context
        exact = Decimal(value.numerator) / value.denominator
        return exact.quantize(_CENTS, ROUND_HALF_UP) if context.flags[Inexact] else exact
