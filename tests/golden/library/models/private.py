from __future__ import annotations

from typing import Any, Literal, Self

from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import Literals, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel
from library import models as _models


class Private(ResponseModel):
    """The object `Private` of the description."""

    __slots__ = (
        "kind",
        "owner",
    )

    kind: Literal["private"] | None
    owner: _models.Author | None

    def __init__(
        self,
        *,
        kind: Literal["private"] | None = None,
        owner: _models.Author | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.owner = owner
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
        value = data.pop("owner", UNSET)
        self.owner = (
            _owner_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _owner_kind.take(data, "owner", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Private:
            ensure(self, Private)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.kind
        if value is not None:
            data["kind"] = _kind_kind.write(value)
        value = self.owner
        if value is not None:
            data["owner"] = _owner_kind.write(value)
        return data


_kind_kind = Literals("private")
_owner_kind = ModelOf(lambda: _models.Author)
Private.FIELDS = (
    Field("kind", "kind", _kind_kind),
    Field("owner", "owner", _owner_kind),
)
