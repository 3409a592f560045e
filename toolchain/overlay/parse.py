"""Validate an overlay document against the Overlay specification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, canonical_json, kind
from toolchain.overlay.model import Action, Overlay
from toolchain.overlay.paths import Path, PathError, compile_path, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

_VERSION = re.compile(r"1\.[01]\.[0-9]+")
_ACTION_FIELDS = ("target", "description", "update", "copy", "remove")


def parse(name: str, document: JSON) -> Overlay:
    """Return the overlay in `document`; ToolchainError naming `name` and a JSON pointer where it is not a valid one."""
    root = _object(name, "", document, required=("overlay", "info", "actions"), optional=("extends",))
    version = _string(name, "/overlay", root["overlay"])
    if not _VERSION.fullmatch(version):
        raise _invalid(name, "/overlay", f"Overlay {version!r} is not supported, only 1.0.x and 1.1.x are")
    info = _object(name, "/info", root["info"], required=("title", "version"), optional=("description",))
    for key in ("title", "version", "description"):
        if key in info:
            _string(name, f"/info/{key}", info[key])
    if "extends" in root:
        _string(name, "/extends", root["extends"])
    actions = root["actions"]
    if not isinstance(actions, list):
        raise _invalid(name, "/actions", f"must be an array, is {kind(actions)}")
    if not actions:
        raise _invalid(name, "/actions", "must have at least one action")
    _check_unique(name, actions)
    exclusive = not version.startswith("1.0.")
    return Overlay(name, tuple(_action(name, index, action, exclusive) for index, action in enumerate(actions)))


def _action(name: str, index: int, value: JSON, exclusive: bool) -> Action:
    pointer = f"/actions/{index}"
    fields = _object(name, pointer, value, required=("target",), optional=_ACTION_FIELDS)
    _string(name, f"{pointer}/target", fields["target"])
    if "description" in fields:
        _string(name, f"{pointer}/description", fields["description"])
    remove = fields.get("remove", False)
    if not isinstance(remove, bool):
        raise _invalid(name, f"{pointer}/remove", f"must be true or false, is {kind(remove)}")
    # An update beside `remove: true` has no impact, in 1.0 as in 1.1.
    other = "remove" if remove and exclusive else "update" if "update" in fields and not remove else ""
    if "copy" in fields and other:
        both = " and ".join(sorted(["copy", other], key=("update", "copy", "remove").index))
        raise _invalid(name, pointer, f"has {both}; an action has one of update, copy and remove")
    if "copy" in fields:
        _string(name, f"{pointer}/copy", fields["copy"])
    return Action(
        overlay=name,
        number=index + 1,
        target=_path(name, index, "target", fields["target"]),
        has_update="update" in fields and not remove and "copy" not in fields,
        update=fields.get("update"),
        copy=_path(name, index, "copy", fields["copy"]) if "copy" in fields else None,
        remove=remove,
        fields=fields,
    )


def _path(name: str, index: int, field: str, value: JSON) -> Path:
    query = str(value)
    try:
        return compile_path(query)
    except PathError as error:
        problem = f"{shorten(query)!r} is not an RFC 9535 JSONPath: {error}"
        raise ToolchainError(f"{name}: /actions/{index}/{field} (action {index + 1}): {problem}") from None


def _check_unique(name: str, actions: list[JSON]) -> None:
    seen: dict[bytes, int] = {}
    for index, action in enumerate(actions):
        first = seen.setdefault(canonical_json(action), index)
        if first != index:
            raise _invalid(name, f"/actions/{index}", f"is the same as /actions/{first}; actions must be unique")


def _object(
    name: str, pointer: str, value: JSON, *, required: Iterable[str], optional: Iterable[str]
) -> dict[str, JSON]:
    if not isinstance(value, dict):
        raise _invalid(name, pointer, f"must be an object, is {kind(value)}")
    for key in required:
        if key not in value:
            raise _invalid(name, pointer, f"lacks the required field {key!r}")
    known = {*required, *optional}
    for key in value:
        if key not in known and not key.startswith("x-"):
            raise _invalid(name, pointer, f"unknown field {key!r}; extensions begin with x-")
    return value


def _string(name: str, pointer: str, value: JSON) -> str:
    if not isinstance(value, str):
        raise _invalid(name, pointer, f"must be a string, is {kind(value)}")
    return value


def _invalid(name: str, pointer: str, problem: str) -> ToolchainError:
    return ToolchainError(f"{name}: {pointer or 'document'}: {problem}")
