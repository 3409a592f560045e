"""Schedules and invoices as the service sends them, undocumented fields and nulls among them, and their exact amounts.

The ids are the same in every sandbox: the first schedule has the one of the documentation's examples,
6578278e879ad2646715ba9c.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any, Final, Literal

from leadconnector.codec.json import is_object
from leadconnector.sandbox.document import is_number, json_copy, objects
from leadconnector.sandbox.state import State

_DIGITS: Final = 1500  # more than the product of any two numbers that pass the check of requests has
_CENTS: Final = Decimal("0.01")
_TOTAL: Final = Decimal("1280.04")  # what `_items` come to

_BUSINESS: Final[dict[str, Any]] = {
    "name": "Green Thumb Gardens",
    "logoUrl": "https://gardens.example/logo.png",
    "phoneNo": "+1-202-555-0143",
    "website": "https://gardens.example",
    "address": {
        "addressLine1": "12 Orchard Lane",
        "city": "Springfield",
        "state": "IL",
        "countryCode": "US",
        "postalCode": "62701",
    },
    "customValues": [],
}
_CONTACT: Final[dict[str, Any]] = {
    "id": "sandboxContact000001",
    "name": "Ada Example",
    "phoneNo": "+1-202-555-0178",
    "email": "ada@customer.example",
    "additionalEmails": [],
    "companyName": "Example & Daughters",
    "address": {"addressLine1": "7 Mill Road", "city": "Springfield", "state": "IL", "countryCode": "US"},
    "customFields": [
        {"field": {"id": "sandboxField00000001", "name": "Gate code", "dataType": "TEXT"}, "value": "4711"}
    ],
}
_UNDOCUMENTED: Final[dict[str, Any]] = {
    "companyId": "sandboxCompany000001",
    "currencyOptions": {"code": "USD", "symbol": "$"},
    "sentTo": {"email": ["ada@customer.example"], "emailCc": [], "emailBcc": [], "phoneNo": []},
    "sentAt": None,
    "lastVisitedAt": None,
    "opportunityDetails": None,
    "externalTransactions": [],
    "remindersConfiguration": {"enabled": True, "daysBeforeDue": [3, 1]},
    "tipsReceived": [],
    "manualStatusTransitions": [],
    "__v": 0,
}


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
        add_invoice(schedule_id=schedule_id, status="paid", amountPaid=_TOTAL, **midnight)
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


def build(
    kind: Literal["invoice", "schedule"],
    state: State,
    location: str,
    whole: Mapping[str, Any] | None,
    fields: Mapping[str, Any],
    extra: Mapping[str, Any] | None,
    described: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a schedule or invoice: `whole`, or a realistic one with its amounts calculated anew, with changes.

    Raises:
        TypeError: for what JSON can't hold, and for a field that is neither described nor in the object.
    """
    base = (_invoice if kind == "invoice" else _schedule)(state, location) if whole is None else dict(whole)
    known = {*described, *base}
    for name in fields.keys() - known:
        wire_name = re.sub(r"(?<=\w)_(\w)", lambda match: match[1].upper(), name)
        near = difflib.get_close_matches(wire_name, known, n=1)
        meant = f"did you mean {near[0]}=? " if near else ""
        raise TypeError(f"{name}= is not a described field: {meant}extra={{{name!r}: …}} takes what is not described")
    changes: dict[str, Any] = json_copy({**(extra or {}), **fields})
    made: dict[str, Any] = {**json_copy(base), **changes}
    if whole is None:
        (total_invoice if kind == "invoice" else total_schedule)(made)
    return made | changes  # an amount that is given stays


def _invoice(state: State, location: str) -> dict[str, Any]:
    """Return a draft invoice over 1,280.04 US dollars, issued today and due in 14 days, without its own id."""
    return {
        **_common(state, location),
        "status": "draft",
        "amountPaid": 0,
        "name": "Garden maintenance",
        "invoiceNumber": f"INV-{next(state.invoice_numbers):06}",
        **_dates(state.now().date()),
        "invoiceItems": _items(state),
        "automaticTaxesEnabled": False,
        "automaticTaxesCalculated": False,
        "paymentSchedule": {},
    }


def _schedule(state: State, location: str) -> dict[str, Any]:
    """Return an active monthly schedule over 1,280.04 US dollars, without its own id and invoices."""
    common = _common(state, location)
    return {
        **common,
        "status": "active",
        "name": f"Garden maintenance, plan {next(state.schedule_numbers)}",
        "invoices": [],
        "items": _items(state),
        "compiledTermsNotes": common["termsNotes"],
        "schedule": {
            "rrule": {
                "intervalType": "monthly",
                "interval": 1,
                "startDate": f"{state.now().date().replace(day=1)}",
                "startTime": "09:00:00",
                "dayOfMonth": 15,
                "daysBefore": 14,
                "useStartAsPrimaryUserAccepted": False,
                "endType": "never",
            }
        },
    }


def _common(state: State, location: str) -> dict[str, Any]:
    return {
        "liveMode": False,
        "altId": location,
        "altType": "location",
        "businessDetails": _BUSINESS,
        "currency": "USD",
        "contactDetails": _CONTACT,
        "title": "INVOICE",
        "discount": {"type": "percentage", "value": 0},
        "termsNotes": "<p>Payable within 14 days.</p>",
        "attachments": [],
        "createdAt": state.timestamp(),
        "updatedAt": state.timestamp(),
        **_UNDOCUMENTED,
    }


def _dates(today: date) -> dict[str, str]:
    return {"issueDate": f"{today}", "dueDate": f"{today + timedelta(days=14)}"}


def _items(state: State) -> list[dict[str, Any]]:
    """Return two lines: work by the hour, and material with sales tax, so that money has cents."""
    common = {"currency": "USD", "taxInclusive": False, "_id": ""}
    tax = {"_id": "", "name": "Sales tax", "rate": Decimal("7.5"), "calculation": "exclusive"}
    lines: list[dict[str, Any]] = [
        {
            **common,
            "name": "Gardening, one hour",
            "amount": Decimal("87.5"),
            "qty": 14,
            "taxes": [],
            "type": "recurring",
        },
        {**common, "name": "Fertiliser", "amount": Decimal("12.8"), "qty": 4, "taxes": [tax], "type": "one_time"},
    ]
    for number, line in enumerate(lines, start=1):
        line |= {"productId": f"6578278e879ad26467f0000{number}", "priceId": f"6578278e879ad26467f1000{number}"}
        for part in (line, *line["taxes"]):
            part["_id"] = state.new_part_id()
    return lines


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
    return Fraction(value) if is_number(value) else Fraction(0)


def _as_number(value: Fraction) -> Decimal | int:
    if value.denominator == 1:
        return value.numerator  # the service writes 25, not 25.00
    with localcontext(prec=_DIGITS) as context:
        context.clear_flags()  # it starts with those of the caller's context
        exact = Decimal(value.numerator) / value.denominator
        return exact.quantize(_CENTS, ROUND_HALF_UP) if context.flags[Inexact] else exact
