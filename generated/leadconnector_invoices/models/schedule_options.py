from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.runtime.codec.converters import optional_timestamp
from leadconnector.runtime.codec.dates import Timestamp
from leadconnector.runtime.codec.decoding import (
    ABSENT,
    misfit,
    timestamp,
)
from leadconnector.runtime.codec.encoding import ensure
from leadconnector.runtime.codec.model import Model
from leadconnector_invoices.models.rrule import Rrule, decode_rrule, encode_rrule


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class ScheduleOptions(Model):
    """When a schedule creates invoices, either once, at `executeAt`, or again and again, by `rrule`."""

    _execute_at: str | None = field(default=None, alias="execute_at", converter=optional_timestamp)
    execute_at = Timestamp[datetime | None]("_execute_at")
    """Moment of a single execution; absent where `rrule` is given. Source: fact q12, page cancel-schedule."""
    rrule: Rrule | None = None
    """Rule of a recurrence; absent where `executeAt` is given. Source: page cancel-schedule."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "execute_at": "executeAt",
        "rrule": "rrule",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("executeAt", ABSENT)
        self._execute_at = timestamp(data, "executeAt", value)
        value = data.pop("rrule", ABSENT)
        self.rrule = decode_rrule(value) if value.__class__ is dict else misfit(data, "rrule", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ScheduleOptions:
            ensure(self, ScheduleOptions)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self._execute_at is not None:
            data["executeAt"] = self._execute_at
        if self.rrule is not None:
            data["rrule"] = encode_rrule(self.rrule)
        return data


decode_schedule_options = ScheduleOptions.decode
encode_schedule_options = ScheduleOptions.encode
