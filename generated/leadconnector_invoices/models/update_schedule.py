from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict

from attrs import define, setters

from leadconnector.codec.decoding import blank, boolean, enum, text
from leadconnector.codec.encoding import ensure, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, model, models, required
from leadconnector.codec.unset import UNSET, Unset
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
from leadconnector_invoices.models.schedule_options_input import (
    ScheduleOptionsInput,
    encode_schedule_options_input,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class UpdateSchedule(Model):
    """The whole schedule as it shall be from now on. Not documented by the service; may also be left out, as most
    clients do.
    """

    name: str
    """Name of the schedule and of the invoices created from it. Source: fact update-and-schedule-body."""
    contact_details: ContactDetailsInput
    """The customer who receives the invoices. Source: fact update-and-schedule-body."""
    schedule: ScheduleOptionsInput
    """When the schedule creates invoices. Source: fact update-and-schedule-body."""
    live_mode: bool
    """True to take real payments, false for test mode. Source: fact update-and-schedule-body."""
    business_details: BusinessDetailsInput
    """The business that sends the invoices. Source: fact update-and-schedule-body."""
    currency: str
    """Currency of all amounts, as an ISO 4217 code. Source: fact update-and-schedule-body."""
    items: list[InvoiceItemInput]
    """What each invoice charges for. Source: fact update-and-schedule-body."""
    discount: DiscountInput
    """Discount on each invoice. Source: fact update-and-schedule-body."""
    alt_id: str | None | Unset = UNSET
    """Id of the location that owns the schedule; what kind of id it is says `altType`. Left out, it is the client's.
    Source: fact update-and-schedule-body.
    """
    alt_type: AltType | str | None | Unset = UNSET
    """Kind of owner that `altId` names. Left out, it is the client's. Source: fact update-and-schedule-body."""
    terms_notes: str | None | Unset = UNSET
    """Terms and notes printed on the invoices; may hold HTML. Source: fact update-and-schedule-body."""
    title: str | None | Unset = UNSET
    """Heading printed on the invoices. Source: fact update-and-schedule-body."""
    attachments: list[AttachmentInput] | None | Unset = UNSET
    """Files sent along with the invoices. Source: fact update-and-schedule-body."""
    miscellaneous_charges: MiscellaneousChargesInput | None | Unset = UNSET
    """Charges beside the items, such as fees. Source: fact update-and-schedule-body."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "contact_details": "contactDetails",
        "schedule": "schedule",
        "live_mode": "liveMode",
        "business_details": "businessDetails",
        "currency": "currency",
        "items": "items",
        "discount": "discount",
        "alt_id": "altId",
        "alt_type": "altType",
        "terms_notes": "termsNotes",
        "title": "title",
        "attachments": "attachments",
        "miscellaneous_charges": "miscellaneousCharges",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.name = required(data, "name", text)
        self.contact_details = required(data, "contactDetails", model, ContactDetailsInput.decode)
        self.schedule = required(data, "schedule", model, ScheduleOptionsInput.decode)
        self.live_mode = required(data, "liveMode", boolean)
        self.business_details = required(data, "businessDetails", model, BusinessDetailsInput.decode)
        self.currency = required(data, "currency", text)
        self.items = required(data, "items", models, InvoiceItemInput.decode)
        self.discount = required(data, "discount", model, DiscountInput.decode)
        self.alt_id = given(data, "altId", text)
        self.alt_type = given(data, "altType", enum, AltType)
        self.terms_notes = given(data, "termsNotes", text)
        self.title = given(data, "title", text)
        self.attachments = given(data, "attachments", models, AttachmentInput.decode)
        self.miscellaneous_charges = given(data, "miscellaneousCharges", model, MiscellaneousChargesInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not UpdateSchedule:
            ensure(self, UpdateSchedule)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["name"] = self.name
        data["contactDetails"] = encode_contact_details_input(self.contact_details)
        data["schedule"] = encode_schedule_options_input(self.schedule)
        data["liveMode"] = self.live_mode
        data["businessDetails"] = encode_business_details_input(self.business_details)
        data["currency"] = self.currency
        data["items"] = [encode_invoice_item_input(element) for element in self.items]
        data["discount"] = encode_discount_input(self.discount)
        if self.alt_id is not UNSET:
            data["altId"] = self.alt_id
        if self.alt_type is not UNSET:
            data["altType"] = None if self.alt_type is None else text_of(self.alt_type)
        if self.terms_notes is not UNSET:
            data["termsNotes"] = self.terms_notes
        if self.title is not UNSET:
            data["title"] = self.title
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


encode_update_schedule = UpdateSchedule.encode

if TYPE_CHECKING:

    class UpdateScheduleArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        name: str
        contact_details: ContactDetailsInput
        schedule: ScheduleOptionsInput
        live_mode: bool
        business_details: BusinessDetailsInput
        currency: str
        items: list[InvoiceItemInput]
        discount: DiscountInput
        alt_id: str | None | Unset
        alt_type: AltType | str | None | Unset
        terms_notes: str | None | Unset
        title: str | None | Unset
        attachments: list[AttachmentInput] | None | Unset
        miscellaneous_charges: MiscellaneousChargesInput | None | Unset
        extra: dict[str, Any]
