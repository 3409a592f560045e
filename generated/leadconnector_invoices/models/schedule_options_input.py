from __future__ import annotations

from datetime import datetime
from typing import Any

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TIMESTAMP, converted_optional, ensure
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class ScheduleOptionsInput(RequestModel):
    """When a schedule creates invoices, either once, at `executeAt`, or again and again, by `rrule`."""

    __slots__ = (
        "_execute_at",
        "rrule",
    )

    execute_at: Dated[datetime | None | Unset] = Dated("_execute_at", datetime.fromisoformat, TIMESTAMP.convert)
    """Moment of a single execution (ISO 8601, UTC); not together with `rrule`."""
    rrule: _models.RruleInput | None | Unset
    """Rule of a recurrence; not together with `executeAt`."""

    def __init__(
        self,
        *,
        execute_at: datetime | str | None | Unset = UNSET,
        rrule: _models.RruleInput | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self._execute_at = converted_optional(TIMESTAMP, "ScheduleOptionsInput.execute_at", execute_at)
        self.rrule = rrule
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ScheduleOptionsInput:
            ensure(self, ScheduleOptionsInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self._execute_at
        if value is not UNSET:
            data["executeAt"] = None if value is None else value if value.__class__ is str else TIMESTAMP.write(value)
        value = self.rrule
        if value is not UNSET:
            data["rrule"] = None if value is None else _rrule_kind.write(value)
        return data


_rrule_kind = ModelOf(lambda: _models.RruleInput)
ScheduleOptionsInput.FIELDS = (
    Field("execute_at", "executeAt", TIMESTAMP),
    Field("rrule", "rrule", _rrule_kind),
)
