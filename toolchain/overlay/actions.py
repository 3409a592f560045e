"""Overlay documents: validated, and as actions that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action: at most one of `update` (with `has_update`: null is a value), `copy` and `remove` is in force."""

    overlay: str
    number: int
    target: JSONPathQuery
    has_update: bool
    update: JSON
    copy: JSONPathQuery | None
    remove: bool
    fields: Mapping[str, JSON]

    def error(self, problem: str, found: str = "", *, is_outdated: bool = False) -> ToolchainError:
        """Return the error to raise: with the action's line and target and, where it is outdated, when it was to go."""
        place = _place(self.overlay, _lines(self.overlay), "actions", self.number - 1)
        when = self.fields.get("x-remove-when")
        advice = f"remove the action when: {when}" if is_outdated and isinstance(when, str) else ""
        said = "; ".join(filter(None, [problem, advice, found]))
        return ToolchainError(f"{place}: action {self.number} ({shorten(str(self.fields['target']))}): {said}")


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
    return [_action(name, index, action, str(document["overlay"])) for index, action in enumerate(actions)]


def _action(name: str, index: int, fields: dict[str, JSON], version: str) -> Action:
    remove = fields.get("remove") is True
    # An update beside `remove: true` has no impact, in 1.0 as in 1.1; a copy beside it is told of in 1.1 only.
    other = ("" if version.startswith("1.0.") else "remove") if remove else "update"
    if "copy" in fields and other in fields:
        problem = f"has copy and {other}; an action has one of update, copy and remove"
        raise ToolchainError(f"{_place(name, _lines(name), 'actions', index)}: /actions/{index}: {problem}")
    queries: dict[str, JSONPathQuery] = {}
    for key in ("target", "copy"):
        text = fields.get(key)
        try:
            queries |= {key: _ENVIRONMENT.compile(text)} if isinstance(text, str) else {}
        except (JSONPathError, RecursionError, ValueError) as error:
            problem = f"{shorten(str(text))!r} is not an RFC 9535 JSONPath: {path_problem(error)}"
            place = _place(name, _lines(name), "actions", index, key)
            raise ToolchainError(f"{place}: /actions/{index}/{key} (action {index + 1}): {problem}") from None
    return Action(
        overlay=name,
        number=index + 1,
        target=queries["target"],
        has_update="update" in fields and not remove and "copy" not in fields,
        update=fields.get("update"),
        copy=None if remove else queries.get("copy"),
        remove=remove,
        fields=fields,
    )


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
