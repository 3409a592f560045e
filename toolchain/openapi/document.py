"""An OpenAPI document in memory, with the files that it refers to: values by pointer, references followed."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, as_object, copy_json, levels
from toolchain.openapi.openapi30 import modern
from toolchain.openapi.pointer import MISSING, ROOT, Pointer, find, join, parse
from toolchain.openapi.yaml import key_lines, load, load_object

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAX_FILES = 2_000
"""Files that one description may consist of."""

NOWHERE = "nowhere"
"""The file of what a reference that leads nowhere refers to."""


class Document:
    """A description. Reading it never fails for a value of the wrong type: that reads as an empty object.

    Args:
        name: what messages call it.
        root: the value in its main file.
        load: reads another file by its path relative to the main one; None where there are no others.
        main: the main file's own name, by which other files may refer to it.
        warnings: takes what is wrong with references that lead nowhere, which then stand for a place in the file
            `NOWHERE`; without it they are errors.

    Raises:
        ToolchainError: if `root` is not OpenAPI 3.0, 3.1 or 3.2.
    """

    def __init__(
        self,
        name: str,
        root: JSON,
        load: Callable[[str], JSON] | None = None,
        main: str = "",
        warnings: list[str] | None = None,
    ) -> None:
        self.name = name
        self.root: dict[str, JSON] = _openapi(name, root)
        self.is_openapi30 = str(self.root["openapi"]).startswith("3.0.")
        self.is_openapi32 = str(self.root["openapi"]).startswith("3.2.")
        self._load = load
        self._main = main
        self._warnings = warnings
        self._files: dict[str, JSON] = {"": self.root}
        self._referred: dict[Pointer, Pointer] = {}
        self._followed: dict[Pointer, Pointer] = {}
        self._schemas: dict[Pointer, dict[str, JSON]] = {}

    def value(self, pointer: Pointer) -> JSON:
        """Return the value at a place; None where there is none."""
        found = find(self._files.get(pointer.file), pointer.keys)
        return None if found is MISSING else cast("JSON", found)

    def object(self, pointer: Pointer) -> dict[str, JSON]:
        """Return the object at a place; an empty one where there is none."""
        value = self.value(pointer)
        return value if isinstance(value, dict) else {}

    def has(self, pointer: Pointer) -> bool:
        """Whether there is a value at a place; one in a file that nothing has referred to yet does not count."""
        return pointer.file in self._files and find(self._files[pointer.file], pointer.keys) is not MISSING

    def schema(self, pointer: Pointer) -> dict[str, JSON]:
        """Return the schema at a place in the words of OpenAPI 3.1; `true` is {}, `false` is {"not": {}}.

        Schemas within it are as they were written.
        """
        found = self._schemas.get(pointer)
        if found is None:
            nothing: dict[str, JSON] = {"not": {}}
            found = nothing if self.value(pointer) is False else self.object(pointer)
            # In 3.1 `nullable` means nothing, but generation takes it for what it says.
            if self.is_openapi30 or (found.get("nullable") is True and "$ref" not in found):
                found = modern(found)
            self._schemas[pointer] = found
        return found

    def entries(self, *keys: str) -> dict[str, Pointer]:
        """Return the places of the entries of a map, such as ``paths``, by name; extensions are not entries."""
        pointer = ROOT.below(*keys)
        return {name: pointer.below(name) for name in self.object(pointer) if not name.startswith("x-")}

    @property
    def is_one_file(self) -> bool:
        """Whether nothing so far has been found in another file."""
        return len(self._files) == 1

    def reference(self, pointer: Pointer) -> Pointer | None:
        """Return where the object at a place refers to; None if it is no reference.

        Raises:
            ToolchainError: if it refers to nothing, unless that is but a warning.
        """
        if pointer in self._referred:
            return self._referred[pointer]
        node = self.value(pointer)
        if not isinstance(node, dict) or "$ref" not in node:
            return None
        try:
            target = self._referred[pointer] = self._existing(pointer, node["$ref"])
            return target
        except ToolchainError as error:
            if self._warnings is None:
                raise
            if (problem := f"{error}; what it stands for is unknown") not in self._warnings:
                self._warnings.append(problem)
            # A place that no document has, the same for the same reference.
            return Pointer(NOWHERE, (str(node["$ref"]),))

    def _existing(self, pointer: Pointer, ref: JSON) -> Pointer:
        problem = f"{self.name}: {pointer}: $ref {ref!r}"
        path, _, fragment = ref.partition("#") if isinstance(ref, str) else ("", "", "#")
        if "://" in path:
            raise ToolchainError(f"{problem} is an address; only files are read, so copy it")
        file = pointer.file
        if path:
            file = posixpath.normpath(posixpath.join(posixpath.dirname(pointer.file), unquote(path)))
            file = "" if file == self._main else file
        if file not in self._files and self._load is not None:
            if len(self._files) >= MAX_FILES:
                raise ToolchainError(f"{problem}: the description consists of more than {MAX_FILES} files")
            try:
                self._files[file] = self._load(file)
            except ToolchainError as error:
                raise ToolchainError(f"{problem}: {error}") from None
        keys = parse(fragment)
        if keys is None or not self.has(target := Pointer(file, keys)):
            raise ToolchainError(f"{problem} refers to nothing; mend it or take it out")
        return target

    def follow(self, pointer: Pointer) -> Pointer:
        """Return where the object at a place really stands: itself, or what its reference leads to in the end.

        Raises:
            ToolchainError: if that is nowhere, or if references go in a circle.
        """
        chain = {pointer: None}
        here = pointer
        while here not in self._followed and (target := self.reference(here)) is not None:
            if target in chain:
                shown = " → ".join(str(step) or "the whole file" for step in [*chain, target][-4:])
                raise ToolchainError(
                    f"{self.name}: {pointer}: $ref goes in a circle and never reaches anything: {shown}"
                )
            chain[target] = None
            here = target
        end = self._followed.get(here, here)
        self._followed.update(dict.fromkeys(chain, end))
        return end


def _openapi(name: str, root: JSON) -> dict[str, JSON]:
    if not isinstance(root, dict) or not isinstance(version := root.get("openapi"), str):
        found = "it has swagger instead" if isinstance(root, dict) and "swagger" in root else "it has no openapi field"
        raise ToolchainError(f"{name}: is not an OpenAPI 3.0, 3.1 or 3.2 document: {found}")
    if not version.startswith(("3.0.", "3.1.", "3.2.")):
        raise ToolchainError(f"{name}: is OpenAPI {version}; 3.0, 3.1 and 3.2 are supported")
    return root


def load_bundled(path: Path) -> dict[str, JSON]:
    """Return the description in a file as one document: `bundled`, with other files read as they are referred to.

    Raises:
        ToolchainError: as `load_object`, and for each reference that can't be followed.
    """
    root: dict[str, JSON] = load_object(path)
    if not _refers_elsewhere(root):
        return root
    document = Document(str(path), root, lambda file: load(path.parent / file), path.name)
    result, problems = bundled(document)
    lines = {file: key_lines(path.parent / file if file else path) for file in {place.file for place, _ in problems}}
    if problems:
        named = ((path.parent / place.file if place.file else path, place, problem) for place, problem in problems)
        raise ToolchainError(*(f"{file}:{lines[place.file].get(place.keys, 1)}: {said}" for file, place, said in named))
    return result


def bundled(document: Document) -> tuple[dict[str, JSON], list[tuple[Pointer, str]]]:
    """Return a copy of a document with no reference to another file, and which references can't be followed.

    Components of other files keep their names, unless the document has others of those names: they get a number.
    """
    root = cast("dict[str, JSON]", copy_json(document.root))
    names: dict[Pointer, str] = {}
    problems: list[tuple[Pointer, str]] = []
    pending: list[tuple[JSON, JSON, Pointer]] = [(root, document.root, ROOT)]
    while pending:
        copied, original, place = pending.pop()
        if isinstance(copied, list) and isinstance(original, list):
            pending += [(copied[i], original[i], place.below(i)) for i in range(len(copied))]
        if not isinstance(copied, dict) or not isinstance(original, dict):
            continue
        if isinstance(original.get("$ref"), str):
            try:
                target = cast("Pointer", document.reference(place))
                if target.file and target not in names:
                    kind, name = _free_name(root, target)
                    names[target] = join("components", kind, name)
                    value = copy_json(document.value(target))
                    components = cast("dict[str, dict[str, JSON]]", root.setdefault("components", {}))
                    components.setdefault(kind, {})[name] = value
                    pending.append((value, document.value(target), target))
                copied["$ref"] = f"#{names[target]}" if target.file else f"#{join(*target.keys)}"
            except ToolchainError as error:
                problems.append((place, str(error).removeprefix(f"{document.name}: {place}: ")))
        pending += [(copied[key], original[key], place.below(key)) for key in original if key != "$ref"]
    return root, problems


def _free_name(root: dict[str, JSON], target: Pointer) -> tuple[str, str]:
    if target.keys[:1] != ("components",) or len(target.keys) != 3:
        raise ToolchainError(f"$ref to {target} must name a component of that file")
    kind, name = target.keys[1:]
    taken = as_object(as_object(root.get("components")).get(kind))
    free, number = name, 2
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return kind, free


def _refers_elsewhere(root: JSON) -> bool:
    refs = (each.get("$ref", "#") for level in levels(root) for each in level if isinstance(each, dict))
    return any(isinstance(ref, str) and not ref.startswith("#") for ref in refs)
