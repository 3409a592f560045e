from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_timestamp
from leadconnector.codec.dates import Timestamp
from leadconnector.codec.decoding import blank, timestamp
from leadconnector.codec.encoding import ensure
from leadconnector_invoices.models.rrule import Rrule, encode_rrule, read_rrule


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class ScheduleOptions(Answer):
    """When a schedule creates invoices, either once, at `executeAt`, or again and again, by `rrule`."""

    _execute_at: str | None = field(default=None, alias="execute_at", converter=optional_timestamp)
    execute_at = Timestamp[datetime | None]("_execute_at")
    """Moment of a single execution (ISO 8601, UTC); not together with `rrule`. Source: fact q12, page cancel-schedule."""
    rrule: Rrule | None = None
    """Rule of a recurrence; not together with `executeAt`. Source: page cancel-schedule."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "execute_at": "executeAt",
        "rrule": "rrule",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self._execute_at = timestamp(extra, "executeAt", record.execute_at)
        self.rrule = record.rrule and read_rrule(record.rrule)
        self._extra = extra or None
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


read_schedule_options = ScheduleOptions.from_record
encode_schedule_options = ScheduleOptions.encode
