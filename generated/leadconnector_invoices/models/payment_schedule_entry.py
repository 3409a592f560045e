from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_date_or_timestamp, optional_decimal
from leadconnector.codec.dates import DateOrTimestamp
from leadconnector.codec.decoding import blank, date_or_timestamp, number
from leadconnector.codec.encoding import ensure, exact_number
from leadconnector_invoices.models.paid_by import PaidBy, encode_paid_by, read_paid_by


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaymentScheduleEntry(Answer):
    """One part of the payment of an invoice. Requests send `value` and `dueDate`."""

    id: str | None = None
    """Id of the part. Source: fact q06."""
    value: Decimal | None = field(default=None, converter=optional_decimal)
    """A percentage of the invoice's total (25 is 25 %) or an amount in major units of its currency, as the payment
    schedule's `type` says. Source: fact q06.
    """
    _due_date: str | None = field(default=None, alias="due_date", converter=optional_date_or_timestamp)
    due_date = DateOrTimestamp[date | datetime | None]("_due_date")
    """Day by which the part must be paid, YYYY-MM-DD. Source: fact q17, fact days-as-moments."""
    status: str | None = None
    """State of the part, as the service names it; the values are not known. Source: fact q06."""
    paid_by: PaidBy | None = None
    """Who paid the part or recorded its payment. Source: fact q06."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "value": "value",
        "due_date": "dueDate",
        "status": "status",
        "paid_by": "paidBy",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.value = number(extra, "value", record.value)
        self._due_date = date_or_timestamp(extra, "dueDate", record.due_date)
        self.status = record.status
        self.paid_by = record.paid_by and read_paid_by(record.paid_by)
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentScheduleEntry:
            ensure(self, PaymentScheduleEntry)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not None:
            data["_id"] = self.id
        if self.value is not None:
            data["value"] = self.value if self.value.__class__ is Decimal else exact_number(self.value)
        if self._due_date is not None:
            data["dueDate"] = self._due_date
        if self.status is not None:
            data["status"] = self.status
        if self.paid_by is not None:
            data["paidBy"] = encode_paid_by(self.paid_by)
        return data


read_payment_schedule_entry = PaymentScheduleEntry.from_record
encode_payment_schedule_entry = PaymentScheduleEntry.encode
