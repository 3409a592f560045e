"""How the service writes what it adds to the data that it was sent."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from leadconnector.sandbox.amounts import amount_due, invoice_total


def timestamp(moment: datetime) -> str:
    """Return a moment in UTC, with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def settle_invoice(invoice: dict[str, Any], new_id: Callable[[], str]) -> None:
    """Give a replaced invoice what the service adds: ids of items and part payments, the amounts."""
    invoice["invoiceItems"] = _items(invoice["invoiceItems"], new_id)
    plan = invoice.setdefault("paymentSchedule", {})
    if "schedules" in plan:
        plan["schedules"] = [{"_id": new_id(), **part} for part in plan["schedules"]]
    reckon_invoice(invoice)


def settle_schedule(schedule: dict[str, Any], new_id: Callable[[], str]) -> None:
    """Give a replaced schedule what the service adds: ids of items, the terms as sent, the total."""
    schedule["items"] = _items(schedule["items"], new_id)
    schedule["compiledTermsNotes"] = schedule.setdefault("termsNotes", "")
    reckon_schedule(schedule)


def reckon_invoice(invoice: dict[str, Any]) -> None:
    """Set the amounts of an invoice by its items."""
    invoice["total"] = invoice_total(invoice.get("invoiceItems"), invoice.get("discount"))
    invoice["amountDue"] = amount_due(invoice["total"], invoice.get("amountPaid"))


def reckon_schedule(schedule: dict[str, Any]) -> None:
    """Set the total of a schedule by its items."""
    schedule["total"] = invoice_total(schedule.get("items"), schedule.get("discount"))


def _items(items: list[dict[str, Any]], new_id: Callable[[], str]) -> list[dict[str, Any]]:
    return [{"_id": new_id(), "taxes": [], **item} for item in items]
