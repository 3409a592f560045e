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


def next_version(version: str, part: str) -> str:
    """Return the version that follows one, such as ``0.1.0 → 0.2.0``; before 1.0 the minor part tells of breaks."""
    numbers = [int(number) for number in version.split(".")[:3]]
    if part == "none" or len(numbers) != 3:
        return version
    if part == "patch":
        numbers[2] += 1
    elif part == "major" and numbers[0] > 0:
        numbers = [numbers[0] + 1, 0, 0]
    else:
        numbers = [numbers[0], numbers[1] + 1, 0]
    return f"{version} → {'.'.join(map(str, numbers))}"


_NAMES = {
    ChangeClass.BREAKING: "breaking",
    ChangeClass.SURFACE: "of names or types in Python",
    ChangeClass.MAYBE: "that can't be decided and nobody has accepted",
    ChangeClass.COMPATIBLE: "compatible",
    ChangeClass.DOCS: "of explanations",
}
