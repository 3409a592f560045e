"""A change, its class, and the fingerprint by which it can be accepted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from toolchain.diff.values import key_of
from toolchain.openapi.operations import path_template
from toolchain.openapi.pointer import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolchain.diff.classify.witness import Witness
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON


# Arrays whose order means nothing, so that an index tells nothing of an entry.
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "servers", "tags", "security"})


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
    accepted: str | None = None
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
