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
    anything,
    blank,
    date_or_timestamp,
    number,
    parts,
    text,
    timestamp,
)
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector_invoices.models.alt_type import AltType
from leadconnector_invoices.models.attachment import (
    Attachment,
    encode_attachment,
    read_attachment,
)
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
from leadconnector_invoices.models.miscellaneous_charges import (
    MiscellaneousCharges,
    encode_miscellaneous_charges,
    read_miscellaneous_charges,
)
from leadconnector_invoices.models.payment_methods import (
    PaymentMethods,
    encode_payment_methods,
    read_payment_methods,
)
from leadconnector_invoices.models.payment_schedule import (
    PaymentSchedule,
    encode_payment_schedule,
    read_payment_schedule,
)
from leadconnector_invoices.models.sent_to import SentTo, encode_sent_to, read_sent_to
from leadconnector_invoices.models.tips_configuration import (
    TipsConfiguration,
    encode_tips_configuration,
    read_tips_configuration,
)
from leadconnector_invoices.models.total_summary import (
    TotalSummary,
    encode_total_summary,
    read_total_summary,
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
    """Day on which the invoice is issued, YYYY-MM-DD. Source: fact q17, fact days-as-moments, page delete-invoice,
    page update-invoice, page cancel-schedule.
    """
    _due_date: str | None = field(default=None, alias="due_date", converter=optional_date_or_timestamp)
    due_date = DateOrTimestamp[date | datetime | None]("_due_date")
    """Day by which the invoice is to be paid, YYYY-MM-DD. Source: fact q17, fact days-as-moments, page delete-invoice,
    page update-invoice, page cancel-schedule.
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
    miscellaneous_charges: MiscellaneousCharges | None = None
    """Charges beside the items, such as fees. Source: fact q28, page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    deleted: bool | None = None
    """True once it has been deleted. Source: fact q29, page delete-invoice, page update-invoice, page cancel-schedule."""
    total_summary: TotalSummary | None = None
    """What the total is made up of. Source: fact total-summary, page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    invoice_total: Decimal | None = field(default=None, converter=optional_decimal)
    """Total in major units of `currency`, as a second field says it. Source: fact seen-fields, page delete-invoice,
    page update-invoice, page cancel-schedule.
    """
    invoice_number_prefix: str | None = None
    """Text put before the invoice number. Source: fact seen-fields, page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    terms_notes: str | None = None
    """Terms and notes as written; may hold HTML. Source: fact seen-fields, page delete-invoice, page update-invoice,
    page cancel-schedule.
    """
    _sent_at: str | None = field(default=None, alias="sent_at", converter=optional_timestamp)
    sent_at = Timestamp[datetime | None]("_sent_at")
    """When it was last sent; null if it was not. Source: fact seen-fields, page delete-invoice, page update-invoice,
    page cancel-schedule.
    """
    _last_paid_at: str | None = field(default=None, alias="last_paid_at", converter=optional_timestamp)
    last_paid_at = Timestamp[datetime | None]("_last_paid_at")
    """When the last payment came in; null if none has. Source: fact seen-fields, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    _last_visited_at: str | None = field(default=None, alias="last_visited_at", converter=optional_timestamp)
    last_visited_at = Timestamp[datetime | None]("_last_visited_at")
    """When the customer last looked at it; null if not yet. Source: fact seen-fields, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    sent_to: SentTo | None = None
    """Where it was sent. Source: fact sent-to, page delete-invoice, page update-invoice, page cancel-schedule."""
    sent_from: dict[str, Any] | None = None
    """Who it was sent from; its fields are documented nowhere. Source: fact seen-fields, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    sent_by: str | None = None
    """Id of the user who sent it. Source: fact seen-fields, page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    company_id: str | None = None
    """Id of the agency that the location belongs to. Source: fact seen-fields, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    updated_by: str | None = None
    """Id of the user who last changed it. Source: fact seen-fields, page delete-invoice, page update-invoice, page
    cancel-schedule.
    """
    payment_methods: PaymentMethods | None = None
    """Ways in which it can be paid; `stripe` may be an empty object. Source: fact seen-fields, page delete-invoice,
    page update-invoice, page cancel-schedule.
    """
    attachments: list[Attachment] | None = None
    """Files sent along. Source: fact seen-fields, page delete-invoice, page update-invoice, page cancel-schedule."""
    tips_configuration: TipsConfiguration | None = None
    """Whether the customer may add a tip, and how much is offered. Source: fact seen-fields, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    tips_received: list[Any] | None = None
    """Tips that the customer has added; the shape of an entry is not known. Source: fact seen-fields, page
    delete-invoice, page update-invoice, page cancel-schedule.
    """
    currency_options: dict[str, Any] | None = None
    """How the currency is written; its fields are documented nowhere. Source: fact seen-fields, page delete-invoice,
    page update-invoice, page cancel-schedule.
    """
    external_transactions: list[Any] | None = None
    """Payments recorded from elsewhere; the shape of an entry is not known. Source: fact seen-fields, page
    delete-invoice, page update-invoice, page cancel-schedule.
    """
    late_fees_configuration: dict[str, Any] | None = None
    """Fees for paying late; its fields are left open. Source: fact seen-fields, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    reminders_configuration: dict[str, Any] | None = None
    """When the customer is reminded; its fields are left open. Source: fact seen-fields, page delete-invoice, page
    update-invoice, page cancel-schedule.
    """
    opportunity_details: dict[str, Any] | None = None
    """The sales opportunity that it belongs to, if any; its fields are documented nowhere. Source: fact seen-fields,
    page delete-invoice, page update-invoice, page cancel-schedule.
    """
    sync_details: Any | None = None
    """How it is kept in step with other systems; its shape is not known. Source: fact seen-fields, page
    delete-invoice, page update-invoice, page cancel-schedule.
    """

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
        "miscellaneous_charges": "miscellaneousCharges",
        "deleted": "deleted",
        "total_summary": "totalSummary",
        "invoice_total": "invoiceTotal",
        "invoice_number_prefix": "invoiceNumberPrefix",
        "terms_notes": "termsNotes",
        "sent_at": "sentAt",
        "last_paid_at": "lastPaidAt",
        "last_visited_at": "lastVisitedAt",
        "sent_to": "sentTo",
        "sent_from": "sentFrom",
        "sent_by": "sentBy",
        "company_id": "companyId",
        "updated_by": "updatedBy",
        "payment_methods": "paymentMethods",
        "attachments": "attachments",
        "tips_configuration": "tipsConfiguration",
        "tips_received": "tipsReceived",
        "currency_options": "currencyOptions",
        "external_transactions": "externalTransactions",
        "late_fees_configuration": "lateFeesConfiguration",
        "reminders_configuration": "remindersConfiguration",
        "opportunity_details": "opportunityDetails",
        "sync_details": "syncDetails",
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
        self.miscellaneous_charges = record.miscellaneous_charges and read_miscellaneous_charges(
            record.miscellaneous_charges
        )
        self.deleted = record.deleted
        self.total_summary = record.total_summary and read_total_summary(record.total_summary)
        self.invoice_total = number(extra, "invoiceTotal", record.invoice_total)
        self.invoice_number_prefix = record.invoice_number_prefix
        self.terms_notes = record.terms_notes
        self._sent_at = timestamp(extra, "sentAt", record.sent_at)
        self._last_paid_at = timestamp(extra, "lastPaidAt", record.last_paid_at)
        self._last_visited_at = timestamp(extra, "lastVisitedAt", record.last_visited_at)
        self.sent_to = record.sent_to and read_sent_to(record.sent_to)
        self.sent_from = record.sent_from
        self.sent_by = record.sent_by
        self.company_id = record.company_id
        self.updated_by = record.updated_by
        self.payment_methods = record.payment_methods and read_payment_methods(record.payment_methods)
        self.attachments = record.attachments and parts(record.attachments, read_attachment)
        self.tips_configuration = record.tips_configuration and read_tips_configuration(record.tips_configuration)
        self.tips_received = record.tips_received
        self.currency_options = record.currency_options
        self.external_transactions = record.external_transactions
        self.late_fees_configuration = record.late_fees_configuration
        self.reminders_configuration = record.reminders_configuration
        self.opportunity_details = record.opportunity_details
        self.sync_details = anything(extra, "syncDetails", record.sync_details)
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
        if self.miscellaneous_charges is not None:
            data["miscellaneousCharges"] = encode_miscellaneous_charges(self.miscellaneous_charges)
        if self.deleted is not None:
            data["deleted"] = self.deleted
        if self.total_summary is not None:
            data["totalSummary"] = encode_total_summary(self.total_summary)
        if self.invoice_total is not None:
            data["invoiceTotal"] = (
                self.invoice_total if self.invoice_total.__class__ is Decimal else exact_number(self.invoice_total)
            )
        if self.invoice_number_prefix is not None:
            data["invoiceNumberPrefix"] = self.invoice_number_prefix
        if self.terms_notes is not None:
            data["termsNotes"] = self.terms_notes
        if self._sent_at is not None:
            data["sentAt"] = self._sent_at
        if self._last_paid_at is not None:
            data["lastPaidAt"] = self._last_paid_at
        if self._last_visited_at is not None:
            data["lastVisitedAt"] = self._last_visited_at
        if self.sent_to is not None:
            data["sentTo"] = encode_sent_to(self.sent_to)
        if self.sent_from is not None:
            data["sentFrom"] = self.sent_from
        if self.sent_by is not None:
            data["sentBy"] = self.sent_by
        if self.company_id is not None:
            data["companyId"] = self.company_id
        if self.updated_by is not None:
            data["updatedBy"] = self.updated_by
        if self.payment_methods is not None:
            data["paymentMethods"] = encode_payment_methods(self.payment_methods)
        if self.attachments is not None:
            data["attachments"] = [encode_attachment(element) for element in self.attachments]
        if self.tips_configuration is not None:
            data["tipsConfiguration"] = encode_tips_configuration(self.tips_configuration)
        if self.tips_received is not None:
            data["tipsReceived"] = self.tips_received
        if self.currency_options is not None:
            data["currencyOptions"] = self.currency_options
        if self.external_transactions is not None:
            data["externalTransactions"] = self.external_transactions
        if self.late_fees_configuration is not None:
            data["lateFeesConfiguration"] = self.late_fees_configuration
        if self.reminders_configuration is not None:
            data["remindersConfiguration"] = self.reminders_configuration
        if self.opportunity_details is not None:
            data["opportunityDetails"] = self.opportunity_details
        if self.sync_details is not None:
            data["syncDetails"] = self.sync_details
        return data


read_invoice = Invoice.from_record
encode_invoice = Invoice.encode
