from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from leadconnector.codec.containers import TEXTS, Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import MisfitError, all_text, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel


class SentTo(ResponseModel):
    """Where an invoice was sent."""

    __slots__ = (
        "email",
        "email_cc",
        "email_bcc",
        "phone_no",
    )

    email: list[str] | None
    """E-mail addresses of the recipients."""
    email_cc: list[str] | None
    """E-mail addresses in copy."""
    email_bcc: list[str] | None
    """E-mail addresses in blind copy."""
    phone_no: list[str] | None
    """Phone numbers of the recipients."""

    def __init__(
        self,
        *,
        email: Iterable[str] | None = None,
        email_cc: Iterable[str] | None = None,
        email_bcc: Iterable[str] | None = None,
        phone_no: Iterable[str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.email = converted_optional(TEXTS, "SentTo.email", email)
        self.email_cc = converted_optional(TEXTS, "SentTo.email_cc", email_cc)
        self.email_bcc = converted_optional(TEXTS, "SentTo.email_bcc", email_bcc)
        self.phone_no = converted_optional(TEXTS, "SentTo.phone_no", phone_no)
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
            value
            if value.__class__ is list and all_text(map(type, value))
            else None
            if value is UNSET
            else TEXTS.take(data, "email", value)
        )
        value = data.pop("emailCc", UNSET)
        self.email_cc = (
            value
            if value.__class__ is list and all_text(map(type, value))
            else None
            if value is UNSET
            else TEXTS.take(data, "emailCc", value)
        )
        value = data.pop("emailBcc", UNSET)
        self.email_bcc = (
            value
            if value.__class__ is list and all_text(map(type, value))
            else None
            if value is UNSET
            else TEXTS.take(data, "emailBcc", value)
        )
        value = data.pop("phoneNo", UNSET)
        self.phone_no = (
            value
            if value.__class__ is list and all_text(map(type, value))
            else None
            if value is UNSET
            else TEXTS.take(data, "phoneNo", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not SentTo:
            ensure(self, SentTo)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.email
        if value is not None:
            data["email"] = TEXTS.write(value)
        value = self.email_cc
        if value is not None:
            data["emailCc"] = TEXTS.write(value)
        value = self.email_bcc
        if value is not None:
            data["emailBcc"] = TEXTS.write(value)
        value = self.phone_no
        if value is not None:
            data["phoneNo"] = TEXTS.write(value)
        return data


SentTo.FIELDS = (
    Field("email", "email", TEXTS),
    Field("email_cc", "emailCc", TEXTS),
    Field("email_bcc", "emailBcc", TEXTS),
    Field("phone_no", "phoneNo", TEXTS),
)
