"""The operations of a description, and which of the one side is which of the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.document import places_of
from toolchain.diff.grammar import METHODS

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.places import Place

_PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: its place, that of the path item that it really stands in, and that under `paths`."""

    method: str
    path: str
    place: Place
    item: Place
    entry: Place

    @property
    def label(self) -> str:
        """What it is called in reports."""
        return f"{self.method.upper()} {self.path}"

    @property
    def path_names(self) -> list[str]:
        """The names of the path's parameters, in its order."""
        return _PARAMETER.findall(self.path)


def template(path: str) -> str:
    """Return what two paths share that differ in nothing but the names of their parameters."""
    return _PARAMETER.sub("{}", path)


def operations(document: Document) -> list[Operation]:
    """Return the operations of a document in its order."""
    found: list[Operation] = []
    for path, entry in places_of(document, "paths").items():
        item = document.follow(entry)
        fields = document.object(item)
        found += [
            Operation(method, path, item.below(method), item, entry)
            for method in METHODS
            if isinstance(fields.get(method), dict)
        ]
    return found


Pairs = list[tuple[Operation | None, Operation | None]]


def pair_operations(old: list[Operation], new: list[Operation]) -> Pairs:
    """Pair by method and path template: those of the same path first, the rest in their order."""
    unpaired: dict[tuple[str, str], list[Operation]] = {}
    for operation in new:
        unpaired.setdefault((operation.method, template(operation.path)), []).append(operation)
    result: Pairs = []
    # Exact paths take theirs first, so that another one of the same template can't.
    exact = {(operation.method, operation.path) for operation in new}
    for operation in sorted(old, key=lambda each: (each.method, each.path) not in exact):
        candidates = unpaired.get((operation.method, template(operation.path)), [])
        same = [candidate for candidate in candidates if candidate.path == operation.path]
        partner = next(iter(same or candidates), None)
        if partner is not None:
            candidates.remove(partner)
        result.append((operation, partner))
    return result + [(None, operation) for rest in unpaired.values() for operation in rest]
