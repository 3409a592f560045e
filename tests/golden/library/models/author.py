from __future__ import annotations

from datetime import date
from typing import Any, Self

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import DATE, LENIENT_TEXT, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel


class Author(ResponseModel):
    """The object `Author` of the description."""

    __slots__ = (
        "name",
        "_born",
    )

    name: str | None
    born: Dated[date | None] = Dated("_born", date.fromisoformat, DATE.convert)

    def __init__(
        self,
        *,
        name: str | None = None,
        born: date | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self._born = converted_optional(DATE, "Author.born", born)
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("born", UNSET)
        self._born = None if value is UNSET else DATE.take(data, "born", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Author:
            ensure(self, Author)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._born
        if value is not None:
            data["born"] = value if value.__class__ is str else DATE.write(value)
        return data


Author.FIELDS = (
    Field("name", "name", LENIENT_TEXT),
    Field("born", "born", DATE),
)
