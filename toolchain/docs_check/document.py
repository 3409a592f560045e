"""Look into an OpenAPI document: values by JSON pointer, references resolved, every place with its pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.docs_check import types
from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.types import Type
    from toolchain.openapi.json_values import JSON

MAX_REFERENCES: Final = 50
"""References to references that are followed; more are a circle."""


def join(pointer: str, *parts: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of a place below another one."""
    return pointer + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def look_up(document: JSON, pointer: str) -> JSON:
    """Return the value at a JSON pointer; LookupError if there is none."""
    value = document
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value[key]
        elif isinstance(value, list) and key.isdecimal():
            value = value[int(key)]
        else:
            raise LookupError(pointer)
    return value


class View:
    """An object in a document: what it holds, with all references followed, and where each of its keys stands."""

    def __init__(self, document: JSON, pointer: str) -> None:
        self.document = document
        self.pointer = pointer
        self.value: dict[str, JSON] = {}
        self._pointers: dict[str, str] = {}
        self.home = pointer
        self._gather(pointer)

    def _gather(self, pointer: str) -> None:
        """Collect the keys at `pointer`; those beside a `$ref` go before those of what it points to."""
        for _ in range(MAX_REFERENCES):
            node = self._object(pointer)
            for key, value in node.items():
                if key != "$ref" and key not in self.value:
                    self.value[key] = value
                    self._pointers[key] = join(pointer, key)
            self.home = pointer
            if "$ref" not in node:
                return
            pointer = self._target(node["$ref"])
        raise ToolchainError(f"the description: {self.pointer}: the references go in a circle")

    def _object(self, pointer: str) -> dict[str, JSON]:
        try:
            node = look_up(self.document, pointer)
        except LookupError:
            raise ToolchainError(f"the description: {self.pointer}: there is nothing at {pointer}") from None
        if not isinstance(node, dict):
            raise ToolchainError(f"the description: {pointer}: must be an object")
        return node

    def _target(self, reference: JSON) -> str:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise ToolchainError(f"the description: {self.pointer}: only references within it are followed")
        return reference[1:]

    def where(self, key: str) -> str:
        """Return the pointer of a key; if it is missing, of where it would stand."""
        return self._pointers.get(key) or join(self.home, key)

    def below(self, key: str, *more: str | int) -> View:
        """Return the object under a key, or further below."""
        return View(self.document, join(self.where(key), *more))

    def objects(self, key: str) -> dict[str, View]:
        """Return the objects in the map under a key (`properties`, `responses`) by their names; {} if it's missing."""
        found = self.value.get(key)
        return {name: self.below(key, name) for name in found} if isinstance(found, dict) else {}

    def each(self, key: str) -> Iterator[View]:
        """Yield the objects in the list under a key (`parameters`, `servers`)."""
        for index in range(len(self.array(key))):
            yield self.below(key, index)

    def array(self, key: str) -> list[JSON]:
        """Return the list under a key; an empty one if it is missing."""
        found = self.value.get(key)
        return found if isinstance(found, list) else []

    def text(self, key: str, default: str = "") -> str:
        """Return the text under a key."""
        found = self.value.get(key)
        return found if isinstance(found, str) else default

    def type(self, levels: int = 0) -> Type:
        """Return the type of this schema."""
        has_items = "items" in self.value and levels < MAX_REFERENCES
        return types.of_schema(self.value, self.below("items").type(levels + 1) if has_items else None)

    def innermost(self) -> View:
        """Return the schema of the elements, and of their elements, down to one that is no array; or this one."""
        schema = self
        for _ in range(MAX_REFERENCES):
            if "items" not in schema.value:
                break
            schema = schema.below("items")
        return schema
