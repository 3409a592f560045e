"""Schemas for Hypothesis: such as descriptions have, with references to each other, and edits that widen them."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "c", "description", "é"])
REFERENCES = st.sampled_from(["Thing", "Part", "Less"]).map(lambda name: {"$ref": f"#/components/schemas/{name}"})
BOUNDS = st.integers(0, 9)


def _without_none(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keywords)


NUMBERS = st.builds(
    lambda kind, rest: {"type": kind, **rest},
    st.sampled_from(["integer", "number"]),
    _without_none(minimum=BOUNDS, maximum=BOUNDS, exclusiveMinimum=BOUNDS, multipleOf=st.sampled_from([1, 2, 0.5])),
)
STRINGS = st.builds(
    lambda rest: {"type": "string", **rest},
    _without_none(minLength=BOUNDS, maxLength=BOUNDS, pattern=st.sampled_from(["^a", "^[A-Z]{3}$", "b"])),
)
ENUMS = st.lists(st.sampled_from(["x", "y", "z", 1, 2]), min_size=1, unique=True).map(lambda values: {"enum": values})
SCALARS = st.one_of(NUMBERS, STRINGS, ENUMS, st.just({"type": "boolean"}), st.just({}))


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda properties, required, rest: {
            "type": "object",
            "properties": properties,
            "required": sorted(required & properties.keys()),
            **rest,
        },
        st.dictionaries(NAMES, inner, max_size=4),
        st.sets(NAMES),
        _without_none(minProperties=st.integers(0, 2), additionalProperties=st.one_of(st.booleans(), inner)),
    )


FLAT_OBJECTS = st.builds(
    lambda properties, required: {"type": "object", "properties": properties, "required": sorted(required)},
    st.dictionaries(st.sampled_from(["a", "b", "c"]), SCALARS, max_size=3),
    st.sets(st.sampled_from(["a", "b", "c"])),
)


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    branches = st.lists(inner, min_size=1, max_size=3, unique_by=json.dumps)
    return st.one_of(
        _objects(inner),
        inner.map(lambda items: {"type": "array", "items": items}),
        branches.map(lambda schemas: {"anyOf": schemas}),
        branches.map(lambda schemas: {"oneOf": schemas}),
        branches.map(lambda schemas: {"allOf": schemas}),
        inner.map(lambda schema: {"not": schema}),
    )


_ANY = st.recursive(st.one_of(SCALARS, REFERENCES), _compound, max_leaves=6)
# Thing itself must be something.
SCHEMAS = _ANY.filter(lambda schema: "$ref" not in schema)


@st.composite
def shuffled(draw: st.DrawFn, value: Any) -> Any:
    """Return a value with the keys of all its objects, and its lists without an order of their own, in another one."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: _reordered(draw, key, draw(shuffled(value[key]))) for key in keys}
    if isinstance(value, list):
        return [draw(shuffled(item)) for item in value]
    return value


def _reordered(draw: st.DrawFn, key: str, value: Any) -> Any:
    unordered = key in ("required", "enum", "allOf", "anyOf", "oneOf", "parameters", "tags", "servers", "security")
    return draw(st.permutations(value)) if unordered and isinstance(value, list) else value


WIDENINGS = ("null", "value", "limit", "type", "optional", "property")


@st.composite
def widened(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a schema, and one that admits more: as it is, in a property, in items, or deeper."""
    narrow, wide = draw(st.sampled_from(_STEPS))
    narrow, wide = copy.deepcopy(narrow), copy.deepcopy(wide)
    others = draw(st.dictionaries(st.sampled_from(["m", "n"]), SCALARS, max_size=2))
    for wrapping in draw(st.lists(st.sampled_from(["property", "items", "map", "allOf"]), max_size=3)):
        narrow, wide = (_wrapped(schema, wrapping, others) for schema in (narrow, wide))
    return narrow, wide


_STEPS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "string"}, {"type": ["string", "null"]}),
    ({"type": "integer"}, {"type": "number"}),
    ({"enum": ["x"]}, {"enum": ["x", "y"]}),
    ({"type": "string", "maxLength": 3}, {"type": "string", "maxLength": 4}),
    ({"type": "string", "pattern": "^[A-Z]{3}$"}, {"type": "string"}),
    ({"type": "number", "minimum": 1}, {"type": "number", "minimum": 0.5}),
    ({"type": "number", "multipleOf": 0.5}, {"type": "number"}),
    ({"type": "array", "items": {"type": "string"}, "minItems": 1}, {"type": "array", "items": {"type": "string"}}),
    ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"type": ["string", "integer", "boolean"]}),
    ({"type": "integer", "not": {"const": 0}}, {"type": "integer"}),
    ({"type": "object", "additionalProperties": {"type": "string"}}, {"type": "object", "additionalProperties": {}}),
]


def _wrapped(schema: dict[str, Any], wrapping: str, others: dict[str, Any]) -> dict[str, Any]:
    if wrapping == "property":
        return {"type": "object", "properties": {"p": schema, **others}}
    if wrapping == "items":
        return {"type": "array", "items": schema}
    if wrapping == "map":
        return {"type": "object", "additionalProperties": schema}
    return {"allOf": [{"type": "object", "properties": {"q": schema}}, {"type": "object", "properties": others}]}


def whole_schemas() -> st.SearchStrategy[dict[str, Any]]:
    """Return schemas of all that is compared, with what descriptions do with unions, null, maps and recursion."""
    return st.recursive(st.one_of(_LEAVES, REFERENCES), _everything, max_leaves=6).filter(
        lambda each: "$ref" not in each
    )


_LEAVES = st.one_of(
    SCALARS,
    st.sampled_from(["string", "integer", "object"]).map(lambda kind: {"type": [kind, "null"]}),
    st.sampled_from([{"type": "object"}, {"type": "null"}, {"const": None}, {"enum": ["x", None]}, {"type": "array"}]),
    st.sampled_from(
        [
            True,
            {"type": "object", "additionalProperties": False},
            {"type": "string", "x-open-enum": True, "enum": ["x"]},
        ]
    ).filter(lambda each: each is not True),
)
_TAGS = st.sampled_from(["x", "y", "z"])


def _tagged(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda tag, properties, required: {
            "type": "object",
            "required": ["kind"] if required else [],
            "properties": {"kind": {"enum": [tag]}, **properties},
        },
        _TAGS,
        st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
        st.booleans(),
    )


def _everything(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    branches = st.lists(inner, min_size=1, max_size=3)
    tagged = st.lists(_tagged(inner), min_size=1, max_size=3)
    objects = _objects(inner)
    return st.one_of(
        objects,
        _tagged(inner),
        inner.map(lambda items: {"type": "array", "items": items}),
        st.tuples(inner, inner).map(lambda pair: {"type": "array", "prefixItems": [pair[0]], "items": pair[1]}),
        inner.map(lambda values: {"type": "object", "additionalProperties": values}),
        inner.map(lambda values: {"type": "object", "patternProperties": {"^a": values}}),
        st.one_of(branches, tagged).map(lambda schemas: {"anyOf": schemas}),
        st.one_of(branches, tagged).map(lambda schemas: {"oneOf": schemas}),
        branches.map(lambda schemas: {"allOf": schemas}),
        st.tuples(objects, branches).map(lambda pair: {**pair[0], "anyOf": pair[1]}),
        st.tuples(objects, tagged).map(lambda pair: {"allOf": [pair[0], {"oneOf": pair[1]}]}),
        inner.map(lambda schema: {"not": schema}),
        st.tuples(inner, inner).map(lambda pair: {"if": pair[0], "then": pair[1]}),
        inner.map(lambda schema: {"type": "array", "contains": schema}),
    )


@st.composite
def mutated(draw: st.DrawFn, schema: Any) -> Any:
    """Return a schema that differs in one place: something taken out, added or exchanged there."""
    result = copy.deepcopy(schema)
    places = _objects_within(result)
    node = draw(st.sampled_from(places))
    kind = draw(st.sampled_from(["drop", "put", "branch", "type"]))
    if kind == "drop" and node:
        del node[draw(st.sampled_from(sorted(node)))]
    elif kind == "branch":
        lists = [value for value in node.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        if lists:
            branches = draw(st.sampled_from(lists))
            if draw(st.booleans()):
                branches.append(draw(SCALARS))
            elif len(branches) > 1:
                branches.pop(draw(st.integers(0, len(branches) - 1)))
    elif kind == "type" and "type" in node:
        node["type"] = draw(st.sampled_from(["string", "number", "object", ["string", "null"], ["object", "null"]]))
    else:
        node.update(draw(SCALARS))
    return result


def _objects_within(node: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if isinstance(node, dict):
        found.append(node)
        for key, value in node.items():
            if key in ("properties", "patternProperties"):
                found += [inner for each in value.values() for inner in _objects_within(each)]
            elif key not in ("enum", "const", "required"):
                found += _objects_within(value)
    elif isinstance(node, list):
        found += [inner for each in node for inner in _objects_within(each)]
    return found
