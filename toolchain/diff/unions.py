"""The branches of `anyOf` and `oneOf`: which belong together, and what each is as a whole.

`oneOf` is read as `anyOf`. Descriptions hardly ever mean the difference, and objects without required properties match
each other's branches, so that any branch that is added would break.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from toolchain.diff.facets import Facet, Key, compose, facets
from toolchain.diff.folding import fold
from toolchain.diff.models import named
from toolchain.diff.shape import Direction, Shape, Union
from toolchain.openapi.json_values import JSON

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.levels import Sides
    from toolchain.diff.places import Place
    from toolchain.diff.signature import Signatures

DEEPEST = 4
"""Unions directly within unions that are written out; each level multiplies their number."""


@dataclass(slots=True)
class Branches:
    """The branches of either side by what identifies them, and the pairs to be compared for themselves.

    Of each branch: its schema, the properties that it declares, its name and its place as text.
    """

    old: dict[str, JSON] = field(default_factory=dict[str, JSON])
    new: dict[str, JSON] = field(default_factory=dict[str, JSON])
    pairs: list[tuple[list[Place], list[Place]]] = field(default_factory=list[tuple[list["Place"], list["Place"]]])


def pair_branches(
    sides: Sides, old: Union | None, new: Union | None, direction: Direction, names: set[str]
) -> Branches:
    """Pair what is the same or is called the same; the last ones left over too if they are of one type."""
    old_found = _identified(sides.old, sides.old_signatures, old)
    new_found = _identified(sides.new, sides.new_signatures, new)
    old_rest, new_rest = sorted(old_found.keys() - new_found), sorted(new_found.keys() - old_found)
    if len(old_rest) == len(new_rest) == 1:
        old_place, new_place = old_found[old_rest[0]], new_found[new_rest[0]]
        if _types(sides.old, old_place) == _types(sides.new, new_place) != []:
            new_found = {(old_rest[0] if key == new_rest[0] else key): place for key, place in new_found.items()}
    result = Branches()
    for key, place in old_found.items():
        result.old[key] = _branch(sides.old, sides.old_signatures, place, direction, names)
        if key in new_found:
            # A pair is compared for itself, so here the new side has the old branch.
            result.new[key] = result.old[key]
            result.pairs.append(([place], [new_found[key]]))
    for key, place in new_found.items():
        if key not in old_found:
            result.new[key] = _branch(sides.new, sides.new_signatures, place, direction, names)
    return result


def as_union(sides: Sides, shape: Shape, place: Place, other: Shape, *, is_old: bool) -> Shape:
    """Return `shape` as a union with one branch, if `other` is nothing but a union that has it among others.

    `shape` stands at `place`, on the old side if `is_old`. What was one model and is now one of several is told as
    that, rather than as the loss of all that the model says.
    """
    only = Shape(nulls=other.nulls, unions=other.unions)
    if shape.unions or len(other.unions) != 1 or other != only:
        return shape
    signatures = (
        (sides.old_signatures, sides.new_signatures) if is_old else (sides.new_signatures, sides.old_signatures)
    )
    documents = (sides.old, sides.new) if is_old else (sides.new, sides.old)
    mine = _identified(documents[0], signatures[0], Union(place, [place]))
    theirs = _identified(documents[1], signatures[1], other.unions[0])
    if mine.keys() & theirs.keys():
        return Shape(nulls=[False] if other.nulls else [], unions=[Union(place, [place])])
    return shape


def branch_names(document: Document, shape: Shape, direction: Direction) -> frozenset[str]:
    """Return the properties that a shape declares, in its branches too."""
    names = set(shape.properties) - shape.hidden
    for union in shape.unions:
        for branch in union.branches:
            names |= _names_from(document, branch, direction)
    return frozenset(names)


_KNOWN: WeakKeyDictionary[Document, dict[tuple[Place, Direction], frozenset[str]]] = WeakKeyDictionary()


def _names_from(document: Document, start: Place, direction: Direction) -> frozenset[str]:
    # Worked out once: unions of unions lead to the same branches over and over.
    known = _KNOWN.setdefault(document, {})
    if (start, direction) not in known:
        names: set[str] = set()
        pending, seen = [start], {start}
        while pending:
            inner = fold(document, [pending.pop()], direction)
            names |= set(inner.properties) - inner.hidden
            fresh = {place for union in inner.unions for place in union.branches} - seen
            seen |= fresh
            pending.extend(fresh)
        known[start, direction] = frozenset(names)
    return known[start, direction]


def _identified(document: Document, signatures: Signatures, union: Union | None) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for place in union.branches if union else []:
        target = named(document, place) or place
        is_named = target != place or (len(target.keys) == 3 and target.keys[:2] == ("components", "schemas"))
        identity = target.name if is_named else signatures.of(place)
        repeated = sum(key.partition(" ")[0] == identity for key in found)
        found[f"{identity} {repeated}" if repeated else identity] = place
    return found


def _types(document: Document, place: Place) -> list[JSON]:
    pieces = fold(document, [place], Direction.RESPONSE).pieces.get("type", [])
    return [piece.value for piece in pieces]


def _branch(
    document: Document, signatures: Signatures, place: Place, direction: Direction, names: set[str]
) -> dict[str, JSON]:
    shape = fold(document, [place], direction)
    target = document.follow_schema(place)
    return {
        "schema": whole(document, signatures, [place], direction, names, frozenset()),
        "names": [*sorted(branch_names(document, shape, direction))],
        "name": target.name if target != place else None,
        "place": str(place),
    }


def whole(
    document: Document,
    signatures: Signatures,
    places: list[Place],
    direction: Direction,
    names: set[str],
    above: frozenset[Place],
) -> dict[str, JSON]:
    """Return the schema of a branch with all its own branches; one that comes back to itself adds nothing."""
    if above.intersection(places):
        return {}

    def sign(within: list[Place]) -> str:
        return " and ".join(sorted(signatures.of(place) for place in within))

    if len(above) >= DEEPEST:
        return {"not": {"const": sign(places)}}
    shape = fold(document, places, direction)
    parts = facets(shape, direction, sign, places[0])
    for number, union in enumerate(shape.unions):
        branches: dict[str, JSON] = {}
        for branch in union.branches:
            inner = fold(document, [branch], direction)
            branches[str(branch)] = {
                "schema": whole(document, signatures, [branch], direction, names, above.union(places)),
                "names": [*sorted(branch_names(document, inner, direction))],
            }
        parts[Key("union", str(number))] = Facet(branches, union.place)
    return compose(parts, names, direction)
