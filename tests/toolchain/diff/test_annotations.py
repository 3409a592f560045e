"""What is said besides values: discriminators, links, and what is not judged."""

from __future__ import annotations

from typing import Any

import pytest

from tests.toolchain.diff.documents import changes, with_schema, worst

A, B = "#/components/schemas/A", "#/components/schemas/B"


def tagged(discriminator: dict[str, Any] | None, *, is_said: bool = True) -> dict[str, Any]:
    """Return a document with a union of two models, which say themselves by which value of `kind` they are known."""
    models: dict[str, Any] = {
        name: {"type": "object", "required": ["kind"], "properties": {"kind": kind}}
        for name, kind in {"A": {"const": "A"} if is_said else {"type": "string"}, "B": {"enum": ["B"]}}.items()
    }
    union: dict[str, Any] = {"oneOf": [{"$ref": A}, {"$ref": B}]}
    return with_schema(union | ({"discriminator": discriminator} if discriminator else {}), "answer", **models)


KIND = {"propertyName": "kind"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, KIND, ["docs"]),
        (KIND, {**KIND, "mapping": {"A": A, "B": "B"}}, ["docs"]),
        (KIND, {**KIND, "mapping": {"A": B, "B": A}}, ["maybe"]),
        (KIND, {**KIND, "mapping": {"a": A}}, ["maybe"]),
        (KIND, {"propertyName": "type"}, ["maybe"]),
        (None, {**KIND, "mapping": {"other": A}}, ["docs"]),
        # OpenAPI 3.2: which model stands for all other values.
        (KIND, {**KIND, "defaultMapping": "B"}, ["maybe"]),
        ({**KIND, "defaultMapping": A}, {**KIND, "defaultMapping": B}, ["maybe"]),
        ({**KIND, "defaultMapping": "B"}, {**KIND, "defaultMapping": B}, ["docs"]),
        (None, {**KIND, "defaultMapping": B}, ["maybe"]),
    ],
)
def test_a_discriminator(old: dict[str, Any] | None, new: dict[str, Any] | None, expected: list[str]) -> None:
    for before, after in ((old, new), (new, old)):
        found = changes(tagged(before), tagged(after))
        assert [change.change_class.value for change in found] == expected, found
        assert changes(tagged(before), tagged(before)) == []


def test_a_discriminator_that_tells_apart_what_the_schemas_do_not() -> None:
    found = changes(tagged(None, is_said=False), tagged(KIND, is_said=False))
    assert [change.change_class.value for change in found] == ["maybe"]


MODEL = {"$ref": "#/components/schemas/Thing"}
CALLED: dict[str, Any] = {
    "post": {"requestBody": {"content": {"application/json": {"schema": MODEL}}}, "responses": {}}
}
PART = {"encoding": {"p": {"headers": {"X-A": {"schema": MODEL}}}}, "schema": {"type": "object"}}


@pytest.mark.parametrize(
    "content",
    [
        {"paths": {"/a": {"get": {"responses": {}, "callbacks": {"done": {"{$url}": CALLED}}}}}},
        {
            "paths": {"/a": {"get": {"responses": {}, "callbacks": {"done": {"$ref": "#/components/callbacks/C"}}}}},
            "components": {"callbacks": {"C": {"{$url}": CALLED}}},
        },
        {"paths": {}, "webhooks": {"sold": CALLED}},
        {"paths": {"/a": {"put": {"requestBody": {"content": {"multipart/form-data": PART}}, "responses": {}}}}},
    ],
    ids=["callback", "callback of the components", "webhook", "header of a part"],
)
def test_what_is_not_judged_is_told_where_what_it_refers_to_changes(content: dict[str, Any]) -> None:
    def document(kind: str) -> dict[str, Any]:
        schemas = {"Thing": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}}}
        components = {**content.get("components", {}), "schemas": {**schemas, "A": {"type": kind}}}
        return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, **content, "components": components}

    found = changes(document("string"), document("integer"))
    assert (found[0].change_class.value, "refers to what changed" in found[0].message) == ("maybe", True)
    assert found[0].reason
    assert changes(document("string"), document("string")) == []


def test_what_is_within_a_text_is_not_judged() -> None:
    def document(inner: dict[str, Any], kind: str = "object") -> dict[str, Any]:
        schema = {"type": "string", "contentMediaType": "application/json", "contentSchema": inner}
        return with_schema(schema, "answer", Inner={"type": kind})

    inner = {"$ref": "#/components/schemas/Inner"}
    assert worst(changes(document({"type": "integer"}), document({"type": "string"}))) == "maybe"
    assert worst(changes(document(inner), document(inner, "array"))) == "maybe"
    assert changes(document(inner), document(inner)) == []


def test_a_link_is_an_explanation() -> None:
    def document(target: str) -> dict[str, Any]:
        result = with_schema({}, "answer")
        result["paths"]["/things"]["post"]["responses"]["200"]["links"] = {"next": {"operationId": target}}
        return result

    assert [change.change_class.value for change in changes(document("a"), document("b"))] == ["docs"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("application/json; v=1", "application/json;v=2"),
        ("application/json;v=2", "application/JSON; v=1"),
        ("text/plain", "text/plain; charset=latin-1"),
    ],
)
def test_media_types_that_differ_in_their_parameters_are_several(first: str, second: str) -> None:
    def document(kind: str) -> dict[str, Any]:
        result = with_schema({}, "answer")
        content = {first: {"schema": {"type": "string"}}, second: {"schema": {"type": kind}}}
        result["paths"]["/things"]["post"]["responses"]["200"]["content"] = content
        return result

    assert worst(changes(document("string"), document("integer"))) == "breaking"


def test_a_header_that_is_json_is_compared() -> None:
    def document(kind: str) -> dict[str, Any]:
        result = with_schema({}, "answer")
        schema = {"type": "object", "properties": {"a": {"type": kind}}}
        header = {"content": {"application/json": {"schema": schema}}} if kind else {}
        result["paths"]["/things"]["post"]["responses"]["200"]["headers"] = {"X-Page": header}
        return result

    [change] = changes(document("string"), document("integer"))
    assert (change.change_class.value, change.witness is not None) == ("breaking", True)
    # A header of which nothing is said may hold anything.
    assert worst(changes(document(""), document("string"))) == "compatible"
    assert worst(changes(document("string"), document(""))) == "breaking"
