from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class SentTo(Answer):
    """Where an invoice was sent."""

    email: list[str] | None = None
    """E-mail addresses of the recipients. Source: fact sent-to."""
    email_cc: list[str] | None = None
    """E-mail addresses in copy. Source: fact sent-to."""
    email_bcc: list[str] | None = None
    """E-mail addresses in blind copy. Source: fact sent-to."""
    phone_no: list[str] | None = None
    """Phone numbers of the recipients. Source: fact sent-to."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "email": "email",
        "email_cc": "emailCc",
        "email_bcc": "emailBcc",
        "phone_no": "phoneNo",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.email = record.email
        self.email_cc = record.email_cc
        self.email_bcc = record.email_bcc
        self.phone_no = record.phone_no
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not SentTo:
            ensure(self, SentTo)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.email is not None:
            data["email"] = self.email
        if self.email_cc is not None:
            data["emailCc"] = self.email_cc
        if self.email_bcc is not None:
            data["emailBcc"] = self.email_bcc
        if self.phone_no is not None:
            data["phoneNo"] = self.phone_no
        return data


read_sent_to = SentTo.from_record
encode_sent_to = SentTo.encode
