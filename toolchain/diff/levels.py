"""Two schemas side by side: what is compared here and now as facets, and what is compared further within."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolchain.diff.additional import settle
from toolchain.diff.expansion import expand
from toolchain.diff.facets import Facet, Key, facets
from toolchain.diff.folding import fold
from toolchain.diff.unions import Branches, as_union, branch_names, pair_branches
from toolchain.diff.values import array, as_list, same

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.places import Place
    from toolchain.diff.shape import Direction, Shape, Union
    from toolchain.diff.signature import Signatures
    from toolchain.openapi.json_values import JSON

Pair = tuple["list[Place]", "list[Place]"]


@dataclass(slots=True)
class Level:
    """Both sides of a comparison at one level.

    `names` are all properties that either side declares, `pairs` the schemas to compare within, `told` what changed in
    words only, as (kind, place, message).
    """

    direction: Direction
    old: dict[Key, Facet]
    new: dict[Key, Facet]
    old_shape: Shape
    new_shape: Shape
    names: set[str]
    pairs: list[Pair] = field(default_factory=list[Pair])
    told: list[tuple[str, Place, str]] = field(default_factory=list[tuple[str, "Place", str]])


@dataclass(frozen=True, slots=True)
class Sides:
    """The two documents, and the signatures of their schemas."""

    old: Document
    new: Document
    old_signatures: Signatures
    new_signatures: Signatures

    def say_the_same(self, old: Place, new: Place) -> bool:
        """Whether two schemas are the same but for order and explanations, as far as this can be seen in them."""
        if self.old.old_dialect == self.new.old_dialect and same(self.old.value(old), self.new.value(new)):
            return True
        return self.old_signatures.of(old) == self.new_signatures.of(new)


def level(sides: Sides, old_places: list[Place], new_places: list[Place], direction: Direction) -> Level:
    """Put the schemas at `old_places` beside those at `new_places`."""
    old_shape, new_shape = fold(sides.old, old_places, direction), fold(sides.new, new_places, direction)
    old_shape, new_shape = (
        as_union(sides, old_shape, old_places[0], new_shape, is_old=True),
        as_union(sides, new_shape, new_places[0], old_shape, is_old=False),
    )
    old_slots, new_slots = _slots(old_shape), _slots(new_shape)
    pairs = [(old_slots[key], new_slots[key]) for key in old_slots if key in new_slots]
    # What is compared within bears the old side's sign on both sides.
    paired = {tuple(new): _sign(sides.old_signatures, old) for old, new in pairs}

    def old_sign(places: list[Place]) -> str:
        return _sign(sides.old_signatures, places)

    def new_sign(places: list[Place]) -> str:
        return paired.get(tuple(places)) or _sign(sides.new_signatures, places)

    result = Level(
        direction,
        facets(old_shape, direction, old_sign, old_places[0]),
        facets(new_shape, direction, new_sign, new_places[0]),
        old_shape,
        new_shape,
        {*branch_names(sides.old, old_shape, direction), *branch_names(sides.new, new_shape, direction)},
        pairs,
    )
    settle(result, old_sign, new_sign)
    _add_opaque(sides, result)
    _add_unions(sides, result)
    return result


def _slots(shape: Shape) -> dict[Key, list[Place]]:
    slots = {Key("property", name): places for name, places in shape.properties.items() if name not in shape.hidden}
    slots |= {Key("pattern", pattern): places for pattern, places in shape.patterns.items()}
    for piece in shape.prefix:
        slots |= {Key("prefix", str(i)): [piece.place.below(i)] for i, _ in enumerate(as_list(piece.value))}
    schemas = [piece.place for piece in shape.additional if isinstance(piece.value, dict)]
    slots |= {Key("items"): shape.items} if shape.items else {}
    return slots | ({Key("additional"): schemas} if schemas else {})


def _sign(signatures: Signatures, places: list[Place]) -> str:
    return " and ".join(sorted(signatures.of(place) for place in places))


def _add_opaque(sides: Sides, result: Level) -> None:
    for document, signatures, shape, found in (
        (sides.old, sides.old_signatures, result.old_shape, result.old),
        (sides.new, sides.new_signatures, result.new_shape, result.new),
    ):
        # All of them as one facet: `if` means nothing without its `then`.
        fragments: list[dict[str, JSON]] = [
            {piece.keyword: expand(document, signatures, piece.place, piece.keyword)} for piece in shape.opaque
        ]
        if fragments:
            merged = {keyword: value for fragment in fragments for keyword, value in fragment.items()}
            whole: dict[str, JSON] = merged if len(merged) == len(fragments) else {"allOf": array(fragments)}
            found[Key("opaque")] = Facet(whole, shape.opaque[0].place)


def _add_unions(sides: Sides, result: Level) -> None:
    old_unions = _sorted(result.old_shape.unions, sides.old_signatures)
    new_unions = _sorted(result.new_shape.unions, sides.new_signatures)
    outer = set(result.old_shape.properties) | set(result.new_shape.properties)
    for number in range(max(len(old_unions), len(new_unions))):
        old = old_unions[number] if number < len(old_unions) else None
        new = new_unions[number] if number < len(new_unions) else None
        branches: Branches = pair_branches(sides, old, new, result.direction, result.names - outer)
        key = Key("union", str(number))
        if old is not None:
            result.old[key] = Facet(branches.old, old.place)
        if new is not None:
            result.new[key] = Facet(branches.new, new.place)
        result.pairs += branches.pairs
        if old is not None and new is not None and {old.place.name, new.place.name} == {"anyOf", "oneOf"}:
            result.told.append(("union-keyword", new.place, f"`{old.place.keys[-1]}` is now `{new.place.keys[-1]}`"))


def _sorted(unions: list[Union], signatures: Signatures) -> list[Union]:
    return sorted(unions, key=lambda union: sorted(signatures.of(branch) for branch in union.branches))
