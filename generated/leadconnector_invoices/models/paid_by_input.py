from __future__ import annotations

from typing import Any

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TEXT, ensure
from leadconnector.codec.model import RequestModel


class PaidByInput(RequestModel):
    """Who paid, or recorded a payment."""

    __slots__ = ("user_id",)

    user_id: str | None | Unset
    """Id of the user."""

    def __init__(
        self,
        *,
        user_id: str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.user_id = user_id
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidByInput:
            ensure(self, PaidByInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.user_id
        if value is not UNSET:
            data["userId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        return data


PaidByInput.FIELDS = (Field("user_id", "userId", TEXT),)
