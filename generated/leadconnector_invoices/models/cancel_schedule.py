from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.runtime.decoding import (
    enum,
    required,
    text,
)
from leadconnector.runtime.model import Model
from leadconnector_invoices.models.alt_type import AltType


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class CancelSchedule(Model):
    """Says whose schedule is to be cancelled."""

    alt_id: str
    """Id of the location that owns the schedule; what kind of id it is says `altType`. Source: page cancel-schedule."""
    alt_type: AltType | str
    """Kind of owner that `altId` names. Source: page cancel-schedule."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "alt_id": "altId",
        "alt_type": "altType",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        self.alt_id = required(data, "altId", text)
        self.alt_type = required(data, "altType", enum, AltType)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["altId"] = self.alt_id
        data["altType"] = str(self.alt_type)
        return data


decode_cancel_schedule = CancelSchedule.decode
encode_cancel_schedule = CancelSchedule.encode
