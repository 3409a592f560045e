"""The corrections that both sides make to their source: which actions came or went, and which changes they made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolchain import overlay
from toolchain.diff.classify import Change, ChangeClass
from toolchain.diff.values import code, key_of, texts
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import find, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolchain.diff.inputs import Side
    from toolchain.openapi.json_values import JSON

_EFFECT = ("target", "update", "copy", "remove")


@dataclass(frozen=True, slots=True)
class Action:
    """One action of an overlay: in which file, its number there, its fields, and those of the overlay as a whole."""

    overlay: str
    number: int
    fields: dict[str, JSON]
    frame: dict[str, JSON]

    @property
    def effect(self) -> str:
        """What it does, whatever the reason."""
        return key_of({key: self.fields[key] for key in _EFFECT if key in self.fields})

    @property
    def target(self) -> str:
        """What it changes, and by which verb."""
        return key_of([self.fields.get("target"), next((key for key in reversed(_EFFECT) if key in self.fields), "")])


def actions(overlays: Iterable[tuple[str, JSON]]) -> list[Action]:
    """Return the actions of some overlays, in their order."""
    return [
        Action(name, index, as_object(fields), as_object(content))
        for name, content in overlays
        for index, fields in enumerate(as_list(as_object(content).get("actions")))
    ]


def compare_overlays(old: list[tuple[str, JSON]], new: list[tuple[str, JSON]]) -> list[Change]:
    """Return which corrections came, went or changed; what they do to the description is found in that itself."""
    olds, news = actions(old), actions(new)
    changes: list[Change] = []
    # The same action stays the same in another file; an action that does something else is known by its target.
    for name, is_here in (("effect", True), ("effect", False), ("target", True), ("target", False)):
        waiting: dict[tuple[str, str], list[Action]] = {}
        for now in news:
            waiting.setdefault((getattr(now, name), now.overlay if is_here else ""), []).append(now)
        for was in list(olds):
            if candidates := waiting.get((getattr(was, name), was.overlay if is_here else "")):
                now = candidates.pop(0)
                olds.remove(was)
                news.remove(now)
                keys = was.fields.keys() | now.fields.keys()
                if words := [key for key in sorted(keys) if key_of(was.fields.get(key)) != key_of(now.fields.get(key))]:
                    changes.append(_change("changed", now, words))
    return [*changes, *(_change("went", was) for was in olds), *(_change("came", now) for now in news)]


def _change(verb: str, action: Action, words: list[str] | None = None) -> Change:
    evidence = " ".join(texts([action.fields.get("description")])) or "no reason given"
    what = f"{verb} ({', '.join(words)})" if words else verb
    message = f"correction of {code(action.fields.get('target'))} {what}: {evidence}"
    key = f"{action.overlay} {action.effect} {key_of([*(words or ())])} {evidence}"
    place = f"{action.overlay}#/actions/{action.number}"
    return Change(f"overlay-{verb}", ChangeClass.DOCS, place, message, key, gone=verb == "went")


def located(changes: list[Change], old: Side, new: Side) -> list[Change]:
    """Return the changes with file and line: of the overlay's action that made each, or of the nearest in its file."""
    pointers = {change.pointer for change in changes if change.pointer.startswith("/")}
    causes = _causes(old, new, pointers) | _causes(new, old, pointers)
    result: list[Change] = []
    for change in changes:
        location = causes.get(change.pointer, "")
        file, separator, pointer = change.pointer.partition("#")
        keys = parse(pointer if separator else file) if "/" in change.pointer else None
        if keys and not location:
            location = (old if change.gone else new).location(file if separator else "", keys)
        result.append(replace(change, location=location))
    return result


def _causes(side: Side, other: Side, pointers: Iterable[str]) -> dict[str, str]:
    """Return where that action of `side`'s overlays stands that `other` lacks and that last changed each value."""
    known = {action.effect for action in actions(other.overlays or [])}
    found: dict[str, str] = {}
    if not side.overlays or other.overlays is None or known >= {action.effect for action in actions(side.overlays)}:
        return found
    content, waiting = side.plain, list[Action]()
    for action in actions(side.overlays):
        if action.effect in known:
            waiting.append(action)
            continue
        before = _applied(content, waiting)
        content, waiting = _applied(before, [action]), []
        for pointer in pointers:
            keys = parse(pointer) or ()
            if find(before, keys) != find(content, keys):
                found[pointer] = side.location(action.overlay, ("actions", str(action.number)))
    return found


def _applied(content: JSON, some: list[Action]) -> JSON:
    overlays: list[tuple[str, JSON]] = [(each.overlay, {**each.frame, "actions": [{**each.fields}]}) for each in some]
    return overlay.apply(Document("", content).root, overlays) if overlays else content
