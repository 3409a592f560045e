from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import blank, text
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given
from leadconnector.codec.unset import UNSET, Unset


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaidByInput(Model):
    """Who paid, or recorded a payment."""

    user_id: str | None | Unset = UNSET
    """Id of the user. Source: fact q06."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "user_id": "userId",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.user_id = given(data, "userId", text)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidByInput:
            ensure(self, PaidByInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.user_id is not UNSET:
            data["userId"] = self.user_id
        return data


encode_paid_by_input = PaidByInput.encode
