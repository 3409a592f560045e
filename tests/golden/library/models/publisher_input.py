from __future__ import annotations

from typing import Any, Literal

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TEXT, Literals, ensure
from leadconnector.codec.model import RequestModel


class PublisherInput(RequestModel):
    """The object `PublisherInput` of the description."""

    __slots__ = (
        "kind",
        "house",
    )

    kind: Literal["publisher"]
    house: str | None | Unset

    def __init__(
        self,
        *,
        kind: Literal["publisher"],
        house: str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.house = house
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PublisherInput:
            ensure(self, PublisherInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.kind
        data["kind"] = _kind_kind.write(value)
        value = self.house
        if value is not UNSET:
            data["house"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        return data


_kind_kind = Literals("publisher")
PublisherInput.FIELDS = (
    Field("kind", "kind", _kind_kind, required=True),
    Field("house", "house", TEXT),
)
