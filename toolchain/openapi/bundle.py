"""Bring what a description refers to in other files into its own components, so that it stands in one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import JSON, as_object, copy_json, levels
from toolchain.openapi.pointer import ROOT, Pointer, join
from toolchain.openapi.yaml import load, load_object

if TYPE_CHECKING:
    from pathlib import Path


def load_bundled(path: Path) -> dict[str, JSON]:
    """Return the description in a file as one document: `bundled`, with other files read as they are referred to.

    Raises:
        ToolchainError: as `load_object`, and for a reference to another file that can't be followed.
    """
    root: dict[str, JSON] = load_object(path)
    if not _refers_elsewhere(root):
        return root
    return bundled(Document(str(path), root, lambda file: load(path.parent / file), path.name))


def bundled(document: Document) -> dict[str, JSON]:
    """Return a copy of a document with no reference to another file.

    Components of other files keep their names, unless the document has others of those names: they get a number.
    """
    root = cast("dict[str, JSON]", copy_json(document.root))
    names: dict[Pointer, str] = {}
    pending: list[tuple[JSON, JSON, Pointer]] = [(root, document.root, ROOT)]
    while pending:
        copied, original, place = pending.pop()
        if isinstance(copied, list) and isinstance(original, list):
            pending += [(copied[i], original[i], place.below(i)) for i in range(len(copied))]
        if not isinstance(copied, dict) or not isinstance(original, dict):
            continue
        if isinstance(original.get("$ref"), str) and (target := document.reference(place)) is not None:
            if target.file and target not in names:
                kind, name = _free_name(root, document, place, target)
                names[target] = join("components", kind, name)
                components = cast("dict[str, JSON]", root.setdefault("components", {}))
                value = copy_json(document.value(target))
                cast("dict[str, JSON]", components.setdefault(kind, {}))[name] = value
                pending.append((value, document.value(target), target))
            copied["$ref"] = f"#{names[target]}" if target.file else f"#{join(*target.keys)}"
        pending += [(copied[key], original[key], place.below(key)) for key in original if key != "$ref"]
    return root


def _free_name(root: dict[str, JSON], document: Document, place: Pointer, target: Pointer) -> tuple[str, str]:
    if target.keys[:1] != ("components",) or len(target.keys) != 3:
        ref = as_object(document.value(place)).get("$ref")
        raise ToolchainError(f"{document.name}: {place}: $ref {ref!r} must name a component of that file")
    kind, name = target.keys[1:]
    taken = as_object(as_object(root.get("components")).get(kind))
    free, number = name, 2
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return kind, free


def _refers_elsewhere(root: JSON) -> bool:
    refs = (each.get("$ref", "#") for level in levels(root) for each in level if isinstance(each, dict))
    return any(isinstance(ref, str) and not ref.startswith("#") for ref in refs)
