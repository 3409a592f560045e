from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaidBy(Answer):
    """Who paid, or recorded a payment."""

    user_id: str | None = None
    """Id of the user. Source: fact q06."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "user_id": "userId",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.user_id = record.user_id
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidBy:
            ensure(self, PaidBy)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.user_id is not None:
            data["userId"] = self.user_id
        return data


read_paid_by = PaidBy.from_record
encode_paid_by = PaidBy.encode
