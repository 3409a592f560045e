from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank, parts
from leadconnector.codec.encoding import ensure, text_of
from leadconnector.invoices import PaymentPlan
from leadconnector_invoices.models.payment_schedule_entry import (
    PaymentScheduleEntry,
    encode_payment_schedule_entry,
    read_payment_schedule_entry,
)
from leadconnector_invoices.models.payment_schedule_type import PaymentScheduleType


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaymentSchedule(PaymentPlan, Answer):
    """Payment of an invoice in parts, which together make up its whole amount."""

    type: PaymentScheduleType | None = None
    """How the parts are measured. Source: page update-invoice."""
    schedules: list[PaymentScheduleEntry] | None = None
    """The parts. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "type": "type",
        "schedules": "schedules",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.type = record.type
        self.schedules = record.schedules and parts(record.schedules, read_payment_schedule_entry)
        self._extra = extra or None
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


read_payment_schedule = PaymentSchedule.from_record
encode_payment_schedule = PaymentSchedule.encode
