from __future__ import annotations

from datetime import date
from typing import Any

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import DATE, TEXT, converted_optional, ensure
from leadconnector.codec.model import RequestModel


class AuthorInput(RequestModel):
    """The object `AuthorInput` of the description."""

    __slots__ = (
        "name",
        "_born",
    )

    name: str
    born: Dated[date | None | Unset] = Dated("_born", date.fromisoformat, DATE.convert)

    def __init__(
        self,
        *,
        name: str,
        born: date | str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self._born = converted_optional(DATE, "AuthorInput.born", born)
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AuthorInput:
            ensure(self, AuthorInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.name
        data["name"] = value if value.__class__ is str else TEXT.write(value)
        value = self._born
        if value is not UNSET:
            data["born"] = None if value is None else value if value.__class__ is str else DATE.write(value)
        return data


AuthorInput.FIELDS = (
    Field("name", "name", TEXT, required=True),
    Field("born", "born", DATE),
)
