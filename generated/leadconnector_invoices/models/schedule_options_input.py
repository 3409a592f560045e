from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import unset_timestamp
from leadconnector.codec.dates import Timestamp
from leadconnector.codec.decoding import blank, timestamp
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, model
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.rrule_input import RruleInput, encode_rrule_input


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class ScheduleOptionsInput(Model):
    """When a schedule creates invoices, either once, at `executeAt`, or again and again, by `rrule`."""

    _execute_at: str | None | Unset = field(default=UNSET, alias="execute_at", converter=unset_timestamp)
    execute_at = Timestamp[datetime | None | Unset]("_execute_at")
    """Moment of a single execution (ISO 8601, UTC); not together with `rrule`. Source: fact q12, page cancel-schedule."""
    rrule: RruleInput | None | Unset = UNSET
    """Rule of a recurrence; not together with `executeAt`. Source: page cancel-schedule."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "execute_at": "executeAt",
        "rrule": "rrule",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self._execute_at = given(data, "executeAt", timestamp)
        self.rrule = given(data, "rrule", model, RruleInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ScheduleOptionsInput:
            ensure(self, ScheduleOptionsInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self._execute_at is not UNSET:
            data["executeAt"] = self._execute_at
        if self.rrule is not UNSET:
            data["rrule"] = None if self.rrule is None else encode_rrule_input(self.rrule)
        return data


encode_schedule_options_input = ScheduleOptionsInput.encode
