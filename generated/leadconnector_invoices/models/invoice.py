from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.runtime.codec.converters import (
    optional_date_or_timestamp,
    optional_decimal,
    optional_timestamp,
)
from leadconnector.runtime.codec.dates import DateOrTimestamp, Timestamp
from leadconnector.runtime.codec.decoding import (
    ABSENT,
    date_or_timestamp,
    identifier,
    misfit,
    models,
    number,
    required,
    text,
    timestamp,
)
from leadconnector.runtime.codec.encoding import ensure, exact_number, text_of
from leadconnector.runtime.codec.model import Model
from leadconnector_invoices.models.alt_type import AltType, documented_alt_type
from leadconnector_invoices.models.business_details import (
    BusinessDetails,
    decode_business_details,
    encode_business_details,
)
from leadconnector_invoices.models.contact_details import (
    ContactDetails,
    decode_contact_details,
    encode_contact_details,
)
from leadconnector_invoices.models.discount import (
    Discount,
    decode_discount,
    encode_discount,
)
from leadconnector_invoices.models.invoice_item import (
    InvoiceItem,
    decode_invoice_item,
    encode_invoice_item,
)
from leadconnector_invoices.models.invoice_status import (
    InvoiceStatus,
    documented_invoice_status,
)
from leadconnector_invoices.models.payment_schedule import (
    PaymentSchedule,
    decode_payment_schedule,
    encode_payment_schedule,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Invoice(Model):
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
    """Amount paid so far in major units of `currency` (999 is 999.00). Source: page delete-invoice, page update-
    invoice, page cancel-schedule.
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
    """Currency of all amounts, as an ISO 4217 code. Source: page delete-invoice, page update-invoice, page cancel-
    schedule.
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
    """Total of the invoice in major units of `currency` (999 is 999.00). Source: page delete-invoice, page update-
    invoice, page cancel-schedule.
    """
    title: str | None = None
    """Heading printed on the invoice. Source: page delete-invoice, page update-invoice, page cancel-schedule."""
    amount_due: Decimal | None = field(default=None, converter=optional_decimal)
    """Amount still to be paid in major units of `currency` (999 is 999.00). Source: page delete-invoice, page update-
    invoice, page cancel-schedule.
    """
    _created_at: str | None = field(default=None, alias="created_at", converter=optional_timestamp)
    created_at = Timestamp[datetime | None]("_created_at")
    """When the invoice was created (ISO 8601, milliseconds, UTC). Source: fact q18, page delete-invoice, page update-
    invoice, page cancel-schedule.
    """
    _updated_at: str | None = field(default=None, alias="updated_at", converter=optional_timestamp)
    updated_at = Timestamp[datetime | None]("_updated_at")
    """When the invoice was last changed (ISO 8601, milliseconds, UTC). Source: fact q18, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    automatic_taxes_enabled: bool | None = None
    """True if the service works out the taxes of the invoice by itself. Source: page delete-invoice, page update-
    invoice, page cancel-schedule.
    """
    automatic_taxes_calculated: bool | None = None
    """True once the automatic taxes of the items have been worked out. Source: page delete-invoice, page update-
    invoice, page cancel-schedule.
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
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        self.id = required(data, "_id", identifier)
        value = data.pop("status", ABSENT)
        self.status = (
            documented_invoice_status.get(value) or InvoiceStatus(value)
            if value.__class__ is str
            else misfit(data, "status", value)
        )
        value = data.pop("liveMode", ABSENT)
        self.live_mode = value if value.__class__ is bool else misfit(data, "liveMode", value)
        value = data.pop("amountPaid", ABSENT)
        self.amount_paid = Decimal(value) if value.__class__ is int else number(data, "amountPaid", value)
        value = data.pop("altId", ABSENT)
        self.alt_id = value if value.__class__ is str else text(data, "altId", value)
        value = data.pop("altType", ABSENT)
        self.alt_type = (
            documented_alt_type.get(value) or AltType(value)
            if value.__class__ is str
            else misfit(data, "altType", value)
        )
        value = data.pop("name", ABSENT)
        self.name = value if value.__class__ is str else text(data, "name", value)
        value = data.pop("businessDetails", ABSENT)
        self.business_details = (
            decode_business_details(value) if value.__class__ is dict else misfit(data, "businessDetails", value)
        )
        value = data.pop("invoiceNumber", ABSENT)
        self.invoice_number = value if value.__class__ is str else text(data, "invoiceNumber", value)
        value = data.pop("currency", ABSENT)
        self.currency = value if value.__class__ is str else text(data, "currency", value)
        value = data.pop("contactDetails", ABSENT)
        self.contact_details = (
            decode_contact_details(value) if value.__class__ is dict else misfit(data, "contactDetails", value)
        )
        value = data.pop("issueDate", ABSENT)
        self._issue_date = date_or_timestamp(data, "issueDate", value)
        value = data.pop("dueDate", ABSENT)
        self._due_date = date_or_timestamp(data, "dueDate", value)
        value = data.pop("discount", ABSENT)
        self.discount = decode_discount(value) if value.__class__ is dict else misfit(data, "discount", value)
        value = data.pop("invoiceItems", ABSENT)
        self.invoice_items = models(data, "invoiceItems", value, decode_invoice_item)
        value = data.pop("total", ABSENT)
        self.total = Decimal(value) if value.__class__ is int else number(data, "total", value)
        value = data.pop("title", ABSENT)
        self.title = value if value.__class__ is str else text(data, "title", value)
        value = data.pop("amountDue", ABSENT)
        self.amount_due = Decimal(value) if value.__class__ is int else number(data, "amountDue", value)
        value = data.pop("createdAt", ABSENT)
        self._created_at = timestamp(data, "createdAt", value)
        value = data.pop("updatedAt", ABSENT)
        self._updated_at = timestamp(data, "updatedAt", value)
        value = data.pop("automaticTaxesEnabled", ABSENT)
        self.automatic_taxes_enabled = (
            value if value.__class__ is bool else misfit(data, "automaticTaxesEnabled", value)
        )
        value = data.pop("automaticTaxesCalculated", ABSENT)
        self.automatic_taxes_calculated = (
            value if value.__class__ is bool else misfit(data, "automaticTaxesCalculated", value)
        )
        value = data.pop("paymentSchedule", ABSENT)
        self.payment_schedule = (
            decode_payment_schedule(value) if value.__class__ is dict else misfit(data, "paymentSchedule", value)
        )
        value = data.pop("deleted", ABSENT)
        self.deleted = value if value.__class__ is bool else misfit(data, "deleted", value)
        self._extra = data or None
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


decode_invoice = Invoice.decode
encode_invoice = Invoice.encode
