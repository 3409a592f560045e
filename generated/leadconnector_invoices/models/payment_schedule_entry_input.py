from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import DATE, NUMBER, TEXT, converted_optional, ensure
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class PaymentScheduleEntryInput(RequestModel):
    """One part of the payment of an invoice. Requests send `value` and `dueDate`."""

    __slots__ = (
        "id",
        "value",
        "_due_date",
        "status",
        "paid_by",
    )

    id: str | None | Unset
    """Id of the part."""
    value: Decimal | None | Unset
    """A percentage of the invoice's total (25 is 25 %) or an amount in major units of its currency, as the payment
    schedule's `type` says.
    """
    due_date: Dated[date | None | Unset] = Dated("_due_date", date.fromisoformat, DATE.convert)
    """Day by which the part must be paid, YYYY-MM-DD."""
    status: str | None | Unset
    """State of the part, as the service names it; the values are not known."""
    paid_by: _models.PaidByInput | None | Unset
    """Who paid the part or recorded its payment."""

    def __init__(
        self,
        *,
        id: str | None | Unset = UNSET,
        value: Decimal | int | str | None | Unset = UNSET,
        due_date: date | str | None | Unset = UNSET,
        status: str | None | Unset = UNSET,
        paid_by: _models.PaidByInput | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.value = converted_optional(NUMBER, "PaymentScheduleEntryInput.value", value)
        self._due_date = converted_optional(DATE, "PaymentScheduleEntryInput.due_date", due_date)
        self.status = status
        self.paid_by = paid_by
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentScheduleEntryInput:
            ensure(self, PaymentScheduleEntryInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not UNSET:
            data["_id"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.value
        if value is not UNSET:
            data["value"] = (
                None
                if value is None
                else value
                if value.__class__ is Decimal and value.is_finite()
                else NUMBER.write(value)
            )
        value = self._due_date
        if value is not UNSET:
            data["dueDate"] = None if value is None else value if value.__class__ is str else DATE.write(value)
        value = self.status
        if value is not UNSET:
            data["status"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.paid_by
        if value is not UNSET:
            data["paidBy"] = None if value is None else _paid_by_kind.write(value)
        return data


_paid_by_kind = ModelOf(lambda: _models.PaidByInput)
PaymentScheduleEntryInput.FIELDS = (
    Field("id", "_id", TEXT),
    Field("value", "value", NUMBER),
    Field("due_date", "dueDate", DATE),
    Field("status", "status", TEXT),
    Field("paid_by", "paidBy", _paid_by_kind),
)
