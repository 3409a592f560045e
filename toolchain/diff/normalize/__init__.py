"""A schema as a list of alternatives: `$ref` and `allOf` are merged, `anyOf` and `oneOf` multiplied out, null apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.normalize.keywords import (
    FAMILIES,
    FORMATS,
    JUDGED,
    OPAQUE,
    TYPES,
    implied_type,
    is_valid,
    valid,
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

MOST_ALTERNATIVES = 400
"""Alternatives that one schema may multiply out to."""

Places = tuple[Pointer, ...]
_LINKS = frozenset({"$ref", "allOf", "anyOf", "oneOf", "nullable"})
PLAIN_TYPES = TYPES - {"null", "integer"}


class Direction(StrEnum):
    """Who sends what a schema describes."""

    REQUEST = "requests"
    RESPONSE = "responses"

    @property
    def hidden(self) -> str:
        """The keyword of properties that are not sent this way."""
        return "readOnly" if self is Direction.REQUEST else "writeOnly"


class Piece(NamedTuple):
    """A keyword with its value, where it stands, and what it shares with the same one elsewhere."""

    keyword: str
    value: JSON
    place: Pointer
    key: str


class Closer(NamedTuple):
    """`additionalProperties` or `unevaluatedProperties`: `value` is a bool, or None for the schema at `place`."""

    value: bool | None
    place: Pointer
    names: frozenset[str]
    patterns: tuple[str, ...]

    def concerns(self, name: str) -> bool:
        """Whether a property of that name is one of the others."""
        return name not in self.names and not any(matches(name, pattern) for pattern in self.patterns)


class Items(NamedTuple):
    """What one schema demands of the items of an array: of those told apart by index, and of the rest."""

    prefix: tuple[Pointer, ...]
    rest: Pointer | None


@dataclass(slots=True, eq=False)
class Alternative:
    """One way to meet a schema, null left out. Lists of places are schemas that all apply."""

    direction: Direction
    origin: Pointer
    choices: dict[Pointer, int] = field(default_factory=dict["Pointer", int])
    """Which branch was taken of each union, by its place."""
    pieces: dict[str, list[Piece]] = field(default_factory=dict[str, list[Piece]])
    """Keywords without schemas in them, by family; `type` without null."""
    notes: dict[str, list[Piece]] = field(default_factory=dict[str, list[Piece]])
    """What decides the Python type of a value or how to read it, but not which values there are."""
    opaque: list[Piece] = field(default_factory=list[Piece])
    properties: dict[str, list[Pointer]] = field(default_factory=dict[str, "list[Pointer]"])
    hidden: set[str] = field(default_factory=set[str])
    required: dict[str, Pointer] = field(default_factory=dict[str, "Pointer"])
    patterns: dict[str, list[Pointer]] = field(default_factory=dict[str, "list[Pointer]"])
    closers: list[Closer] = field(default_factory=list[Closer])
    arrays: list[Items] = field(default_factory=list[Items])
    declares: bool = False
    """Whether it names properties at all; an object that doesn't is free-form."""
    types: frozenset[str] = PLAIN_TYPES
    alone: Pointer | None = None
    """The one schema that says all of it, where it was reached through references and unions of nothing else."""

    def of_name(self, name: str, *, lenient: bool) -> list[Pointer] | None:
        """Return the schemas that apply to a property; None if it is not allowed.

        `lenient` is whether `additionalProperties: true` counts; without it, it is the same as nothing said.
        """
        found = list(self.properties.get(name, ())) if name not in self.hidden else []
        for pattern, places in self.patterns.items():
            if matches(name, pattern):
                found += [place for place in places if place not in found]
        closers = [closer for closer in self.closers if closer.concerns(name)]
        return self._closed(found, closers, lenient=lenient)

    def of_others(self, *, lenient: bool) -> list[Pointer] | None:
        """Return the schemas that apply to properties that nothing names; None if there may be none."""
        return self._closed([], self.closers, lenient=lenient)

    def _closed(self, found: list[Pointer], closers: list[Closer], *, lenient: bool) -> list[Pointer] | None:
        is_open = bool(found) or not self.declares or self.direction is Direction.RESPONSE
        for closer in closers:
            if closer.value is False and self.direction is Direction.REQUEST:
                return None
            if closer.value is None:
                found.append(closer.place)
                is_open = True
            is_open = is_open or (closer.value is True and lenient)
        return found if is_open else None

    def of_item(self, index: int | None) -> list[Pointer]:
        """Return the schemas that apply to the item at an index; None is for those behind all that are told apart."""
        found: list[Pointer] = []
        for items in self.arrays:
            if index is not None and index < len(items.prefix):
                found.append(items.prefix[index])
            elif items.rest is not None:
                found.append(items.rest)
        return found

    @property
    def prefix_length(self) -> int:
        """How many items are told apart by their index."""
        return max((len(items.prefix) for items in self.arrays), default=0)

    def flat(self, family: str = "") -> JSON:
        """Return the keywords without schemas in them, or those of one family, as a JSON Schema."""
        families = [family] if family else sorted(self.pieces)
        parts = [_sound({piece.keyword: piece.value}) for name in families for piece in self.pieces.get(name, [])]
        if not family:
            parts.append({"type": array(sorted(self.types)) or ["null"]})
            if self.required:
                parts.append({"required": array(sorted(self.required))})
        return {"allOf": array(parts)} if parts else True

    def keys(self, family: str) -> frozenset[str]:
        """Return what identifies the keywords of a family, whatever their places."""
        return frozenset(piece.key for piece in self.pieces.get(family, []))

    def values(self) -> list[JSON] | None:
        """Return the values, where an `enum` or `const` counts them; None where there is no end to them."""
        if self.types == frozenset({"boolean"}):
            return valid(self.flat(), (False, True))
        for piece in self.pieces.get("enum", []):
            return valid(self.flat(), [piece.value] if piece.keyword == "const" else as_list(piece.value))
        return None


@dataclass(slots=True)
class Alternatives:
    """All ways to meet a schema.

    Attributes:
        null: whether null is one.
        found: the others.
        exclusive: the places of unions of which a value must meet exactly one branch (`oneOf`).
        too_many: whether there are more than can be written out, in which case there are none in `found`.
    """

    null: bool
    found: list[Alternative]
    exclusive: frozenset[Pointer] = frozenset()
    too_many: bool = False


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
        null = all(self.allows_null(place) for place in places)
        self._exclusive = set()
        self._left = MOST_SCHEMAS
        try:
            options: list[_Option] = [_Option((), (), None)]
            for place in places:
                options = _product(options, self._options(place, frozenset()) or [])
        except _TooManyError:
            return Alternatives(null, [], too_many=True)
        found: list[Alternative] = []
        for option in options:
            alternative = self._fold(option, places)
            if alternative.types and alternative.values() != []:
                found.append(alternative)
        return Alternatives(null, found, frozenset(self._exclusive))

    def allows_null(self, place: Pointer, above: frozenset[Pointer] = frozenset()) -> bool:
        """Return whether null meets the schema at a place."""
        if place in above:
            return True
        if place not in self._nulls:
            self._nulls[place] = self._allows_null(place, above | {place})
        return self._nulls[place]

    def _allows_null(self, place: Pointer, above: frozenset[Pointer]) -> bool:
        node = self.document.schema(place)
        if adds_null(node):
            return True

        def below(keyword: str) -> list[bool]:
            return [self.allows_null(place.below(keyword, i), above) for i, _ in enumerate(as_list(node.get(keyword)))]

        if not is_valid(self.flat(node), None):
            return False
        target = self.document.reference(place)
        if target is not None and not self.allows_null(target, above):
            return False
        if not all(below("allOf")) or ("not" in node and self.allows_null(place.below("not"), above)):
            return False
        if as_list(node.get("anyOf")) and not any(below("anyOf")):
            return False
        if as_list(node.get("oneOf")) and sum(below("oneOf")) != 1:
            return False
        if "if" in node:
            then = "then" if self.allows_null(place.below("if"), above) else "else"
            return then not in node or self.allows_null(place.below(then), above)
        return True

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
        self._left -= 1
        if self._left < 0:
            raise _TooManyError
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
                # A branch that comes back to the union itself adds no values.
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
            result.alone = None if self.allows_null(telling[0]) else telling[0]
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


def _sound(fragment: dict[str, JSON]) -> JSON:
    """What admitted only null has no values left once null is counted apart."""
    return {"not": {}} if fragment in ({"type": []}, {"enum": []}, {"const": None}) else fragment


def matches(name: str, pattern: str) -> bool:
    """Whether a name matches a pattern; one that no engine can run matches nothing."""
    return is_valid({"pattern": pattern}, name)
