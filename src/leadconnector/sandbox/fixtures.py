"""Schedules and invoices as the service sends them, undocumented fields and nulls among them.

The ids are the same in every sandbox: the first schedule has the one of the documentation's examples,
6578278e879ad2646715ba9c.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from leadconnector.sandbox.state import State

Ids = Callable[[], str]

TOTAL: Final = Decimal("1280.04")
"""What `items` come to."""


def seed(today: date, new_part_id: Ids, add_schedule: Callable[..., str], add_invoice: Callable[..., str]) -> None:
    """Add two active schedules with a paid and a draft invoice each, a draft schedule, and an invoice paid in parts.

    The service sends the dates of an invoice as plain ones or as midnight UTC: here drafts have the former, the
    others the latter.
    """
    midnight = {name: f"{day}T00:00:00.000Z" for name, day in invoice_dates(today).items()}
    for _ in range(2):
        schedule_id = add_schedule()
        add_invoice(schedule_id=schedule_id, status="paid", amountPaid=TOTAL, **midnight)
        add_invoice(schedule_id=schedule_id)
    add_schedule(
        status="draft",
        name="Spring cleaning",
        schedule={"executeAt": f"{today + timedelta(days=30)}T09:00:00.000Z"},
    )
    plan = payment_plan(new_part_id, *(f"{day}" for day in invoice_dates(today).values()))
    add_invoice(status="partially_paid", amountPaid=512, paymentSchedule=plan, **midnight)


def invoice_dates(today: date) -> dict[str, str]:
    """Return the dates of an invoice that is issued today and due in 14 days."""
    return {"issueDate": f"{today}", "dueDate": f"{today + timedelta(days=14)}"}


def invoice(state: State, location: str) -> dict[str, Any]:
    """Return a draft invoice over 1,280.04 US dollars, issued today, without its own id."""
    return {
        "status": "draft",
        "liveMode": False,
        "amountPaid": 0,
        "altId": location,
        "altType": "location",
        "name": "Garden maintenance",
        "businessDetails": business(),
        "invoiceNumber": f"INV-{next(state.invoice_numbers):06}",
        "currency": "USD",
        "contactDetails": contact(),
        **invoice_dates(state.now().date()),
        "discount": {"type": "percentage", "value": 0},
        "invoiceItems": items(state.new_part_id),
        "title": "INVOICE",
        "createdAt": state.timestamp(),
        "updatedAt": state.timestamp(),
        "automaticTaxesEnabled": False,
        "automaticTaxesCalculated": False,
        "paymentSchedule": {},
        "termsNotes": "<p>Payable within 14 days.</p>",
        "attachments": [],
        **_undocumented(),
    }


def schedule(state: State, location: str) -> dict[str, Any]:
    """Return an active monthly schedule over 1,280.04 US dollars, without its own id and without invoices."""
    start = state.now().date().replace(day=1)
    return {
        "status": "active",
        "liveMode": False,
        "altId": location,
        "altType": "location",
        "name": f"Garden maintenance, plan {next(state.schedule_numbers)}",
        "invoices": [],
        "businessDetails": business(),
        "currency": "USD",
        "contactDetails": contact(),
        "items": items(state.new_part_id),
        "title": "INVOICE",
        "termsNotes": "<p>Payable within 14 days.</p>",
        "compiledTermsNotes": "<p>Payable within 14 days.</p>",
        "createdAt": state.timestamp(),
        "updatedAt": state.timestamp(),
        "schedule": {"rrule": rrule(start.isoformat())},
        "discount": {"type": "percentage", "value": 0},
        "attachments": [],
        **_undocumented(),
    }


def rrule(start: str) -> dict[str, Any]:
    """Return a rule: the 15th of each month, without an end."""
    return {
        "intervalType": "monthly",
        "interval": 1,
        "startDate": start,
        "startTime": "09:00:00",
        "dayOfMonth": 15,
        "daysBefore": 14,
        "useStartAsPrimaryUserAccepted": False,
        "endType": "never",
    }


def business() -> dict[str, Any]:
    """Return the sender of an invoice."""
    return {
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


def contact() -> dict[str, Any]:
    """Return the recipient of an invoice."""
    return {
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


def items(new_id: Ids) -> list[dict[str, Any]]:
    """Return two lines: work by the hour, and material with sales tax, so that money has cents."""
    return [
        {
            "_id": new_id(),
            "productId": "6578278e879ad26467f00001",
            "priceId": "6578278e879ad26467f10001",
            "name": "Gardening, one hour",
            "currency": "USD",
            "amount": Decimal("87.5"),
            "qty": 14,
            "taxes": [],
            "type": "recurring",
            "taxInclusive": False,
        },
        {
            "_id": new_id(),
            "productId": "6578278e879ad26467f00002",
            "priceId": "6578278e879ad26467f10002",
            "name": "Fertiliser",
            "currency": "USD",
            "amount": Decimal("12.8"),
            "qty": 4,
            "taxes": [{"_id": new_id(), "name": "Sales tax", "rate": Decimal("7.5"), "calculation": "exclusive"}],
            "type": "one_time",
            "taxInclusive": False,
        },
    ]


def payment_plan(new_id: Ids, first: str, second: str) -> dict[str, Any]:
    """Return a payment in two parts, due on the given days, the first one paid."""
    return {
        "type": "percentage",
        "schedules": [
            {"_id": new_id(), "value": 40, "dueDate": first, "status": "paid", "paidBy": {"userId": "sandboxUser0001"}},
            {"_id": new_id(), "value": 60, "dueDate": second, "status": "unpaid"},
        ],
    }


def _undocumented() -> dict[str, Any]:
    return {
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
