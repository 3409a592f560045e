"""Schedules and invoices as the service sends them, undocumented fields and nulls among them, and their exact amounts.

The ids are the same in every sandbox: the first schedule has the one of the documentation's examples,
6578278e879ad2646715ba9c.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from leadconnector.codec.json import is_object, parse_json
from leadconnector.sandbox.document import is_number, json_copy, objects
from leadconnector.sandbox.state import State

Kind = Literal["invoice", "schedule"]

ITEMS: Final[Mapping[Kind, str]] = {"invoice": "invoiceItems", "schedule": "items"}
_DIGITS: Final = 1500  # more than the product of any two numbers that pass the check of requests has
_CENTS: Final = Decimal("0.01")


def seed(state: State, add_schedule: Callable[..., str], add_invoice: Callable[..., str]) -> None:
    """Add two active schedules with a paid and a draft invoice each, a draft schedule, and an invoice paid in parts.

    The service sends the dates of an invoice as plain ones or as midnight UTC: here drafts have the former, the
    others the latter.
    """
    today = state.now().date()
    dates = _dates(today)
    midnight = {name: f"{day}T00:00:00.000Z" for name, day in dates.items()}
    for _ in range(2):
        schedule_id = add_schedule()
        add_invoice(schedule_id=schedule_id, status="paid", amountPaid=Decimal("1280.04"), **midnight)
        add_invoice(schedule_id=schedule_id)
    later = today + timedelta(days=30)
    add_schedule(status="draft", name="Spring cleaning", schedule={"executeAt": f"{later}T09:00:00.000Z"})
    paid = {"status": "paid", "paidBy": {"userId": "sandboxUser0001"}}
    parts = [
        {"_id": state.new_part_id(), "value": 40, "dueDate": dates["issueDate"], **paid},
        {"_id": state.new_part_id(), "value": 60, "dueDate": dates["dueDate"], "status": "unpaid"},
    ]
    plan = {"type": "percentage", "schedules": parts}
    add_invoice(status="partially_paid", amountPaid=512, paymentSchedule=plan, **midnight)


def realistic(kind: Kind, state: State, location: str) -> dict[str, Any]:
    """Return a draft invoice or an active monthly schedule over 1,280.04 US dollars, without its own id."""
    payloads = _payloads()
    items = json_copy(payloads["items"])
    for line in items:
        for part in (line, *line["taxes"]):
            part["_id"] = state.new_part_id()
    now, today = state.timestamp(), state.now().date()
    own = {"altId": location, "createdAt": now, "updatedAt": now, ITEMS[kind]: items}
    made: dict[str, Any] = json_copy({**payloads["common"], **payloads[kind], **own})
    if kind == "invoice":
        # Issued today and due in 14 days.
        return made | {"invoiceNumber": f"INV-{next(state.invoice_numbers):06}", **_dates(today)}
    made["schedule"]["rrule"]["startDate"] = f"{today.replace(day=1)}"
    return made | {"name": f"Garden maintenance, plan {next(state.schedule_numbers)}"}


@cache
def _payloads() -> dict[str, Any]:
    content: dict[str, Any] = parse_json(files(__package__ or "").joinpath("realistic.json").read_bytes())
    return content


def _dates(today: date) -> dict[str, str]:
    return {"issueDate": f"{today}", "dueDate": f"{today + timedelta(days=14)}"}


def set_amounts(kind: Kind, thing: dict[str, Any]) -> None:
    """Set the amounts of a schedule or invoice by its items."""
    total = thing["total"] = invoice_total(thing.get(ITEMS[kind]), thing.get("discount"))
    if kind == "invoice":
        thing["amountDue"] = _as_number(Fraction(total) - _number(thing.get("amountPaid")))


def invoice_total(items: Any, discount: Any = None) -> Decimal | int:
    """Return price times quantity of all items, less the discount, plus the taxes that the prices don't contain.

    The discount comes off before tax, each item bearing its share. What has no finite decimal fraction is rounded to
    cents, half up. What is no item or number counts as nothing. How the service rounds, in which order it calculates
    and what a discount for some products does is not known.
    """
    base, taxed = Fraction(0), Fraction(0)
    for line in objects(items):
        price = _number(line.get("amount")) * _number(line.get("qty"))
        taxes = [] if line.get("taxInclusive") else objects(line.get("taxes"))
        rate = sum((_number(tax.get("rate")) for tax in taxes), Fraction(0))
        base += price
        taxed += price * (1 + rate / 100)
    terms = discount if is_object(discount) else {}
    value = _number(terms.get("value"))
    off = min(base * value / 100 if terms.get("type") == "percentage" else value, base)
    return _as_number(taxed * (1 - off / base) if base else taxed)


def _number(value: Any) -> Fraction:
    return Fraction(value) if is_number(value) else Fraction(0)


def _as_number(value: Fraction) -> Decimal | int:
    if value.denominator == 1:
        return value.numerator  # the service writes 25, not 25.00
    with localcontext(prec=_DIGITS) as context:
        context.clear_flags()  # it starts with those of the caller's context
        exact = Decimal(value.numerator) / value.denominator
        return exact.quantize(_CENTS, ROUND_HALF_UP) if context.flags[Inexact] else exact
