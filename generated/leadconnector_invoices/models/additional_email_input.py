from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import blank, text
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import required


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class AdditionalEmailInput(Model):
    """A further e-mail address of a contact."""

    email: str
    """The address. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "email": "email",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.email = required(data, "email", text)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AdditionalEmailInput:
            ensure(self, AdditionalEmailInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["email"] = self.email
        return data


encode_additional_email_input = AdditionalEmailInput.encode
