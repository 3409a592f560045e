"""JSONPath (RFC 9535): compile queries, and select the nodes that they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError, JSONPathQuery

from toolchain.openapi.json_values import JSON, MAX_DEPTH

if TYPE_CHECKING:
    from jsonpath_rfc9535 import JSONPathNode


class _Environment(JSONPathEnvironment):
    # The library's own limit (100) is below what the reader lets through; documents may grow while they are overlaid.
    max_recursion_depth = 2 * MAX_DEPTH


_ENVIRONMENT = _Environment()


class PathError(Exception):
    """A query that is not RFC 9535, or that cannot be evaluated; the message says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a document, and the container that holds it (a list of one, for the root)."""

    value: JSON
    parent: Any
    location: tuple[str | int, ...]
    path: str

    @property
    def _key(self) -> str | int:
        return self.location[-1] if self.location else 0

    def current(self) -> JSON:
        """What is in this node's place now: `value` is as it was when the node was selected."""
        found: JSON = self.parent[self._key]
        return found

    def replace(self, value: JSON) -> None:
        """Put `value` in this node's place; the root cannot be replaced."""
        self.parent[self._key] = value

    def delete(self) -> None:
        """Take this node out of its parent; the root cannot be taken out."""
        del self.parent[self._key]


@dataclass(frozen=True, slots=True)
class Path:
    """A compiled query and the text it came from."""

    text: str
    query: JSONPathQuery

    def __str__(self) -> str:
        """Return the query for a message, cut where it is very long."""
        return shorten(self.text)

    def select(self, document: JSON) -> list[Node]:
        """Return the nodes that the query selects, each once, in its order; PathError if it cannot be evaluated."""
        try:
            found = self.query.find(document)
        except (JSONPathError, RecursionError) as error:
            raise PathError(_reason(error)) from None
        return list({node.location: _to_node(node) for node in found}.values())


def compile_path(text: str) -> Path:
    """Return `text` as a query; PathError unless it is one by RFC 9535."""
    try:
        return Path(text, _ENVIRONMENT.compile(text))
    except (JSONPathError, RecursionError, ValueError) as error:
        raise PathError(_reason(error)) from None


def shorten(query: str) -> str:
    """Return `query` as a message can hold it."""
    return query if len(query) <= 200 else f"{query[:200]}…"


def _to_node(node: JSONPathNode) -> Node:
    value: Any = node.value
    return Node(value, [value] if node.parent is None else node.parent.value, node.location, node.path())


def _reason(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error) or type(error).__name__
