"""What the service adds to what it was sent: exact totals, ids of parts, the time."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any, Final

from leadconnector.sandbox.json_values import is_object, objects

_DIGITS: Final = 1500  # more than the product of any two numbers that pass the check of requests has
_CENTS: Final = Decimal("0.01")


def invoice_total(items: Any, discount: Any = None) -> Decimal | int:
    """Return price times quantity of all items, less the discount, plus the taxes that the prices don't contain.

    The discount comes off before tax, each item that it is valid for bearing its share. What has no finite decimal
    fraction is rounded to cents, half up. What is no item or number counts as nothing. How the service rounds and in
    which order it calculates is not known.
    """
    lines = objects(items)
    prices = [_number(line.get("amount")) * _number(line.get("qty")) for line in lines]
    total = Fraction(0)
    for line, price, share in zip(lines, prices, _shares(lines, prices, discount), strict=True):
        total += (price - share) * (1 + _tax_rate(line) / 100)
    return _as_number(total)


def amount_due(total: Any, paid: Any) -> Decimal | int:
    """Return what remains to be paid."""
    return _as_number(_number(total) - _number(paid))


def timestamp(moment: datetime) -> str:
    """Return a moment in UTC, with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def derive_invoice(invoice: dict[str, Any], new_id: Callable[[], str]) -> None:
    """Add what the service adds to a replaced invoice: ids of items and part payments, the amounts."""
    invoice["invoiceItems"] = _items(invoice["invoiceItems"], new_id)
    plan = invoice.setdefault("paymentSchedule", {})
    if "schedules" in plan:
        plan["schedules"] = [{"_id": new_id(), **part} for part in plan["schedules"]]
    total_invoice(invoice)


def derive_schedule(schedule: dict[str, Any], new_id: Callable[[], str]) -> None:
    """Add what the service adds to a replaced schedule: ids of items, the terms as sent, the total."""
    schedule["items"] = _items(schedule["items"], new_id)
    schedule["compiledTermsNotes"] = schedule.setdefault("termsNotes", "")
    total_schedule(schedule)


def total_invoice(invoice: dict[str, Any]) -> None:
    """Set the amounts of an invoice by its items."""
    invoice["total"] = invoice_total(invoice.get("invoiceItems"), invoice.get("discount"))
    invoice["amountDue"] = amount_due(invoice["total"], invoice.get("amountPaid"))


def total_schedule(schedule: dict[str, Any]) -> None:
    """Set the total of a schedule by its items."""
    schedule["total"] = invoice_total(schedule.get("items"), schedule.get("discount"))


def _items(items: list[dict[str, Any]], new_id: Callable[[], str]) -> list[dict[str, Any]]:
    return [{"_id": new_id(), "taxes": [], **item} for item in items]


def _shares(lines: list[dict[str, Any]], prices: list[Fraction], discount: Any) -> list[Fraction]:
    terms = discount if is_object(discount) else {}
    products: Any = terms.get("validOnProductIds")
    bases = [
        price if not products or line.get("productId") in products else Fraction(0)
        for line, price in zip(lines, prices, strict=True)
    ]
    base, value = sum(bases, Fraction(0)), _number(terms.get("value"))
    if not base:
        return bases
    whole = base * value / 100 if terms.get("type") == "percentage" else value
    return [min(whole, base) * each / base for each in bases]


def _tax_rate(line: dict[str, Any]) -> Fraction:
    if line.get("taxInclusive"):
        return Fraction(0)
    return sum((_number(tax.get("rate")) for tax in objects(line.get("taxes"))), Fraction(0))


def _number(value: Any) -> Fraction:
    return Fraction(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else Fraction(0)


def _as_number(value: Fraction) -> Decimal | int:
    if value.denominator == 1:
        return value.numerator  # the service writes 25, not 25.00
    with localcontext(prec=_DIGITS) as context:
        context.clear_flags()  # it starts with those of the caller's context
        exact = Decimal(value.numerator) / value.denominator
        if not context.flags[Inexact]:
            return exact
        return exact.quantize(_CENTS, ROUND_HALF_UP)
