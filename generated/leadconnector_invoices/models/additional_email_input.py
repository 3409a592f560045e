from __future__ import annotations

from typing import Any

from leadconnector.codec.containers import Field
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TEXT, ensure
from leadconnector.codec.model import RequestModel


class AdditionalEmailInput(RequestModel):
    """A further e-mail address of a contact."""

    __slots__ = ("email",)

    email: str
    """The address."""

    def __init__(
        self,
        *,
        email: str,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.email = email
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AdditionalEmailInput:
            ensure(self, AdditionalEmailInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.email
        data["email"] = value if value.__class__ is str else TEXT.write(value)
        return data


AdditionalEmailInput.FIELDS = (Field("email", "email", TEXT, required=True),)
