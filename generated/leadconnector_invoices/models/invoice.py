from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.attribute import UNREAD, Dated, OnDemand
from leadconnector.codec.containers import Field, ListOf, ModelOf, UnionOf
from leadconnector.codec.dates import read_day, read_moment
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    ANYTHING,
    ARRAY,
    BOOLEAN,
    DAY,
    LENIENT_TEXT,
    NUMBER,
    OBJECT,
    RAW_NUMBER,
    TEXT,
    TIMESTAMP,
    EnumOf,
    MisfitError,
    blank,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import ResponseWithParts
from leadconnector_invoices import models as _models


class Invoice(ResponseWithParts):
    """An invoice as the service returns it."""

    __slots__ = (
        "id",
        "status",
        "live_mode",
        "amount_paid",
        "alt_id",
        "alt_type",
        "name",
        "_business_details",
        "invoice_number",
        "currency",
        "_contact_details",
        "_issue_date",
        "_due_date",
        "_discount",
        "_invoice_items",
        "total",
        "title",
        "amount_due",
        "_created_at",
        "_updated_at",
        "automatic_taxes_enabled",
        "automatic_taxes_calculated",
        "_payment_schedule",
        "_miscellaneous_charges",
        "deleted",
        "_total_summary",
        "invoice_total",
        "invoice_number_prefix",
        "terms_notes",
        "_sent_at",
        "_last_paid_at",
        "_last_visited_at",
        "_sent_to",
        "sent_from",
        "sent_by",
        "company_id",
        "updated_by",
        "_payment_methods",
        "_attachments",
        "_tips_configuration",
        "tips_received",
        "currency_options",
        "external_transactions",
        "late_fees_configuration",
        "reminders_configuration",
        "opportunity_details",
        "sync_details",
    )

    id: str
    """Id of the invoice."""
    status: _models.InvoiceStatus | None
    """Where the invoice stands between draft and payment."""
    live_mode: bool | None
    """True if real payments are taken, false in test mode."""
    amount_paid: Decimal | None
    """Amount paid so far in major units of `currency` (999 is 999.00)."""
    alt_id: str | None
    """Id of the location (or agency) that owns the invoice."""
    alt_type: _models.AltType | None
    """Kind of owner that `altId` names."""
    name: str | None
    """Name of the invoice."""
    business_details: OnDemand[_models.BusinessDetails | None] = OnDemand("_business_details")
    """The business that sends the invoice."""
    invoice_number: str | int | Decimal | None
    """Number of the invoice, which people see and quote; a string or a number, kept as it arrived."""
    currency: str | None
    """Currency of all amounts, as an ISO 4217 code."""
    contact_details: OnDemand[_models.ContactDetails | None] = OnDemand("_contact_details")
    """The customer who receives the invoice."""
    issue_date: Dated[date | None] = Dated("_issue_date", read_day, DAY.convert)
    """Day on which the invoice is issued, YYYY-MM-DD."""
    issue_date_time: Dated[datetime | None] = Dated("_issue_date", read_moment, TIMESTAMP.convert)
    """The moment of `issue_date` where the service sent one; None where it sent a plain date."""
    due_date: Dated[date | None] = Dated("_due_date", read_day, DAY.convert)
    """Day by which the invoice must be paid, YYYY-MM-DD."""
    due_date_time: Dated[datetime | None] = Dated("_due_date", read_moment, TIMESTAMP.convert)
    """The moment of `due_date` where the service sent one; None where it sent a plain date."""
    discount: OnDemand[_models.Discount | None] = OnDemand("_discount")
    """Discount on the invoice."""
    invoice_items: OnDemand[list[_models.InvoiceItem] | None] = OnDemand("_invoice_items")
    """What the invoice charges for."""
    total: Decimal | None
    """Total of the invoice in major units of `currency` (999 is 999.00)."""
    title: str | None
    """Heading printed on the invoice."""
    amount_due: Decimal | None
    """Amount still to be paid in major units of `currency` (999 is 999.00)."""
    created_at: Dated[datetime | None] = Dated("_created_at", datetime.fromisoformat, TIMESTAMP.convert)
    """When the invoice was created (ISO 8601, milliseconds, UTC)."""
    updated_at: Dated[datetime | None] = Dated("_updated_at", datetime.fromisoformat, TIMESTAMP.convert)
    """When the invoice was last changed (ISO 8601, milliseconds, UTC)."""
    automatic_taxes_enabled: bool | None
    """True if the service works out the taxes of the invoice by itself."""
    automatic_taxes_calculated: bool | None
    """True once the automatic taxes of the items have been worked out."""
    payment_schedule: OnDemand[_models.PaymentSchedule | None] = OnDemand("_payment_schedule")
    """Payment in parts, which together make up the whole amount of the invoice."""
    miscellaneous_charges: OnDemand[_models.MiscellaneousCharges | None] = OnDemand("_miscellaneous_charges")
    """Charges beside the items, such as fees."""
    deleted: bool | None
    """True once it has been deleted."""
    total_summary: OnDemand[_models.TotalSummary | None] = OnDemand("_total_summary")
    """What the total is made up of."""
    invoice_total: Decimal | None
    """Total in major units of `currency`, as a second field says it."""
    invoice_number_prefix: str | None
    """Text put before the invoice number."""
    terms_notes: str | None
    """Terms and notes as written; may hold HTML."""
    sent_at: Dated[datetime | None] = Dated("_sent_at", datetime.fromisoformat, TIMESTAMP.convert)
    """When it was last sent; null if it was not."""
    last_paid_at: Dated[datetime | None] = Dated("_last_paid_at", datetime.fromisoformat, TIMESTAMP.convert)
    """When the last payment came in; null if none has."""
    last_visited_at: Dated[datetime | None] = Dated("_last_visited_at", datetime.fromisoformat, TIMESTAMP.convert)
    """When the customer last looked at it; null if not yet."""
    sent_to: OnDemand[_models.SentTo | None] = OnDemand("_sent_to")
    """Where it was sent."""
    sent_from: dict[str, Any] | None
    """Who it was sent from; its fields are documented nowhere."""
    sent_by: str | None
    """Id of the user who sent it."""
    company_id: str | None
    """Id of the agency that the location belongs to."""
    updated_by: str | None
    """Id of the user who last changed it."""
    payment_methods: OnDemand[_models.PaymentMethods | None] = OnDemand("_payment_methods")
    """Ways in which it can be paid; `stripe` may be an empty object."""
    attachments: OnDemand[list[_models.Attachment] | None] = OnDemand("_attachments")
    """Files sent along."""
    tips_configuration: OnDemand[_models.TipsConfiguration | None] = OnDemand("_tips_configuration")
    """Whether the customer may add a tip, and how much is offered."""
    tips_received: list[Any] | None
    """Tips that the customer has added; the shape of an entry is not known."""
    currency_options: dict[str, Any] | None
    """How the currency is written; its fields are documented nowhere."""
    external_transactions: list[Any] | None
    """Payments recorded from elsewhere; the shape of an entry is not known."""
    late_fees_configuration: dict[str, Any] | None
    """Fees for paying late; its fields are left open."""
    reminders_configuration: dict[str, Any] | None
    """When the customer is reminded; its fields are left open."""
    opportunity_details: dict[str, Any] | None
    """The sales opportunity that it belongs to, if any; its fields are documented nowhere."""
    sync_details: Any | None
    """How it is kept in step with other systems; its shape is not known."""

    def __init__(
        self,
        *,
        id: str,
        status: _models.InvoiceStatus | None = None,
        live_mode: bool | None = None,
        amount_paid: Decimal | int | str | None = None,
        alt_id: str | None = None,
        alt_type: _models.AltType | None = None,
        name: str | None = None,
        business_details: _models.BusinessDetails | None = None,
        invoice_number: str | int | Decimal | None = None,
        currency: str | None = None,
        contact_details: _models.ContactDetails | None = None,
        issue_date: date | datetime | str | None = None,
        due_date: date | datetime | str | None = None,
        discount: _models.Discount | None = None,
        invoice_items: Iterable[_models.InvoiceItem] | None = None,
        total: Decimal | int | str | None = None,
        title: str | None = None,
        amount_due: Decimal | int | str | None = None,
        created_at: datetime | str | None = None,
        updated_at: datetime | str | None = None,
        automatic_taxes_enabled: bool | None = None,
        automatic_taxes_calculated: bool | None = None,
        payment_schedule: _models.PaymentSchedule | None = None,
        miscellaneous_charges: _models.MiscellaneousCharges | None = None,
        deleted: bool | None = None,
        total_summary: _models.TotalSummary | None = None,
        invoice_total: Decimal | int | str | None = None,
        invoice_number_prefix: str | None = None,
        terms_notes: str | None = None,
        sent_at: datetime | str | None = None,
        last_paid_at: datetime | str | None = None,
        last_visited_at: datetime | str | None = None,
        sent_to: _models.SentTo | None = None,
        sent_from: dict[str, Any] | None = None,
        sent_by: str | None = None,
        company_id: str | None = None,
        updated_by: str | None = None,
        payment_methods: _models.PaymentMethods | None = None,
        attachments: Iterable[_models.Attachment] | None = None,
        tips_configuration: _models.TipsConfiguration | None = None,
        tips_received: list[Any] | None = None,
        currency_options: dict[str, Any] | None = None,
        external_transactions: list[Any] | None = None,
        late_fees_configuration: dict[str, Any] | None = None,
        reminders_configuration: dict[str, Any] | None = None,
        opportunity_details: dict[str, Any] | None = None,
        sync_details: Any | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.status = status
        self.live_mode = live_mode
        self.amount_paid = converted_optional(NUMBER, "Invoice.amount_paid", amount_paid)
        self.alt_id = alt_id
        self.alt_type = alt_type
        self.name = name
        self._business_details = business_details
        self.invoice_number = converted_optional(_invoice_number_kind, "Invoice.invoice_number", invoice_number)
        self.currency = currency
        self._contact_details = contact_details
        self._issue_date = converted_optional(DAY, "Invoice.issue_date", issue_date)
        self._due_date = converted_optional(DAY, "Invoice.due_date", due_date)
        self._discount = discount
        self._invoice_items = converted_optional(_invoice_items_kind, "Invoice.invoice_items", invoice_items)
        self.total = converted_optional(NUMBER, "Invoice.total", total)
        self.title = title
        self.amount_due = converted_optional(NUMBER, "Invoice.amount_due", amount_due)
        self._created_at = converted_optional(TIMESTAMP, "Invoice.created_at", created_at)
        self._updated_at = converted_optional(TIMESTAMP, "Invoice.updated_at", updated_at)
        self.automatic_taxes_enabled = automatic_taxes_enabled
        self.automatic_taxes_calculated = automatic_taxes_calculated
        self._payment_schedule = payment_schedule
        self._miscellaneous_charges = miscellaneous_charges
        self.deleted = deleted
        self._total_summary = total_summary
        self.invoice_total = converted_optional(NUMBER, "Invoice.invoice_total", invoice_total)
        self.invoice_number_prefix = invoice_number_prefix
        self.terms_notes = terms_notes
        self._sent_at = converted_optional(TIMESTAMP, "Invoice.sent_at", sent_at)
        self._last_paid_at = converted_optional(TIMESTAMP, "Invoice.last_paid_at", last_paid_at)
        self._last_visited_at = converted_optional(TIMESTAMP, "Invoice.last_visited_at", last_visited_at)
        self._sent_to = sent_to
        self.sent_from = sent_from
        self.sent_by = sent_by
        self.company_id = company_id
        self.updated_by = updated_by
        self._payment_methods = payment_methods
        self._attachments = converted_optional(_attachments_kind, "Invoice.attachments", attachments)
        self._tips_configuration = tips_configuration
        self.tips_received = tips_received
        self.currency_options = currency_options
        self.external_transactions = external_transactions
        self.late_fees_configuration = late_fees_configuration
        self.reminders_configuration = reminders_configuration
        self.opportunity_details = opportunity_details
        self.sync_details = sync_details
        self._extra = extra
        self._unread = None

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict or data.get("_id").__class__ is not str:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        self.id = data.pop("_id")
        value = data.pop("status", UNSET)
        self.status = (
            _status_kind.members.get(value) or _status_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _status_kind.take(data, "status", value)
        )
        value = data.pop("liveMode", UNSET)
        self.live_mode = (
            value if value.__class__ is bool else None if value is UNSET else BOOLEAN.take(data, "liveMode", value)
        )
        value = data.pop("amountPaid", UNSET)
        self.amount_paid = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "amountPaid", value)
        )
        value = data.pop("altId", UNSET)
        self.alt_id = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "altId", value)
        )
        value = data.pop("altType", UNSET)
        self.alt_type = (
            _alt_type_kind.members.get(value) or _alt_type_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _alt_type_kind.take(data, "altType", value)
        )
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("invoiceNumber", UNSET)
        self.invoice_number = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else _invoice_number_kind.take(data, "invoiceNumber", value)
        )
        value = data.pop("currency", UNSET)
        self.currency = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "currency", value)
        )
        value = data.pop("issueDate", UNSET)
        self._issue_date = None if value is UNSET else DAY.take(data, "issueDate", value)
        value = data.pop("dueDate", UNSET)
        self._due_date = None if value is UNSET else DAY.take(data, "dueDate", value)
        value = data.pop("total", UNSET)
        self.total = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "total", value)
        )
        value = data.pop("title", UNSET)
        self.title = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "title", value)
        )
        value = data.pop("amountDue", UNSET)
        self.amount_due = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "amountDue", value)
        )
        value = data.pop("createdAt", UNSET)
        self._created_at = None if value is UNSET else TIMESTAMP.take(data, "createdAt", value)
        value = data.pop("updatedAt", UNSET)
        self._updated_at = None if value is UNSET else TIMESTAMP.take(data, "updatedAt", value)
        value = data.pop("automaticTaxesEnabled", UNSET)
        self.automatic_taxes_enabled = (
            value
            if value.__class__ is bool
            else None
            if value is UNSET
            else BOOLEAN.take(data, "automaticTaxesEnabled", value)
        )
        value = data.pop("automaticTaxesCalculated", UNSET)
        self.automatic_taxes_calculated = (
            value
            if value.__class__ is bool
            else None
            if value is UNSET
            else BOOLEAN.take(data, "automaticTaxesCalculated", value)
        )
        value = data.pop("deleted", UNSET)
        self.deleted = (
            value if value.__class__ is bool else None if value is UNSET else BOOLEAN.take(data, "deleted", value)
        )
        value = data.pop("invoiceTotal", UNSET)
        self.invoice_total = (
            value
            if value.__class__ is Decimal
            else None
            if value is UNSET
            else NUMBER.take(data, "invoiceTotal", value)
        )
        value = data.pop("invoiceNumberPrefix", UNSET)
        self.invoice_number_prefix = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "invoiceNumberPrefix", value)
        )
        value = data.pop("termsNotes", UNSET)
        self.terms_notes = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "termsNotes", value)
        )
        value = data.pop("sentAt", UNSET)
        self._sent_at = None if value is UNSET else TIMESTAMP.take(data, "sentAt", value)
        value = data.pop("lastPaidAt", UNSET)
        self._last_paid_at = None if value is UNSET else TIMESTAMP.take(data, "lastPaidAt", value)
        value = data.pop("lastVisitedAt", UNSET)
        self._last_visited_at = None if value is UNSET else TIMESTAMP.take(data, "lastVisitedAt", value)
        value = data.pop("sentFrom", UNSET)
        self.sent_from = (
            value if value.__class__ is dict else None if value is UNSET else OBJECT.take(data, "sentFrom", value)
        )
        value = data.pop("sentBy", UNSET)
        self.sent_by = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "sentBy", value)
        )
        value = data.pop("companyId", UNSET)
        self.company_id = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "companyId", value)
        )
        value = data.pop("updatedBy", UNSET)
        self.updated_by = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "updatedBy", value)
        )
        value = data.pop("tipsReceived", UNSET)
        self.tips_received = (
            value if value.__class__ is list else None if value is UNSET else ARRAY.take(data, "tipsReceived", value)
        )
        value = data.pop("currencyOptions", UNSET)
        self.currency_options = (
            value
            if value.__class__ is dict
            else None
            if value is UNSET
            else OBJECT.take(data, "currencyOptions", value)
        )
        value = data.pop("externalTransactions", UNSET)
        self.external_transactions = (
            value
            if value.__class__ is list
            else None
            if value is UNSET
            else ARRAY.take(data, "externalTransactions", value)
        )
        value = data.pop("lateFeesConfiguration", UNSET)
        self.late_fees_configuration = (
            value
            if value.__class__ is dict
            else None
            if value is UNSET
            else OBJECT.take(data, "lateFeesConfiguration", value)
        )
        value = data.pop("remindersConfiguration", UNSET)
        self.reminders_configuration = (
            value
            if value.__class__ is dict
            else None
            if value is UNSET
            else OBJECT.take(data, "remindersConfiguration", value)
        )
        value = data.pop("opportunityDetails", UNSET)
        self.opportunity_details = (
            value
            if value.__class__ is dict
            else None
            if value is UNSET
            else OBJECT.take(data, "opportunityDetails", value)
        )
        value = data.pop("syncDetails", UNSET)
        self.sync_details = None if value is UNSET else ANYTHING.take(data, "syncDetails", value)
        self._business_details = UNREAD
        self._contact_details = UNREAD
        self._discount = UNREAD
        self._invoice_items = UNREAD
        self._payment_schedule = UNREAD
        self._miscellaneous_charges = UNREAD
        self._total_summary = UNREAD
        self._sent_to = UNREAD
        self._payment_methods = UNREAD
        self._attachments = UNREAD
        self._tips_configuration = UNREAD
        self._unread = data
        return self

    def _take_parts(self, data: dict[str, Any]) -> None:
        value: Any
        value = data.pop("businessDetails", UNSET)
        made_business_details = (
            _business_details_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _business_details_kind.take(data, "businessDetails", value)
        )
        value = data.pop("contactDetails", UNSET)
        made_contact_details = (
            _contact_details_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _contact_details_kind.take(data, "contactDetails", value)
        )
        value = data.pop("discount", UNSET)
        made_discount = (
            _discount_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _discount_kind.take(data, "discount", value)
        )
        value = data.pop("invoiceItems", UNSET)
        made_invoice_items = None if value is UNSET else _invoice_items_kind.take(data, "invoiceItems", value)
        value = data.pop("paymentSchedule", UNSET)
        made_payment_schedule = (
            _payment_schedule_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _payment_schedule_kind.take(data, "paymentSchedule", value)
        )
        value = data.pop("miscellaneousCharges", UNSET)
        made_miscellaneous_charges = (
            _miscellaneous_charges_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _miscellaneous_charges_kind.take(data, "miscellaneousCharges", value)
        )
        value = data.pop("totalSummary", UNSET)
        made_total_summary = (
            _total_summary_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _total_summary_kind.take(data, "totalSummary", value)
        )
        value = data.pop("sentTo", UNSET)
        made_sent_to = (
            _sent_to_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _sent_to_kind.take(data, "sentTo", value)
        )
        value = data.pop("paymentMethods", UNSET)
        made_payment_methods = (
            _payment_methods_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _payment_methods_kind.take(data, "paymentMethods", value)
        )
        value = data.pop("attachments", UNSET)
        made_attachments = None if value is UNSET else _attachments_kind.take(data, "attachments", value)
        value = data.pop("tipsConfiguration", UNSET)
        made_tips_configuration = (
            _tips_configuration_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _tips_configuration_kind.take(data, "tipsConfiguration", value)
        )
        if self._unread is None:
            return
        self._business_details = made_business_details
        self._contact_details = made_contact_details
        self._discount = made_discount
        self._invoice_items = made_invoice_items
        self._payment_schedule = made_payment_schedule
        self._miscellaneous_charges = made_miscellaneous_charges
        self._total_summary = made_total_summary
        self._sent_to = made_sent_to
        self._payment_methods = made_payment_methods
        self._attachments = made_attachments
        self._tips_configuration = made_tips_configuration
        self._extra = data or None
        self._unread = None

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Invoice:
            ensure(self, Invoice)
        self._read_parts()
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        data["_id"] = value if value.__class__ is str else TEXT.write(value)
        value = self.status
        if value is not None:
            data["status"] = text_of(value)
        value = self.live_mode
        if value is not None:
            data["liveMode"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.amount_paid
        if value is not None:
            data["amountPaid"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.alt_id
        if value is not None:
            data["altId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.alt_type
        if value is not None:
            data["altType"] = text_of(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._business_details
        if value is not None:
            data["businessDetails"] = _business_details_kind.write(value)
        value = self.invoice_number
        if value is not None:
            data["invoiceNumber"] = value if value.__class__ is str else _invoice_number_kind.write(value)
        value = self.currency
        if value is not None:
            data["currency"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._contact_details
        if value is not None:
            data["contactDetails"] = _contact_details_kind.write(value)
        value = self._issue_date
        if value is not None:
            data["issueDate"] = value if value.__class__ is str else DAY.write(value)
        value = self._due_date
        if value is not None:
            data["dueDate"] = value if value.__class__ is str else DAY.write(value)
        value = self._discount
        if value is not None:
            data["discount"] = _discount_kind.write(value)
        value = self._invoice_items
        if value is not None:
            data["invoiceItems"] = (
                [_invoice_items_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _invoice_items_kind.write(value)
            )
        value = self.total
        if value is not None:
            data["total"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.title
        if value is not None:
            data["title"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.amount_due
        if value is not None:
            data["amountDue"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self._created_at
        if value is not None:
            data["createdAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self._updated_at
        if value is not None:
            data["updatedAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self.automatic_taxes_enabled
        if value is not None:
            data["automaticTaxesEnabled"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.automatic_taxes_calculated
        if value is not None:
            data["automaticTaxesCalculated"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self._payment_schedule
        if value is not None:
            data["paymentSchedule"] = _payment_schedule_kind.write(value)
        value = self._miscellaneous_charges
        if value is not None:
            data["miscellaneousCharges"] = _miscellaneous_charges_kind.write(value)
        value = self.deleted
        if value is not None:
            data["deleted"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self._total_summary
        if value is not None:
            data["totalSummary"] = _total_summary_kind.write(value)
        value = self.invoice_total
        if value is not None:
            data["invoiceTotal"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.invoice_number_prefix
        if value is not None:
            data["invoiceNumberPrefix"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.terms_notes
        if value is not None:
            data["termsNotes"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._sent_at
        if value is not None:
            data["sentAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self._last_paid_at
        if value is not None:
            data["lastPaidAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self._last_visited_at
        if value is not None:
            data["lastVisitedAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self._sent_to
        if value is not None:
            data["sentTo"] = _sent_to_kind.write(value)
        value = self.sent_from
        if value is not None:
            data["sentFrom"] = OBJECT.write(value)
        value = self.sent_by
        if value is not None:
            data["sentBy"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.company_id
        if value is not None:
            data["companyId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.updated_by
        if value is not None:
            data["updatedBy"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._payment_methods
        if value is not None:
            data["paymentMethods"] = _payment_methods_kind.write(value)
        value = self._attachments
        if value is not None:
            data["attachments"] = (
                [_attachments_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _attachments_kind.write(value)
            )
        value = self._tips_configuration
        if value is not None:
            data["tipsConfiguration"] = _tips_configuration_kind.write(value)
        value = self.tips_received
        if value is not None:
            data["tipsReceived"] = ARRAY.write(value)
        value = self.currency_options
        if value is not None:
            data["currencyOptions"] = OBJECT.write(value)
        value = self.external_transactions
        if value is not None:
            data["externalTransactions"] = ARRAY.write(value)
        value = self.late_fees_configuration
        if value is not None:
            data["lateFeesConfiguration"] = OBJECT.write(value)
        value = self.reminders_configuration
        if value is not None:
            data["remindersConfiguration"] = OBJECT.write(value)
        value = self.opportunity_details
        if value is not None:
            data["opportunityDetails"] = OBJECT.write(value)
        value = self.sync_details
        if value is not None:
            data["syncDetails"] = ANYTHING.write(value)
        return data


_status_kind = EnumOf(_models.InvoiceStatus)
_alt_type_kind = EnumOf(_models.AltType)
_business_details_kind = ModelOf(lambda: _models.BusinessDetails)
_invoice_number_kind = UnionOf(TEXT, RAW_NUMBER)
_contact_details_kind = ModelOf(lambda: _models.ContactDetails)
_discount_kind = ModelOf(lambda: _models.Discount)
_invoice_items_kind = ListOf(ModelOf(lambda: _models.InvoiceItem))
_payment_schedule_kind = ModelOf(lambda: _models.PaymentSchedule)
_miscellaneous_charges_kind = ModelOf(lambda: _models.MiscellaneousCharges)
_total_summary_kind = ModelOf(lambda: _models.TotalSummary)
_sent_to_kind = ModelOf(lambda: _models.SentTo)
_payment_methods_kind = ModelOf(lambda: _models.PaymentMethods)
_attachments_kind = ListOf(ModelOf(lambda: _models.Attachment))
_tips_configuration_kind = ModelOf(lambda: _models.TipsConfiguration)
Invoice.FIELDS = (
    Field("id", "_id", TEXT, required=True),
    Field("status", "status", _status_kind),
    Field("live_mode", "liveMode", BOOLEAN),
    Field("amount_paid", "amountPaid", NUMBER),
    Field("alt_id", "altId", LENIENT_TEXT),
    Field("alt_type", "altType", _alt_type_kind),
    Field("name", "name", LENIENT_TEXT),
    Field("business_details", "businessDetails", _business_details_kind),
    Field("invoice_number", "invoiceNumber", _invoice_number_kind),
    Field("currency", "currency", LENIENT_TEXT),
    Field("contact_details", "contactDetails", _contact_details_kind),
    Field("issue_date", "issueDate", DAY),
    Field("due_date", "dueDate", DAY),
    Field("discount", "discount", _discount_kind),
    Field("invoice_items", "invoiceItems", _invoice_items_kind),
    Field("total", "total", NUMBER),
    Field("title", "title", LENIENT_TEXT),
    Field("amount_due", "amountDue", NUMBER),
    Field("created_at", "createdAt", TIMESTAMP),
    Field("updated_at", "updatedAt", TIMESTAMP),
    Field("automatic_taxes_enabled", "automaticTaxesEnabled", BOOLEAN),
    Field("automatic_taxes_calculated", "automaticTaxesCalculated", BOOLEAN),
    Field("payment_schedule", "paymentSchedule", _payment_schedule_kind),
    Field("miscellaneous_charges", "miscellaneousCharges", _miscellaneous_charges_kind),
    Field("deleted", "deleted", BOOLEAN),
    Field("total_summary", "totalSummary", _total_summary_kind),
    Field("invoice_total", "invoiceTotal", NUMBER),
    Field("invoice_number_prefix", "invoiceNumberPrefix", LENIENT_TEXT),
    Field("terms_notes", "termsNotes", LENIENT_TEXT),
    Field("sent_at", "sentAt", TIMESTAMP, nullable=True),
    Field("last_paid_at", "lastPaidAt", TIMESTAMP, nullable=True),
    Field("last_visited_at", "lastVisitedAt", TIMESTAMP, nullable=True),
    Field("sent_to", "sentTo", _sent_to_kind),
    Field("sent_from", "sentFrom", OBJECT),
    Field("sent_by", "sentBy", LENIENT_TEXT),
    Field("company_id", "companyId", LENIENT_TEXT),
    Field("updated_by", "updatedBy", LENIENT_TEXT),
    Field("payment_methods", "paymentMethods", _payment_methods_kind),
    Field("attachments", "attachments", _attachments_kind),
    Field("tips_configuration", "tipsConfiguration", _tips_configuration_kind),
    Field("tips_received", "tipsReceived", ARRAY),
    Field("currency_options", "currencyOptions", OBJECT),
    Field("external_transactions", "externalTransactions", ARRAY),
    Field("late_fees_configuration", "lateFeesConfiguration", OBJECT),
    Field("reminders_configuration", "remindersConfiguration", OBJECT),
    Field("opportunity_details", "opportunityDetails", OBJECT, nullable=True),
    Field("sync_details", "syncDetails", ANYTHING, nullable=True),
)
Invoice.UNTYPED = frozenset(("__v", "manualStatusTransitions", "traceId"))
