from __future__ import annotations

from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import LENIENT_TEXT, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel


class PaidBy(ResponseModel):
    """Who paid, or recorded a payment."""

    __slots__ = ("user_id",)

    user_id: str | None
    """Id of the user."""

    def __init__(
        self,
        *,
        user_id: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.user_id = user_id
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("userId", UNSET)
        self.user_id = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "userId", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidBy:
            ensure(self, PaidBy)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.user_id
        if value is not None:
            data["userId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        return data


PaidBy.FIELDS = (Field("user_id", "userId", LENIENT_TEXT),)
