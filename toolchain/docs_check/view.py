"""Objects of an OpenAPI document as one object each: references followed, `allOf` merged, every key with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.docs_check import types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.types import Type
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

MAX_LEVELS: Final = 50
"""Arrays within arrays, and choices within choices, that are looked into."""


class View:
    """What an object says, together with what it refers to and what its `allOf` adds.

    Where several say something, the object itself goes before what it refers to, and that before `allOf`; properties
    and required names are those of all.
    """

    def __init__(self, document: Document, pointer: Pointer) -> None:
        self.document = document
        self.pointer = pointer
        self._parts = list(_parts(document, pointer, set()))
        self.value: dict[str, JSON] = {}
        self._places: dict[str, Pointer] = {}
        for place, node in self._parts:
            for key, value in node.items():
                if key not in self.value:
                    self.value[key] = value
                    self._places[key] = place.below(key)

    @property
    def home(self) -> Pointer:
        """Where the object really stands: itself, or what its references lead to in the end."""
        return self.document.follow(self.pointer)

    def where(self, key: str) -> Pointer:
        """Return the place of a key; if it is missing, where it would stand."""
        return self._places.get(key) or self.home.below(key)

    def below(self, key: str, *more: str | int) -> View:
        """Return the object under a key, or further below."""
        return View(self.document, self.where(key).below(*more))

    def objects(self, key: str) -> dict[str, View]:
        """Return the objects in the maps under a key (`properties`, `responses`) by their names."""
        found: dict[str, Pointer] = {}
        for place, node in reversed(self._parts):
            holder = node.get(key)
            found |= {name: place.below(key, name) for name in (holder if isinstance(holder, dict) else {})}
        return {name: View(self.document, place) for name, place in found.items()}

    def each(self, key: str) -> Iterator[View]:
        """Yield the objects in the list under a key (`parameters`, `servers`)."""
        for index in range(len(self.array(key))):
            yield self.below(key, index)

    def array(self, key: str) -> list[JSON]:
        """Return the list under a key; an empty one if it is missing."""
        found = self.value.get(key)
        return found if isinstance(found, list) else []

    def required(self) -> set[str]:
        """Return the names of the required properties."""
        lists = [node.get("required") for _, node in self._parts]
        return {str(name) for names in lists if isinstance(names, list) for name in names}

    def text(self, key: str, default: str = "") -> str:
        """Return the text under a key."""
        found = self.value.get(key)
        return found if isinstance(found, str) else default

    def type(self, levels: int = 0) -> Type:
        """Return the type of this schema."""
        inner = levels + 1
        if levels == MAX_LEVELS:
            return types.of_schema({}, None)
        choices = [each.type(inner) for key in ("anyOf", "oneOf") for each in self.each(key)]
        if choices and "type" not in self.value:
            return types.union(choices)
        return types.of_schema(self.value, self.below("items").type(inner) if "items" in self.value else None)

    def innermost(self) -> View:
        """Return the schema of the elements, and of their elements, down to one that is no array; or this one."""
        schema = self
        for _ in range(MAX_LEVELS):
            if "items" not in schema.value:
                break
            schema = schema.below("items")
        return schema


def _parts(document: Document, pointer: Pointer, seen: set[Pointer]) -> Iterator[tuple[Pointer, dict[str, JSON]]]:
    """Yield the objects that make up the one at `pointer`, the most specific first."""
    if pointer in seen:
        return
    seen.add(pointer)
    node = document.object(pointer)
    yield pointer, {key: value for key, value in node.items() if key not in ("$ref", "allOf")}
    target = document.reference(pointer)
    if target is not None:
        document.follow(pointer)  # refuses a circle
        yield from _parts(document, target, seen)
    members = node.get("allOf")
    for index in range(len(members) if isinstance(members, list) else 0):
        yield from _parts(document, pointer.below("allOf", index), seen)
