"""What the edits at one level mean: each is made alone, and jsonschema-rs is asked what it costs a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.changes import ChangeClass
from toolchain.diff.edits import Edit, edits
from toolchain.diff.facets import Facet, Key, compose
from toolchain.diff.findings import Finding
from toolchain.diff.judge import Answer, covers
from toolchain.diff.shape import Direction

if TYPE_CHECKING:
    from toolchain.diff.levels import Level

_CLASSES = {
    Answer.YES: ChangeClass.COMPATIBLE,
    Answer.NO: ChangeClass.BREAKING,
    Answer.UNKNOWN: ChangeClass.MAYBE,
}
_ON_MANY_PROPERTIES = frozenset({"opaque", "union", "minProperties", "maxProperties", "dependentRequired"})


def judge(found: Level, noun: str = "property") -> list[Finding]:
    """Return what the edits at one level mean, each for itself."""
    changes = edits(found, noun)
    if not changes:
        return []
    together = _verdict(found, changes)
    if _is_disjoint(found):
        # Whatever else differs between a string and an object follows from that.
        return [_finding(found, edit, together) for edit in changes if edit.kind == "type-changed"]
    verdicts = [together] * len(changes)
    if together is not Answer.YES:
        alone = [_verdict(found, [edit]) for edit in changes]
        # Harmless each, but not together: nothing says which of them is to blame.
        verdicts = verdicts if all(verdict is Answer.YES for verdict in alone) else alone
    return [_finding(found, edit, verdict) for edit, verdict in zip(changes, verdicts, strict=True)]


def _verdict(found: Level, changes: list[Edit]) -> Answer:
    """Whether nothing is lost for a client if only these edits are made."""
    edited = dict(found.old)
    for edit in changes:
        for key, facet in edit.new.items():
            # Several branches of one union may come and go.
            value = found.new[key] if key.kind == "union" and key in found.new and len(changes) > 1 else facet
            if value is None:
                edited.pop(key, None)
            else:
                edited[key] = value
    before = dict(found.old)
    names = found.names - _without_effect(before, edited)
    old, new = (compose(parts, names, found.direction) for parts in (before, edited))
    return covers(new, old) if found.direction is Direction.REQUEST else covers(old, new)


def _without_effect(old: dict[Key, Facet], new: dict[Key, Facet]) -> set[str]:
    """Take out of both sides the properties that are the same on both, and return their names.

    Each property is a demand of its own, unless others are about how many there are or which go together. What is left
    is small and often the same, so that most verdicts are known already.
    """
    if any(key.kind in _ON_MANY_PROPERTIES or key.name in _ON_MANY_PROPERTIES for key in (*old, *new)):
        return set()
    shared = [key for key in old if key.kind == "property" and key in new and old[key].value == new[key].value]
    for key in shared:
        del old[key], new[key]
    return {key.name for key in shared}


def _finding(found: Level, edit: Edit, verdict: Answer) -> Finding:
    change_class = _CLASSES[verdict]
    if edit.kind == "property-removed" and verdict is Answer.YES:
        # It may still be sent, but its name is gone from the model.
        change_class = ChangeClass.SURFACE
    return Finding(edit.kind, change_class, edit.place, edit.message, edit.detail, found.direction.value, edit.gone)


def _is_disjoint(found: Level) -> bool:
    """Whether no value is of both sides' types."""
    key = Key("keyword", "type")
    if key not in found.old or key not in found.new:
        return False
    old, new = (compose({key: parts[key]}, set(), found.direction) for parts in (found.old, found.new))
    return covers({"not": old}, new) is Answer.YES
