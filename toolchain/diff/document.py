"""An OpenAPI document in memory, with the files that it refers to, read as OpenAPI 3.1 whatever its version."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from toolchain.diff.dialect import modern
from toolchain.diff.keywords import JUDGED
from toolchain.diff.places import ROOT, Place, keys_of
from toolchain.diff.values import as_object
from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolchain.openapi.json_values import JSON

MAX_FILES = 2_000
"""Files that one description may consist of."""


class Document:
    """A description.

    Args:
        name: what messages call it.
        root: the value in its main file.
        load: reads another file by its path relative to the main one; None where there are no others.
        main: the main file's own name, by which other files may refer to it.

    Raises:
        ToolchainError: if `root` is not OpenAPI 3.0 or 3.1.
    """

    def __init__(self, name: str, root: JSON, load: Callable[[str], JSON] | None = None, main: str = "") -> None:
        self.name = name
        self.root: dict[str, JSON] = _openapi(name, root)
        self.old_dialect = str(self.root["openapi"]).startswith("3.0.")
        self._load = load
        self._main = main
        self._files: dict[str, JSON] = {"": self.root}
        self._followed: dict[Place, Place] = {}
        self._schemas: dict[Place, dict[str, JSON]] = {}

    def value(self, place: Place) -> JSON:
        """Return the value at a place; None where there is none."""
        found: JSON = self._find(place, None)
        return found

    def object(self, place: Place) -> dict[str, JSON]:
        """Return the object at a place; an empty one where there is none."""
        return as_object(self.value(place))

    def has(self, place: Place) -> bool:
        """Whether there is a value at a place; one in a file that nothing has referred to yet does not count."""
        return place.file in self._files and self._find(place, self) is not self

    def schema(self, place: Place) -> dict[str, JSON]:
        """Return the schema at a place in the words of OpenAPI 3.1; `true` is {}, `false` is {"not": {}}."""
        found = self._schemas.get(place)
        if found is None:
            node = self.value(place)
            nothing: dict[str, JSON] = {"not": {}}
            found = nothing if node is False else as_object(node)
            if self.old_dialect:
                found = modern(found)
            self._schemas[place] = found
        return found

    @property
    def is_one_file(self) -> bool:
        """Whether nothing so far has been found in another file."""
        return len(self._files) == 1

    def reference(self, place: Place) -> Place | None:
        """Return where the object at a place refers to; None if it is no reference.

        Raises:
            ToolchainError: if it refers to nothing.
        """
        node = self.value(place)
        if not isinstance(node, dict) or "$ref" not in node:
            return None
        target = self._target(place, node["$ref"])
        try:
            exists = self._exists(target)
        except ToolchainError as error:
            raise ToolchainError(f"{self.name}: {place}: $ref {node['$ref']!r}: {error}") from None
        if not exists:
            raise self._dangling(place, node["$ref"])
        return target

    def follow(self, place: Place) -> Place:
        """Return where the object at a place really stands: itself, or what its reference leads to in the end.

        Raises:
            ToolchainError: if that is nowhere, or if references go in a circle.
        """
        chain = {place: None}
        here = place
        while here not in self._followed and (target := self.reference(here)) is not None:
            if target in chain:
                shown = " → ".join(str(step) or "the whole file" for step in [*chain, target][-4:])
                raise ToolchainError(f"{self.name}: {place}: $ref goes in a circle and never reaches anything: {shown}")
            chain[target] = None
            here = target
        end = self._followed.get(here, here)
        self._followed.update(dict.fromkeys(chain, end))
        return end

    def follow_schema(self, place: Place) -> Place:
        """Return where the schema at a place really stands; one that demands more beside its `$ref` stands there."""
        while (
            set(JUDGED.intersection(self.schema(place))) == {"$ref"} and (target := self.reference(place)) is not None
        ):
            place = target
        return place

    def _target(self, place: Place, ref: JSON) -> Place:
        if not isinstance(ref, str):
            raise self._dangling(place, ref)
        path, _, fragment = ref.partition("#")
        if "://" in path:
            raise ToolchainError(f"{self.name}: {place}: $ref {ref!r} is an address; only files are read, so copy it")
        file = place.file
        if path:
            file = posixpath.normpath(posixpath.join(posixpath.dirname(place.file), unquote(path)))
            file = "" if file == self._main else file
        keys = keys_of(fragment)
        return Place(file, ("#", fragment) if keys is None else keys)

    def _exists(self, place: Place) -> bool:
        if place.file not in self._files and self._load is not None:
            if len(self._files) >= MAX_FILES:
                raise ToolchainError(f"the description consists of more than {MAX_FILES} files")
            self._files[place.file] = self._load(place.file)
        return self.has(place)

    def _dangling(self, place: Place, ref: JSON) -> ToolchainError:
        return ToolchainError(f"{self.name}: {place}: $ref {ref!r} refers to nothing; mend it or take it out")

    def _find(self, place: Place, missing: Any) -> Any:
        value: JSON = self._files.get(place.file)
        for key in place.keys:
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            else:
                return missing
        return value


def _openapi(name: str, root: JSON) -> dict[str, JSON]:
    if not isinstance(root, dict) or not isinstance(version := root.get("openapi"), str):
        found = "it has swagger instead" if isinstance(root, dict) and "swagger" in root else "it has no openapi field"
        raise ToolchainError(f"{name}: is not an OpenAPI 3.0 or 3.1 document: {found}")
    if not version.startswith(("3.0.", "3.1.")):
        raise ToolchainError(f"{name}: is OpenAPI {version}; 3.0 and 3.1 can be compared")
    return root


def places_of(document: Document, *keys: str) -> dict[str, Place]:
    """Return the places of the entries of a map, by name; extensions are not entries."""
    place = ROOT.below(*keys)
    return {name: place.below(name) for name in document.object(place) if not name.startswith("x-")}
