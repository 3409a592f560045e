from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TEXT, ensure
from leadconnector.codec.model import RequestModel


class Remind(RequestModel):
    """The object `Remind` of the description."""

    __slots__ = ("note",)

    note: str | None | Unset

    def __init__(
        self,
        *,
        note: str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.note = note
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Remind:
            ensure(self, Remind)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.note
        if value is not UNSET:
            data["note"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        return data


if TYPE_CHECKING:

    class RemindArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        note: str | None | Unset
        extra: dict[str, Any]


Remind.FIELDS = (Field("note", "note", TEXT),)
