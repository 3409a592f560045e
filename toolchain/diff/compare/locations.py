"""Where each change stands: file and line of the overlay's action that made it, or of the nearest in the source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolchain import overlay
from toolchain.diff.values import key_of
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import find, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolchain.diff.classify import Change
    from toolchain.diff.inputs import Side
    from toolchain.openapi.json_values import JSON

_EFFECT = ("target", "update", "copy", "remove")
"""The fields of an action that say what it does, whatever the reason."""


def located(changes: list[Change], old: Side, new: Side) -> list[Change]:
    """Return the changes with file and line, as far as they are known."""
    pointers = {change.pointer for change in changes if change.pointer.startswith("/")}
    causes = _causes(old, new, pointers) | _causes(new, old, pointers)
    result: list[Change] = []
    for change in changes:
        location = causes.get(change.pointer, "")
        file, separator, pointer = change.pointer.rpartition("#")
        keys = parse(pointer)
        if keys is not None and (keys or separator) and not location:
            location = (old if change.gone else new).location(file, keys)
        result.append(replace(change, location=location))
    return result


def _causes(side: Side, other: Side, pointers: Iterable[str]) -> dict[str, str]:
    """Return where that action of `side`'s overlays stands that `other` lacks and that last changed each value."""
    known = {_effect(action) for _, _, action in _actions(other)}
    found: dict[str, str] = {}
    if other.overlays is None or all(_effect(action) in known for _, _, action in _actions(side)):
        return found
    content = side.plain
    for name, number, action in _actions(side):
        before = content
        alone: JSON = {**as_object(dict(side.overlays or [])[name]), "actions": [action]}
        content = overlay.apply(Document("", content).root, [(name, alone)])
        for pointer in pointers if _effect(action) not in known else ():
            keys = parse(pointer) or ()
            if find(before, keys) != find(content, keys):
                found[pointer] = side.location(name, ("actions", str(number)))
    return found


def _actions(side: Side) -> Iterator[tuple[str, int, JSON]]:
    """Yield the actions of a side's overlays in their order, each with the overlay's name and its number there."""
    for name, content in side.overlays or []:
        for number, action in enumerate(as_list(as_object(content).get("actions"))):
            yield name, number, action


def _effect(action: JSON) -> str:
    return key_of({key: value for key, value in as_object(action).items() if key in _EFFECT})
