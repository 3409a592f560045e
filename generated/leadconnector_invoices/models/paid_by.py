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
class PaidBy(Model):
    """Who paid, or recorded a payment."""

    user_id: str | None = None
    """Id of the user. Source: fact q06."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "user_id": "userId",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("userId", ABSENT)
        self.user_id = value if value.__class__ is str else text(data, "userId", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidBy:
            ensure(self, PaidBy)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.user_id is not None:
            data["userId"] = self.user_id
        return data


decode_paid_by = PaidBy.decode
encode_paid_by = PaidBy.encode
