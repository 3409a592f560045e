"""The schemas of a document as a JSON Schema that judges given values, dereferenced as far as these values go.

This is written from the document's own schemas, not from their alternatives, so that what is wrong with those shows
as a contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import jsonschema_rs

from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.normalize.keywords import implied_type, is_well_formed, listed, well_formed
from toolchain.diff.values import array, texts
from toolchain.openapi.document import NOWHERE
from toolchain.openapi.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

DEEPEST = 100
"""Schemas of one value that lead to each other."""

MOST_SCHEMAS = 5_000
"""Schemas that one value may lead through."""

Places = tuple["Pointer", ...]
_CONDITIONS = ("if", "then", "else", "not")


class _UnreadableError(Exception):
    """A value leads through more schemas than can be looked at, or through one that isn't there."""


class Schemas:
    """The schemas of one document, each as it counts in one direction."""

    def __init__(self, document: Document, direction: Direction) -> None:
        self.document = document
        self.direction = direction
        self._together: dict[Pointer, list[Pointer]] = {}
        self._hidden: dict[Pointer, frozenset[str]] = {}
        self._branches: dict[Pointer, list[Pointer]] = {}

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
            pending += listed(self.document, here, "allOf")
        self._together[place] = list(found)
        return self._together[place]

    def hidden_of(self, place: Pointer) -> frozenset[str]:
        """Return the properties of the schema at a place that are not sent in this direction."""
        if place not in self._hidden:
            self._hidden[place] = frozenset(
                name
                for name in self.names_of(place)
                for schema in map(self.document.schema, self.together(place.below("properties", name)))
                if schema.get(self.direction.hidden) is True
            )
        return self._hidden[place]

    def names_of(self, place: Pointer) -> dict[str, JSON]:
        """Return the properties that the schema at a place names."""
        return as_object(self.document.schema(place).get("properties"))

    def patterns_of(self, place: Pointer) -> list[str]:
        """Return the patterns of names that the schema at a place has, less those that no engine can run."""
        patterns = as_object(self.document.schema(place).get("patternProperties"))
        return [pattern for pattern in patterns if is_well_formed("pattern", pattern)]

    def declares(self, place: Pointer) -> bool:
        """Whether the schema at a place names properties at all; an object is free-form where none does."""
        schema = self.document.schema(place)
        return isinstance(schema.get("properties"), dict) or bool(as_object(schema.get("patternProperties")))

    def branches(self, place: Pointer) -> list[Pointer]:
        """Return the branches of the unions of the schema at a place."""
        if place not in self._branches:
            self._branches[place] = listed(self.document, place, "anyOf", "oneOf")
        return self._branches[place]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a schema and decides how it is read.

    Attributes:
        values: the values that it must judge.
        beside: all schemas that hold at once with it.
        above: the schemas of the same value that lead to it.
        is_declared: whether a schema beside it names properties.
        is_closed: whether other properties than those are refused.
        is_condition: whether it stands within a condition, at any depth. There nothing is closed: what refuses more
            within `not`, or `contains` with a `maxContains`, would let more in.
    """

    values: list[JSON]
    beside: Places
    above: frozenset[Pointer] = frozenset()
    is_declared: bool = False
    is_closed: bool = False
    is_condition: bool = False


class Reading:
    """What one document admits in one direction: requests with objects closed, responses with objects open.

    Args:
        lenient: whether `additionalProperties: true` lets other properties in where a schema names some.
        most: schemas that one value may lead through.
        guesses: whether a reference that leads nowhere admits everything; else nothing can be told then.
    """

    def __init__(self, schemas: Schemas, *, lenient: bool, guesses: bool = False, most: int = MOST_SCHEMAS) -> None:
        self._schemas = schemas
        self._document = schemas.document
        self._is_request = schemas.direction is Direction.REQUEST
        self._lenient = lenient
        self._guesses = guesses
        self.looked_at = 0
        """Values that it has judged, and schemas that these have led through."""
        self._most, self._limit = most, 0

    def accepts(self, places: Sequence[Pointer], value: JSON) -> bool | None:
        """Return whether a value meets all of the schemas at `places`; None if that can't be told."""
        self.looked_at += 1
        self._limit = self.looked_at + self._most
        try:
            schema = self._value(tuple(places), [value])
            return jsonschema_rs.Draft202012Validator({"allOf": [schema]}, offline=True).is_valid(value)
        except (_UnreadableError, ValueError):
            return None

    def _value(self, places: Places, values: list[JSON], *, closing: bool = True, is_condition: bool = False) -> JSON:
        """Return the schema of values within values, as far as `values` need it."""
        if not values:
            return True
        closing = closing and not is_condition
        nodes = tuple(chain.from_iterable(map(self._schemas.together, places)))
        declares = any(map(self._schemas.declares, nodes))
        is_closed = self._is_request and closing
        around = _Around(values, nodes, is_declared=declares, is_closed=is_closed, is_condition=is_condition)
        result: dict[str, JSON] = {"allOf": array(self._node(place, around) for place in places)} if places else {}
        if around.is_closed and (declares or any(map(self._schemas.branches, nodes))):
            result["unevaluatedProperties"] = False
        return result

    def _below(self, place: Pointer, values: list[JSON], around: _Around) -> JSON:
        """Return the schema at a place of values that are within those that it stands around."""
        is_condition = around.is_condition or place.keys[-1] == "contains"
        return self._value((place,), values, is_condition=is_condition)

    def _node(self, place: Pointer, around: _Around) -> JSON:
        """Return one schema in place."""
        node = self._document.schema(place)
        if place in around.above or node == {"not": {}}:
            return node != {"not": {}}
        self.looked_at += 1
        if self.looked_at > self._limit or len(around.above) > DEEPEST or (place.file == NOWHERE and not self._guesses):
            raise _UnreadableError
        around = replace(around, above=around.above | {place})
        result = self._schemas.flat(node)
        if objects := [value for value in around.values if isinstance(value, dict)]:
            result |= self._of_objects(place, objects, around)
        if arrays := [value for value in around.values if isinstance(value, list)]:
            result |= self._of_arrays(place, arrays, around)
        at_once = listed(self._document, place, "allOf")
        if (target := self._document.reference(place)) is not None:
            at_once.append(target)
        parts = [self._node(child, around) for child in at_once]
        for keyword in ("anyOf", "oneOf"):
            if branches := listed(self._document, place, keyword):
                parts.append({keyword: array(self._branch(branch, around) for branch in branches)})
        within = replace(around, is_declared=True, is_closed=False, is_condition=True)
        for keyword in _CONDITIONS:
            child = place.below(keyword)
            if keyword in node and around.above.isdisjoint(self._schemas.together(child)):
                result[keyword] = self._node(child, within)
        for name in as_object(node.get("dependentSchemas")):
            parts.append({"dependentSchemas": {name: self._node(place.below("dependentSchemas", name), within)}})
        if parts:
            result["allOf"] = parts
        return {"anyOf": [{"type": "null"}, result]} if adds_null(node) else result

    def _branch(self, place: Pointer, around: _Around) -> JSON:
        nodes = tuple(self._schemas.together(place))
        # A branch that comes back to the union itself adds no values.
        if not around.above.isdisjoint(nodes):
            return False
        beside = around.beside
        is_declared = around.is_declared or any(map(self._schemas.declares, nodes))
        inner = self._node(place, replace(around, beside=(*beside, *nodes), is_declared=is_declared))
        if not is_declared:
            # A branch that names no properties is free-form, whatever the others are.
            has_unions = any(map(self._schemas.branches, nodes))
            return inner if has_unions else {"allOf": [inner], "additionalProperties": True}
        if not around.is_closed or any(map(self._takes_others, beside)):
            return inner
        # Each branch is closed, around what stands beside the union too.
        union = place.keys[:-1]
        own = {*beside, *(one for node in beside for branch in self._schemas.branches(node) if branch.keys[:-1] != union
                          for one in self._schemas.together(branch))}  # fmt: skip
        names = {name for node in own for name in self._schemas.names_of(node)}
        patterns = chain.from_iterable(map(self._schemas.patterns_of, beside))
        known: JSON = {
            "properties": dict.fromkeys(sorted(names), True),
            "patternProperties": dict.fromkeys(patterns, True),
        }
        return {"allOf": [inner, known], "unevaluatedProperties": False}

    def _takes_others(self, node: Pointer) -> bool:
        schema = self._document.schema(node)
        values = [schema.get(keyword) for keyword in ("additionalProperties", "unevaluatedProperties")]
        return any((isinstance(value, dict) and bool(value)) or (self._lenient and value in (True, {}))
                   for value in values if value is not None)  # fmt: skip

    def _of_objects(self, place: Pointer, objects: list[dict[str, JSON]], around: _Around) -> dict[str, JSON]:
        node = self._document.schema(place)
        everything = [value for each in objects for value in each.values()]
        hidden = frozenset[str]().union(*map(self._schemas.hidden_of, around.beside))
        branches = chain.from_iterable(map(self._schemas.branches, around.beside))
        elsewhere = {
            name for each in branches for one in self._schemas.together(each) for name in self._schemas.names_of(one)
        }
        properties: dict[str, JSON] = {}
        named = self._schemas.names_of(place)
        # Only those that the values have: an object may name thousands.
        for name in (name for name in dict.fromkeys(chain(*objects)) if name in named and name not in hidden):
            # What several schemas say of one property is closed around all of it.
            places = tuple(
                other.below("properties", name)
                for other in dict.fromkeys((*around.beside, place))
                if name in self._schemas.names_of(other)
            )
            given = [each[name] for each in objects if name in each]
            closing = name not in elsewhere
            properties[name] = self._value(places, given, closing=closing, is_condition=around.is_condition)
        result: dict[str, JSON] = {
            "required": array(name for name in texts(node.get("required")) if name not in hidden),
            "properties": properties,
            "patternProperties": {
                pattern: self._below(place.below("patternProperties", pattern), everything, around)
                for pattern in self._schemas.patterns_of(place)
            },
        }
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            value = node.get(keyword)
            if isinstance(value, dict) and value:
                result[keyword] = self._below(place.below(keyword), everything, around)
            elif value is False and self._is_request:
                result[keyword] = False
            elif isinstance(value, dict | bool) and value is not False and self._lenient:
                result[keyword] = True
        if isinstance(node.get("propertyNames"), dict | bool):
            names: list[JSON] = [name for each in objects for name in each]
            result["propertyNames"] = self._below(place.below("propertyNames"), names, around)
        return result

    def _of_arrays(self, place: Pointer, arrays: list[list[JSON]], around: _Around) -> dict[str, JSON]:
        node = self._document.schema(place)
        result: dict[str, JSON] = {}
        everything = [item for each in arrays for item in each]
        if prefix := listed(self._document, place, "prefixItems"):
            result["prefixItems"] = [
                self._below(each, [items[index] for items in arrays if index < len(items)], around)
                for index, each in enumerate(prefix)
            ]
        for keyword in ("items", "contains", "unevaluatedItems"):
            if isinstance(node.get(keyword), dict | bool):
                inner = self._below(place.below(keyword), everything, around)
                # Whether an array has one that it must not have isn't told by its items.
                result[keyword] = inner if everything or node[keyword] is not False else False
        for keyword in ("minContains", "maxContains"):
            if keyword in node and is_well_formed(keyword, node[keyword]):
                result[keyword] = node[keyword]
        return result


def adds_null(node: dict[str, JSON]) -> bool:
    """Whether OpenAPI 3.0's `nullable` adds null to what a schema refers to or is made of."""
    return node.get("nullable") is True and "type" not in node and "enum" not in node
