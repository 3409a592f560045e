from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TIMESTAMP, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class ScheduleOptions(ResponseModel):
    """When a schedule creates invoices, either once, at `executeAt`, or again and again, by `rrule`."""

    __slots__ = (
        "_execute_at",
        "rrule",
    )

    execute_at: Dated[datetime | None] = Dated("_execute_at", datetime.fromisoformat, TIMESTAMP.convert)
    """Moment of a single execution (ISO 8601, UTC); not together with `rrule`."""
    rrule: _models.Rrule | None
    """Rule of a recurrence; not together with `executeAt`."""

    def __init__(
        self,
        *,
        execute_at: datetime | str | None = None,
        rrule: _models.Rrule | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self._execute_at = converted_optional(TIMESTAMP, "ScheduleOptions.execute_at", execute_at)
        self.rrule = rrule
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("executeAt", UNSET)
        self._execute_at = None if value is UNSET else TIMESTAMP.take(data, "executeAt", value)
        value = data.pop("rrule", UNSET)
        self.rrule = (
            _rrule_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _rrule_kind.take(data, "rrule", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ScheduleOptions:
            ensure(self, ScheduleOptions)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self._execute_at
        if value is not None:
            data["executeAt"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self.rrule
        if value is not None:
            data["rrule"] = _rrule_kind.write(value)
        return data


_rrule_kind = ModelOf(lambda: _models.Rrule)
ScheduleOptions.FIELDS = (
    Field("execute_at", "executeAt", TIMESTAMP),
    Field("rrule", "rrule", _rrule_kind),
)
