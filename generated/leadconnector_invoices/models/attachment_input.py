from __future__ import annotations

from typing import Any

from leadconnector.codec.containers import Field
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import INTEGER, TEXT, ensure
from leadconnector.codec.model import RequestModel


class AttachmentInput(RequestModel):
    """A file sent along with an invoice."""

    __slots__ = (
        "id",
        "name",
        "url",
        "type",
        "size",
    )

    id: str
    """Id of the file."""
    name: str
    """Name of the file."""
    url: str
    """Where the file can be fetched."""
    type: str
    """Type of the file."""
    size: int
    """Size of the file in bytes."""

    def __init__(
        self,
        *,
        id: str,
        name: str,
        url: str,
        type: str,
        size: int,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.url = url
        self.type = type
        self.size = size
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AttachmentInput:
            ensure(self, AttachmentInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        data["id"] = value if value.__class__ is str else TEXT.write(value)
        value = self.name
        data["name"] = value if value.__class__ is str else TEXT.write(value)
        value = self.url
        data["url"] = value if value.__class__ is str else TEXT.write(value)
        value = self.type
        data["type"] = value if value.__class__ is str else TEXT.write(value)
        value = self.size
        data["size"] = value if value.__class__ is int else INTEGER.write(value)
        return data


AttachmentInput.FIELDS = (
    Field("id", "id", TEXT, required=True),
    Field("name", "name", TEXT, required=True),
    Field("url", "url", TEXT, required=True),
    Field("type", "type", TEXT, required=True),
    Field("size", "size", INTEGER, required=True),
)
