from __future__ import annotations

from typing import Any, Literal

from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import Literals, ensure
from leadconnector.codec.model import RequestModel
from library import models as _models


class PrivateInput(RequestModel):
    """The object `PrivateInput` of the description."""

    __slots__ = (
        "kind",
        "owner",
    )

    kind: Literal["private"]
    owner: _models.AuthorInput | None | Unset

    def __init__(
        self,
        *,
        kind: Literal["private"],
        owner: _models.AuthorInput | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.owner = owner
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PrivateInput:
            ensure(self, PrivateInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.kind
        data["kind"] = _kind_kind.write(value)
        value = self.owner
        if value is not UNSET:
            data["owner"] = None if value is None else _owner_kind.write(value)
        return data


_kind_kind = Literals("private")
_owner_kind = ModelOf(lambda: _models.AuthorInput)
PrivateInput.FIELDS = (
    Field("kind", "kind", _kind_kind, required=True),
    Field("owner", "owner", _owner_kind),
)
