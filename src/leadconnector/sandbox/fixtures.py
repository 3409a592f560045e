"""Schedules and invoices as the service sends them, undocumented fields and nulls among them.

The ids are the same in every sandbox: the first schedule has the one of the documentation's examples,
6578278e879ad2646715ba9c.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from leadconnector.sandbox.state import State

TOTAL: Final = Decimal("1280.04")
"""What `items` come to."""

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
        add_invoice(schedule_id=schedule_id, status="paid", amountPaid=TOTAL, **midnight)
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


def invoice(state: State, location: str) -> dict[str, Any]:
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


def schedule(state: State, location: str) -> dict[str, Any]:
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
