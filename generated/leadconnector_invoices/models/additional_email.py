from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class AdditionalEmail(Answer):
    """A further e-mail address of a contact."""

    email: str | None = None
    """The address. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "email": "email",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.email = record.email
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AdditionalEmail:
            ensure(self, AdditionalEmail)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.email is not None:
            data["email"] = self.email
        return data


read_additional_email = AdditionalEmail.from_record
encode_additional_email = AdditionalEmail.encode
