"""What strict users write: no error from mypy --strict or pyright strict, and the types that they are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, assert_type

from leadconnector.codec.enums import UNSET, Unset
from leadconnector_invoices.models import (
    AddressInput,
    DiscountInput,
    DiscountType,
    Invoice,
    InvoiceItem,
    InvoiceItemInput,
    InvoiceSchedule,
    InvoiceStatus,
    PaymentSchedule,
    Rrule,
    RruleInput,
    ScheduleOptions,
    ScheduleOptionsInput,
    TipsConfigurationInput,
    UpdateInvoice,
)

if TYPE_CHECKING:
    from leadconnector_invoices import Client


def responses_read_a_value_or_none(invoice: Invoice, schedule: InvoiceSchedule, options: ScheduleOptions) -> None:
    assert_type(invoice.id, str)
    assert_type(invoice.total, Decimal | None)
    assert_type(invoice.status, InvoiceStatus | None)
    assert_type(invoice.invoice_number, str | int | Decimal | None)
    assert_type(invoice.issue_date, date | None)
    assert_type(invoice.issue_date_time, datetime | None)
    if invoice.due_date is not None:
        print(invoice.due_date < date.today())
    assert_type(invoice.created_at, datetime | None)
    assert_type(invoice.invoice_items, list[InvoiceItem] | None)
    assert_type(schedule.invoices, list[Invoice] | None)
    assert_type(options.rrule, Rrule | None)
    assert_type(invoice.extra, dict[str, Any])


def narrowed_once(invoice: Invoice) -> Decimal:
    if invoice.total is None or invoice.invoice_items is None:
        return Decimal(0)
    assert_type(invoice.total, Decimal)
    return invoice.total + sum(item.amount * item.qty for item in invoice.invoice_items if item.amount and item.qty)


def narrowed_days(invoice: Invoice) -> date | None:
    due = invoice.due_date
    if isinstance(due, datetime):
        return due.date()
    assert_type(due, date | None)
    return due


def requests_tell_absent_null_and_value_apart(address: AddressInput, body: UpdateInvoice) -> str:
    assert_type(address.city, str | None | Unset)
    assert_type(body.name, str)
    assert_type(body.issue_date, date)
    if address.city is UNSET:
        return "absent"
    assert_type(address.city, str | None)
    return "null" if address.city is None else address.city


def constructors_take_what_can_be_exact() -> UpdateInvoice:
    return UpdateInvoice(
        name="Invoice",
        currency="USD",
        invoice_items=[
            InvoiceItemInput(name="a", currency="USD", amount="9.99", qty=1),
            InvoiceItemInput(name="b", currency="USD", amount=Decimal("0.01"), qty=Decimal("1.5")),
        ],
        issue_date=date(2023, 1, 1),
        due_date="2023-01-14",
        discount=DiscountInput(type="percentage", value=10),
        tips_configuration=TipsConfigurationInput(tips_percentage=[5, "7.5", Decimal(10)], tips_enabled=True),
        title=None,
        description=UNSET,
    )


def bodies_may_be_dicts_of_json_names(client: Client, rule: dict[str, str]) -> None:
    assert_type(client.invoices.update("id", body={"name": "x", "invoiceItems": []}), Invoice)
    client.schedules.update_and_schedule("id", body=MappingProxyType(rule))
    client.schedules.prepare.cancel("id", body={"altId": "x"})


def enums_take_member_and_text(discount: DiscountInput) -> None:
    discount.type = DiscountType.FIXED
    discount.type = "fixed"
    assert_type(DiscountInput(type="fixed").type, DiscountType | str)


def dates_can_be_assigned(options: ScheduleOptionsInput, moment: datetime, invoice: Invoice) -> None:
    options.execute_at = moment
    options.execute_at = None
    options.execute_at = UNSET
    invoice.issue_date = date(2023, 1, 1)
    invoice.issue_date = moment


def both_directions(content: bytes) -> None:
    assert_type(Invoice.from_json(content), Invoice)
    assert_type(InvoiceSchedule.from_json("{}"), InvoiceSchedule)
    assert_type(UpdateInvoice.from_dict({"name": "x"}), UpdateInvoice)
    assert_type(Invoice.from_json(content).to_dict(), dict[str, Any])
    assert_type(Invoice.from_json(content).to_json(), bytes)


def what_is_written_by_hand(invoice: Invoice, rule: Rrule, sent: RruleInput, plan: PaymentSchedule) -> None:
    body = UpdateInvoice.from_invoice(invoice, timezone="Europe/Berlin", title="FINAL")
    UpdateInvoice.from_invoice(invoice, issue_date=date(2026, 1, 31), due_date="2026-02-28", discount=None, extra={})
    assert_type(body, UpdateInvoice)
    assert_type(body.left_out, tuple[str, ...])
    assert_type(rule.occurrences(limit=3), Iterator[date])
    assert_type(sent.send_dates(timezone="Europe/Berlin"), Iterator[date])
    assert_type(plan.difference("100.00"), Decimal)
    plan.check(100)
