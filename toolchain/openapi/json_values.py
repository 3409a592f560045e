"""JSON values in memory: their type, their copies, and the canonical form that comparisons and hashes use."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"

MAX_DEPTH = 200
"""Containers within containers that a document may have. Far beyond any description, and far below Python's stack."""


def copy_json(value: JSON) -> JSON:
    """Return a copy that shares no container with `value`.

    Nor does it share one with itself, as the result of `copy.deepcopy` may: merging into one place changes one place.
    """
    if isinstance(value, dict):
        return {key: copy_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copy_json(item) for item in value]
    return value


def as_object(value: JSON) -> dict[str, JSON]:
    """Return `value` if it is an object, else an empty one: for reading what may be anything."""
    return value if isinstance(value, dict) else {}


def as_list(value: JSON) -> list[JSON]:
    """Return `value` if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def children(value: JSON) -> list[JSON]:
    """Return the values directly within `value`; none for a primitive."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def levels(value: JSON) -> Iterator[list[JSON]]:
    """Yield `value` alone, then all values one level down, and so on; without recursion, however deep it goes."""
    level = [value]
    while level:
        yield level
        level = [child for item in level for child in children(item)]


def height(value: JSON) -> int:
    """Return how many containers there are within one another, `value` included."""
    return sum(any(isinstance(item, dict | list) for item in level) for level in levels(value))


def canonical_json(value: JSON) -> bytes:
    """Return `value` as UTF-8 JSON with sorted keys and no insignificant space; ValueError for NaN and infinities.

    Two values are the same for this toolchain exactly if these bytes are: `1`, `1.0`, `true` and `"1"` all differ.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(value: JSON) -> str:
    """Return the hex digest of `canonical_json(value)`."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def kind(value: JSON) -> str:
    """Return the JSON name of the type of `value`: object, array, string, number, boolean or null."""
    names: dict[type, str] = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
