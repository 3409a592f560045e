from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import unset_date, unset_decimal
from leadconnector.codec.dates import Date
from leadconnector.codec.decoding import blank, calendar_date, number, text
from leadconnector.codec.encoding import ensure, exact_number
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, model
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.paid_by_input import (
    PaidByInput,
    encode_paid_by_input,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaymentScheduleEntryInput(Model):
    """One part of the payment of an invoice. Requests send `value` and `dueDate`."""

    id: str | None | Unset = UNSET
    """Id of the part. Source: fact q06."""
    value: Decimal | None | Unset = field(default=UNSET, converter=unset_decimal)
    """A percentage of the invoice's total (25 is 25 %) or an amount in major units of its currency, as the payment
    schedule's `type` says. Source: fact q06.
    """
    _due_date: str | None | Unset = field(default=UNSET, alias="due_date", converter=unset_date)
    due_date = Date[date | None | Unset]("_due_date")
    """Day by which the part must be paid, YYYY-MM-DD. Source: fact q17, fact days-as-moments."""
    status: str | None | Unset = UNSET
    """State of the part, as the service names it; the values are not known. Source: fact q06."""
    paid_by: PaidByInput | None | Unset = UNSET
    """Who paid the part or recorded its payment. Source: fact q06."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "value": "value",
        "due_date": "dueDate",
        "status": "status",
        "paid_by": "paidBy",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.id = given(data, "_id", text)
        self.value = given(data, "value", number)
        self._due_date = given(data, "dueDate", calendar_date)
        self.status = given(data, "status", text)
        self.paid_by = given(data, "paidBy", model, PaidByInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentScheduleEntryInput:
            ensure(self, PaymentScheduleEntryInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not UNSET:
            data["_id"] = self.id
        if self.value is not UNSET:
            data["value"] = (
                None
                if self.value is None
                else self.value
                if self.value.__class__ is Decimal
                else exact_number(self.value)
            )
        if self._due_date is not UNSET:
            data["dueDate"] = self._due_date
        if self.status is not UNSET:
            data["status"] = self.status
        if self.paid_by is not UNSET:
            data["paidBy"] = None if self.paid_by is None else encode_paid_by_input(self.paid_by)
        return data


encode_payment_schedule_entry_input = PaymentScheduleEntryInput.encode
