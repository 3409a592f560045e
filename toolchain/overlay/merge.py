"""The recursive merge of Overlay 1.1: what an update or a copied value does to the node it is applied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.openapi.json_values import JSON, copy_json, kind

if TYPE_CHECKING:
    from toolchain.overlay.paths import Node


class MergeError(Exception):
    """Two values that the specification does not let merge; the message says which and where."""


def node_class(value: JSON) -> str:
    """Return object, array or primitive: all that the specification distinguishes."""
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "primitive"


def merge_into(node: Node, value: JSON) -> None:
    """Change the document at `node` by `value`, which is not kept: MergeError where the two do not go together."""
    target = node.value
    if isinstance(target, dict):
        if not isinstance(value, dict):
            raise MergeError(f"{node.path} is an object and can only be updated by an object, not by {kind(value)}")
        _merge_objects(target, value, node.path)
    elif isinstance(target, list):
        target.extend([copy_json(item) for item in (value if isinstance(value, list) else [value])])
    elif isinstance(value, dict | list):
        raise MergeError(
            f"{node.path} is a {kind(target)} and can only be updated by a primitive, not by {kind(value)}"
        )
    else:
        node.replace(value)


def _merge_objects(target: dict[str, JSON], update: dict[str, JSON], path: str) -> None:
    for key, new in update.items():
        if key not in target:
            target[key] = copy_json(new)
            continue
        old = target[key]
        where = f"{path}[{key!r}]"
        if isinstance(old, dict) and isinstance(new, dict):
            _merge_objects(old, new, where)
        elif isinstance(old, list) and isinstance(new, list):
            old.extend([copy_json(item) for item in new])
        elif node_class(old) == node_class(new) == "primitive":
            target[key] = new
        else:
            raise MergeError(f"{where} is {kind(old)} and cannot be merged with {kind(new)}; remove it first")


def overwritten(target: JSON, value: JSON) -> JSON:
    """Return the part of `target` that merging `value` into it writes over; keys that the merge adds are not in it."""
    if isinstance(target, dict) and isinstance(value, dict):
        return {key: overwritten(target[key], new) for key, new in value.items() if key in target}
    return target
