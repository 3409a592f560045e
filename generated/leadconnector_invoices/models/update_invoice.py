from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    BOOLEAN,
    DATE,
    OBJECT,
    TEXT,
    EnumOf,
    converted,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import RequestModel
from leadconnector.invoices.full_replace import FullReplace
from leadconnector_invoices import models as _models


class UpdateInvoice(FullReplace, RequestModel):
    """The whole invoice as it shall be from now on; what is left out is gone afterwards."""

    __slots__ = (
        "name",
        "currency",
        "invoice_items",
        "_issue_date",
        "_due_date",
        "alt_id",
        "alt_type",
        "title",
        "description",
        "business_details",
        "invoice_number",
        "contact_id",
        "contact_details",
        "terms_notes",
        "discount",
        "automatic_taxes_enabled",
        "live_mode",
        "payment_schedule",
        "tips_configuration",
        "xero_details",
        "invoice_number_prefix",
        "payment_methods",
        "attachments",
        "miscellaneous_charges",
    )

    name: str
    """Name of the invoice."""
    currency: str
    """Currency of all amounts, as an ISO 4217 code."""
    invoice_items: list[_models.InvoiceItemInput]
    """What the invoice charges for."""
    issue_date: Dated[date] = Dated("_issue_date", date.fromisoformat, DATE.convert)
    """Day on which the invoice is issued, YYYY-MM-DD."""
    due_date: Dated[date] = Dated("_due_date", date.fromisoformat, DATE.convert)
    """Day by which the invoice must be paid, YYYY-MM-DD."""
    alt_id: str | None | Unset
    """Id of the location that owns the invoice; what kind of id it is says `altType`. Left out, it is the client's."""
    alt_type: _models.AltType | str | None | Unset
    """Kind of owner that `altId` names. Left out, it is the client's."""
    title: str | None | Unset
    """Heading printed on the invoice."""
    description: str | None | Unset
    """What the invoice is about, in free text."""
    business_details: _models.BusinessDetailsInput | None | Unset
    """The business that sends the invoice."""
    invoice_number: str | None | Unset
    """Number of the invoice, which people see and quote."""
    contact_id: str | None | Unset
    """Id of the contact who receives the invoice."""
    contact_details: _models.ContactDetailsInput | None | Unset
    """The customer who receives the invoice."""
    terms_notes: str | None | Unset
    """Terms and notes printed on the invoice; may hold HTML."""
    discount: _models.DiscountInput | None | Unset
    """Discount on the invoice."""
    automatic_taxes_enabled: bool | None | Unset
    """True to have the service work out the taxes of the invoice by itself."""
    live_mode: bool | None | Unset
    """True to take real payments, false for test mode."""
    payment_schedule: _models.PaymentScheduleInput | None | Unset
    """Payment in parts, which together make up the whole amount of the invoice."""
    tips_configuration: _models.TipsConfigurationInput | None | Unset
    """Whether the customer may add a tip, and how much is offered."""
    xero_details: dict[str, Any] | None | Unset
    """Data of the Xero accounting link; its fields are documented nowhere."""
    invoice_number_prefix: str | None | Unset
    """Text put before the invoice number."""
    payment_methods: _models.PaymentMethodsInput | None | Unset
    """Ways in which the invoice can be paid."""
    attachments: list[_models.AttachmentInput] | None | Unset
    """Files sent along with the invoice."""
    miscellaneous_charges: _models.MiscellaneousChargesInput | None | Unset
    """Charges beside the items, such as fees."""

    def __init__(
        self,
        *,
        name: str,
        currency: str,
        invoice_items: Iterable[_models.InvoiceItemInput],
        issue_date: date | str,
        due_date: date | str,
        alt_id: str | None | Unset = UNSET,
        alt_type: _models.AltType | str | None | Unset = UNSET,
        title: str | None | Unset = UNSET,
        description: str | None | Unset = UNSET,
        business_details: _models.BusinessDetailsInput | None | Unset = UNSET,
        invoice_number: str | None | Unset = UNSET,
        contact_id: str | None | Unset = UNSET,
        contact_details: _models.ContactDetailsInput | None | Unset = UNSET,
        terms_notes: str | None | Unset = UNSET,
        discount: _models.DiscountInput | None | Unset = UNSET,
        automatic_taxes_enabled: bool | None | Unset = UNSET,
        live_mode: bool | None | Unset = UNSET,
        payment_schedule: _models.PaymentScheduleInput | None | Unset = UNSET,
        tips_configuration: _models.TipsConfigurationInput | None | Unset = UNSET,
        xero_details: dict[str, Any] | None | Unset = UNSET,
        invoice_number_prefix: str | None | Unset = UNSET,
        payment_methods: _models.PaymentMethodsInput | None | Unset = UNSET,
        attachments: Iterable[_models.AttachmentInput] | None | Unset = UNSET,
        miscellaneous_charges: _models.MiscellaneousChargesInput | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.currency = currency
        self.invoice_items = converted(_invoice_items_kind, "UpdateInvoice.invoice_items", invoice_items)
        self._issue_date = converted(DATE, "UpdateInvoice.issue_date", issue_date)
        self._due_date = converted(DATE, "UpdateInvoice.due_date", due_date)
        self.alt_id = alt_id
        self.alt_type = alt_type
        self.title = title
        self.description = description
        self.business_details = business_details
        self.invoice_number = invoice_number
        self.contact_id = contact_id
        self.contact_details = contact_details
        self.terms_notes = terms_notes
        self.discount = discount
        self.automatic_taxes_enabled = automatic_taxes_enabled
        self.live_mode = live_mode
        self.payment_schedule = payment_schedule
        self.tips_configuration = tips_configuration
        self.xero_details = xero_details
        self.invoice_number_prefix = invoice_number_prefix
        self.payment_methods = payment_methods
        self.attachments = converted_optional(_attachments_kind, "UpdateInvoice.attachments", attachments)
        self.miscellaneous_charges = miscellaneous_charges
        self._extra = extra

    @classmethod
    def from_invoice(
        cls,
        invoice: _models.Invoice,
        *,
        timezone: str | None = None,
        **changes: Unpack[UpdateInvoiceArguments],
    ) -> Self:
        """Build the body from the invoice as a response has it, so that replacing it loses nothing.

        The body holds every field that the request has, at every depth, and nothing else of the response; a field of
        the request that the response's class does not have is taken from its `extra`. `left_out` tells the rest.

        Args:
            invoice: The invoice as it is.
            timezone: The location's time zone by its IANA name, such as ``Europe/Berlin``; else that in which the
                response was read. Needed where it has a moment other than midnight UTC in place of a day.
            changes: Attributes of the body, with the values they get instead of the response's.

        Raises:
            ValueError: if the response lacks what the request can't do without (each is named), or has a moment in
                place of a day and the time zone is not known, or if there is no such time zone.
            TypeError: for a change that is no attribute of the body, or a binary float for an amount.
        """
        return cls._of(invoice, timezone, changes)

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not UpdateInvoice:
            ensure(self, UpdateInvoice)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.name
        data["name"] = value if value.__class__ is str else TEXT.write(value)
        value = self.currency
        data["currency"] = value if value.__class__ is str else TEXT.write(value)
        value = self.invoice_items
        data["invoiceItems"] = (
            [_invoice_items_kind.element.write(each) for each in value]
            if value.__class__ is list and len(value) >= 1
            else _invoice_items_kind.write(value)
        )
        value = self._issue_date
        data["issueDate"] = value if value.__class__ is str else DATE.write(value)
        value = self._due_date
        data["dueDate"] = value if value.__class__ is str else DATE.write(value)
        value = self.alt_id
        if value is not UNSET:
            data["altId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.alt_type
        if value is not UNSET:
            data["altType"] = None if value is None else text_of(value)
        value = self.title
        if value is not UNSET:
            data["title"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.description
        if value is not UNSET:
            data["description"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.business_details
        if value is not UNSET:
            data["businessDetails"] = None if value is None else _business_details_kind.write(value)
        value = self.invoice_number
        if value is not UNSET:
            data["invoiceNumber"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.contact_id
        if value is not UNSET:
            data["contactId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.contact_details
        if value is not UNSET:
            data["contactDetails"] = None if value is None else _contact_details_kind.write(value)
        value = self.terms_notes
        if value is not UNSET:
            data["termsNotes"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.discount
        if value is not UNSET:
            data["discount"] = None if value is None else _discount_kind.write(value)
        value = self.automatic_taxes_enabled
        if value is not UNSET:
            data["automaticTaxesEnabled"] = (
                None if value is None else value if value.__class__ is bool else BOOLEAN.write(value)
            )
        value = self.live_mode
        if value is not UNSET:
            data["liveMode"] = None if value is None else value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.payment_schedule
        if value is not UNSET:
            data["paymentSchedule"] = None if value is None else _payment_schedule_kind.write(value)
        value = self.tips_configuration
        if value is not UNSET:
            data["tipsConfiguration"] = None if value is None else _tips_configuration_kind.write(value)
        value = self.xero_details
        if value is not UNSET:
            data["xeroDetails"] = None if value is None else OBJECT.write(value)
        value = self.invoice_number_prefix
        if value is not UNSET:
            data["invoiceNumberPrefix"] = (
                None if value is None else value if value.__class__ is str else TEXT.write(value)
            )
        value = self.payment_methods
        if value is not UNSET:
            data["paymentMethods"] = None if value is None else _payment_methods_kind.write(value)
        value = self.attachments
        if value is not UNSET:
            data["attachments"] = (
                None
                if value is None
                else [_attachments_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _attachments_kind.write(value)
            )
        value = self.miscellaneous_charges
        if value is not UNSET:
            data["miscellaneousCharges"] = None if value is None else _miscellaneous_charges_kind.write(value)
        return data


if TYPE_CHECKING:

    class UpdateInvoiceArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        name: str
        currency: str
        invoice_items: Iterable[_models.InvoiceItemInput]
        issue_date: date | str
        due_date: date | str
        alt_id: str | None | Unset
        alt_type: _models.AltType | str | None | Unset
        title: str | None | Unset
        description: str | None | Unset
        business_details: _models.BusinessDetailsInput | None | Unset
        invoice_number: str | None | Unset
        contact_id: str | None | Unset
        contact_details: _models.ContactDetailsInput | None | Unset
        terms_notes: str | None | Unset
        discount: _models.DiscountInput | None | Unset
        automatic_taxes_enabled: bool | None | Unset
        live_mode: bool | None | Unset
        payment_schedule: _models.PaymentScheduleInput | None | Unset
        tips_configuration: _models.TipsConfigurationInput | None | Unset
        xero_details: dict[str, Any] | None | Unset
        invoice_number_prefix: str | None | Unset
        payment_methods: _models.PaymentMethodsInput | None | Unset
        attachments: Iterable[_models.AttachmentInput] | None | Unset
        miscellaneous_charges: _models.MiscellaneousChargesInput | None | Unset
        extra: dict[str, Any]


_invoice_items_kind = ListOf(ModelOf(lambda: _models.InvoiceItemInput), least=1)
_alt_type_kind = EnumOf(_models.AltType)
_business_details_kind = ModelOf(lambda: _models.BusinessDetailsInput)
_contact_details_kind = ModelOf(lambda: _models.ContactDetailsInput)
_discount_kind = ModelOf(lambda: _models.DiscountInput)
_payment_schedule_kind = ModelOf(lambda: _models.PaymentScheduleInput)
_tips_configuration_kind = ModelOf(lambda: _models.TipsConfigurationInput)
_payment_methods_kind = ModelOf(lambda: _models.PaymentMethodsInput)
_attachments_kind = ListOf(ModelOf(lambda: _models.AttachmentInput))
_miscellaneous_charges_kind = ModelOf(lambda: _models.MiscellaneousChargesInput)
UpdateInvoice.FIELDS = (
    Field("name", "name", TEXT, required=True),
    Field("currency", "currency", TEXT, required=True),
    Field("invoice_items", "invoiceItems", _invoice_items_kind, required=True),
    Field("issue_date", "issueDate", DATE, required=True),
    Field("due_date", "dueDate", DATE, required=True),
    Field("alt_id", "altId", TEXT),
    Field("alt_type", "altType", _alt_type_kind),
    Field("title", "title", TEXT),
    Field("description", "description", TEXT),
    Field("business_details", "businessDetails", _business_details_kind),
    Field("invoice_number", "invoiceNumber", TEXT),
    Field("contact_id", "contactId", TEXT),
    Field("contact_details", "contactDetails", _contact_details_kind),
    Field("terms_notes", "termsNotes", TEXT),
    Field("discount", "discount", _discount_kind),
    Field("automatic_taxes_enabled", "automaticTaxesEnabled", BOOLEAN),
    Field("live_mode", "liveMode", BOOLEAN),
    Field("payment_schedule", "paymentSchedule", _payment_schedule_kind),
    Field("tips_configuration", "tipsConfiguration", _tips_configuration_kind),
    Field("xero_details", "xeroDetails", OBJECT),
    Field("invoice_number_prefix", "invoiceNumberPrefix", TEXT),
    Field("payment_methods", "paymentMethods", _payment_methods_kind),
    Field("attachments", "attachments", _attachments_kind),
    Field("miscellaneous_charges", "miscellaneousCharges", _miscellaneous_charges_kind),
)
