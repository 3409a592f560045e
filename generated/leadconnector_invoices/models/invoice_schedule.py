from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimal, optional_timestamp
from leadconnector.codec.dates import Timestamp
from leadconnector.codec.decoding import (
    blank,
    number,
    parts,
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
from leadconnector_invoices.models.invoice import Invoice, encode_invoice, read_invoice
from leadconnector_invoices.models.invoice_item import (
    InvoiceItem,
    encode_invoice_item,
    read_invoice_item,
)
from leadconnector_invoices.models.schedule_options import (
    ScheduleOptions,
    encode_schedule_options,
    read_schedule_options,
)
from leadconnector_invoices.models.schedule_status import ScheduleStatus


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class InvoiceSchedule(Answer):
    """A recurring invoice, its recurrence rule and the invoices created from it so far."""

    id: str
    """Id of the schedule. Source: page cancel-schedule, page get-schedule, page update-and-schedule."""
    status: ScheduleStatus | None = None
    """State of the schedule. Source: fact q02, page cancel-schedule, page get-schedule, page update-and-schedule."""
    live_mode: bool | None = None
    """True if real payments are taken, false in test mode. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    alt_id: str | None = None
    """Id of the location (or agency) that owns the schedule. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    alt_type: AltType | None = None
    """Kind of owner that `altId` names. Source: page cancel-schedule, page get-schedule, page update-and-schedule."""
    name: str | None = None
    """Name of the schedule and of the invoices created from it. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    invoices: list[Invoice] | None = None
    """The invoices created from the schedule so far. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    business_details: BusinessDetails | None = None
    """The business that sends the invoices. Source: page cancel-schedule, page get-schedule, page update-and-schedule."""
    currency: str | None = None
    """Currency of all amounts, as an ISO 4217 code. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    contact_details: ContactDetails | None = None
    """The customer who receives the invoices. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    items: list[InvoiceItem] | None = None
    """What each invoice charges for. Source: page cancel-schedule, page get-schedule, page update-and-schedule."""
    total: Decimal | None = field(default=None, converter=optional_decimal)
    """Total of one invoice in major units of `currency` (999 is 999.00). Source: page cancel-schedule, page
    get-schedule, page update-and-schedule.
    """
    title: str | None = None
    """Heading printed on the invoices. Source: page cancel-schedule, page get-schedule, page update-and-schedule."""
    terms_notes: str | None = None
    """Terms and notes as written; may hold HTML. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    compiled_terms_notes: str | None = None
    """Terms and notes as compiled by the service. Source: page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """
    _created_at: str | None = field(default=None, alias="created_at", converter=optional_timestamp)
    created_at = Timestamp[datetime | None]("_created_at")
    """When the schedule was created (ISO 8601, milliseconds, UTC). Source: fact q18, page cancel-schedule, page
    get-schedule, page update-and-schedule.
    """
    _updated_at: str | None = field(default=None, alias="updated_at", converter=optional_timestamp)
    updated_at = Timestamp[datetime | None]("_updated_at")
    """When the schedule was last changed (ISO 8601, milliseconds, UTC). Source: fact q18, page cancel-schedule, page
    get-schedule, page update-and-schedule.
    """
    schedule: ScheduleOptions | None = None
    """When the schedule creates invoices. Source: page cancel-schedule, page get-schedule, page update-and-schedule."""
    discount: Discount | None = None
    """Discount on each invoice. Source: page cancel-schedule, page get-schedule, page update-and-schedule."""
    deleted: bool | None = None
    """True once it has been deleted. Source: fact q29, page cancel-schedule, page get-schedule, page
    update-and-schedule.
    """

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "status": "status",
        "live_mode": "liveMode",
        "alt_id": "altId",
        "alt_type": "altType",
        "name": "name",
        "invoices": "invoices",
        "business_details": "businessDetails",
        "currency": "currency",
        "contact_details": "contactDetails",
        "items": "items",
        "total": "total",
        "title": "title",
        "terms_notes": "termsNotes",
        "compiled_terms_notes": "compiledTermsNotes",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
        "schedule": "schedule",
        "discount": "discount",
        "deleted": "deleted",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.status = record.status
        self.live_mode = record.live_mode
        self.alt_id = record.alt_id
        self.alt_type = record.alt_type
        self.name = record.name
        self.invoices = record.invoices and parts(record.invoices, read_invoice)
        self.business_details = record.business_details and read_business_details(record.business_details)
        self.currency = record.currency
        self.contact_details = record.contact_details and read_contact_details(record.contact_details)
        self.items = record.items and parts(record.items, read_invoice_item)
        self.total = number(extra, "total", record.total)
        self.title = record.title
        self.terms_notes = record.terms_notes
        self.compiled_terms_notes = record.compiled_terms_notes
        self._created_at = timestamp(extra, "createdAt", record.created_at)
        self._updated_at = timestamp(extra, "updatedAt", record.updated_at)
        self.schedule = record.schedule and read_schedule_options(record.schedule)
        self.discount = record.discount and read_discount(record.discount)
        self.deleted = record.deleted
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not InvoiceSchedule:
            ensure(self, InvoiceSchedule)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["_id"] = self.id
        if self.status is not None:
            data["status"] = text_of(self.status)
        if self.live_mode is not None:
            data["liveMode"] = self.live_mode
        if self.alt_id is not None:
            data["altId"] = self.alt_id
        if self.alt_type is not None:
            data["altType"] = text_of(self.alt_type)
        if self.name is not None:
            data["name"] = self.name
        if self.invoices is not None:
            data["invoices"] = [encode_invoice(element) for element in self.invoices]
        if self.business_details is not None:
            data["businessDetails"] = encode_business_details(self.business_details)
        if self.currency is not None:
            data["currency"] = self.currency
        if self.contact_details is not None:
            data["contactDetails"] = encode_contact_details(self.contact_details)
        if self.items is not None:
            data["items"] = [encode_invoice_item(element) for element in self.items]
        if self.total is not None:
            data["total"] = self.total if self.total.__class__ is Decimal else exact_number(self.total)
        if self.title is not None:
            data["title"] = self.title
        if self.terms_notes is not None:
            data["termsNotes"] = self.terms_notes
        if self.compiled_terms_notes is not None:
            data["compiledTermsNotes"] = self.compiled_terms_notes
        if self._created_at is not None:
            data["createdAt"] = self._created_at
        if self._updated_at is not None:
            data["updatedAt"] = self._updated_at
        if self.schedule is not None:
            data["schedule"] = encode_schedule_options(self.schedule)
        if self.discount is not None:
            data["discount"] = encode_discount(self.discount)
        if self.deleted is not None:
            data["deleted"] = self.deleted
        return data


read_invoice_schedule = InvoiceSchedule.from_record
encode_invoice_schedule = InvoiceSchedule.encode
