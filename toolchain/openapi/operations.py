"""The operations of a description, and the parameters that each of them takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from toolchain.openapi.document import Document
    from toolchain.openapi.pointer import Pointer

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The keys of a path item that hold operations; OpenAPI 3.2 has `query` and a map of others too."""
IGNORED_HEADERS: Final = frozenset({"accept", "authorization", "content-type"})
"""Headers that are no parameters, whatever a description says: media types and security schemes stand for them."""

_PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: its place, that of the path item that it really stands in, and that under `paths`."""

    method: str
    path: str
    pointer: Pointer
    item: Pointer
    entry: Pointer

    @property
    def label(self) -> str:
        """What it is called in messages, such as ``GET /invoices/{invoiceId}``."""
        return f"{self.method.upper()} {self.path}"

    @property
    def path_names(self) -> list[str]:
        """The names of the path's parameters, in its order."""
        return _PARAMETER.findall(self.path)


def path_template(path: str) -> str:
    """Return what two paths share that differ in nothing but the names of their parameters."""
    return _PARAMETER.sub("{}", path)


def operations(document: Document) -> list[Operation]:
    """Return the operations of a document in its order; path items by reference are followed."""
    found: list[Operation] = []
    for path, entry in document.entries("paths").items():
        item = document.follow(entry)
        places = [(method, item.below(method)) for method in METHODS]
        if document.is_openapi32:
            others = item.below("additionalOperations")
            places += [
                ("query", item.below("query")),
                *((name, others.below(name)) for name in document.object(others)),
            ]
        found += [
            Operation(method, path, place, item, entry)
            for method, place in places
            if isinstance(document.value(place), dict)
        ]
    return found


def parameters(document: Document, operation: Operation) -> dict[tuple[str, str], Pointer]:
    """Return where each parameter of an operation really stands, by place (``in``) and name.

    Those of its path count unless the operation has one of the same name and place. What OpenAPI ignores is left out.
    """
    found: dict[tuple[str, str], Pointer] = {}
    for holder in (operation.item, operation.pointer):
        listed = document.object(holder).get("parameters")
        for index in range(len(listed) if isinstance(listed, list) else 0):
            pointer = document.follow(holder.below("parameters", index))
            fields = document.object(pointer)
            place, name = str(fields.get("in")), str(fields.get("name"))
            if place != "header" or name.lower() not in IGNORED_HEADERS:
                found[place, name] = pointer
    return found
