"""Which version has to follow from some changes, by Semantic Versioning, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.classify.changes import Change, ChangeClass

if TYPE_CHECKING:
    from collections.abc import Iterable

MAJOR = (ChangeClass.BREAKING, ChangeClass.SURFACE, ChangeClass.MAYBE)


class Bump(NamedTuple):
    """`part` is major, minor, patch or none."""

    part: str
    why: str


def bump(changes: Iterable[Change]) -> Bump:
    """Return the part of the version to raise.

    A breaking change is one whether accepted or not. What can't be decided counts as breaking until somebody has
    looked at it: accepted, with a reason, it counts as compatible.
    """
    counts = dict.fromkeys(ChangeClass, 0)
    for change in changes:
        settled = change.change_class is ChangeClass.MAYBE and change.accepted is not None
        counts[ChangeClass.COMPATIBLE if settled else change.change_class] += 1
    for part, classes in (("major", MAJOR), ("minor", (ChangeClass.COMPATIBLE,)), ("patch", (ChangeClass.DOCS,))):
        found = [f"{counts[each]} {_NAMES[each]}" for each in classes if counts[each]]
        if found:
            return Bump(part, ", ".join(found))
    return Bump("none", "nothing has changed")


_NAMES = {
    ChangeClass.BREAKING: "breaking",
    ChangeClass.SURFACE: "of names or types in Python",
    ChangeClass.MAYBE: "that can't be decided and nobody has accepted",
    ChangeClass.COMPATIBLE: "compatible",
    ChangeClass.DOCS: "of explanations",
}
