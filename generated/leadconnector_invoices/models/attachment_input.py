from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import blank, integer, text
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import required


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class AttachmentInput(Model):
    """A file sent along with an invoice."""

    id: str
    """Id of the file. Source: page update-invoice."""
    name: str
    """Name of the file. Source: page update-invoice."""
    url: str
    """Where the file can be fetched. Source: page update-invoice."""
    type: str
    """Type of the file. Source: page update-invoice."""
    size: int
    """Size of the file in bytes. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "name",
        "url": "url",
        "type": "type",
        "size": "size",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.id = required(data, "id", text)
        self.name = required(data, "name", text)
        self.url = required(data, "url", text)
        self.type = required(data, "type", text)
        self.size = required(data, "size", integer)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AttachmentInput:
            ensure(self, AttachmentInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["id"] = self.id
        data["name"] = self.name
        data["url"] = self.url
        data["type"] = self.type
        data["size"] = self.size
        return data


encode_attachment_input = AttachmentInput.encode
