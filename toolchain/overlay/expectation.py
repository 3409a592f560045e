"""Strict mode: what an action of a committed overlay must say about itself, and what it must find.

Each action carries `description`, `x-confidence` (H, M or L), `x-remove-when` (when the action can go) and `x-expect`:

- `matches`: how many nodes the target selects. 1 unless given; a whole number, `every operation` (as many as there are
  operations under `paths` at that moment), or `one or more`, for a rule that new schemas may come under;
- `value`, or `sha256` (hex, of the canonical JSON; for what is too long to quote): the old value, one for all matches.

The old value is what the action takes away or writes over:

- `remove`: the removed node;
- `update` of a primitive or an array: the whole target, an array as it was before the append;
- `update` of an object: only those keys of the target that the update names, and so on down through keys that are
  objects on both sides. A key that the update adds is not listed, and must be absent before; an update that only
  adds keys has `value: {}`;
- `copy`: as `update`, with the copied value in the place of the update.

So `value` and `update` read side by side, old and new::

    - target: $.components.schemas.Invoice.properties.invoiceNumber
      x-expect:
        value: {type: number}
      update: {type: string, description: Never a number on the wire.}

An action that selects another number of nodes, finds something else, or leaves its targets as they were is an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from toolchain.openapi.json_values import JSON, as_object, canonical_json, sha256
from toolchain.openapi.operations import METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonpath_rfc9535 import JSONPathNode

    from toolchain.overlay.actions import Action

EVERY_OPERATION = "every operation"
ONE_OR_MORE = "one or more"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_QUOTED = 400
_CONFIDENCES = ("H", "M", "L")


def read(action: Action) -> Mapping[str, JSON]:
    """Return what `action` expects; ToolchainError if one of strict mode's fields is missing or malformed."""
    for key in ("description", "x-remove-when"):
        text = action.fields.get(key)
        if not isinstance(text, str) or not text.strip():
            raise action.error(f"strict mode needs {key}, a text")
    if action.fields.get("x-confidence") not in _CONFIDENCES:
        raise action.error(f"strict mode needs x-confidence, one of {', '.join(_CONFIDENCES)}")
    if not (action.has_update or action.copy or action.remove):
        raise action.error("has no update, copy or remove, and so changes nothing")
    expect = action.fields.get("x-expect")
    if not isinstance(expect, dict):
        raise action.error("strict mode needs x-expect, an object with value or sha256 (and matches)")
    for key in expect:
        if key not in ("matches", "value", "sha256"):
            raise action.error(f"x-expect has the unknown field {key!r}; it takes matches, value and sha256")
    if ("value" in expect) == ("sha256" in expect):
        raise action.error("x-expect must have either value or sha256")
    if "sha256" in expect and not _SHA256.fullmatch(str(expect["sha256"])):
        raise action.error("x-expect sha256 must be 64 hexadecimal digits in lower case")
    matches = expect.get("matches", 1)
    is_count = isinstance(matches, int) and not isinstance(matches, bool) and matches > 0
    if not is_count and matches not in (EVERY_OPERATION, ONE_OR_MORE):
        raise action.error(f"x-expect matches must be a whole number from 1, {EVERY_OPERATION!r} or {ONE_OR_MORE!r}")
    return expect


def check_found(
    action: Action, expect: Mapping[str, JSON], nodes: list[JSONPathNode], new: JSON, document: JSON
) -> None:
    """Compare what the target selects with what was expected, `new` not yet merged in; ToolchainError if it differs."""
    matches = expect.get("matches", 1)
    count, wanted = matches, str(matches)
    if matches == EVERY_OPERATION:
        items = as_object(as_object(document).get("paths")).values()
        count = sum(method in as_object(item) for item in items for method in METHODS)
        wanted = f"{EVERY_OPERATION} ({count})"
    if not nodes or len(nodes) != (len(nodes) if matches == ONE_OR_MORE else count):
        listed = ", ".join([*(node.path() for node in nodes[:5]), *(["…"] if len(nodes) > 5 else [])])
        found = f"expected matches: {wanted}, found: {len(nodes)}{f' ({listed})' if listed else ''}"
        raise action.error(found, is_outdated=True)
    digest = sha256(expect["value"]) if "value" in expect else expect["sha256"]
    for node in nodes:
        value = cast("JSON", node.value)
        old = value if action.remove else _overwritten(value, new)
        if sha256(old) == digest:
            continue
        at = f" at {node.path()}" if len(nodes) > 1 else ""
        found = f"found{at} {_show(old)} (sha256 {sha256(old)})"
        if "value" not in expect:
            raise action.error("expected another old value", found, is_outdated=True)
        raise action.error(f"expected old value {_show(expect['value'])}, {found}", is_outdated=True)


def _overwritten(target: JSON, value: JSON) -> JSON:
    """Return the part of `target` that merging `value` into it writes over; keys that the merge adds are not in it."""
    if isinstance(target, dict) and isinstance(value, dict):
        return {key: _overwritten(target[key], new) for key, new in value.items() if key in target}
    return target


def _show(value: JSON) -> str:
    text = canonical_json(value).decode()
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
