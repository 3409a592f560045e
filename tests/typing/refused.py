"""What must not type-check. Each error is expected, and a checker that no longer finds it complains of its comment."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from leadconnector_invoices.models import (
    Address,
    AddressInput,
    DiscountInput,
    Invoice,
    InvoiceItemInput,
    InvoiceSchedule,
    PaymentSchedule,
    Rrule,
    ScheduleOptionsInput,
    TipsConfigurationInput,
    UpdateInvoice,
)

if TYPE_CHECKING:
    from leadconnector.codec.enums import Unset
    from leadconnector_invoices import Client


def floats_are_no_money(item: InvoiceItemInput, invoice: Invoice, plan: PaymentSchedule) -> None:
    InvoiceItemInput(name="a", currency="USD", amount=9.99, qty=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    TipsConfigurationInput(tips_percentage=[7.5], tips_enabled=True)  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    Invoice(id="x", total=9.99)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    item.amount = 9.99  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    invoice.total = 9.99  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    plan.check(9.99)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def bodies_are_models_or_dicts(client: Client, invoice: Invoice) -> None:
    client.invoices.update("id", body=invoice)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.invoices.update("id", body="{}")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def wrong_keywords() -> None:
    Address(town="Houston")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    AddressInput(countryCode="US")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Invoice(_id="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Invoice()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Invoice("x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    UpdateInvoice(name="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def responses_must_be_narrowed(invoice: Invoice, schedule: InvoiceSchedule) -> Decimal:
    len(invoice.invoice_items)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(schedule.schedule.rrule)  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    invoice.due_date.isoformat()  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    invoice.created_at.timestamp()  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    invoice.total + 1  # type: ignore[operator]  # pyright: ignore[reportOptionalOperand]
    return invoice.total  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def requests_must_be_narrowed(address: AddressInput) -> str:
    if address.city is not None:
        return address.city  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
    return ""


def days_are_no_moments(options: ScheduleOptionsInput, body: UpdateInvoice) -> None:
    options.execute_at = date(2023, 1, 1)  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    body.issue_date = None  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    ScheduleOptionsInput(execute_at=1673815500)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def responses_have_no_unset(invoice: Invoice, unset: Unset) -> None:
    invoice.total = unset  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    Invoice(id="x", name=unset)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def what_is_there_is_there(invoice: Invoice, rule: Rrule, body: UpdateInvoice, moment: datetime) -> None:
    print(invoice.amountDue)  # type: ignore[attr-defined]  # pyright: ignore
    invoice.subtotal = Decimal(1)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    rule.occurrences(until=moment)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    body.left_out = ()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    UpdateInvoice.from_invoice(rule)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UpdateInvoice.from_invoice(invoice, titel="FINAL")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    UpdateInvoice.from_invoice(invoice, title=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UpdateInvoice.from_invoice(invoice, due_date=9.99)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    DiscountInput(type=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print({invoice: 1})  # pyright: ignore[reportUnhashable]
