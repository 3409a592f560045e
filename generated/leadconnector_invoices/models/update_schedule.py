from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import BOOLEAN, TEXT, EnumOf, converted, converted_optional, ensure, text_of
from leadconnector.codec.model import RequestModel
from leadconnector.invoices.full_replace import FullReplace
from leadconnector_invoices import models as _models


class UpdateSchedule(FullReplace, RequestModel):
    """The whole schedule as it shall be from now on. Not documented by the service; may also be left out, as most
    clients do.
    """

    __slots__ = (
        "name",
        "contact_details",
        "schedule",
        "live_mode",
        "business_details",
        "currency",
        "items",
        "discount",
        "alt_id",
        "alt_type",
        "terms_notes",
        "title",
        "attachments",
        "miscellaneous_charges",
    )

    name: str
    """Name of the schedule and of the invoices created from it."""
    contact_details: _models.ContactDetailsInput
    """The customer who receives the invoices."""
    schedule: _models.ScheduleOptionsInput
    """When the schedule creates invoices."""
    live_mode: bool
    """True to take real payments, false for test mode."""
    business_details: _models.BusinessDetailsInput
    """The business that sends the invoices."""
    currency: str
    """Currency of all amounts, as an ISO 4217 code."""
    items: list[_models.InvoiceItemInput]
    """What each invoice charges for."""
    discount: _models.DiscountInput
    """Discount on each invoice."""
    alt_id: str | None | Unset
    """Id of the location that owns the schedule; what kind of id it is says `altType`. Left out, it is the client's."""
    alt_type: _models.AltType | str | None | Unset
    """Kind of owner that `altId` names. Left out, it is the client's."""
    terms_notes: str | None | Unset
    """Terms and notes printed on the invoices; may hold HTML."""
    title: str | None | Unset
    """Heading printed on the invoices."""
    attachments: list[_models.AttachmentInput] | None | Unset
    """Files sent along with the invoices."""
    miscellaneous_charges: _models.MiscellaneousChargesInput | None | Unset
    """Charges beside the items, such as fees."""

    def __init__(
        self,
        *,
        name: str,
        contact_details: _models.ContactDetailsInput,
        schedule: _models.ScheduleOptionsInput,
        live_mode: bool,
        business_details: _models.BusinessDetailsInput,
        currency: str,
        items: Iterable[_models.InvoiceItemInput],
        discount: _models.DiscountInput,
        alt_id: str | None | Unset = UNSET,
        alt_type: _models.AltType | str | None | Unset = UNSET,
        terms_notes: str | None | Unset = UNSET,
        title: str | None | Unset = UNSET,
        attachments: Iterable[_models.AttachmentInput] | None | Unset = UNSET,
        miscellaneous_charges: _models.MiscellaneousChargesInput | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.contact_details = contact_details
        self.schedule = schedule
        self.live_mode = live_mode
        self.business_details = business_details
        self.currency = currency
        self.items = converted(_items_kind, "UpdateSchedule.items", items)
        self.discount = discount
        self.alt_id = alt_id
        self.alt_type = alt_type
        self.terms_notes = terms_notes
        self.title = title
        self.attachments = converted_optional(_attachments_kind, "UpdateSchedule.attachments", attachments)
        self.miscellaneous_charges = miscellaneous_charges
        self._extra = extra

    @classmethod
    def from_schedule(
        cls,
        schedule: _models.InvoiceSchedule,
        /,
        *,
        timezone: str | None = None,
        **changes: Unpack[UpdateScheduleArguments],
    ) -> Self:
        """Build the body from the schedule as a response has it, so that replacing it loses nothing.

        The body holds every field that the request has, at every depth, and nothing else of the response; a field of
        the request that the response's class does not have is taken from its `extra`. `left_out` tells the rest.

        Args:
            schedule: The schedule as it is.
            timezone: The location's time zone by its IANA name, such as ``Europe/Berlin``; else that in which the
                response was read. Needed where it has a moment other than midnight UTC in place of a day.
            changes: Attributes of the body, with the values they get instead of the response's.

        Raises:
            ValueError: if the response lacks what the request can't do without (each is named), or has a moment in
                place of a day and the time zone is not known, or if there is no such time zone.
            TypeError: for a change that is no attribute of the body, or a binary float for an amount.
        """
        return cls._of(schedule, timezone, changes)

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not UpdateSchedule:
            ensure(self, UpdateSchedule)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.name
        data["name"] = value if value.__class__ is str else TEXT.write(value)
        value = self.contact_details
        data["contactDetails"] = _contact_details_kind.write(value)
        value = self.schedule
        data["schedule"] = _schedule_kind.write(value)
        value = self.live_mode
        data["liveMode"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.business_details
        data["businessDetails"] = _business_details_kind.write(value)
        value = self.currency
        data["currency"] = value if value.__class__ is str else TEXT.write(value)
        value = self.items
        data["items"] = (
            [_items_kind.element.write(each) for each in value] if value.__class__ is list else _items_kind.write(value)
        )
        value = self.discount
        data["discount"] = _discount_kind.write(value)
        value = self.alt_id
        if value is not UNSET:
            data["altId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.alt_type
        if value is not UNSET:
            data["altType"] = None if value is None else text_of(value)
        value = self.terms_notes
        if value is not UNSET:
            data["termsNotes"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.title
        if value is not UNSET:
            data["title"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
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

    class UpdateScheduleArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        name: str
        contact_details: _models.ContactDetailsInput
        schedule: _models.ScheduleOptionsInput
        live_mode: bool
        business_details: _models.BusinessDetailsInput
        currency: str
        items: Iterable[_models.InvoiceItemInput]
        discount: _models.DiscountInput
        alt_id: str | None | Unset
        alt_type: _models.AltType | str | None | Unset
        terms_notes: str | None | Unset
        title: str | None | Unset
        attachments: Iterable[_models.AttachmentInput] | None | Unset
        miscellaneous_charges: _models.MiscellaneousChargesInput | None | Unset
        extra: dict[str, Any]


_contact_details_kind = ModelOf(lambda: _models.ContactDetailsInput)
_schedule_kind = ModelOf(lambda: _models.ScheduleOptionsInput)
_business_details_kind = ModelOf(lambda: _models.BusinessDetailsInput)
_items_kind = ListOf(ModelOf(lambda: _models.InvoiceItemInput))
_discount_kind = ModelOf(lambda: _models.DiscountInput)
_alt_type_kind = EnumOf(_models.AltType)
_attachments_kind = ListOf(ModelOf(lambda: _models.AttachmentInput))
_miscellaneous_charges_kind = ModelOf(lambda: _models.MiscellaneousChargesInput)
UpdateSchedule.FIELDS = (
    Field("name", "name", TEXT, required=True),
    Field("contact_details", "contactDetails", _contact_details_kind, required=True),
    Field("schedule", "schedule", _schedule_kind, required=True),
    Field("live_mode", "liveMode", BOOLEAN, required=True),
    Field("business_details", "businessDetails", _business_details_kind, required=True),
    Field("currency", "currency", TEXT, required=True),
    Field("items", "items", _items_kind, required=True),
    Field("discount", "discount", _discount_kind, required=True),
    Field("alt_id", "altId", TEXT),
    Field("alt_type", "altType", _alt_type_kind),
    Field("terms_notes", "termsNotes", TEXT),
    Field("title", "title", TEXT),
    Field("attachments", "attachments", _attachments_kind),
    Field("miscellaneous_charges", "miscellaneousCharges", _miscellaneous_charges_kind),
)
