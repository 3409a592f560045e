"""Responses that are made from schemas: valid by them, the same every time, with all that is required."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadconnector.codec.json import parse_json
from leadconnector.sandbox import DocumentError
from leadconnector.sandbox.document import load_document
from leadconnector.sandbox.schemas import Schemas
from tests.sandbox.descriptions import document, one, responding

REF = {"$ref": "#/components/schemas/Thing"}


def sample(schema: Any, **schemas: Any) -> Any:
    """The response of two sandboxes, which are alike."""
    first, second = (responding(schema, schemas=schemas).handle("GET", "/plants") for _ in range(2))
    assert first.status == 200
    assert first == second
    return parse_json(first.body)


def is_valid(schema: Any, value: Any, **schemas: Any) -> bool:
    read = load_document(document({}, schemas=schemas))
    return not Schemas(read, "response").findings(load_document(document({"s": schema})).contents["paths"]["s"], value)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 5, "maximum": 5},
        {"type": "integer", "maximum": -3},
        {"type": "integer", "minimum": 1.5, "multipleOf": 1.5},
        {"type": "number", "minimum": 99.5, "multipleOf": 0.01},
        {"type": "number", "exclusiveMaximum": 0},
        {"type": "number", "minimum": 10**30},
        {"type": "string", "minLength": 40, "maxLength": 40},
        {"type": "string", "maxLength": 2},
        {"type": "string", "pattern": "^[a-f0-9]{24}$"},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time", "nullable": True},
        {"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 5},
        {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}, "minItems": 3},
        {"type": "array", "prefixItems": [{"const": 1}, {"type": "null"}], "items": False},
        {"type": "array"},
        {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1},
        {"type": "object", "required": ["other"], "additionalProperties": {"type": "number"}},
        {"properties": {"a": {"type": "string"}}, "required": ["a", "undescribed"]},
        {"type": ["null", "string"]},
        {"type": "null"},
        {"enum": [None, 3]},
        {"const": {"a": [1]}},
        {"oneOf": [{"type": "null"}, {"type": "boolean"}]},
        {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 2}]},
        {
            "oneOf": [
                {"properties": {"a": {"type": "string"}}, "required": ["a"]},
                {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["b"]},
            ]
        },
        {"allOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"required": ["b"]}]},
        {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
        {"allOf": [{"type": "integer"}, {"minimum": 100}, {"maximum": 100}]},
        {"type": "string", "example": 5},
        {"type": "string", "pattern": r"^\p{Lu}$"},
        True,
        {},
    ],
    ids=lambda schema: json.dumps(schema)[:70],
)
def test_a_sample_is_valid_by_its_schema(schema: Any) -> None:
    assert is_valid(schema, sample(schema))


def test_every_property_is_there_but_what_is_never_sent() -> None:
    properties = {
        "id": {"type": "string", "readOnly": True},
        "secret": {"type": "string", "writeOnly": True},
        "note": {"type": ["string", "null"]},
        "inner": {"type": "object", "properties": {"deep": {"type": "array", "items": {"type": "number"}}}},
    }
    made = sample({"type": "object", "properties": properties, "required": ["id", "secret"]})
    assert made == {"id": "string", "note": "string", "inner": {"deep": [1]}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "examples": [5, "five"]}, "five"),
        ({"type": "string", "example": "x", "default": "y"}, "x"),
        ({"type": "integer", "default": 7}, 7),
        ({"type": "object", "properties": {"a": {"type": "number", "example": 0.1}}}, {"a": "0.1"}),
    ],
)
def test_a_valid_example_in_a_schema_is_preferred(schema: Any, value: Any) -> None:
    assert json.loads(json.dumps(sample(schema), default=str)) == value


def test_a_schema_within_itself_is_left_out_where_it_may_be() -> None:
    tree = {
        "type": "object",
        "required": ["name", "children"],
        "properties": {
            "name": {"type": "string"},
            "parent": REF,
            "children": {"type": "array", "items": REF},
            "next": {"anyOf": [REF, {"type": "null"}]},
        },
    }
    assert sample(REF, Thing=tree) == {"name": "string", "children": [], "next": None}


@pytest.mark.parametrize(
    "thing",
    [
        {"type": "object", "required": ["self"], "properties": {"self": REF}},
        {"type": "array", "items": REF, "minItems": 1},
    ],
)
def test_a_schema_without_any_finite_value_gives_null(thing: Any) -> None:
    assert sample({"type": "object", "properties": {"thing": REF}}, Thing=thing) == {}
    assert sample({"oneOf": [REF, {"type": "null"}]}, Thing=thing) is None
    assert sample(REF, Thing=thing) is None


def test_a_discriminator_names_the_class_that_was_taken() -> None:
    cat = {"type": "object", "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}}
    union = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind", "mapping": {"feline": "#/components/schemas/Cat"}},
    }
    assert sample(union, Cat=cat) == {"kind": "feline", "lives": 1}
    del union["discriminator"]["mapping"]  # type: ignore[attr-defined]
    assert sample(union, Cat=cat)["kind"] == "Cat"


def test_a_wide_web_of_schemas_does_not_take_for_ever() -> None:
    names = [f"S{number}" for number in range(30)]
    refs = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    schemas = {
        name: {"type": "object", "properties": {**refs, "last": {"type": "string"}}, "required": ["last"]}
        for name in names
    }
    made = sample(refs["S0"], **schemas)
    assert made["last"] == "string"
    assert len(json.dumps(made)) < 1_000_000


leaves = st.sampled_from(
    [
        {"type": "string"},
        {"type": ["integer", "null"], "minimum": 3},
        {"type": "boolean"},
        {"type": "string", "format": "date-time"},
        {"enum": ["x", "y"]},
        {"const": 1.5},
        REF,
    ]
)
schemas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner, "minItems": st.integers(0, 3)}),
        st.builds(
            lambda properties: {"type": "object", "properties": properties, "required": [*properties][:1]},
            st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        ),
        st.builds(lambda inner: {"anyOf": inner}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda inner: {"allOf": [inner, {"description": ""}]}, inner),
        st.builds(lambda inner: {"type": "object", "additionalProperties": inner}, inner),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(schemas)
def test_whatever_is_described_gets_a_valid_sample(schema: Any) -> None:
    thing = {"type": "object", "properties": {"again": REF}}
    assert is_valid(schema, sample(schema, Thing=thing), Thing=thing)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"$ref": "#/components/schemas/Nowhere"}, "$ref #/components/schemas/Nowhere leads nowhere"),
        ({"$ref": "other.json#/x"}, "$ref other.json#/x leads nowhere"),
        ({"type": "integer", "minimum": "low"}, "the response of it is not as OpenAPI has it"),
    ],
)
def test_a_schema_that_can_not_be_used_is_named(schema: Any, message: str) -> None:
    sandbox = responding(schema)
    with pytest.raises(DocumentError) as caught:
        sandbox.handle("GET", "/plants")
    assert message in str(caught.value)


def test_alternatives_that_all_need_another_come_to_an_end() -> None:
    every = {"oneOf": [{"$ref": f"#/components/schemas/S{number}"} for number in range(20)]}
    schemas = {
        f"S{number}": {
            "type": "object",
            "required": ["n", "more"],
            "properties": {"n": {"const": number}, "more": every},
        }
        for number in range(20)
    }
    assert sample(every, **schemas) is None


@pytest.mark.parametrize("media", [None, {"examples": [1]}, {"schema": {"properties": ["a"]}}])
def test_a_response_that_can_not_be_used_is_named(media: Any) -> None:
    sandbox = one({"responses": {"200": {"content": {"application/json": media}}}})
    with pytest.raises(DocumentError, match="the response of it is not as OpenAPI has it"):
        sandbox.handle("GET", "/plants")


@pytest.mark.parametrize("least", [3, 10**9])
def test_arrays_within_arrays_come_to_an_end(least: int) -> None:
    schema: Any = {"type": "string"}
    for _ in range(30):
        schema = {"type": "array", "minItems": least, "items": schema}
    assert sample(schema) is None
    assert sample({"properties": {"a": schema, "b": {"type": "string"}}, "required": ["b"]}) == {"b": "string"}
