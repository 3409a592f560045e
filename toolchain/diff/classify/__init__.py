"""A change, its class, the fingerprint by which it can be accepted, and the version that has to follow."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from toolchain.diff.values import key_of
from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import as_object
from toolchain.openapi.operations import path_template
from toolchain.openapi.pointer import Pointer
from toolchain.openapi.yaml import load_object

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from toolchain.diff.classify.witness import Witness
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON

# Arrays whose order means nothing, so that an index tells nothing of an entry.
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "servers", "tags", "security"})
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")


class ChangeClass(StrEnum):
    """What a change means for those who call, the worst first."""

    BREAKING = "breaking"
    """Calls that worked fail, or responses lack what was promised."""
    MAYBE = "maybe"
    """It can't be decided."""
    SURFACE = "surface"
    """Names or types in Python change, the messages don't."""
    COMPATIBLE = "compatible"
    """All that worked still does."""
    DOCS = "docs"
    """Only explanations change."""

    @property
    def rank(self) -> int:
        """The position in the order from worst to most harmless."""
        return list(ChangeClass).index(self)


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kind: the rule that found it; part of the fingerprint.
        pointer: where it stands: in the new document, or in the old one if it is gone.
        key: what the fingerprint is made of beside class and kind; no list index, which a mere reordering changes.
        operations: what it reaches, each as "GET /path", sorted.
        accepted: the reason from the accept file, if it is listed there.
        witness: a value that proves that it breaks.
        reason: why it can't be decided.
        python: the operations as Python calls them, such as "client.invoices.update".
        location: file and line, where they are known.
        gone: whether the pointer leads into the old document.
    """

    kind: str
    change_class: ChangeClass
    pointer: str
    message: str
    key: str = field(repr=False)
    operations: tuple[str, ...] = ()
    accepted: str = ""
    witness: Witness | None = None
    reason: str = ""
    python: tuple[str, ...] = ()
    location: str = ""
    gone: bool = False

    @property
    def id(self) -> str:
        """The fingerprint: twelve hexadecimal digits, the same for the same change whenever it is found."""
        text = "\n".join((self.change_class, self.kind, self.key))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def stable_key(document: Document, place: Pointer, detail: JSON) -> str:
    """Return the key of a change at a place, with what distinguishes it from others there."""
    keys: list[str] = []
    for index, key in enumerate(place.keys):
        above = place.keys[index - 1] if index else ""
        if above == "parameters" and key.isdecimal():
            node = document.object(document.follow(Pointer(place.file, place.keys[: index + 1])))
            keys.append(f"{node.get('in')}:{node.get('name')}")
        elif above in _LISTS and key.isdecimal():
            keys.append("*")
        else:
            keys.append(path_template(key) if above == "paths" else key)
    return f"{place.file}#{'/'.join(keys)} {key_of(detail)}"


def ordered(changes: Iterable[Change]) -> list[Change]:
    """Return the changes in the order in which all formats show them: by class, place, kind and fingerprint."""
    return sorted(changes, key=lambda change: (change.change_class.rank, change.pointer, change.kind, change.id))


def accepted_reasons(path: Path) -> dict[str, str]:
    """Return the reasons in an accept file by fingerprint.

    Raises:
        ToolchainError: if it isn't one, naming the entry.
    """
    content = load_object(path)
    entries: JSON = content.get("accepted")
    if content.keys() != {"accepted"} or not isinstance(entries, list):
        raise ToolchainError(f"{path}: must have the one field accepted, a list (of entries with id and reason)")
    found: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        fields = as_object(entry)
        fingerprint, reason = fields.get("id"), fields.get("reason")
        if fields.keys() != {"id", "reason"} or not isinstance(fingerprint, str) or not isinstance(reason, str):
            raise ToolchainError(f"{path}: entry {number} must have the fields id and reason, both text (in quotes)")
        if not _FINGERPRINT.fullmatch(fingerprint) or not reason.strip():
            raise ToolchainError(f"{path}: entry {number} must have a fingerprint of 12 digits 0-9a-f, and a reason")
        if fingerprint in found:
            raise ToolchainError(f"{path}: entry {number} has the same id as an earlier one: {fingerprint}")
        found[fingerprint] = " ".join(reason.split())
    return found


_PARTS: Final = {
    "major": (ChangeClass.BREAKING, ChangeClass.MAYBE, ChangeClass.SURFACE),
    "minor": (ChangeClass.COMPATIBLE,),
    "patch": (ChangeClass.DOCS,),
}


class Bump(NamedTuple):
    """The part of the version to raise (major, minor, patch or none), and why."""

    part: str
    why: str


def bump(changes: Iterable[Change]) -> Bump:
    """Return the part of the version to raise.

    A breaking change is one whether accepted or not. What can't be decided counts as breaking until somebody has
    looked at it: accepted, with a reason, it counts as compatible.
    """
    counts = Counter(
        ChangeClass.COMPATIBLE if change.change_class is ChangeClass.MAYBE and change.accepted else change.change_class
        for change in changes
    )
    for part, classes in _PARTS.items():
        if found := [f"{counts[each]} {each.value}" for each in classes if counts[each]]:
            return Bump(part, ", ".join(found))
    return Bump("none", "nothing has changed")


def next_version(version: str, part: str) -> str:
    """Return the version that follows one, such as ``0.1.0 → 0.2.0``; before 1.0 the minor part tells of breaks."""
    numbers = [int(number) for number in version.split(".")[:3]]
    if part == "none" or len(numbers) != 3:
        return version
    index = 2 if part == "patch" else 0 if part == "major" and numbers[0] > 0 else 1
    numbers = [*numbers[:index], numbers[index] + 1, *[0] * (2 - index)]
    return f"{version} → {'.'.join(map(str, numbers))}"
