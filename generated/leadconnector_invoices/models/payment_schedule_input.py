from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import blank, enum
from leadconnector.codec.encoding import ensure, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import models, required
from leadconnector.invoices import PaymentPlan
from leadconnector_invoices.models.payment_schedule_entry_input import (
    PaymentScheduleEntryInput,
    encode_payment_schedule_entry_input,
)
from leadconnector_invoices.models.payment_schedule_type import PaymentScheduleType


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaymentScheduleInput(PaymentPlan, Model):
    """Payment of an invoice in parts, which together make up its whole amount."""

    type: PaymentScheduleType | str
    """How the parts are measured. Source: page update-invoice."""
    schedules: list[PaymentScheduleEntryInput]
    """The parts. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "type": "type",
        "schedules": "schedules",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.type = required(data, "type", enum, PaymentScheduleType)
        self.schedules = required(data, "schedules", models, PaymentScheduleEntryInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentScheduleInput:
            ensure(self, PaymentScheduleInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["type"] = text_of(self.type)
        data["schedules"] = [encode_payment_schedule_entry_input(element) for element in self.schedules]
        return data


encode_payment_schedule_input = PaymentScheduleInput.encode
