"""Bring what a description refers to in other files into its own components, so that it stands in one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import JSON, as_object, copy_json, levels
from toolchain.openapi.pointer import ROOT, Pointer, join
from toolchain.openapi.yaml import key_lines, load, load_object

if TYPE_CHECKING:
    from pathlib import Path


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
