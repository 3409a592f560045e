"""Which operations a place in a description reaches: those that contain it or refer to what contains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.openapi.json_values import as_list
from toolchain.openapi.openapi_objects import is_reference, walk
from toolchain.openapi.pointer import ROOT, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.operations import Operation

SHARED = "shared"
"""The kind of what a path says for all of its operations."""

_SHARED = ("parameters", "servers", "summary", "description")
Edge = tuple[str, Pointer]


class References:
    """What each object of a document refers to; following them all once also finds those that lead nowhere.

    Raises:
        ToolchainError: at a reference that is dangling or circular.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._edges: dict[Edge, list[Edge]] = {}
        self._check(("document", ROOT))

    def _check(self, start: Edge) -> None:
        pending = [start]
        while pending:
            edge = pending.pop()
            if edge not in self._edges:
                pending.extend(self.of(edge))

    def of(self, edge: Edge) -> list[Edge]:
        """Return what the object at a place, of a kind, refers to from anywhere within it."""
        found = self._edges.get(edge)
        if found is None:
            kind, place = edge
            found = list[Edge]()
            for inner_kind, node, here in self._objects(kind, place):
                if is_reference(inner_kind, node):
                    # To the end, for circles; what lies between counts as reached too.
                    self.document.follow(here)
                    found.append((inner_kind, self.document.reference(here) or here))
            self._edges[edge] = found = list(dict.fromkeys(found))
        return found

    def _objects(self, kind: str, place: Pointer) -> Iterator[tuple[str, JSON, Pointer]]:
        value = self.document.value(place)
        if kind != SHARED:
            yield from walk(kind, value, place)
        elif place.keys[-1] == "parameters":
            for index, item in enumerate(as_list(value)):
                yield from walk("parameter", item, place.below(index))


class Reach:
    """Which operations the places of one document reach.

    Args:
        operations: the operations, each with what reports call it.
    """

    def __init__(self, references: References, operations: Iterable[tuple[Operation, str]]) -> None:
        self._labels: dict[Pointer, set[str]] = {}
        self._users: dict[Pointer, set[Pointer]] = {}
        self._known: dict[Pointer, frozenset[str]] = {}
        pending: list[Edge] = []
        for operation, label in operations:
            pending.append(("operation", operation.pointer))
            self._labels.setdefault(operation.pointer, set()).add(label)
            for item in {operation.item, operation.entry}:
                for key in _SHARED:
                    pending.append((SHARED, item.below(key)))
                    self._labels.setdefault(item.below(key), set()).add(label)
        self._trace(references, pending)

    def _trace(self, references: References, pending: list[Edge]) -> None:
        seen: set[Edge] = set()
        while pending:
            edge = pending.pop()
            if edge in seen:
                continue
            seen.add(edge)
            for target in references.of(edge):
                self._users.setdefault(target[1], set()).add(edge[1])
                pending.append(target)

    def of(self, place: Pointer) -> frozenset[str]:
        """Return the labels of the operations that a place reaches: all that use what contains it."""
        starts = [prefix for prefix in place.prefixes() if prefix in self._labels or prefix in self._users]
        return frozenset[str]().union(*(self._from(start) for start in starts))

    def _from(self, start: Pointer) -> frozenset[str]:
        found = self._known.get(start)
        if found is None:
            labels: set[str] = set()
            seen: set[Pointer] = {start}
            pending = [start]
            while pending:
                here = pending.pop()
                labels |= self._labels.get(here, set())
                fresh = self._users.get(here, set()) - seen
                seen |= fresh
                pending.extend(fresh)
            found = self._known[start] = frozenset(labels)
        return found
