from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import EnumOf, converted, ensure, text_of
from leadconnector.codec.model import RequestModel
from leadconnector.invoices.schedules import PaymentPlan
from leadconnector_invoices import models as _models


class PaymentScheduleInput(PaymentPlan, RequestModel):
    """Payment of an invoice in parts, which together make up its whole amount."""

    __slots__ = (
        "type",
        "schedules",
    )

    type: _models.PaymentScheduleType | str
    """How the parts are measured."""
    schedules: list[_models.PaymentScheduleEntryInput]
    """The parts."""

    def __init__(
        self,
        *,
        type: _models.PaymentScheduleType | str,
        schedules: Iterable[_models.PaymentScheduleEntryInput],
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.type = type
        self.schedules = converted(_schedules_kind, "PaymentScheduleInput.schedules", schedules)
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentScheduleInput:
            ensure(self, PaymentScheduleInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.type
        data["type"] = text_of(value)
        value = self.schedules
        data["schedules"] = (
            [_schedules_kind.element.write(each) for each in value]
            if value.__class__ is list
            else _schedules_kind.write(value)
        )
        return data


_type_kind = EnumOf(_models.PaymentScheduleType)
_schedules_kind = ListOf(ModelOf(lambda: _models.PaymentScheduleEntryInput))
PaymentScheduleInput.FIELDS = (
    Field("type", "type", _type_kind, required=True),
    Field("schedules", "schedules", _schedules_kind, required=True),
)
