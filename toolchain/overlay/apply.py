"""Apply the actions of overlays, one after the other, to a copy of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, MAX_DEPTH, canonical_json, copy_json, height, is_too_deep, levels
from toolchain.overlay import expectation
from toolchain.overlay.merge import MergeError, merge_into, node_class
from toolchain.overlay.parse import parse
from toolchain.overlay.paths import Node, Path, PathError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolchain.overlay.model import Action

MAX_COPIED_VALUES = 1_000_000
"""Values that one copy action may add: a few actions that copy the root into itself would fill any memory."""

_TOO_DEEP = f"the document is nested deeper than {MAX_DEPTH} levels"


def apply(document: Mapping[str, Any], overlays: Iterable[tuple[str, JSON]], *, strict: bool = False) -> dict[str, Any]:
    """Return `document` with `overlays` applied in order; neither is changed.

    `overlays` are pairs of a name for the messages and the overlay document as loaded. All are validated before the
    first is applied. `strict` holds each action to its `x-expect` (see `toolchain.overlay.expectation`).
    ToolchainError names overlay, action and target where an overlay is not valid, cannot be applied, or finds
    something else than it expects.
    """
    if is_too_deep(cast("JSON", document)):
        raise ToolchainError(_TOO_DEEP)
    parsed = [parse(name, overlay) for name, overlay in overlays]
    result = cast("dict[str, JSON]", copy_json(dict(document)))
    for overlay in parsed:
        for action in overlay.actions:
            try:
                _apply_action(result, action, strict=strict)
            except (MergeError, PathError) as error:
                raise action.error(str(error)) from None
    return result


def _apply_action(document: dict[str, JSON], action: Action, *, strict: bool) -> None:
    expected = expectation.read(action) if strict else None
    nodes = action.target.select(document)
    if not nodes and expected is None:
        return
    new = _single(action.copy, document, len(nodes)) if action.copy and not action.remove else action.update
    if expected is not None:
        expectation.check_found(action, expected, nodes, new, document)
    if action.remove:
        _remove(nodes)
    elif action.has_update or action.copy:
        if any(_depth(node, new) > MAX_DEPTH for node in nodes):
            raise action.error(_TOO_DEEP)
        before = [canonical_json(node.value) for node in nodes] if strict else []
        _merge(nodes, new)
        if strict and before == [canonical_json(node.current()) for node in nodes]:
            raise expectation.unchanged(action)


def _depth(node: Node, new: JSON) -> int:
    """Return how deep what is merged into a node goes: the document itself was measured when it was read."""
    is_appended = isinstance(node.value, list) and not isinstance(new, list)
    return len(node.location) + is_appended + height(new)


def _single(path: Path, document: JSON, copies: int) -> JSON:
    nodes = path.select(document)
    if len(nodes) != 1:
        raise PathError(f"copy must select exactly one node, and {path} selects {len(nodes)}")
    value = nodes[0].value
    if copies * sum(len(level) for level in levels(value)) > MAX_COPIED_VALUES:
        raise PathError(f"would copy more than {MAX_COPIED_VALUES} values")
    # A copy, because source and target may overlap.
    return copy_json(value)


def _merge(nodes: list[Node], value: JSON) -> None:
    classes = {node_class(node.value): node.path for node in nodes}
    if len(classes) > 1:
        found = " and ".join(f"{name} ({path})" for name, path in classes.items())
        raise MergeError(f"the target selects nodes of different kinds: {found}; all must be of one")
    for node in nodes:
        merge_into(node, value)


def _remove(nodes: list[Node]) -> None:
    # Last location first: children go before their parents, and no index moves before its own turn.
    for node in sorted(nodes, key=lambda node: node.location, reverse=True):
        if node.parent is None:
            raise MergeError("the root of the document cannot be removed")
        node.delete()
