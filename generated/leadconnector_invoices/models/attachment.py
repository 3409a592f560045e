from __future__ import annotations

from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import INTEGER, LENIENT_TEXT, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel


class Attachment(ResponseModel):
    """A file sent along with an invoice."""

    __slots__ = (
        "id",
        "name",
        "url",
        "type",
        "size",
    )

    id: str | None
    """Id of the file."""
    name: str | None
    """Name of the file."""
    url: str | None
    """Where the file can be fetched."""
    type: str | None
    """Type of the file."""
    size: int | None
    """Size of the file in bytes."""

    def __init__(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        url: str | None = None,
        type: str | None = None,
        size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.url = url
        self.type = type
        self.size = size
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("id", UNSET)
        self.id = value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "id", value)
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("url", UNSET)
        self.url = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "url", value)
        )
        value = data.pop("type", UNSET)
        self.type = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "type", value)
        )
        value = data.pop("size", UNSET)
        self.size = value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "size", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Attachment:
            ensure(self, Attachment)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not None:
            data["id"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.url
        if value is not None:
            data["url"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.type
        if value is not None:
            data["type"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.size
        if value is not None:
            data["size"] = value if value.__class__ is int else INTEGER.write(value)
        return data


Attachment.FIELDS = (
    Field("id", "id", LENIENT_TEXT),
    Field("name", "name", LENIENT_TEXT),
    Field("url", "url", LENIENT_TEXT),
    Field("type", "type", LENIENT_TEXT),
    Field("size", "size", INTEGER),
)
