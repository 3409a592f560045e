"""A shape as a set of facets, each of which can be exchanged alone, and the JSON Schema that a set of them makes.

The values within a value (properties, items) are compared for themselves. Here a sign stands for each, the same on both
sides where they are compared, so that a verdict is about this level only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.keywords import FORMATS
from toolchain.diff.shape import Direction
from toolchain.diff.values import array, as_list, as_object, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolchain.diff.places import Place
    from toolchain.diff.shape import Shape
    from toolchain.openapi.json_values import JSON


class Key(NamedTuple):
    """What a facet is about: a kind, and a keyword, property, pattern or number."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One demand on a value: what it says, as JSON that can be compared, and where it says so."""

    value: JSON
    place: Place


def facets(shape: Shape, direction: Direction, sign: Callable[[list[Place]], str], here: Place) -> dict[Key, Facet]:
    """Return the facets of a shape, less its unions and additional properties; `sign` names what stands within."""
    found: dict[Key, Facet] = {}
    # A client takes any value where the enum is open, so there its values are told, but demand nothing.
    told_only = {"enum"} if "x-open-enum" in shape.pieces and direction is Direction.RESPONSE else set[str]()
    for family, pieces in shape.pieces.items():
        if family not in FORMATS and family != "x-open-enum":
            key = Key("told" if family in told_only else "keyword", family)
            found[key] = Facet([{piece.keyword: piece.value} for piece in pieces], pieces[0].place)
    if shape.nulls and all(shape.nulls):
        found[Key("null")] = Facet(True, here)
    for name in shape.properties.keys() | shape.required.keys():
        if name not in shape.hidden:
            found[Key("property", name)] = _property(shape, name, sign)
    for pattern, places in shape.patterns.items():
        found[Key("pattern", pattern)] = Facet(sign(places), places[0])
    if shape.items:
        found[Key("items")] = Facet(sign(shape.items), shape.items[0])
    for piece in shape.prefix:
        signs: list[JSON] = [sign([piece.place.below(index)]) for index, _ in enumerate(as_list(piece.value))]
        found[Key("prefix")] = Facet(signs, piece.place)
    return found


def _property(shape: Shape, name: str, sign: Callable[[list[Place]], str]) -> Facet:
    places = shape.properties.get(name)
    value: JSON = {"declared": sign(places) if places else None, "required": name in shape.required}
    return Facet(value, places[0] if places else shape.required[name])


def compose(parts: Mapping[Key, Facet], names: set[str], direction: Direction) -> dict[str, JSON]:
    """Return the schema that the facets make.

    A property in `names` that none of them declares is refused in requests: there, objects are closed towards each
    other. Answers are open.
    """
    core: list[JSON] = []
    for key, facet in sorted(parts.items()):
        if key.kind == "keyword":
            core += [_sound(fragment) for fragment in as_list(facet.value)]
        elif key.kind == "opaque":
            core.append(facet.value)
        elif key.kind == "items":
            core.append({"items": _mark(facet.value)})
        elif key.kind == "prefix":
            core.append({"prefixItems": [_mark(sign) for sign in as_list(facet.value)]})
        elif key.kind == "union":
            branches = [as_object(branch)["schema"] for branch in as_object(facet.value).values()]
            core.append({"anyOf": branches or [False]})
    core.append(_object_keywords(parts, names, direction))
    whole: dict[str, JSON] = {"allOf": [part for part in core if part] or [True]}
    return {"anyOf": [whole, {"type": "null"}]} if Key("null") in parts else whole


def _sound(fragment: JSON) -> JSON:
    """What admitted only null has no values left once null is counted apart."""
    return {"not": {}} if fragment in ({"type": []}, {"enum": []}, {"const": None}) else fragment


def _mark(sign: JSON) -> dict[str, JSON]:
    """Return the schema that stands for a value within the value: it rules out one value and no other."""
    return {"not": {"const": f"within: {sign}"}}


def _object_keywords(parts: Mapping[Key, Facet], names: set[str], direction: Direction) -> dict[str, JSON]:
    declared = {key.name: as_object(facet.value) for key, facet in sorted(parts.items()) if key.kind == "property"}
    patterns: dict[str, JSON] = {key.name: _mark(facet.value) for key, facet in parts.items() if key.kind == "pattern"}
    additional = parts[Key("additional")].value if Key("additional") in parts else "undeclared"
    others: JSON = _mark(additional["sign"]) if isinstance(additional, dict) else additional != "closed"
    properties: dict[str, JSON] = {}
    for name, fields in declared.items():
        # What holds for the name in any case is not said twice, or the library takes it for a demand of its own.
        held = next((patterns[pattern] for pattern in patterns if _matches(name, pattern)), others)
        if fields["declared"] is not None and _mark(fields["declared"]) != held:
            properties[name] = _mark(fields["declared"])
    if direction is Direction.REQUEST and additional == "undeclared":
        known = {name for name, fields in declared.items() if fields["declared"] is not None}
        unknown = names - known - _names_in_unions(parts)
        refused = sorted(name for name in unknown if not any(_matches(name, pattern) for pattern in patterns))
        properties |= dict.fromkeys(refused, False)
    result: dict[str, JSON] = {
        "properties": properties,
        "required": array(name for name, fields in declared.items() if fields["required"]),
        "patternProperties": patterns,
    }
    if others is not True:
        result["additionalProperties"] = others
    return {key: value for key, value in result.items() if value not in ({}, [])}


def _names_in_unions(parts: Mapping[Key, Facet]) -> set[str]:
    unions = (as_object(facet.value) for key, facet in parts.items() if key.kind == "union")
    return {name for union in unions for branch in union.values() for name in texts(as_object(branch)["names"])}


def _matches(name: str, pattern: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        # A pattern of JavaScript's that Python does not know: taken to match, so that nothing is called breaking by it.
        return True
