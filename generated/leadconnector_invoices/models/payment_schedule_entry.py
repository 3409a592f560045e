from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.dates import read_day, read_moment
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    DAY,
    LENIENT_TEXT,
    NUMBER,
    TIMESTAMP,
    MisfitError,
    blank,
    converted_optional,
    ensure,
)
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class PaymentScheduleEntry(ResponseModel):
    """One part of the payment of an invoice. Requests send `value` and `dueDate`."""

    __slots__ = (
        "id",
        "value",
        "_due_date",
        "status",
        "paid_by",
    )

    id: str | None
    """Id of the part."""
    value: Decimal | None
    """A percentage of the invoice's total (25 is 25 %) or an amount in major units of its currency, as the payment
    schedule's `type` says.
    """
    due_date: Dated[date | None] = Dated("_due_date", read_day, DAY.convert)
    """Day by which the part must be paid, YYYY-MM-DD."""
    due_date_time: Dated[datetime | None] = Dated("_due_date", read_moment, TIMESTAMP.convert)
    """The moment of `due_date` where the service sent one; None where it sent a plain date."""
    status: str | None
    """State of the part, as the service names it; the values are not known."""
    paid_by: _models.PaidBy | None
    """Who paid the part or recorded its payment."""

    def __init__(
        self,
        *,
        id: str | None = None,
        value: Decimal | int | str | None = None,
        due_date: date | datetime | str | None = None,
        status: str | None = None,
        paid_by: _models.PaidBy | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.value = converted_optional(NUMBER, "PaymentScheduleEntry.value", value)
        self._due_date = converted_optional(DAY, "PaymentScheduleEntry.due_date", due_date)
        self.status = status
        self.paid_by = paid_by
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("_id", UNSET)
        self.id = value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "_id", value)
        value = data.pop("value", UNSET)
        self.value = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "value", value)
        )
        value = data.pop("dueDate", UNSET)
        self._due_date = None if value is UNSET else DAY.take(data, "dueDate", value)
        value = data.pop("status", UNSET)
        self.status = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "status", value)
        )
        value = data.pop("paidBy", UNSET)
        self.paid_by = (
            _paid_by_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _paid_by_kind.take(data, "paidBy", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentScheduleEntry:
            ensure(self, PaymentScheduleEntry)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not None:
            data["_id"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.value
        if value is not None:
            data["value"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self._due_date
        if value is not None:
            data["dueDate"] = value if value.__class__ is str else DAY.write(value)
        value = self.status
        if value is not None:
            data["status"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.paid_by
        if value is not None:
            data["paidBy"] = _paid_by_kind.write(value)
        return data


_paid_by_kind = ModelOf(lambda: _models.PaidBy)
PaymentScheduleEntry.FIELDS = (
    Field("id", "_id", LENIENT_TEXT),
    Field("value", "value", NUMBER),
    Field("due_date", "dueDate", DAY),
    Field("status", "status", LENIENT_TEXT),
    Field("paid_by", "paidBy", _paid_by_kind),
)
