"""The words for what differs between two schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.values import code, codes, key_of
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolchain.diff.normalize.alternatives import Piece
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_DEEPEST = 4


def keyword_words(family: str, old: list[Piece], new: list[Piece]) -> str:
    """Return what became of the keywords of one family."""
    if family == "enum" and old and new:
        return enum_words(_values(old), _values(new))
    if family == "type" and old and new:
        return f"type {_types(old)} → {_types(new)}"
    if not old or not new:
        return f"{_shown(old or new)} {'added' if new else 'removed'}"
    (was, *others), (now, *more) = old, new
    if not others and not more and was.keyword == now.keyword:
        return f"`{was.keyword}` {code(was.value)} → {code(now.value)}"
    return f"{_shown(old)} → {_shown(new)}"


def enum_words(old: list[JSON], new: list[JSON]) -> str:
    """Return which values came and went, such as ``+ `overdue```."""
    old_keys, new_keys = {key_of(value) for value in old}, {key_of(value) for value in new}
    added = [value for value in new if key_of(value) not in old_keys]
    gone = [value for value in old if key_of(value) not in new_keys]
    parts = [f"+ {codes(added)}"] * bool(added) + [f"- {codes(gone)}"] * bool(gone)
    return f"values {', '.join(parts)}" if parts else "the values are given in another way"


def _values(pieces: list[Piece]) -> list[JSON]:
    return [
        value for piece in pieces for value in ([piece.value] if piece.keyword == "const" else as_list(piece.value))
    ]


def _types(pieces: list[Piece]) -> str:
    names = [name for piece in pieces for name in as_list(piece.value)]
    return " or ".join(code(name) for name in names) or "`null`"


def _shown(pieces: list[Piece]) -> str:
    return ", ".join(f"`{piece.keyword}` {code(_plain(piece.value))}" for piece in pieces)


def _plain(value: JSON) -> JSON:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def type_words(document: Document, places: Sequence[Pointer], depth: int = 0) -> str:
    """Return what a schema is called in a message: its model, or its type."""
    if not places or depth > _DEEPEST:
        return "any"
    place = places[0]
    if (target := document.reference(place)) is not None:
        return target.name
    schema = document.schema(place)
    for keyword in ("allOf", "anyOf", "oneOf"):
        branches = [place.below(keyword, index) for index, _ in enumerate(as_list(schema.get(keyword)))]
        names = [type_words(document, [branch], depth + 1) for branch in branches]
        names = list(dict.fromkeys(name for name in names if name != "any"))
        if names:
            return (" and " if keyword == "allOf" else " or ").join(names)
    given = schema.get("type")
    kinds = [kind for kind in (given if isinstance(given, list) else [given]) if isinstance(kind, str)]
    shown: list[str] = []
    for kind in kinds:
        if kind == "array":
            has_items = isinstance(schema.get("items"), dict)
            inner = type_words(document, [place.below("items")] if has_items else [], depth + 1)
            shown.append(f"array of {inner}")
        elif isinstance(schema.get("format"), str) and kind != "null":
            shown.append(f"{kind} ({schema['format']})")
        else:
            shown.append(kind)
    return " or ".join(shown) or ("object" if "properties" in schema else "any")
