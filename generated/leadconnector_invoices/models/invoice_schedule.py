from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.attribute import UNREAD, Dated, OnDemand
from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    ANYTHING,
    ARRAY,
    BOOLEAN,
    LENIENT_TEXT,
    NUMBER,
    OBJECT,
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
from leadconnector.invoices.schedules import InvoiceIds
from leadconnector_invoices import models as _models


class InvoiceSchedule(InvoiceIds, ResponseWithParts):
    """A recurring invoice, its recurrence rule and the invoices created from it so far."""

    __slots__ = (
        "id",
        "status",
        "live_mode",
        "alt_id",
        "alt_type",
        "name",
        "_invoices",
        "_business_details",
        "currency",
        "_contact_details",
        "_items",
        "total",
        "title",
        "terms_notes",
        "compiled_terms_notes",
        "_created_at",
        "_updated_at",
        "_schedule",
        "_discount",
        "_miscellaneous_charges",
        "deleted",
        "_total_summary",
        "invoice_number_prefix",
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
    """Id of the schedule."""
    status: _models.ScheduleStatus | None
    """State of the schedule."""
    live_mode: bool | None
    """True if real payments are taken, false in test mode."""
    alt_id: str | None
    """Id of the location (or agency) that owns the schedule."""
    alt_type: _models.AltType | None
    """Kind of owner that `altId` names."""
    name: str | None
    """Name of the schedule and of the invoices created from it."""
    invoices: OnDemand[list[_models.Invoice] | None] = OnDemand("_invoices")
    """The invoices created from the schedule so far. Where the service sends only their ids, this is None and
    `invoice_ids` has them.
    """
    business_details: OnDemand[_models.BusinessDetails | None] = OnDemand("_business_details")
    """The business that sends the invoices."""
    currency: str | None
    """Currency of all amounts, as an ISO 4217 code."""
    contact_details: OnDemand[_models.ContactDetails | None] = OnDemand("_contact_details")
    """The customer who receives the invoices."""
    items: OnDemand[list[_models.InvoiceItem] | None] = OnDemand("_items")
    """What each invoice charges for."""
    total: Decimal | None
    """Total of one invoice in major units of `currency` (999 is 999.00)."""
    title: str | None
    """Heading printed on the invoices."""
    terms_notes: str | None
    """Terms and notes as written; may hold HTML."""
    compiled_terms_notes: str | None
    """Terms and notes as compiled by the service."""
    created_at: Dated[datetime | None] = Dated("_created_at", datetime.fromisoformat, TIMESTAMP.convert)
    """When the schedule was created (ISO 8601, milliseconds, UTC)."""
    updated_at: Dated[datetime | None] = Dated("_updated_at", datetime.fromisoformat, TIMESTAMP.convert)
    """When the schedule was last changed (ISO 8601, milliseconds, UTC)."""
    schedule: OnDemand[_models.ScheduleOptions | None] = OnDemand("_schedule")
    """When the schedule creates invoices."""
    discount: OnDemand[_models.Discount | None] = OnDemand("_discount")
    """Discount on each invoice."""
    miscellaneous_charges: OnDemand[_models.MiscellaneousCharges | None] = OnDemand("_miscellaneous_charges")
    """Charges beside the items, such as fees."""
    deleted: bool | None
    """True once it has been deleted."""
    total_summary: OnDemand[_models.TotalSummary | None] = OnDemand("_total_summary")
    """What the total is made up of."""
    invoice_number_prefix: str | None
    """Text put before the invoice number."""
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
        status: _models.ScheduleStatus | None = None,
        live_mode: bool | None = None,
        alt_id: str | None = None,
        alt_type: _models.AltType | None = None,
        name: str | None = None,
        invoices: Iterable[_models.Invoice] | None = None,
        business_details: _models.BusinessDetails | None = None,
        currency: str | None = None,
        contact_details: _models.ContactDetails | None = None,
        items: Iterable[_models.InvoiceItem] | None = None,
        total: Decimal | int | str | None = None,
        title: str | None = None,
        terms_notes: str | None = None,
        compiled_terms_notes: str | None = None,
        created_at: datetime | str | None = None,
        updated_at: datetime | str | None = None,
        schedule: _models.ScheduleOptions | None = None,
        discount: _models.Discount | None = None,
        miscellaneous_charges: _models.MiscellaneousCharges | None = None,
        deleted: bool | None = None,
        total_summary: _models.TotalSummary | None = None,
        invoice_number_prefix: str | None = None,
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
        self.alt_id = alt_id
        self.alt_type = alt_type
        self.name = name
        self._invoices = converted_optional(_invoices_kind, "InvoiceSchedule.invoices", invoices)
        self._business_details = business_details
        self.currency = currency
        self._contact_details = contact_details
        self._items = converted_optional(_items_kind, "InvoiceSchedule.items", items)
        self.total = converted_optional(NUMBER, "InvoiceSchedule.total", total)
        self.title = title
        self.terms_notes = terms_notes
        self.compiled_terms_notes = compiled_terms_notes
        self._created_at = converted_optional(TIMESTAMP, "InvoiceSchedule.created_at", created_at)
        self._updated_at = converted_optional(TIMESTAMP, "InvoiceSchedule.updated_at", updated_at)
        self._schedule = schedule
        self._discount = discount
        self._miscellaneous_charges = miscellaneous_charges
        self.deleted = deleted
        self._total_summary = total_summary
        self.invoice_number_prefix = invoice_number_prefix
        self._sent_at = converted_optional(TIMESTAMP, "InvoiceSchedule.sent_at", sent_at)
        self._last_paid_at = converted_optional(TIMESTAMP, "InvoiceSchedule.last_paid_at", last_paid_at)
        self._last_visited_at = converted_optional(TIMESTAMP, "InvoiceSchedule.last_visited_at", last_visited_at)
        self._sent_to = sent_to
        self.sent_from = sent_from
        self.sent_by = sent_by
        self.company_id = company_id
        self.updated_by = updated_by
        self._payment_methods = payment_methods
        self._attachments = converted_optional(_attachments_kind, "InvoiceSchedule.attachments", attachments)
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
        value = data.pop("currency", UNSET)
        self.currency = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "currency", value)
        )
        value = data.pop("total", UNSET)
        self.total = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "total", value)
        )
        value = data.pop("title", UNSET)
        self.title = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "title", value)
        )
        value = data.pop("termsNotes", UNSET)
        self.terms_notes = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "termsNotes", value)
        )
        value = data.pop("compiledTermsNotes", UNSET)
        self.compiled_terms_notes = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "compiledTermsNotes", value)
        )
        value = data.pop("createdAt", UNSET)
        self._created_at = None if value is UNSET else TIMESTAMP.take(data, "createdAt", value)
        value = data.pop("updatedAt", UNSET)
        self._updated_at = None if value is UNSET else TIMESTAMP.take(data, "updatedAt", value)
        value = data.pop("deleted", UNSET)
        self.deleted = (
            value if value.__class__ is bool else None if value is UNSET else BOOLEAN.take(data, "deleted", value)
        )
        value = data.pop("invoiceNumberPrefix", UNSET)
        self.invoice_number_prefix = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "invoiceNumberPrefix", value)
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
        self._invoices = UNREAD
        self._business_details = UNREAD
        self._contact_details = UNREAD
        self._items = UNREAD
        self._schedule = UNREAD
        self._discount = UNREAD
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
        value = data.pop("invoices", UNSET)
        made_invoices = None if value is UNSET else _invoices_kind.take(data, "invoices", value)
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
        value = data.pop("items", UNSET)
        made_items = None if value is UNSET else _items_kind.take(data, "items", value)
        value = data.pop("schedule", UNSET)
        made_schedule = (
            _schedule_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _schedule_kind.take(data, "schedule", value)
        )
        value = data.pop("discount", UNSET)
        made_discount = (
            _discount_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _discount_kind.take(data, "discount", value)
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
        self._invoices = made_invoices
        self._business_details = made_business_details
        self._contact_details = made_contact_details
        self._items = made_items
        self._schedule = made_schedule
        self._discount = made_discount
        self._miscellaneous_charges = made_miscellaneous_charges
        self._total_summary = made_total_summary
        self._sent_to = made_sent_to
        self._payment_methods = made_payment_methods
        self._attachments = made_attachments
        self._tips_configuration = made_tips_configuration
        self._extra = data or None
        self._unread = None

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not InvoiceSchedule:
            ensure(self, InvoiceSchedule)
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
        value = self.alt_id
        if value is not None:
            data["altId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.alt_type
        if value is not None:
            data["altType"] = text_of(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._invoices
        if value is not None:
            data["invoices"] = (
                [_invoices_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _invoices_kind.write(value)
            )
        value = self._business_details
        if value is not None:
            data["businessDetails"] = _business_details_kind.write(value)
        value = self.currency
        if value is not None:
            data["currency"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._contact_details
        if value is not None:
            data["contactDetails"] = _contact_details_kind.write(value)
        value = self._items
        if value is not None:
            data["items"] = (
                [_items_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _items_kind.write(value)
            )
        value = self.total
        if value is not None:
            data["total"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.title
        if value is not None:
            data["title"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.terms_notes
        if value is not None:
            data["termsNotes"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.compiled_terms_notes
        if value is not None:
            data["compiledTermsNotes"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._created_at
        if value is not None:
            data["createdAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self._updated_at
        if value is not None:
            data["updatedAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self._schedule
        if value is not None:
            data["schedule"] = _schedule_kind.write(value)
        value = self._discount
        if value is not None:
            data["discount"] = _discount_kind.write(value)
        value = self._miscellaneous_charges
        if value is not None:
            data["miscellaneousCharges"] = _miscellaneous_charges_kind.write(value)
        value = self.deleted
        if value is not None:
            data["deleted"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self._total_summary
        if value is not None:
            data["totalSummary"] = _total_summary_kind.write(value)
        value = self.invoice_number_prefix
        if value is not None:
            data["invoiceNumberPrefix"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
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


_status_kind = EnumOf(_models.ScheduleStatus)
_alt_type_kind = EnumOf(_models.AltType)
_invoices_kind = ListOf(ModelOf(lambda: _models.Invoice))
_business_details_kind = ModelOf(lambda: _models.BusinessDetails)
_contact_details_kind = ModelOf(lambda: _models.ContactDetails)
_items_kind = ListOf(ModelOf(lambda: _models.InvoiceItem))
_schedule_kind = ModelOf(lambda: _models.ScheduleOptions)
_discount_kind = ModelOf(lambda: _models.Discount)
_miscellaneous_charges_kind = ModelOf(lambda: _models.MiscellaneousCharges)
_total_summary_kind = ModelOf(lambda: _models.TotalSummary)
_sent_to_kind = ModelOf(lambda: _models.SentTo)
_payment_methods_kind = ModelOf(lambda: _models.PaymentMethods)
_attachments_kind = ListOf(ModelOf(lambda: _models.Attachment))
_tips_configuration_kind = ModelOf(lambda: _models.TipsConfiguration)
InvoiceSchedule.FIELDS = (
    Field("id", "_id", TEXT, required=True),
    Field("status", "status", _status_kind),
    Field("live_mode", "liveMode", BOOLEAN),
    Field("alt_id", "altId", LENIENT_TEXT),
    Field("alt_type", "altType", _alt_type_kind),
    Field("name", "name", LENIENT_TEXT),
    Field("invoices", "invoices", _invoices_kind),
    Field("business_details", "businessDetails", _business_details_kind),
    Field("currency", "currency", LENIENT_TEXT),
    Field("contact_details", "contactDetails", _contact_details_kind),
    Field("items", "items", _items_kind),
    Field("total", "total", NUMBER),
    Field("title", "title", LENIENT_TEXT),
    Field("terms_notes", "termsNotes", LENIENT_TEXT),
    Field("compiled_terms_notes", "compiledTermsNotes", LENIENT_TEXT),
    Field("created_at", "createdAt", TIMESTAMP),
    Field("updated_at", "updatedAt", TIMESTAMP),
    Field("schedule", "schedule", _schedule_kind),
    Field("discount", "discount", _discount_kind),
    Field("miscellaneous_charges", "miscellaneousCharges", _miscellaneous_charges_kind),
    Field("deleted", "deleted", BOOLEAN),
    Field("total_summary", "totalSummary", _total_summary_kind),
    Field("invoice_number_prefix", "invoiceNumberPrefix", LENIENT_TEXT),
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
InvoiceSchedule.UNTYPED = frozenset(("__v", "invoices", "manualStatusTransitions", "traceId"))
