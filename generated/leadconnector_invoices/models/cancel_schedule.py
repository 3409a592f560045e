from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TEXT, EnumOf, ensure, text_of
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class CancelSchedule(RequestModel):
    """Says whose schedule gets cancelled."""

    __slots__ = (
        "alt_id",
        "alt_type",
    )

    alt_id: str | None | Unset
    """Id of the location that owns the schedule; what kind of id it is says `altType`. Left out, it is the client's."""
    alt_type: _models.AltType | str | None | Unset
    """Kind of owner that `altId` names. Left out, it is the client's."""

    def __init__(
        self,
        *,
        alt_id: str | None | Unset = UNSET,
        alt_type: _models.AltType | str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.alt_id = alt_id
        self.alt_type = alt_type
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not CancelSchedule:
            ensure(self, CancelSchedule)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.alt_id
        if value is not UNSET:
            data["altId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.alt_type
        if value is not UNSET:
            data["altType"] = None if value is None else text_of(value)
        return data


if TYPE_CHECKING:

    class CancelScheduleArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        alt_id: str | None | Unset
        alt_type: _models.AltType | str | None | Unset
        extra: dict[str, Any]


_alt_type_kind = EnumOf(_models.AltType)
CancelSchedule.FIELDS = (
    Field("alt_id", "altId", TEXT),
    Field("alt_type", "altType", _alt_type_kind),
)
