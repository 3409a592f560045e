"""A schema as a list of alternatives: `$ref` and `allOf` are merged, `anyOf` and `oneOf` multiplied out, null apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.normalize.alternatives import (
    PLAIN_TYPES,
    Alternative,
    Alternatives,
    Closer,
    Direction,
    Items,
    Piece,
)
from toolchain.diff.normalize.keywords import (
    FAMILIES,
    FORMATS,
    JUDGED,
    OPAQUE,
    implied_type,
    is_valid,
    well_formed,
)
from toolchain.diff.values import array, key_of, texts
from toolchain.openapi.document import NOWHERE
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import ROOT, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON

MOST_SCHEMAS = 20_000
"""Schemas that are looked at for that."""

DEEPEST = 100
"""Schemas of one value that lead to each other."""

MOST_ALTERNATIVES = 400
"""Alternatives that one schema may multiply out to."""

Places = tuple[Pointer, ...]
_LINKS = frozenset({"$ref", "allOf", "anyOf", "oneOf", "nullable"})


class _TooManyError(Exception):
    pass


class Normalizer:
    """Works out the alternatives of one document's schemas in one direction, each once."""

    def __init__(self, document: Document, direction: Direction) -> None:
        self.document = document
        self.direction = direction
        self._known: dict[Places, Alternatives] = {}
        self._own: dict[Pointer, Pointer] = {}
        self._exclusive: set[Pointer] = set()
        self._nulls: dict[Pointer, bool] = {}
        self._circled: set[Pointer] = set()
        """Schemas that others led back to, and that are not worked out yet."""
        self._together: dict[Pointer, list[Pointer]] = {}
        self._hidden: dict[Pointer, frozenset[str]] = {}
        self._left = 0

    def own(self, places: Iterable[Pointer]) -> Places:
        """Return where the schemas at some places really stand; one that demands more beside its `$ref` stands there.

        A model that others refer to is then worked out, compared and proven once.
        """
        return tuple(map(self._own_place, places))

    def _own_place(self, place: Pointer) -> Pointer:
        if place not in self._own:
            here = place
            while (
                set(JUDGED.intersection(self.document.schema(here))) == {"$ref"}
                and (target := self.document.reference(here)) is not None
                and target.file != NOWHERE
            ):
                here = target
            self._own[place] = here
        return self._own[place]

    def of(self, places: Iterable[Pointer]) -> Alternatives:
        """Return the alternatives of a value to which all of the schemas at `places` apply."""
        key = self.own(places)
        if key not in self._known:
            self._known[key] = self._work_out(key)
        return self._known[key]

    def _work_out(self, places: Places) -> Alternatives:
        self._exclusive, self._circled = set(), set()
        self._left = MOST_SCHEMAS
        try:
            null = all(self._allows_null(place, frozenset()) for place in places)
            options: list[_Option] = [_Option((), (), None)]
            for place in places:
                options = _product(options, self._options(place, frozenset()) or [])
            folded = [self._fold(option, places) for option in options]
        except _TooManyError:
            return Alternatives(False, [], too_many=True)
        found = [alternative for alternative in folded if alternative.types and alternative.values() != []]
        return Alternatives(null, found, frozenset(self._exclusive))

    def _allows_null(self, place: Pointer, above: frozenset[Pointer]) -> bool:
        """Return whether null meets the schema at a place, which schemas of the same value lead to."""
        if place in above:
            self._circled.add(place)
            return True
        if place not in self._nulls:
            self._spend(above)
            found = self._takes_null(place, above | {place})
            self._circled.discard(place)
            if self._circled:
                # As seen from within a circle, which may be wrong for the schema itself.
                return found
            self._nulls[place] = found
        return self._nulls[place]

    def _takes_null(self, place: Pointer, above: frozenset[Pointer]) -> bool:
        node = self.document.schema(place)
        if adds_null(node):
            return True

        def below(keyword: str) -> list[bool]:
            branches = [place.below(keyword, index) for index, _ in enumerate(as_list(node.get(keyword)))]
            if keyword != "allOf":
                back = {branch: self._coming_back(branch, above) for branch in branches}
                self._circled.update(*back.values())
                branches = [branch for branch in branches if not back[branch]]
            return [self._allows_null(branch, above) for branch in branches]

        if not is_valid(self.flat(node), None):
            return False
        target = self.document.reference(place)
        if target is not None and not self._allows_null(target, above):
            return False
        if not all(below("allOf")) or ("not" in node and self._allows_null(place.below("not"), above)):
            return False
        if as_list(node.get("anyOf")) and not any(below("anyOf")):
            return False
        if as_list(node.get("oneOf")) and sum(below("oneOf")) != 1:
            return False
        if "if" in node:
            then = "then" if self._allows_null(place.below("if"), above) else "else"
            return then not in node or self._allows_null(place.below(then), above)
        return True

    def _coming_back(self, branch: Pointer, above: frozenset[Pointer]) -> frozenset[Pointer]:
        """Return to which of the schemas above it a branch of a union comes back; it adds no values then."""
        return above.intersection(self.together(branch))

    def _spend(self, above: frozenset[Pointer]) -> None:
        """Count a schema that is looked at, with those of the same value that lead to it."""
        self._left -= 1
        if self._left < 0 or len(above) > DEEPEST:
            raise _TooManyError

    def flat(self, node: dict[str, JSON]) -> dict[str, JSON]:
        """Return what the keywords of one schema without schemas in them demand, with the type that it implies."""
        keywords = well_formed(node)
        if "type" not in keywords and (implied := implied_type(node)):
            keywords["type"] = implied
        if self.is_open_enum(node):
            keywords.pop("enum", None)
        return keywords

    def is_open_enum(self, node: dict[str, JSON]) -> bool:
        """Whether a client takes other values than those of the enum too."""
        return node.get("x-open-enum") is True and self.direction is Direction.RESPONSE

    def _options(self, place: Pointer, above: frozenset[Pointer]) -> list[_Option] | None:
        """Return the ways to meet one schema; None where it comes back to itself, which adds nothing."""
        if place in above:
            return None
        self._spend(above)
        above |= {place}
        node = self.document.schema(place)
        if node == {"not": {}}:
            return []
        options = [_Option((place,), (), None)]
        if (target := self.document.reference(place)) is not None:
            options = _product(options, self._options(target, above))
        for index, _ in enumerate(as_list(node.get("allOf"))):
            options = _product(options, self._options(place.below("allOf", index), above))
        for keyword in ("anyOf", "oneOf"):
            union = place.below(keyword)
            branches: list[_Option] = []
            known: set[str] = set()
            for index, branch in enumerate(as_list(node.get(keyword))):
                # The same one twice is one, unless it must not be.
                if keyword == "anyOf" and key_of(branch) in known:
                    continue
                known.add(key_of(branch))
                if self._coming_back(union.below(index), above):
                    continue
                for option in self._options(union.below(index), above) or []:
                    origin = option.origin or union.below(index)
                    branches.append(_Option(option.nodes, ((union, index), *option.choices), origin))
            if as_list(node.get(keyword)):
                if keyword == "oneOf" and len(branches) > 1:
                    self._exclusive.add(union)
                options = _product(options, branches)
        return options

    def _fold(self, option: _Option, places: Places) -> Alternative:
        result = Alternative(self.direction, option.origin or (places[0] if places else ROOT), dict(option.choices))
        for place in option.nodes:
            node = self.document.schema(place)
            self._fold_values(result, node, place)
            self._fold_object(result, node, place)
            self._fold_array(result, node, place)
            result.opaque += [_piece(key, node[key], place) for key in OPAQUE if key in node]
            result.opaque += [_piece("$ref", place.keys[0], place)] if place.file == NOWHERE else []
        result.opaque.sort(key=lambda piece: piece.key)
        # What is unevaluated depends on all that stands beside it.
        names, patterns = frozenset(result.properties), tuple(result.patterns)
        result.closers = [
            closer._replace(names=names, patterns=patterns)
            if closer.place.keys[-1] == "unevaluatedProperties" else closer
            for closer in result.closers
        ]  # fmt: skip
        result.types = _types(result)
        telling = [
            place for place in option.nodes if not _LINKS.issuperset(JUDGED & self.document.schema(place).keys())
        ]
        if option.choices and len(telling) == 1 and _LINKS.isdisjoint(self.document.schema(telling[0])):
            result.alone = None if self._allows_null(telling[0], frozenset()) else telling[0]
        return result

    def _fold_values(self, result: Alternative, node: dict[str, JSON], place: Pointer) -> None:
        for keyword, value in self.flat(node).items():
            if keyword in ("type", "enum"):
                # Null is counted apart, so that it makes no difference in which of many ways it is allowed.
                null: JSON = "null" if keyword == "type" else None
                listed = value if isinstance(value, list) else [value]
                value = array(sorted((item for item in listed if item != null), key=key_of))
            _add(result.pieces, _piece(keyword, value, place))
        for keyword in FORMATS:
            if isinstance(node.get(keyword), str):
                _add(result.notes, _piece(keyword, node[keyword], place))
        if node.get("x-open-enum") is True and "enum" in node:
            _add(result.notes, _piece("x-open-enum", True, place))
            if self.is_open_enum(node):
                _add(result.notes, Piece("open enum", node["enum"], place.below("enum"), key_of(node["enum"])))

    def _fold_object(self, result: Alternative, node: dict[str, JSON], place: Pointer) -> None:
        names = as_object(node.get("properties"))
        patterns = as_object(node.get("patternProperties"))
        result.hidden |= self.hidden_of(place)
        result.declares = result.declares or isinstance(node.get("properties"), dict) or bool(patterns)
        for name in names:
            child = place.below("properties", name)
            result.properties.setdefault(name, []).append(child)
        for name in texts(node.get("required")):
            result.required.setdefault(name, place.below("required"))
        for pattern in patterns:
            result.patterns.setdefault(pattern, []).append(place.below("patternProperties", pattern))
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            value = node.get(keyword)
            if isinstance(value, dict | bool):
                demand = True if value == {} else value if isinstance(value, bool) else None
                result.closers.append(Closer(demand, place.below(keyword), frozenset(names), tuple(patterns)))
        for name in result.hidden & result.required.keys():
            del result.required[name]

    def _fold_array(self, result: Alternative, node: dict[str, JSON], place: Pointer) -> None:
        prefix = as_list(node.get("prefixItems"))
        has_rest = isinstance(node.get("items"), dict | bool) and node["items"] not in (True, {})
        if prefix or has_rest:
            places = tuple(place.below("prefixItems", index) for index, _ in enumerate(prefix))
            result.arrays.append(Items(places, place.below("items") if has_rest else None))

    def together(self, place: Pointer) -> list[Pointer]:
        """Return the schemas that hold at once with one: itself, what it refers to, the parts of its `allOf`."""
        if place in self._together:
            return self._together[place]
        found: dict[Pointer, None] = {}
        pending = [place]
        while pending:
            here = pending.pop()
            if here in found:
                continue
            found[here] = None
            if (target := self.document.reference(here)) is not None:
                pending.append(target)
            parts = as_list(self.document.schema(here).get("allOf"))
            pending += [here.below("allOf", index) for index, _ in enumerate(parts)]
        self._together[place] = list(found)
        return self._together[place]

    def hidden_of(self, place: Pointer) -> frozenset[str]:
        """Return the properties of the schema at a place that are not sent in this direction."""
        if place not in self._hidden:
            names = as_object(self.document.schema(place).get("properties"))
            self._hidden[place] = frozenset(
                name
                for name in names
                for schema in map(self.document.schema, self.together(place.below("properties", name)))
                if schema.get(self.direction.hidden) is True
            )
        return self._hidden[place]


class _Option(NamedTuple):
    """Schemas that all apply, and the branches of unions that were taken for it."""

    nodes: tuple[Pointer, ...]
    choices: tuple[tuple[Pointer, int], ...]
    origin: Pointer | None


def _product(first: list[_Option], second: list[_Option] | None) -> list[_Option]:
    if second is None:
        return first
    if len(first) * len(second) > MOST_ALTERNATIVES:
        raise _TooManyError
    return [
        _Option(
            one.nodes + tuple(node for node in two.nodes if node not in one.nodes),
            one.choices + two.choices,
            two.origin or one.origin,
        )
        for one in first
        for two in second
    ]


def _piece(keyword: str, value: JSON, place: Pointer) -> Piece:
    return Piece(keyword, value, place.below(keyword), key_of([keyword, value]))


def _add(found: dict[str, list[Piece]], piece: Piece) -> None:
    pieces = found.setdefault(FAMILIES.get(piece.keyword, piece.keyword), [])
    if piece.key not in [known.key for known in pieces]:
        # In an order of their own: that of the parts of an allOf means nothing.
        pieces.append(piece)
        pieces.sort(key=lambda each: each.key)


def _types(result: Alternative) -> frozenset[str]:
    types = PLAIN_TYPES
    for piece in result.pieces.get("type", []):
        given = set(texts(piece.value))
        if "number" in given:
            given |= {"integer"}
        both = types & given
        if "number" in types and "integer" in given and "number" not in given:
            both |= {"integer"}
        types = both
    return types


def adds_null(node: dict[str, JSON]) -> bool:
    """Whether OpenAPI 3.0's `nullable` adds null to what a schema refers to or is made of."""
    return node.get("nullable") is True and "type" not in node and "enum" not in node
