from __future__ import annotations

from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import LENIENT_TEXT, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel


class AdditionalEmail(ResponseModel):
    """A further e-mail address of a contact."""

    __slots__ = ("email",)

    email: str | None
    """The address."""

    def __init__(
        self,
        *,
        email: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.email = email
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("email", UNSET)
        self.email = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "email", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AdditionalEmail:
            ensure(self, AdditionalEmail)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.email
        if value is not None:
            data["email"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        return data


AdditionalEmail.FIELDS = (Field("email", "email", LENIENT_TEXT),)
