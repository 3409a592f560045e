"""Compares the public names and types of two generated packages, as griffe reads them from the source."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import griffe

from toolchain.diff.classify.changes import Change, ChangeClass
from toolchain.diff.values import code
from toolchain.generate.layout import tree_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WORDS = {
    griffe.BreakageKind.PARAMETER_MOVED: "parameter {} has moved",
    griffe.BreakageKind.PARAMETER_REMOVED: "parameter {} is gone",
    griffe.BreakageKind.PARAMETER_CHANGED_KIND: "parameter {} is passed in another way",
    griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT: "parameter {} has another default",
    griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED: "parameter {} is now required",
    griffe.BreakageKind.PARAMETER_ADDED_REQUIRED: "new required parameter {}",
    griffe.BreakageKind.OBJECT_REMOVED: "is gone",
    griffe.BreakageKind.OBJECT_CHANGED_KIND: "is another kind of thing",
    griffe.BreakageKind.CLASS_REMOVED_BASE: "lacks a base class",
}


def compare_packages(old: Path, new: Path) -> list[Change]:
    """Return what is gone from the surface of a package, or has another type; nothing for what is new."""
    if tree_digest(old) == tree_digest(new):
        return []
    before, after = _load(old), _load(new)
    changes = {change.id: change for change in (*_breakages(before, after), *_types(before, after))}
    return list(changes.values())


def _load(package: Path) -> griffe.Object | griffe.Alias:
    # Each side has a loader of its own, or the second would be taken for the first one.
    logging.getLogger("griffe").setLevel(logging.CRITICAL)
    loader = griffe.GriffeLoader(search_paths=[package.parent], allow_inspection=False)
    module = loader.load(package.name)
    loader.resolve_aliases(implicit=False, external=False)
    return module


def _breakages(before: griffe.Object | griffe.Alias, after: griffe.Object | griffe.Alias) -> Iterator[Change]:
    for breakage in griffe.find_breaking_changes(before, after):
        words = _WORDS.get(breakage.kind)
        if words is not None:
            parameter = breakage.old_value or breakage.new_value
            yield _change(breakage.obj.path, words.format(code(str(getattr(parameter, "name", "")))))


def _types(before: griffe.Object | griffe.Alias, after: griffe.Object | griffe.Alias) -> Iterator[Change]:
    """Yield the attributes and parameters that have another annotation, which griffe itself doesn't look at."""
    for name, old in before.members.items():
        new = after.members.get(name)
        if new is None or old.is_alias or new.is_alias or name.startswith("_") or old.kind is not new.kind:
            continue
        if isinstance(old, griffe.Attribute) and isinstance(new, griffe.Attribute):
            was, now = str(old.annotation), str(new.annotation)
            if was != now:
                yield _change(new.path, f"type {code(was)} → {code(now)}")
        elif isinstance(old, griffe.Function) and isinstance(new, griffe.Function):
            if str(old.returns) != str(new.returns):
                yield _change(new.path, f"returns {code(str(new.returns))} rather than {code(str(old.returns))}")
            types = {parameter.name: str(parameter.annotation) for parameter in new.parameters}
            for parameter in old.parameters:
                was, now = str(parameter.annotation), types.get(parameter.name, str(parameter.annotation))
                if was != now:
                    yield _change(new.path, f"parameter {code(parameter.name)}: type {code(was)} → {code(now)}")
        else:
            yield from _types(old, new)


def _change(path: str, message: str) -> Change:
    parts = path.split(".")
    # Without the modules, which nobody imports from.
    start = next((index for index, part in enumerate(parts) if part[:1].isupper()), 0)
    return Change(
        "python", ChangeClass.SURFACE, path, f"{code('.'.join(parts[start:]))}: {message}", f"{path} {message}"
    )
