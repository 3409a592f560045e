from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import EnumOf, MisfitError, blank, converted_optional, ensure, text_of
from leadconnector.codec.model import ResponseModel
from leadconnector.invoices.schedules import PaymentPlan
from leadconnector_invoices import models as _models


class PaymentSchedule(PaymentPlan, ResponseModel):
    """Payment of an invoice in parts, which together make up its whole amount."""

    __slots__ = (
        "type",
        "schedules",
    )

    type: _models.PaymentScheduleType | None
    """How the parts are measured."""
    schedules: list[_models.PaymentScheduleEntry] | None
    """The parts."""

    def __init__(
        self,
        *,
        type: _models.PaymentScheduleType | None = None,
        schedules: Iterable[_models.PaymentScheduleEntry] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.type = type
        self.schedules = converted_optional(_schedules_kind, "PaymentSchedule.schedules", schedules)
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("type", UNSET)
        self.type = (
            _type_kind.members.get(value) or _type_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _type_kind.take(data, "type", value)
        )
        value = data.pop("schedules", UNSET)
        self.schedules = None if value is UNSET else _schedules_kind.take(data, "schedules", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentSchedule:
            ensure(self, PaymentSchedule)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.type
        if value is not None:
            data["type"] = text_of(value)
        value = self.schedules
        if value is not None:
            data["schedules"] = (
                [_schedules_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _schedules_kind.write(value)
            )
        return data


_type_kind = EnumOf(_models.PaymentScheduleType)
_schedules_kind = ListOf(ModelOf(lambda: _models.PaymentScheduleEntry))
PaymentSchedule.FIELDS = (
    Field("type", "type", _type_kind),
    Field("schedules", "schedules", _schedules_kind),
)
