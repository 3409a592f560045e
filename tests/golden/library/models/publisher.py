from __future__ import annotations

from typing import Any, Literal, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import LENIENT_TEXT, Literals, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel


class Publisher(ResponseModel):
    """The object `Publisher` of the description."""

    __slots__ = (
        "kind",
        "house",
    )

    kind: Literal["publisher"] | None
    house: str | None

    def __init__(
        self,
        *,
        kind: Literal["publisher"] | None = None,
        house: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.house = house
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("kind", UNSET)
        self.kind = None if value is UNSET else _kind_kind.take(data, "kind", value)
        value = data.pop("house", UNSET)
        self.house = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "house", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Publisher:
            ensure(self, Publisher)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.kind
        if value is not None:
            data["kind"] = _kind_kind.write(value)
        value = self.house
        if value is not None:
            data["house"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        return data


_kind_kind = Literals("publisher")
Publisher.FIELDS = (
    Field("kind", "kind", _kind_kind),
    Field("house", "house", LENIENT_TEXT),
)
