from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.invoices import PaymentPlan
from leadconnector.runtime.codec.decoding import (
    ABSENT,
    misfit,
    models,
)
from leadconnector.runtime.codec.encoding import ensure, text_of
from leadconnector.runtime.codec.model import Model
from leadconnector_invoices.models.payment_schedule_entry import (
    PaymentScheduleEntry,
    decode_payment_schedule_entry,
    encode_payment_schedule_entry,
)
from leadconnector_invoices.models.payment_schedule_type import (
    PaymentScheduleType,
    documented_payment_schedule_type,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaymentSchedule(PaymentPlan, Model):
    """Payment of an invoice in parts; empty where the invoice is paid at once."""

    type: PaymentScheduleType | None = None
    """How the parts are measured. Source: page update-invoice."""
    schedules: list[PaymentScheduleEntry] | None = None
    """The parts. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "type": "type",
        "schedules": "schedules",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("type", ABSENT)
        self.type = (
            documented_payment_schedule_type.get(value) or PaymentScheduleType(value)
            if value.__class__ is str
            else misfit(data, "type", value)
        )
        value = data.pop("schedules", ABSENT)
        self.schedules = models(data, "schedules", value, decode_payment_schedule_entry)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentSchedule:
            ensure(self, PaymentSchedule)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.type is not None:
            data["type"] = text_of(self.type)
        if self.schedules is not None:
            data["schedules"] = [encode_payment_schedule_entry(element) for element in self.schedules]
        return data


decode_payment_schedule = PaymentSchedule.decode
encode_payment_schedule = PaymentSchedule.encode
