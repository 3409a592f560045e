from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import (
    optional_date_or_timestamp,
    optional_decimal,
    optional_timestamp,
)
from leadconnector.codec.dates import DateOrTimestamp, Timestamp
from leadconnector.codec.decoding import (
    blank,
    date_or_timestamp,
    number,
    parts,
    text,
    timestamp,
)
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector_invoices.models.alt_type import AltType
from leadconnector_invoices.models.business_details import (
    BusinessDetails,
    encode_business_details,
    read_business_details,
)
from leadconnector_invoices.models.contact_details import (
    ContactDetails,
    encode_contact_details,
    read_contact_details,
)
from leadconnector_invoices.models.discount import (
    Discount,
    encode_discount,
    read_discount,
)
from leadconnector_invoices.models.invoice_item import (
    InvoiceItem,
    encode_invoice_item,
    read_invoice_item,
)
from leadconnector_invoices.models.invoice_status import InvoiceStatus
from leadconnector_invoices.models.payment_schedule import (
    PaymentSchedule,
    encode_payment_schedule,
    read_payment_schedule,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Invoice(Answer):
    """An invoice as the service returns it."""

    id: str
    """Id of the invoice. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    status: InvoiceStatus | None = None
    """Where the invoice stands between draft and payment. Source: page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    live_mode: bool | None = None
    """True if real payments are taken, false in test mode. Source: page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    amount_paid: Decimal | None = field(default=None, converter=optional_decimal)
    """Amount paid so far in major units of `currency` (999 is 999.00). Source: page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    alt_id: str | None = None
    """Id of the location (or agency) that owns the invoice. Source: page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    alt_type: AltType | None = None
    """Kind of owner that `altId` names. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    name: str | None = None
    """Name of the invoice. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    business_details: BusinessDetails | None = None
    """The business that sends the invoice. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    invoice_number: str | int | Decimal | None = None
    """Number of the invoice, which people see and quote; a string or a number, kept as it arrived. Source: fact q01,
    page delete-invoice, page update-invoice, page cancel-schedule.
    """
    currency: str | None = None
    """Currency of all amounts, as an ISO 4217 code. Source: page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    contact_details: ContactDetails | None = None
    """The customer who receives the invoice. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    _issue_date: str | None = field(default=None, alias="issue_date", converter=optional_date_or_timestamp)
    issue_date = DateOrTimestamp[date | datetime | None]("_issue_date")
    """Day on which the invoice is issued, YYYY-MM-DD, or an ISO 8601 date-time. Source: fact q17, page delete-invoice,
    page update-invoice, page cancel-schedule.
    """
    _due_date: str | None = field(default=None, alias="due_date", converter=optional_date_or_timestamp)
    due_date = DateOrTimestamp[date | datetime | None]("_due_date")
    """Day by which the invoice is to be paid, YYYY-MM-DD. Source: fact q17, page delete-invoice, page update-invoice,
    page cancel-schedule.
    """
    discount: Discount | None = None
    """Discount on the invoice. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    invoice_items: list[InvoiceItem] | None = None
    """What the invoice charges for. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    total: Decimal | None = field(default=None, converter=optional_decimal)
    """Total of the invoice in major units of `currency` (999 is 999.00). Source: page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    title: str | None = None
    """Heading printed on the invoice. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    amount_due: Decimal | None = field(default=None, converter=optional_decimal)
    """Amount still to be paid in major units of `currency` (999 is 999.00). Source: page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    _created_at: str | None = field(default=None, alias="created_at", converter=optional_timestamp)
    created_at = Timestamp[datetime | None]("_created_at")
    """When the invoice was created (ISO 8601, milliseconds, UTC). Source: fact q18, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    _updated_at: str | None = field(default=None, alias="updated_at", converter=optional_timestamp)
    updated_at = Timestamp[datetime | None]("_updated_at")
    """When the invoice was last changed (ISO 8601, milliseconds, UTC). Source: fact q18, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    automatic_taxes_enabled: bool | None = None
    """True if the service works out the taxes of the invoice by itself. Source: page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    automatic_taxes_calculated: bool | None = None
    """True once the automatic taxes of the items have been worked out. Source: page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    payment_schedule: PaymentSchedule | None = None
    """Payment in parts, which together make up the whole amount of the invoice. Source: page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    deleted: bool | None = None
    """True once it has been deleted. Source: fact q29, page delete-invoice, page update-invoice, page cancel-schedule."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "status": "status",
        "live_mode": "liveMode",
        "amount_paid": "amountPaid",
        "alt_id": "altId",
        "alt_type": "altType",
        "name": "name",
        "business_details": "businessDetails",
        "invoice_number": "invoiceNumber",
        "currency": "currency",
        "contact_details": "contactDetails",
        "issue_date": "issueDate",
        "due_date": "dueDate",
        "discount": "discount",
        "invoice_items": "invoiceItems",
        "total": "total",
        "title": "title",
        "amount_due": "amountDue",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
        "automatic_taxes_enabled": "automaticTaxesEnabled",
        "automatic_taxes_calculated": "automaticTaxesCalculated",
        "payment_schedule": "paymentSchedule",
        "deleted": "deleted",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.status = record.status
        self.live_mode = record.live_mode
        self.amount_paid = number(extra, "amountPaid", record.amount_paid)
        self.alt_id = record.alt_id
        self.alt_type = record.alt_type
        self.name = record.name
        self.business_details = record.business_details and read_business_details(record.business_details)
        self.invoice_number = text(extra, "invoiceNumber", record.invoice_number)
        self.currency = record.currency
        self.contact_details = record.contact_details and read_contact_details(record.contact_details)
        self._issue_date = date_or_timestamp(extra, "issueDate", record.issue_date)
        self._due_date = date_or_timestamp(extra, "dueDate", record.due_date)
        self.discount = record.discount and read_discount(record.discount)
        self.invoice_items = record.invoice_items and parts(record.invoice_items, read_invoice_item)
        self.total = number(extra, "total", record.total)
        self.title = record.title
        self.amount_due = number(extra, "amountDue", record.amount_due)
        self._created_at = timestamp(extra, "createdAt", record.created_at)
        self._updated_at = timestamp(extra, "updatedAt", record.updated_at)
        self.automatic_taxes_enabled = record.automatic_taxes_enabled
        self.automatic_taxes_calculated = record.automatic_taxes_calculated
        self.payment_schedule = record.payment_schedule and read_payment_schedule(record.payment_schedule)
        self.deleted = record.deleted
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Invoice:
            ensure(self, Invoice)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["_id"] = self.id
        if self.status is not None:
            data["status"] = text_of(self.status)
        if self.live_mode is not None:
            data["liveMode"] = self.live_mode
        if self.amount_paid is not None:
            data["amountPaid"] = (
                self.amount_paid if self.amount_paid.__class__ is Decimal else exact_number(self.amount_paid)
            )
        if self.alt_id is not None:
            data["altId"] = self.alt_id
        if self.alt_type is not None:
            data["altType"] = text_of(self.alt_type)
        if self.name is not None:
            data["name"] = self.name
        if self.business_details is not None:
            data["businessDetails"] = encode_business_details(self.business_details)
        if self.invoice_number is not None:
            data["invoiceNumber"] = self.invoice_number
        if self.currency is not None:
            data["currency"] = self.currency
        if self.contact_details is not None:
            data["contactDetails"] = encode_contact_details(self.contact_details)
        if self._issue_date is not None:
            data["issueDate"] = self._issue_date
        if self._due_date is not None:
            data["dueDate"] = self._due_date
        if self.discount is not None:
            data["discount"] = encode_discount(self.discount)
        if self.invoice_items is not None:
            data["invoiceItems"] = [encode_invoice_item(element) for element in self.invoice_items]
        if self.total is not None:
            data["total"] = self.total if self.total.__class__ is Decimal else exact_number(self.total)
        if self.title is not None:
            data["title"] = self.title
        if self.amount_due is not None:
            data["amountDue"] = (
                self.amount_due if self.amount_due.__class__ is Decimal else exact_number(self.amount_due)
            )
        if self._created_at is not None:
            data["createdAt"] = self._created_at
        if self._updated_at is not None:
            data["updatedAt"] = self._updated_at
        if self.automatic_taxes_enabled is not None:
            data["automaticTaxesEnabled"] = self.automatic_taxes_enabled
        if self.automatic_taxes_calculated is not None:
            data["automaticTaxesCalculated"] = self.automatic_taxes_calculated
        if self.payment_schedule is not None:
            data["paymentSchedule"] = encode_payment_schedule(self.payment_schedule)
        if self.deleted is not None:
            data["deleted"] = self.deleted
        return data


read_invoice = Invoice.from_record
encode_invoice = Invoice.encode
