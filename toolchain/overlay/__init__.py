"""Apply OpenAPI Overlays (1.0 and 1.1, https://spec.openapis.org/overlay/) to a document.

Plain mode is the letter of Overlay 1.1, for overlays of both versions; `extends` is ignored. Where its prose and its
JSON Schema differ: an action without `update`, `copy` or `remove` changes nothing; `update` beside `remove: true` has
no impact; other pairs are refused, but that in 1.0 `remove` prevails. A node that a target selects twice is one node.
Removing the root is an error, since no map or array contains it. A `copy` must select exactly one node, as it was
before the action.

Strict mode (`strict=True`) adds what a committed overlay owes its reviewer; see `toolchain.overlay.expectation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from jsonpath_rfc9535 import JSONPathError

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import (
    JSON,
    MAX_DEPTH,
    as_list,
    as_object,
    canonical_json,
    copy_json,
    height,
    kind,
    levels,
)
from toolchain.overlay import expectation
from toolchain.overlay.actions import parse, path_problem, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jsonpath_rfc9535 import JSONPathNode, JSONPathQuery

    from toolchain.overlay.actions import Action

Name = TypeVar("Name")

MAX_COPIED_VALUES = 1_000_000
"""Values that one copy action may add: a few actions that copy the root into itself would fill any memory."""

_TOO_DEEP = f"the document is nested deeper than {MAX_DEPTH} levels"


class _ApplyError(Exception):
    """What the specification does not allow an action to do; the message says what and where."""


def apply(document: Mapping[str, Any], overlays: Iterable[tuple[str, JSON]], *, strict: bool = False) -> dict[str, Any]:
    """Return `document` with `overlays` applied in order; neither is changed.

    `overlays` are pairs of a name for the messages and the overlay document as loaded. All are validated before the
    first is applied. `strict` holds each action to its `x-expect` (see `toolchain.overlay.expectation`).
    ToolchainError names overlay, action and target where an overlay is not valid, cannot be applied, or finds
    something else than it expects.
    """
    if height(cast("JSON", document)) > MAX_DEPTH:
        raise ToolchainError(_TOO_DEEP)
    actions = [action for name, overlay in overlays for action in parse(name, overlay)]
    result = cast("dict[str, JSON]", copy_json(dict(document)))
    for action in actions:
        try:
            _apply_action(result, action, strict=strict)
        except _ApplyError as error:
            raise action.error(str(error)) from None
    return result


def one_by_one(overlays: Iterable[tuple[Name, JSON]]) -> Iterator[tuple[Name, int, dict[str, JSON]]]:
    """Yield each action as an overlay by itself, with the name of its own overlay and its index there."""
    for name, overlay in overlays:
        content = as_object(overlay)
        for index, action in enumerate(as_list(content.get("actions"))):
            yield name, index, {**content, "actions": [action]}


def _apply_action(document: dict[str, JSON], action: Action, *, strict: bool) -> None:
    expected = expectation.read(action) if strict else None
    nodes = _select(action.target, document)
    if not nodes and expected is None:
        return
    new = _copied(action, action.copy, document, len(nodes)) if action.copy else action.update
    if expected is not None:
        expectation.check_found(action, expected, nodes, new, document)
    if action.remove:
        # Last location first: children go before their parents, and no index moves before its own turn.
        for node in sorted(nodes, key=lambda node: node.location, reverse=True):
            if node.parent is None:
                raise _ApplyError("the root of the document cannot be removed")
            del cast("Any", node.parent.value)[node.location[-1]]
    elif action.has_update or action.copy:
        before = [canonical_json(_value(node)) for node in nodes] if strict else []
        _merge(nodes, new)
        if strict and before == [canonical_json(_value(node)) for node in nodes]:
            raise action.error("expected to change something, found the targets to be so already; take the action out")


def _select(query: JSONPathQuery, document: JSON) -> list[JSONPathNode]:
    """Return the nodes that a query selects, each once, in its order."""
    try:
        return list({node.location: node for node in query.find(document)}.values())
    except (JSONPathError, RecursionError) as error:
        raise _ApplyError(path_problem(error)) from None


def _value(node: JSONPathNode) -> JSON:
    """Return what is in a node's place now: its own `value` is what was there when it was selected."""
    place: Any = node.parent and node.parent.value
    return cast("JSON", node.value if place is None else place[node.location[-1]])


def _copied(action: Action, query: JSONPathQuery, document: JSON, copies: int) -> JSON:
    nodes = _select(query, document)
    if len(nodes) != 1:
        shown = shorten(str(action.fields["copy"]))
        raise _ApplyError(f"copy must select exactly one node, and {shown} selects {len(nodes)}")
    value = cast("JSON", nodes[0].value)
    if copies * sum(map(len, levels(value))) > MAX_COPIED_VALUES:
        raise _ApplyError(f"would copy more than {MAX_COPIED_VALUES} values")
    # A copy, because source and target may overlap.
    return copy_json(value)


def _merge(nodes: list[JSONPathNode], value: JSON) -> None:
    """Change the document at `nodes` by `value`, as Overlay 1.1 has it."""
    targets = [(node, cast("JSON", node.value)) for node in nodes]
    classes = {_class(target): node.path() for node, target in targets}
    if len(classes) > 1:
        found = " and ".join(f"{name} ({path})" for name, path in classes.items())
        raise _ApplyError(f"the target selects nodes of different kinds: {found}; all must be of one")
    for node, target in targets:
        # How deep it goes there: the document itself was measured when it was read.
        is_appended = isinstance(target, list) and not isinstance(value, list)
        if len(node.location) + is_appended + height(value) > MAX_DEPTH:
            raise _ApplyError(_TOO_DEEP)
    for node, target in targets:
        if isinstance(target, list):
            target.extend([copy_json(item) for item in (value if isinstance(value, list) else [value])])
        elif _class(target) != _class(value):
            article = "an" if isinstance(target, dict) else "a"
            raise _ApplyError(
                f"{node.path()} is {article} {kind(target)} and can only be updated by "
                f"{'an object' if isinstance(target, dict) else 'a primitive'}, not by {kind(value)}"
            )
        elif isinstance(target, dict):
            _merge_objects(target, cast("dict[str, JSON]", value), node.path())
        elif node.parent is not None:
            cast("Any", node.parent.value)[node.location[-1]] = value


def _merge_objects(target: dict[str, JSON], update: dict[str, JSON], path: str) -> None:
    for key, new in update.items():
        old = target.get(key)
        where = f"{path}[{key!r}]"
        if key not in target:
            target[key] = copy_json(new)
        elif _class(old) != _class(new):
            raise _ApplyError(f"{where} is {kind(old)} and cannot be merged with {kind(new)}; remove it first")
        elif isinstance(old, dict):
            _merge_objects(old, cast("dict[str, JSON]", new), where)
        elif isinstance(old, list):
            old.extend([copy_json(item) for item in cast("list[JSON]", new)])
        else:
            target[key] = new


def _class(value: JSON) -> str:
    """Return object, array or primitive: all that the specification distinguishes."""
    return kind(value) if isinstance(value, dict | list) else "primitive"
