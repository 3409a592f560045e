"""The schemas of a document as a JSON Schema that judges given values, dereferenced as far as these values go.

This is written from the document's own schemas, not from their alternatives, so that what `toolchain.diff.normalize`
gets wrong shows as a contradiction.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import jsonschema_rs

from toolchain.diff.normalize.alternatives import Direction, Normalizer, adds_null
from toolchain.diff.normalize.keywords import implied_type, well_formed
from toolchain.diff.values import array
from toolchain.openapi.document import NOWHERE
from toolchain.openapi.json_values import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

MOST_SCHEMAS = 5_000
"""Schemas that one value may lead through."""

MOST_IN_ALL = 100_000
"""Schemas that all values of one comparison may lead through; what is not proven by then is `maybe`."""

MOST_KNOWN = 20_000
"""Schemas of values that are kept for the next value that looks alike."""

Shape: TypeAlias = "tuple[Shape, ...] | frozenset[tuple[str, Shape]] | None"
_SINGLE = ("if", "then", "else", "not")


class UnreadableError(Exception):
    """A value leads through more schemas than can be looked at, or through one that isn't there."""


class Reading:
    """What one document admits in one direction: requests with objects closed, responses with objects open.

    Args:
        lenient: whether `additionalProperties: true` lets other properties in where a schema names some.
    """

    def __init__(self, normalizer: Normalizer, *, lenient: bool) -> None:
        self._normalizer = normalizer
        self._document = normalizer.document
        self._is_request = normalizer.direction is Direction.REQUEST
        self._lenient = lenient
        self._left = 0
        self.budget = MOST_IN_ALL
        self._of_branches: dict[Pointer, list[Pointer]] = {}
        self._known: dict[tuple[tuple[Pointer, ...], bool, Shape], JSON] = {}
        self._validators: dict[tuple[tuple[Pointer, ...], Shape], jsonschema_rs.Draft202012Validator] = {}

    def accepts(self, places: Iterable[Pointer], value: JSON) -> bool:
        """Return whether a value meets all of the schemas at `places`.

        Raises:
            UnreadableError: if it leads through too many schemas, or one that isn't there.
        """
        self._left = min(MOST_SCHEMAS, self.budget)
        self.budget -= 1
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
            self._validators.clear()
        key = (tuple(places), _shape([value]))
        if key not in self._validators:
            schema = self._value(key[0], [value])
            self._validators[key] = jsonschema_rs.Draft202012Validator({"allOf": [schema]}, offline=True)
        return self._validators[key].is_valid(value)

    def _value(self, places: Sequence[Pointer], values: list[JSON], *, closing: bool = True) -> JSON:
        """Return the schema of values within values, as far as `values` need it."""
        if not values:
            return True
        key = (tuple(places), closing, _shape(values))
        if key not in self._known:
            self._known[key] = self._value_as_far(key[0], values, closing=closing)
        return self._known[key]

    def _value_as_far(self, places: tuple[Pointer, ...], values: list[JSON], *, closing: bool) -> JSON:
        nodes = tuple(chain.from_iterable(self._normalizer.together(place) for place in places))
        declares = any(self._declares(node) for node in nodes)
        has_unions = any(self._branches(node) for node in nodes)
        is_closed = self._is_request and closing
        parts = [
            self._node(place, values, nodes, frozenset(), is_declared=declares, is_closed=is_closed) for place in places
        ]
        result: dict[str, JSON] = {"allOf": array(parts)} if parts else {}
        if is_closed and (declares or has_unions):
            result["unevaluatedProperties"] = False
        return result

    def _node(
        self,
        place: Pointer,
        values: list[JSON],
        beside: tuple[Pointer, ...],
        above: frozenset[Pointer],
        *,
        is_declared: bool,
        is_closed: bool,
    ) -> JSON:
        """Return one schema in place; `beside` are all that hold at once with it, `is_declared` if they name some."""
        node = self._schema(place)
        if place in above or node == {"not": {}}:
            return node != {"not": {}}
        self._left -= 1
        if self._left < 0 or place.file == NOWHERE:
            raise UnreadableError
        self.budget -= 1
        above |= {place}
        result = well_formed(node)
        if "type" not in result and (implied := implied_type(node)):
            result["type"] = implied
        if self._normalizer.is_open_enum(node):
            result.pop("enum", None)
        self._add_object(result, node, place, values, beside)
        self._add_array(result, node, place, values)
        parts: list[JSON] = []
        at_once = [place.below("allOf", index) for index, _ in enumerate(as_list(node.get("allOf")))]
        if (target := self._document.reference(place)) is not None:
            at_once.append(target)
        parts += [
            self._node(child, values, beside, above, is_declared=is_declared, is_closed=is_closed) for child in at_once
        ]
        for keyword in ("anyOf", "oneOf"):
            if branches := as_list(node.get(keyword)):
                found = [
                    self._branch(
                        place.below(keyword, index), values, beside, above, is_declared=is_declared, is_closed=is_closed
                    )
                    for index, _ in enumerate(branches)
                ]
                parts.append({keyword: array(found)})
        for keyword in _SINGLE:
            within = place.below(keyword)
            if keyword in node and above.isdisjoint(self._normalizer.together(within)):
                result[keyword] = self._node(
                    place.below(keyword), values, beside, above, is_declared=True, is_closed=False
                )
        for name in as_object(node.get("dependentSchemas")):
            inner = self._node(
                place.below("dependentSchemas", name), values, beside, above, is_declared=True, is_closed=False
            )
            parts.append({"dependentSchemas": {name: inner}})
        if parts:
            result["allOf"] = parts
        return {"anyOf": [{"type": "null"}, result]} if adds_null(node) else result

    def _branch(
        self,
        place: Pointer,
        values: list[JSON],
        beside: tuple[Pointer, ...],
        above: frozenset[Pointer],
        *,
        is_declared: bool,
        is_closed: bool,
    ) -> JSON:
        nodes = tuple(self._normalizer.together(place))
        # A branch that comes back to the union itself adds no values.
        if not above.isdisjoint(nodes):
            return False
        is_declared = is_declared or any(self._declares(node) for node in nodes)
        inner = self._node(place, values, (*beside, *nodes), above, is_declared=is_declared, is_closed=is_closed)
        if not is_declared:
            if any(self._branches(node) for node in nodes):
                return inner
            # A branch that names no properties is free-form, whatever the others are.
            return {"allOf": [inner], "additionalProperties": True}
        if not is_closed or any(self._takes_others(node) for node in beside):
            return inner
        # Each branch is closed, around what stands beside the union too.
        union = place._replace(keys=place.keys[:-1])
        names = {name for node in beside for name in self._names(node, union)}
        patterns = [pattern for node in beside for pattern in as_object(self._schema(node).get("patternProperties"))]
        known: JSON = {
            "properties": dict.fromkeys(sorted(names), True),
            "patternProperties": dict.fromkeys(patterns, True),
        }
        return {"allOf": [inner, known], "unevaluatedProperties": False}

    def _schema(self, node: Pointer) -> dict[str, JSON]:
        return self._document.schema(node)

    def _takes_others(self, node: Pointer) -> bool:
        values = [self._schema(node).get(keyword) for keyword in ("additionalProperties", "unevaluatedProperties")]
        return any((isinstance(value, dict) and bool(value)) or (value in (True, {}) and self._lenient)
                   for value in values if value is not None)  # fmt: skip

    def _names(self, node: Pointer, union: Pointer) -> set[str]:
        """Return the properties that a schema and the branches of its unions name, less those of one union."""
        found = set(as_object(self._schema(node).get("properties")))
        for branch in self._branches(node):
            if branch.keys[:-1] != union.keys:
                for inner in self._normalizer.together(branch):
                    found |= set(as_object(self._schema(inner).get("properties")))
        return found

    def _add_object(
        self,
        result: dict[str, JSON],
        node: dict[str, JSON],
        place: Pointer,
        values: list[JSON],
        beside: tuple[Pointer, ...],
    ) -> None:
        objects = [value for value in values if isinstance(value, dict)]
        hidden = frozenset[str]().union(*(self._normalizer.hidden_of(other) for other in beside))
        required = [name for name in as_list(node.get("required")) if isinstance(name, str) and name not in hidden]
        if required:
            result["required"] = array(required)
        everything = [value for each in objects for value in each.values()]
        properties: dict[str, JSON] = {}
        for name in as_object(node.get("properties")):
            if name in hidden:
                continue
            of_name = [each[name] for each in objects if name in each]
            if not of_name:
                properties[name] = True
                continue
            # What several schemas say of one property is closed around all of it.
            places = [
                other.below("properties", name)
                for other in dict.fromkeys((*beside, place))
                if name in as_object(self._schema(other).get("properties"))
            ]
            closing = not any(self._names_in_branches(other, name) for other in beside)
            properties[name] = self._value(places, of_name, closing=closing)
        if properties:
            result["properties"] = properties
        patterns = as_object(node.get("patternProperties"))
        if patterns:
            result["patternProperties"] = {
                pattern: self._value([place.below("patternProperties", pattern)], everything) for pattern in patterns
            }
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            value = node.get(keyword)
            if isinstance(value, dict) and value:
                result[keyword] = self._value([place.below(keyword)], everything)
            elif value is False and self._is_request:
                result[keyword] = False
            elif isinstance(value, dict | bool) and value is not False and self._lenient:
                result[keyword] = True
        if isinstance(node.get("propertyNames"), dict | bool):
            names: list[JSON] = [name for each in objects for name in each]
            result["propertyNames"] = self._value([place.below("propertyNames")], names)

    def _add_array(self, result: dict[str, JSON], node: dict[str, JSON], place: Pointer, values: list[JSON]) -> None:
        arrays = [value for value in values if isinstance(value, list)]
        everything = [item for each in arrays for item in each]
        prefix = as_list(node.get("prefixItems"))
        if prefix:
            result["prefixItems"] = [
                self._value([place.below("prefixItems", index)], [each[index] for each in arrays if index < len(each)])
                for index, _ in enumerate(prefix)
            ]
        for keyword in ("items", "contains", "unevaluatedItems"):
            if isinstance(node.get(keyword), dict | bool):
                inner = self._value([place.below(keyword)], everything)
                # Whether an array has one that it must not have isn't told by its items.
                result[keyword] = inner if everything or node[keyword] is not False else False
        result |= {keyword: node[keyword] for keyword in ("minContains", "maxContains") if _is_count(node.get(keyword))}

    def _declares(self, node: Pointer) -> bool:
        schema = self._schema(node)
        return isinstance(schema.get("properties"), dict) or bool(as_object(schema.get("patternProperties")))

    def _branches(self, node: Pointer) -> list[Pointer]:
        if node not in self._of_branches:
            schema = self._schema(node)
            self._of_branches[node] = [
                node.below(keyword, index)
                for keyword in ("anyOf", "oneOf")
                for index, _ in enumerate(as_list(schema.get(keyword)))
            ]
        return self._of_branches[node]

    def _names_in_branches(self, node: Pointer, name: str) -> bool:
        return any(
            name in as_object(self._schema(inner).get("properties"))
            for branch in self._branches(node)
            for inner in self._normalizer.together(branch)
        )


def _is_count(value: JSON) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _shape(values: list[JSON]) -> Shape:
    """Return what decides how far a schema must be written out for some values: the names and items within them."""
    found: dict[Shape, None] = {}
    for value in values:
        if isinstance(value, dict):
            found[frozenset((name, _shape([item])) for name, item in value.items())] = None
        elif isinstance(value, list):
            found[(None, *(_shape([item]) for item in value))] = None
    return tuple(found)
