from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict

from attrs import define, field, setters

from leadconnector.codec.converters import required_date
from leadconnector.codec.dates import Date
from leadconnector.codec.decoding import (
    anything,
    blank,
    boolean,
    calendar_date,
    enum,
    text,
)
from leadconnector.codec.encoding import ensure, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, model, models, required
from leadconnector.codec.unset import UNSET, Unset
from leadconnector.invoices import UpdateInvoiceBehaviour
from leadconnector_invoices.models.alt_type import AltType
from leadconnector_invoices.models.attachment_input import (
    AttachmentInput,
    encode_attachment_input,
)
from leadconnector_invoices.models.business_details_input import (
    BusinessDetailsInput,
    encode_business_details_input,
)
from leadconnector_invoices.models.contact_details_input import (
    ContactDetailsInput,
    encode_contact_details_input,
)
from leadconnector_invoices.models.discount_input import (
    DiscountInput,
    encode_discount_input,
)
from leadconnector_invoices.models.invoice_item_input import (
    InvoiceItemInput,
    encode_invoice_item_input,
)
from leadconnector_invoices.models.miscellaneous_charges_input import (
    MiscellaneousChargesInput,
    encode_miscellaneous_charges_input,
)
from leadconnector_invoices.models.payment_methods_input import (
    PaymentMethodsInput,
    encode_payment_methods_input,
)
from leadconnector_invoices.models.payment_schedule_input import (
    PaymentScheduleInput,
    encode_payment_schedule_input,
)
from leadconnector_invoices.models.tips_configuration_input import (
    TipsConfigurationInput,
    encode_tips_configuration_input,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class UpdateInvoice(UpdateInvoiceBehaviour, Model):
    """The whole invoice as it shall be from now on; what is left out is gone afterwards."""

    name: str
    """Name of the invoice. Source: page update-invoice."""
    currency: str
    """Currency of all amounts, as an ISO 4217 code. Source: page update-invoice."""
    invoice_items: list[InvoiceItemInput]
    """What the invoice charges for. Source: page update-invoice."""
    _issue_date: str = field(alias="issue_date", converter=required_date)
    issue_date = Date[date]("_issue_date")
    """Day on which the invoice is issued, YYYY-MM-DD. Source: fact q17, fact days-as-moments, page update-invoice."""
    _due_date: str = field(alias="due_date", converter=required_date)
    due_date = Date[date]("_due_date")
    """Day by which the invoice is to be paid, YYYY-MM-DD. Source: fact q17, fact days-as-moments, page update-invoice."""
    alt_id: str | None | Unset = UNSET
    """Id of the location that owns the invoice; what kind of id it is says `altType`. Left out, it is the client's.
    Source: page update-invoice.
    """
    alt_type: AltType | str | None | Unset = UNSET
    """Kind of owner that `altId` names. Left out, it is the client's. Source: page update-invoice."""
    title: str | None | Unset = UNSET
    """Heading printed on the invoice. Source: page update-invoice."""
    description: str | None | Unset = UNSET
    """What the invoice is about, in free text. Source: page update-invoice."""
    business_details: BusinessDetailsInput | None | Unset = UNSET
    """The business that sends the invoice. Source: page update-invoice."""
    invoice_number: str | None | Unset = UNSET
    """Number of the invoice, which people see and quote. Source: page update-invoice."""
    contact_id: str | None | Unset = UNSET
    """Id of the contact who receives the invoice. Source: page update-invoice."""
    contact_details: ContactDetailsInput | None | Unset = UNSET
    """The customer who receives the invoice. Source: page update-invoice."""
    terms_notes: str | None | Unset = UNSET
    """Terms and notes printed on the invoice; may hold HTML. Source: page update-invoice."""
    discount: DiscountInput | None | Unset = UNSET
    """Discount on the invoice. Source: page update-invoice."""
    automatic_taxes_enabled: bool | None | Unset = UNSET
    """True to have the service work out the taxes of the invoice by itself. Source: page update-invoice."""
    live_mode: bool | None | Unset = UNSET
    """True to take real payments, false for test mode. Source: page update-invoice."""
    payment_schedule: PaymentScheduleInput | None | Unset = UNSET
    """Payment in parts, which together make up the whole amount of the invoice. Source: page update-invoice."""
    tips_configuration: TipsConfigurationInput | None | Unset = UNSET
    """Whether the customer may add a tip, and how much is offered. Source: page update-invoice."""
    xero_details: Any | None | Unset = UNSET
    """Data of the Xero accounting link; its fields are documented nowhere. Source: page update-invoice."""
    invoice_number_prefix: str | None | Unset = UNSET
    """Text put before the invoice number. Source: page update-invoice."""
    payment_methods: PaymentMethodsInput | None | Unset = UNSET
    """Ways in which the invoice can be paid. Source: page update-invoice."""
    attachments: list[AttachmentInput] | None | Unset = UNSET
    """Files sent along with the invoice. Source: page update-invoice."""
    miscellaneous_charges: MiscellaneousChargesInput | None | Unset = UNSET
    """Charges beside the items, such as fees. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "currency": "currency",
        "invoice_items": "invoiceItems",
        "issue_date": "issueDate",
        "due_date": "dueDate",
        "alt_id": "altId",
        "alt_type": "altType",
        "title": "title",
        "description": "description",
        "business_details": "businessDetails",
        "invoice_number": "invoiceNumber",
        "contact_id": "contactId",
        "contact_details": "contactDetails",
        "terms_notes": "termsNotes",
        "discount": "discount",
        "automatic_taxes_enabled": "automaticTaxesEnabled",
        "live_mode": "liveMode",
        "payment_schedule": "paymentSchedule",
        "tips_configuration": "tipsConfiguration",
        "xero_details": "xeroDetails",
        "invoice_number_prefix": "invoiceNumberPrefix",
        "payment_methods": "paymentMethods",
        "attachments": "attachments",
        "miscellaneous_charges": "miscellaneousCharges",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.name = required(data, "name", text)
        self.currency = required(data, "currency", text)
        self.invoice_items = required(data, "invoiceItems", models, InvoiceItemInput.decode)
        self._issue_date = required(data, "issueDate", calendar_date)
        self._due_date = required(data, "dueDate", calendar_date)
        self.alt_id = given(data, "altId", text)
        self.alt_type = given(data, "altType", enum, AltType)
        self.title = given(data, "title", text)
        self.description = given(data, "description", text)
        self.business_details = given(data, "businessDetails", model, BusinessDetailsInput.decode)
        self.invoice_number = given(data, "invoiceNumber", text)
        self.contact_id = given(data, "contactId", text)
        self.contact_details = given(data, "contactDetails", model, ContactDetailsInput.decode)
        self.terms_notes = given(data, "termsNotes", text)
        self.discount = given(data, "discount", model, DiscountInput.decode)
        self.automatic_taxes_enabled = given(data, "automaticTaxesEnabled", boolean)
        self.live_mode = given(data, "liveMode", boolean)
        self.payment_schedule = given(data, "paymentSchedule", model, PaymentScheduleInput.decode)
        self.tips_configuration = given(data, "tipsConfiguration", model, TipsConfigurationInput.decode)
        self.xero_details = given(data, "xeroDetails", anything)
        self.invoice_number_prefix = given(data, "invoiceNumberPrefix", text)
        self.payment_methods = given(data, "paymentMethods", model, PaymentMethodsInput.decode)
        self.attachments = given(data, "attachments", models, AttachmentInput.decode)
        self.miscellaneous_charges = given(data, "miscellaneousCharges", model, MiscellaneousChargesInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not UpdateInvoice:
            ensure(self, UpdateInvoice)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["name"] = self.name
        data["currency"] = self.currency
        data["invoiceItems"] = [encode_invoice_item_input(element) for element in self.invoice_items]
        data["issueDate"] = self._issue_date
        data["dueDate"] = self._due_date
        if self.alt_id is not UNSET:
            data["altId"] = self.alt_id
        if self.alt_type is not UNSET:
            data["altType"] = None if self.alt_type is None else text_of(self.alt_type)
        if self.title is not UNSET:
            data["title"] = self.title
        if self.description is not UNSET:
            data["description"] = self.description
        if self.business_details is not UNSET:
            data["businessDetails"] = (
                None if self.business_details is None else encode_business_details_input(self.business_details)
            )
        if self.invoice_number is not UNSET:
            data["invoiceNumber"] = self.invoice_number
        if self.contact_id is not UNSET:
            data["contactId"] = self.contact_id
        if self.contact_details is not UNSET:
            data["contactDetails"] = (
                None if self.contact_details is None else encode_contact_details_input(self.contact_details)
            )
        if self.terms_notes is not UNSET:
            data["termsNotes"] = self.terms_notes
        if self.discount is not UNSET:
            data["discount"] = None if self.discount is None else encode_discount_input(self.discount)
        if self.automatic_taxes_enabled is not UNSET:
            data["automaticTaxesEnabled"] = self.automatic_taxes_enabled
        if self.live_mode is not UNSET:
            data["liveMode"] = self.live_mode
        if self.payment_schedule is not UNSET:
            data["paymentSchedule"] = (
                None if self.payment_schedule is None else encode_payment_schedule_input(self.payment_schedule)
            )
        if self.tips_configuration is not UNSET:
            data["tipsConfiguration"] = (
                None if self.tips_configuration is None else encode_tips_configuration_input(self.tips_configuration)
            )
        if self.xero_details is not UNSET:
            data["xeroDetails"] = self.xero_details
        if self.invoice_number_prefix is not UNSET:
            data["invoiceNumberPrefix"] = self.invoice_number_prefix
        if self.payment_methods is not UNSET:
            data["paymentMethods"] = (
                None if self.payment_methods is None else encode_payment_methods_input(self.payment_methods)
            )
        if self.attachments is not UNSET:
            data["attachments"] = (
                None if self.attachments is None else [encode_attachment_input(element) for element in self.attachments]
            )
        if self.miscellaneous_charges is not UNSET:
            data["miscellaneousCharges"] = (
                None
                if self.miscellaneous_charges is None
                else encode_miscellaneous_charges_input(self.miscellaneous_charges)
            )
        return data


encode_update_invoice = UpdateInvoice.encode

if TYPE_CHECKING:

    class UpdateInvoiceArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        name: str
        currency: str
        invoice_items: list[InvoiceItemInput]
        issue_date: date | str
        due_date: date | str
        alt_id: str | None | Unset
        alt_type: AltType | str | None | Unset
        title: str | None | Unset
        description: str | None | Unset
        business_details: BusinessDetailsInput | None | Unset
        invoice_number: str | None | Unset
        contact_id: str | None | Unset
        contact_details: ContactDetailsInput | None | Unset
        terms_notes: str | None | Unset
        discount: DiscountInput | None | Unset
        automatic_taxes_enabled: bool | None | Unset
        live_mode: bool | None | Unset
        payment_schedule: PaymentScheduleInput | None | Unset
        tips_configuration: TipsConfigurationInput | None | Unset
        xero_details: Any | None | Unset
        invoice_number_prefix: str | None | Unset
        payment_methods: PaymentMethodsInput | None | Unset
        attachments: list[AttachmentInput] | None | Unset
        miscellaneous_charges: MiscellaneousChargesInput | None | Unset
        extra: dict[str, Any]
