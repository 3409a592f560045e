"""Folds a schema and all that stands in place of it (`$ref`, `allOf`, a branch beside null) into one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from toolchain.diff.keywords import FAMILIES, FORMATS, OPAQUE, well_formed
from toolchain.diff.shape import Direction, Piece, Shape, Union
from toolchain.diff.values import array, as_list, as_object, key_of, texts

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.places import Place
    from toolchain.openapi.json_values import JSON

_NULL_TYPE = "null"


def fold(document: Document, places: list[Place], direction: Direction) -> Shape:
    """Return the shape of a value to which all of the schemas at `places` apply; it is shared, so leave it as it is."""
    known = _KNOWN.setdefault(document, {})
    key = (tuple(places), direction)
    if key not in known:
        known[key] = _fold(document, places, direction)
    return known[key]


_KNOWN: WeakKeyDictionary[Document, dict[tuple[tuple[Place, ...], Direction], Shape]] = WeakKeyDictionary()


def _fold(document: Document, places: list[Place], direction: Direction) -> Shape:
    shape = Shape()
    seen: set[Place] = set()
    # Beside a branch that is only null, what a schema says of null doesn't count.
    pending = [(place, False) for place in places]
    while pending:
        place, null_given = pending.pop(0)
        # A schema may come back to itself through its own alternatives; the second time adds nothing.
        if place in seen:
            continue
        seen.add(place)
        if (target := document.reference(place)) is not None:
            pending.append((target, null_given))
        node = document.schema(place)
        null_given = _fold_type(shape, node, place, null_given)
        _fold_object(shape, document, node, place, direction)
        _fold_array(shape, document, node, place)
        shape.opaque += [Piece(key, node[key], place.below(key)) for key in OPAQUE if key in node]
        pending += [(place.below("allOf", i), null_given) for i, _ in enumerate(as_list(node.get("allOf")))]
        for keyword in ("anyOf", "oneOf"):
            branches = [place.below(keyword, i) for i, _ in enumerate(as_list(node.get(keyword)))]
            pending += _fold_union(shape, document, Union(place.below(keyword), branches), null_given)
    for pieces in (shape.opaque, shape.additional, shape.prefix):
        pieces.sort(key=lambda piece: piece.key)
    return shape


def _fold_type(shape: Shape, node: dict[str, JSON], place: Place, null_given: bool) -> bool:
    """Add what a schema says without schemas in it, and return whether null is allowed whatever else it says."""
    if node.get("nullable") is True and "type" not in node:
        shape.nulls.append(True)
        null_given = True
    keywords = well_formed(node)
    if "type" not in keywords and (implied := _implied_type(node)):
        keywords["type"] = implied
    for keyword, value in keywords.items():
        if keyword in ("type", "enum", "const"):
            # Null is counted apart, so that it makes no difference in which of many ways it is allowed.
            values = array(as_list(value) if isinstance(value, list) and keyword != "const" else [value])
            null: JSON = _NULL_TYPE if keyword == "type" else None
            if not null_given:
                shape.nulls.append(null in values)
            if keyword != "const":
                value = array(sorted((item for item in values if item != null), key=key_of))
        _add(shape, Piece(keyword, value, place.below(keyword)))
    for keyword in FORMATS:
        if isinstance(node.get(keyword), str):
            _add(shape, Piece(keyword, node[keyword], place.below(keyword)))
    if node.get("x-open-enum") is True and "enum" in keywords:
        _add(shape, Piece("x-open-enum", True, place.below("x-open-enum")))
    return null_given


def _implied_type(node: dict[str, JSON]) -> JSON:
    """Schemas without a type are common, and nobody who writes `properties` means to allow numbers."""
    if any(key in node for key in ("type", "enum", "const", "allOf", "anyOf", "oneOf", "$ref")):
        return None
    if isinstance(node.get("properties"), dict):
        return "object"
    return "array" if "items" in node else None


def _add(shape: Shape, piece: Piece) -> None:
    pieces = shape.pieces.setdefault(FAMILIES.get(piece.keyword, piece.keyword), [])
    if piece.key not in [known.key for known in pieces]:
        # In an order of their own: that of the parts of an allOf means nothing.
        pieces.append(piece)
        pieces.sort(key=lambda each: each.key)


def _fold_object(shape: Shape, document: Document, node: dict[str, JSON], place: Place, direction: Direction) -> None:
    for name in as_object(node.get("properties")):
        child = place.below("properties", name)
        if _has_flag(document, child, direction.hidden):
            shape.hidden.add(name)
        shape.properties.setdefault(name, []).append(child)
    for name in texts(node.get("required")):
        shape.required.setdefault(name, place.below("required"))
    for pattern in as_object(node.get("patternProperties")):
        shape.patterns.setdefault(pattern, []).append(place.below("patternProperties", pattern))
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        value = node.get(keyword)
        if isinstance(value, dict | bool):
            shape.additional.append(Piece(keyword, True if value == {} else value, place.below(keyword)))


def _has_flag(document: Document, place: Place, flag: str) -> bool:
    pending, seen = [place], set[str]()
    while pending:
        here = pending.pop()
        if str(here) in seen:
            continue
        seen.add(str(here))
        node = document.schema(here)
        if node.get(flag) is True:
            return True
        if (target := document.reference(here)) is not None:
            pending.append(target)
        pending += [here.below("allOf", index) for index, _ in enumerate(as_list(node.get("allOf")))]
    return False


def _fold_array(shape: Shape, document: Document, node: dict[str, JSON], place: Place) -> None:
    # Nothing said of the items is the same as no items keyword.
    if isinstance(node.get("items"), dict | bool) and document.schema(place.below("items")):
        shape.items.append(place.below("items"))
    if isinstance(node.get("prefixItems"), list):
        shape.prefix.append(Piece("prefixItems", node["prefixItems"], place.below("prefixItems")))


def _fold_union(shape: Shape, document: Document, union: Union, null_given: bool) -> list[tuple[Place, bool]]:
    """Add a union, or return the only branch that it has besides null, which then stands in its place."""
    if not union.branches:
        return []
    branches = [branch for branch in union.branches if not _is_null(document, branch)]
    has_null = len(branches) < len(union.branches)
    # The same one twice is one.
    rest = list({key_of([str(document.reference(each)), document.schema(each)]): each for each in branches}.values())
    if has_null and not null_given:
        shape.nulls.append(True)
    if len(rest) == 1:
        return [(rest[0], null_given or has_null)]
    if rest:
        shape.unions.append(Union(union.place, rest))
    return []


def _is_null(document: Document, place: Place) -> bool:
    node = document.schema(place)
    return node.get("type") in ("null", ["null"]) or ("enum" in node and node["enum"] == [None])
