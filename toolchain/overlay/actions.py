"""Overlay documents: validated, and as actions that know where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs
from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, MAX_DEPTH
from toolchain.openapi.pointer import join
from toolchain.openapi.yaml import Lines, key_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonpath_rfc9535 import JSONPathQuery

_TEXT: Final = {"type": "string"}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [*required],
        "properties": properties,
        "patternProperties": {"^x-": True},
        "additionalProperties": False,
    }


_ACTION: Final = _object("target", target=_TEXT, description=_TEXT, update=True, copy=_TEXT, remove={"type": "boolean"})
_OVERLAY: Final = jsonschema_rs.Draft202012Validator(
    _object(
        "overlay",
        "info",
        "actions",
        overlay={"type": "string", "pattern": r"^1\.[01]\.[0-9]+$"},
        info=_object("title", "version", title=_TEXT, version=_TEXT, description=_TEXT),
        extends=_TEXT,
        actions={"type": "array", "minItems": 1, "uniqueItems": True, "items": _ACTION},
    )
)


class _Environment(JSONPathEnvironment):
    # The library's own limit (100) is below what the reader lets through; documents may grow while they are overlaid.
    max_recursion_depth = 2 * MAX_DEPTH


_ENVIRONMENT = _Environment()


class Action:
    """One action: at most one of `update` (with `has_update`: null is a value), `copy` and `remove` is in force.

    Raises:
        ToolchainError: with file and line, if two are, or if a query is no JSONPath.
    """

    def __init__(self, overlay: str, version: str, index: int, fields: Mapping[str, JSON]) -> None:
        self.fields: Final = fields
        self._overlay = overlay
        self._index = index
        self.remove: Final = fields.get("remove") is True
        # An update beside `remove: true` has no impact, in 1.0 as in 1.1; a copy beside it is told of in 1.1 only.
        other = ("" if version.startswith("1.0.") else "remove") if self.remove else "update"
        if "copy" in fields and other in fields:
            problem = f"has copy and {other}; an action has one of update, copy and remove"
            raise ToolchainError(f"{self._place()}: /actions/{index}: {problem}")
        self.target: Final = self._query("target")
        copied = self._query("copy") if "copy" in fields else None
        self.copy: Final = None if self.remove else copied
        self.has_update: Final = "update" in fields and not self.remove and "copy" not in fields
        self.update: Final = fields.get("update")

    def error(self, problem: str, found: str = "", *, is_outdated: bool = False) -> ToolchainError:
        """Return the error to raise: with the action's line and target and, where it is outdated, when it was to go."""
        when = self.fields.get("x-remove-when")
        advice = f"remove the action when: {when}" if is_outdated and isinstance(when, str) else ""
        said = "; ".join(filter(None, [problem, advice, found]))
        target = shorten(str(self.fields["target"]))
        return ToolchainError(f"{self._place()}: action {self._index + 1} ({target}): {said}")

    def _query(self, key: str) -> JSONPathQuery:
        text = str(self.fields[key])
        try:
            return _ENVIRONMENT.compile(text)
        except (JSONPathError, RecursionError, ValueError) as error:
            problem = f"{shorten(text)!r} is not an RFC 9535 JSONPath: {path_problem(error)}"
            place = f"{self._place(key)}: /actions/{self._index}/{key} (action {self._index + 1})"
            raise ToolchainError(f"{place}: {problem}") from None

    def _place(self, *keys: str) -> str:
        return _place(self._overlay, _lines(self._overlay), "actions", self._index, *keys)


def parse(name: str, document: JSON) -> list[Action]:
    """Return the actions of an overlay; ToolchainError naming file, line and JSON pointer of all that is not valid."""
    problems: list[str] = []
    errors = list(_OVERLAY.iter_errors(document))
    lines = _lines(name) if errors else {}
    for error in errors:
        said = error.message if len(error.message) <= 200 else f"{error.message[:200]}…"
        if error.instance_path == ["overlay"] and isinstance(error.instance, str):
            said = f"Overlay {error.instance!r} is not supported, only 1.0.x and 1.1.x are"
        problems.append(
            f"{_place(name, lines, *error.instance_path)}: {join(*error.instance_path) or 'document'}: {said}"
        )
    if problems or not isinstance(document, dict):
        raise ToolchainError(*problems)
    actions: Any = document["actions"]
    return [Action(name, str(document["overlay"]), index, fields) for index, fields in enumerate(actions)]


def _lines(name: str) -> Lines:
    """Return the lines of the values of an overlay, if it is a file."""
    path = Path(name)
    return key_lines(path) if path.is_file() else {}


def _place(name: str, lines: Lines, *keys: str | int) -> str:
    """Return an overlay's name with the line on which a value begins, if that is known."""
    line = lines.get(tuple(map(str, keys)))
    return f"{name}:{line}" if line else name


def shorten(query: str) -> str:
    """Return a query as a message can hold it."""
    return query if len(query) <= 200 else f"{query[:200]}…"


def path_problem(error: Exception) -> str:
    """Return why a query can't be compiled or evaluated."""
    return "nested too deep" if isinstance(error, RecursionError) else str(error) or type(error).__name__
