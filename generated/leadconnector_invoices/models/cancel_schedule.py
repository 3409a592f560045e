from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict

from attrs import define, setters

from leadconnector.codec.decoding import blank, enum, text
from leadconnector.codec.encoding import ensure, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.alt_type import AltType


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class CancelSchedule(Model):
    """Says whose schedule is to be cancelled."""

    alt_id: str | None | Unset = UNSET
    """Id of the location that owns the schedule; what kind of id it is says `altType`. Left out, it is the client's.
    Source: page cancel-schedule.
    """
    alt_type: AltType | str | None | Unset = UNSET
    """Kind of owner that `altId` names. Left out, it is the client's. Source: page cancel-schedule."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "alt_id": "altId",
        "alt_type": "altType",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.alt_id = given(data, "altId", text)
        self.alt_type = given(data, "altType", enum, AltType)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not CancelSchedule:
            ensure(self, CancelSchedule)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.alt_id is not UNSET:
            data["altId"] = self.alt_id
        if self.alt_type is not UNSET:
            data["altType"] = None if self.alt_type is None else text_of(self.alt_type)
        return data


encode_cancel_schedule = CancelSchedule.encode

if TYPE_CHECKING:

    class CancelScheduleArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        alt_id: str | None | Unset
        alt_type: AltType | str | None | Unset
        extra: dict[str, Any]
