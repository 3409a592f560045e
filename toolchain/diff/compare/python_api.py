"""Compares the public names and types of two generated packages, as griffe reads them from the source."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import griffe

from toolchain.diff.classify import Change, ChangeClass
from toolchain.diff.values import code, codes
from toolchain.generate.pipeline import tree_digest
from toolchain.openapi.pointer import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_NOT_BREAKING = (
    griffe.BreakageKind.ATTRIBUTE_CHANGED_TYPE,
    griffe.BreakageKind.ATTRIBUTE_CHANGED_VALUE,
    griffe.BreakageKind.RETURN_CHANGED_TYPE,
)
"""What griffe takes for breaking in some cases only: types are compared here."""


def compare_packages(old: Path, new: Path, known: Iterable[Change] = ()) -> list[Change]:
    """Return what is gone from the surface of a package, or has another type; nothing for what is new.

    What several classes have in common is one change, and what follows from those of the description, which are
    `known`, is none.
    """
    if tree_digest(old) == tree_digest(new):
        return []
    before, after = _load(old), _load(new)
    explained = {name for change in known if change.change_class is not ChangeClass.DOCS for name in _names(change)}
    groups: dict[tuple[str, str], list[list[str]]] = {}
    for path, message in dict.fromkeys((*_breakages(before, after), *_types(before, after))):
        parts = path.split(".")
        # Without the modules, of which nobody imports anything but classes.
        start = next((index for index, part in enumerate(parts) if part[:1].isupper()), 0)
        if parts[-1].startswith("_") or (start == 0 and len(parts) > 2) or _key(*parts[start:]) in explained:
            continue
        groups.setdefault((parts[-1] if len(parts) > start + 1 else path, message), []).append(parts)
    return [_change(paths, message) for (_, message), paths in groups.items()]


def _key(*parts: str) -> str:
    """Return what a class or its attribute has in common with what it is made of, whatever the style of the names."""
    names = [re.sub(r"[^a-z0-9]", "", part.lower()) for part in parts]
    names[0] = re.sub(r"^async|(input|arguments)+$", "", names[0])
    return ".".join(names)


def _names(change: Change) -> Iterator[str]:
    """Yield the keys of what a change of the description changes in Python too."""
    if change.kind.startswith(("operation-", "parameter-")):
        yield from (_key(*name.split(".")[1:]) for name in change.python)
    keys = parse(change.pointer) or () if change.pointer.startswith("/") else ()
    if keys[:2] == ("components", "schemas") and len(keys) > 2:
        yield _key(keys[2], *keys[4:5]) if keys[3:4] == ("properties",) else _key(keys[2])


def _load(package: Path) -> griffe.Object | griffe.Alias:
    # Each side has a loader of its own, or the second would be taken for the first one.
    logging.getLogger("griffe").setLevel(logging.CRITICAL)
    loader = griffe.GriffeLoader(search_paths=[package.parent], allow_inspection=False)
    module = loader.load(package.name)
    loader.resolve_aliases(implicit=False, external=False)
    return module


def _breakages(before: griffe.Object | griffe.Alias, after: griffe.Object | griffe.Alias) -> Iterator[tuple[str, str]]:
    for breakage in griffe.find_breaking_changes(before, after):
        if breakage.kind not in _NOT_BREAKING:
            of = breakage.old_value or breakage.new_value
            name = f": {code(of.name)}" if isinstance(of, griffe.Parameter) else ""
            yield breakage.obj.path, f"{breakage.kind.value.lower()}{name}"


def _types(before: griffe.Object | griffe.Alias, after: griffe.Object | griffe.Alias) -> Iterator[tuple[str, str]]:
    """Yield the attributes and parameters that have another annotation, which griffe itself doesn't look at."""
    for name, old in before.members.items():
        new = after.members.get(name)
        if new is None or old.is_alias or new.is_alias or name.startswith("_") or old.kind is not new.kind:
            continue
        was, now = _annotations(old), _annotations(new)
        for words, type_before in was.items():
            if (type_after := now.get(words, type_before)) != type_before:
                yield new.path, f"{words} {code(type_before)} → {code(type_after)}"
        if not was:
            yield from _types(old, new)


def _annotations(of: griffe.Object | griffe.Alias) -> dict[str, str]:
    """Return the types of an attribute or function in words, without the modules that their classes are from."""
    found: dict[str, object] = {}
    if isinstance(of, griffe.Attribute):
        found["type"] = of.annotation
    elif isinstance(of, griffe.Function):
        found["returned type"] = of.returns
        found |= {f"type of {code(parameter.name)}": parameter.annotation for parameter in of.parameters}
    return {words: re.sub(r"\b[a-z_][\w.]*\.(?=[A-Z])", "", str(annotation)) for words, annotation in found.items()}


def _change(paths: list[list[str]], message: str) -> Change:
    names = sorted(".".join(path[-2:]) if len(path) > 2 else path[-1] for path in paths)
    shown = [".".join(part for part in path if part[:1].isupper() or part == path[-1]) for path in paths]
    message = f"{code(shown[0])}: {message}"
    if len(shown) > 1:
        message += f"; so it is for {codes([*shown[1:]])}"
    return Change("python", ChangeClass.SURFACE, ".".join(paths[0]), message, f"{names} {message}")
