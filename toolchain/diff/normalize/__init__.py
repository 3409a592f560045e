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
    listed,
)
from toolchain.diff.normalize.reading import DEEPEST, Reading, Schemas
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

MOST_ALTERNATIVES = 400
"""Alternatives that one schema may multiply out to."""

Places = tuple[Pointer, ...]
_LINKS = frozenset({"$ref", "allOf", "anyOf", "oneOf", "nullable"})


class _TooManyError(Exception):
    pass


class Normalizer(Schemas):
    """Works out the alternatives of one document's schemas in one direction, each once."""

    def __init__(self, document: Document, direction: Direction) -> None:
        super().__init__(document, direction)
        self._reading = Reading(self, lenient=True, guesses=True, most=MOST_SCHEMAS)
        self._known: dict[Places, Alternatives] = {}
        self._own: dict[Pointer, Pointer] = {}
        self._exclusive: set[Pointer] = set()
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
        self._exclusive = set()
        self._left = MOST_SCHEMAS
        try:
            null = self._admits_null(places)
            options: list[_Option] = [_Option((), (), None)]
            for place in places:
                options = _product(options, self._options(place, frozenset()) or [])
            folded = [self._fold(option, places) for option in options]
        except _TooManyError:
            return Alternatives(False, [], too_many=True)
        found = [alternative for alternative in folded if alternative.types and alternative.values() != []]
        return Alternatives(null, found, frozenset(self._exclusive))

    def _admits_null(self, places: Iterable[Pointer]) -> bool:
        admits = self._reading.accepts([*places], None)
        if admits is None:
            raise _TooManyError
        return admits

    def _options(self, place: Pointer, above: frozenset[Pointer]) -> list[_Option] | None:
        """Return the ways to meet one schema; None where it comes back to itself, which adds nothing."""
        if place in above:
            return None
        self._left -= 1
        if self._left < 0 or len(above) > DEEPEST:
            raise _TooManyError
        above |= {place}
        node = self.document.schema(place)
        if node == {"not": {}}:
            return []
        options = [_Option((place,), (), None)]
        if (target := self.document.reference(place)) is not None:
            options = _product(options, self._options(target, above))
        for part in listed(self.document, place, "allOf"):
            options = _product(options, self._options(part, above))
        for keyword in ("anyOf", "oneOf"):
            union = place.below(keyword)
            branches: list[_Option] = []
            known: set[str] = set()
            for index, branch in enumerate(as_list(node.get(keyword))):
                # The same one twice is one, unless it must not be.
                if keyword == "anyOf" and key_of(branch) in known:
                    continue
                known.add(key_of(branch))
                # One that comes back to a schema above adds no values.
                if not above.isdisjoint(self.together(union.below(index))):
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
            result.alone = None if self._admits_null(telling) else telling[0]
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
        names = self.names_of(place)
        patterns = as_object(node.get("patternProperties"))
        result.hidden |= self.hidden_of(place)
        result.declares = result.declares or self.declares(place)
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
        prefix = tuple(listed(self.document, place, "prefixItems"))
        has_rest = isinstance(node.get("items"), dict | bool) and node["items"] not in (True, {})
        if prefix or has_rest:
            result.arrays.append(Items(prefix, place.below("items") if has_rest else None))


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
