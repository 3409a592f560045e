from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Attachment(Answer):
    """A file sent along with an invoice."""

    id: str | None = None
    """Id of the file. Source: page update-invoice."""
    name: str | None = None
    """Name of the file. Source: page update-invoice."""
    url: str | None = None
    """Where the file can be fetched. Source: page update-invoice."""
    type: str | None = None
    """Type of the file. Source: page update-invoice."""
    size: int | None = None
    """Size of the file in bytes. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "name",
        "url": "url",
        "type": "type",
        "size": "size",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.name = record.name
        self.url = record.url
        self.type = record.type
        self.size = record.size
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Attachment:
            ensure(self, Attachment)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not None:
            data["id"] = self.id
        if self.name is not None:
            data["name"] = self.name
        if self.url is not None:
            data["url"] = self.url
        if self.type is not None:
            data["type"] = self.type
        if self.size is not None:
            data["size"] = self.size
        return data


read_attachment = Attachment.from_record
encode_attachment = Attachment.encode
