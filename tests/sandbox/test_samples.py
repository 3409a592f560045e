"""Responses that are made from schemas: valid by them, the same every time, with all that is required."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadconnector.codec.json import parse_json
from leadconnector.sandbox import DocumentError
from leadconnector.sandbox.document import load_document
from tests.sandbox.descriptions import document, one, responding
from tests.support.programs import output_of

REF = {"$ref": "#/components/schemas/Thing"}


def sample(schema: Any, **schemas: Any) -> Any:
    """The response of two sandboxes, which are alike."""
    first, second = (responding(schema, schemas=schemas).handle("GET", "/plants") for _ in range(2))
    assert first.status == 200
    assert first == second
    return parse_json(first.body)


def is_valid(schema: Any, value: Any, **schemas: Any) -> bool:
    read = load_document(document({}, schemas=schemas))
    return not read.findings(load_document(document({"s": schema})).contents["paths"]["s"], value, "response")


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 5, "maximum": 5},
        {"type": "integer", "maximum": -3},
        {"type": "integer", "minimum": 1.5, "multipleOf": 1.5},
        {"type": "number", "minimum": 99.5, "multipleOf": 0.01},
        {"type": "number", "exclusiveMaximum": 0},
        {"type": "number", "minimum": 10**30},
        {"type": "integer", "minimum": 10**30 + 1},
        {"type": "integer", "minimum": 100, "multipleOf": 7},
        {"type": "integer", "minimum": 2.5},
        {"type": "integer", "minimum": 3, "multipleOf": 0.4},
        {"type": ["null", "integer"], "minimum": -0.5, "maximum": 0.5},
        {"type": "number", "minimum": 5.005, "multipleOf": 0.01},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.2},
        {"type": "number", "minimum": 0, "exclusiveMinimum": 1, "maximum": 1.5},
        {"type": "string", "minLength": 40, "maxLength": 40},
        {"type": "string", "maxLength": 2},
        {"type": "string", "pattern": "^[a-f0-9]{24}$"},
        {"type": "string", "pattern": "^[a-f0-9]{240}$"},
        {"type": "string", "pattern": "^[A-Z]+$", "maxLength": 3},
        {"type": "string", "pattern": "^[A-Z]+-[0-9]+$", "minLength": 13, "maxLength": 13},
        {"type": "string", "pattern": r"^(?=.*\d)(?=.*[A-Z]).{8,}$"},
        {"type": "string", "pattern": "^(((a*)*)*)*b$"},
        {"type": "string", "pattern": f"^{'(' * 30}a{'+)' * 30}b$", "maxLength": 10},
        {"type": "string", "pattern": r"(\w+\s?)+!$", "minLength": 50},
        {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time", "nullable": True},
        {"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 5},
        {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}, "minItems": 3},
        {"type": "array", "prefixItems": [{"const": 1}, {"type": "null"}], "items": False},
        {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}, "minItems": 3},
        {"type": "array", "items": {"type": "string"}, "maxItems": 0},
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
        {"properties": {"a": {}, "b": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
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


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"minimum": 5}, 5),
        ({"multipleOf": 3}, 3),
        ({"minLength": 8}, "stringxx"),
        ({"pattern": "^x$"}, "x"),
        ({"format": "date"}, "2026-01-31"),
        ({"items": {"type": "integer"}}, [1]),
        ({"prefixItems": [{"const": 2}]}, [2]),
        ({"properties": {"a": {"type": "null"}}}, {"a": None}),
    ],
)
def test_a_schema_without_a_type_has_that_of_its_keywords(schema: Any, value: Any) -> None:
    assert sample(schema) == value


@pytest.mark.parametrize("pattern", ["^#.+$", r"^#\S$", "^#[^a-z]{9}$"])
def test_a_text_of_a_pattern_is_printable(pattern: str) -> None:
    made = sample({"type": "string", "pattern": pattern})
    assert made.startswith("#")
    assert made.isprintable()


def test_a_text_of_a_pattern_is_the_same_in_each_process() -> None:
    schema = {"type": "string", "pattern": r"^[^a-z]{9}\W{9}$"}
    program = f"from tests.sandbox.test_samples import sample; print(ascii(sample({schema!r})))"
    assert output_of("-c", program, PYTHONHASHSEED="1") == output_of("-c", program, PYTHONHASHSEED="2")


def test_all_that_is_required_is_there_however_much_it_is() -> None:
    names = [f"n{number}" for number in range(4000)]
    properties = {name: {"type": "boolean"} for name in [*names, "more"]}
    assert sample({"type": "object", "properties": properties, "required": names}) == dict.fromkeys(names, False)
    thing = {"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}}, "required": ["a"]}
    assert sample({"type": "array", "items": thing, "minItems": 4000}) == [{"a": 1}] * 4000


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
        ({"properties": {"a": {"type": "file"}}}, "a schema has an unknown type, 'file'"),
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
    with pytest.raises(DocumentError, match="requires more than 50000 values"):
        sample(every, **schemas)


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
    with pytest.raises(DocumentError, match="requires more than 50000 values"):
        sample(schema)
    assert sample({"properties": {"a": schema, "b": {"type": "string"}}, "required": ["b"]}) == {"b": "string"}
