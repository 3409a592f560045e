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
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.openapi.json_values import JSON, canonical_json, sha256
from toolchain.openapi.operations import METHODS
from toolchain.openapi.pointer import join
from toolchain.overlay.merge import overwritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.errors import ToolchainError
    from toolchain.overlay.model import Action
    from toolchain.overlay.paths import Node

EVERY_OPERATION = "every operation"
ONE_OR_MORE = "one or more"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_QUOTED = 400
_SHORT = 80
_MOST = 8
_ABSENT = object()
_CONFIDENCES = ("H", "M", "L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What `x-expect` says: how many matches (or a phrase for it), the old value's hash, and how to show it.

    `value` is the old value itself, where it is written out.
    """

    matches: int | str
    sha256: str
    shown: str
    value: tuple[JSON] | None


def read(action: Action) -> Expectation:
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
    digest, shown = _old_value(action, expect)
    value = (expect["value"],) if "value" in expect else None
    return Expectation(matches=_matches(action, expect), sha256=digest, shown=shown, value=value)


def check_found(action: Action, expected: Expectation, nodes: list[Node], new: JSON, document: JSON) -> None:
    """Compare what the target selects with what was expected, `new` not yet merged in; ToolchainError if it differs."""
    counts: dict[int | str, int] = {EVERY_OPERATION: _count_operations(document), ONE_OR_MORE: len(nodes)}
    count = counts.get(expected.matches, expected.matches)
    if len(nodes) != count or not nodes:
        wanted = f"{EVERY_OPERATION} ({count})" if expected.matches == EVERY_OPERATION else str(expected.matches)
        raise action.outdated(f"expected matches: {wanted}, found: {len(nodes)}{_list_paths(nodes)}")
    for node in nodes:
        old = node.value if action.remove else overwritten(node.value, new)
        if sha256(old) != expected.sha256:
            at = f" at {node.path}" if len(nodes) > 1 else ""
            found = f"found{at} {_show(old)} (sha256 {sha256(old)})"
            if expected.value is None:
                raise action.outdated("expected another old value", found)
            parts = [f"expected old value {expected.shown}, {found}", *_differences(expected.value[0], old, "")]
            raise action.outdated("; ".join(parts))


def unchanged(action: Action) -> ToolchainError:
    """Return the error for an action that found what it expected and changed nothing by it."""
    return action.error("expected to change something, found the targets to be so already; take the action out")


def _old_value(action: Action, expect: dict[str, JSON]) -> tuple[str, str]:
    if "value" in expect:
        return sha256(expect["value"]), _show(expect["value"])
    digest = expect["sha256"]
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise action.error("x-expect sha256 must be 64 hexadecimal digits in lower case")
    return digest, f"with sha256 {digest}"


def _matches(action: Action, expect: dict[str, JSON]) -> int | str:
    matches = expect.get("matches", 1)
    if matches in (EVERY_OPERATION, ONE_OR_MORE):
        return str(matches)
    if isinstance(matches, bool) or not isinstance(matches, int) or matches < 1:
        raise action.error(f"x-expect matches must be a whole number from 1, {EVERY_OPERATION!r} or {ONE_OR_MORE!r}")
    return matches


def _count_operations(document: JSON) -> int:
    paths = document.get("paths") if isinstance(document, dict) else None
    if not isinstance(paths, dict):
        return 0
    return sum(method in item for item in paths.values() if isinstance(item, dict) for method in METHODS)


def _list_paths(nodes: list[Node]) -> str:
    if not nodes:
        return ""
    listed = ", ".join(node.path for node in nodes[:5])
    return f" ({listed}, …)" if len(nodes) > 5 else f" ({listed})"


def _differences(expected: JSON, found: JSON, at: str) -> Iterator[str]:
    """Yield where two values differ, as pointers with what is expected and found there; some of many."""
    if isinstance(expected, dict) and isinstance(found, dict):
        different = [key for key in {**expected, **found} if expected.get(key, _ABSENT) != found.get(key, _ABSENT)]
        for key in different[:_MOST]:
            here = f"{at}{join(key)}"
            if key not in found:
                yield f"{here} is gone"
            elif key not in expected:
                yield f"{here} is new: {_show(found[key], _SHORT)}"
            else:
                yield from _differences(expected[key], found[key], here)
        if len(different) > _MOST:
            yield f"and {len(different) - _MOST} more at {at or 'the target'}"
        return
    if at:
        yield f"{at}: {_show(expected, _SHORT)} → {_show(found, _SHORT)}"


def _show(value: JSON, most: int = _QUOTED) -> str:
    text = canonical_json(value).decode()
    return text if len(text) <= most else f"{text[:most]}…"
