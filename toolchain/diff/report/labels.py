"""What a place in a description is called in a message: `Invoice.items[].amount` rather than a pointer."""

from __future__ import annotations

from toolchain.diff.normalize.keywords import JUDGED
from toolchain.openapi.pointer import Pointer

_WITHIN = {"items": "[]", "additionalProperties": "{}", "contains": "[]"}
_NUMBERED = frozenset({"allOf", "anyOf", "oneOf"})
_MAPS = frozenset({"properties", "patternProperties"})


def subject(place: Pointer, kind: str) -> str:
    """Return the name of the schema or property that a change at `place` is about; empty where it has none.

    A property that comes or goes is about the object that has it.
    """
    if kind.startswith("model-"):
        return ""
    keys = list(place.keys)
    if (
        kind in ("property-added", "property-removed", "property-renamed")
        and len(keys) > 1
        and keys[-2] == "properties"
    ):
        keys = keys[:-2]
    start, name = _start(keys, place)
    parts = [name]
    index = start
    while index < len(keys):
        key = keys[index]
        if key in _MAPS and index + 1 < len(keys):
            parts.append(f".{keys[index + 1]}")
            index += 1
        elif key == "prefixItems" and index + 1 < len(keys):
            parts.append(f"[{keys[index + 1]}]")
            index += 1
        elif key in _WITHIN and (index + 1 < len(keys) or kind not in (key, "additional-properties")):
            parts.append(_WITHIN[key])
        elif key in _NUMBERED:
            index += 1
        index += 1
    return "".join(parts).removeprefix(".")


def _start(keys: list[str], place: Pointer) -> tuple[int, str]:
    """Return where the keys within the schema begin, and the schema's name."""
    if keys[:2] == ["components", "schemas"] and len(keys) > 2:
        return 3, keys[2]
    if "schema" in keys:
        return keys.index("schema") + 1, ""
    if not place.file:
        return len(keys), ""
    # A file of schemas, or one that is a schema itself.
    return (0, Pointer(place.file).name) if not keys or keys[0] in JUDGED else (1, keys[0])
