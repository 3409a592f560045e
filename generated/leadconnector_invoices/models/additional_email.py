from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.runtime.codec.decoding import (
    ABSENT,
    text,
)
from leadconnector.runtime.codec.encoding import ensure
from leadconnector.runtime.codec.model import Model


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class AdditionalEmail(Model):
    """A further e-mail address of a contact."""

    email: str | None = None
    """The address. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "email": "email",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("email", ABSENT)
        self.email = value if value.__class__ is str else text(data, "email", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AdditionalEmail:
            ensure(self, AdditionalEmail)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.email is not None:
            data["email"] = self.email
        return data


decode_additional_email = AdditionalEmail.decode
encode_additional_email = AdditionalEmail.encode
