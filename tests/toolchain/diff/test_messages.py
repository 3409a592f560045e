"""What is sent: by media type, and as the text that it is."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.toolchain.diff.documents import changes, worst

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
BASE64 = {"contentEncoding": "base64"}


def sent(where: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a document with one operation that sends (`request`) or gets (`response`) these media types."""
    body: dict[str, Any] = {"description": "Done.", "content": {name: {"schema": content[name]} for name in content}}
    operation: dict[str, Any] = {"responses": {"200": {"description": "Done."}}}
    if where == "request":
        operation["requestBody"] = body
    else:
        operation["responses"]["200"] = body
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"post": operation}}}


def form(schema: Any) -> dict[str, Any]:
    return sent("request", {"application/x-www-form-urlencoded": schema})


def asked(schema: Any) -> dict[str, Any]:
    """Return a document with one operation that takes a query parameter."""
    parameters = [{"name": "q", "in": "query", "schema": schema}]
    operation = {"parameters": parameters, "responses": {"200": {"description": "Done."}}}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": operation}}}


def model(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an object in which all fields are required."""
    return {"type": "object", "properties": fields, "required": [*fields]}


@pytest.mark.parametrize("wide", ["application/*", "*/*", "application/json"])
def test_a_narrower_type_takes_over_its_part_of_a_wider_one_in_requests(wide: str) -> None:
    narrow = "application/json;v=1"
    old = sent("request", {wide: model({"a": TEXT})})
    assert worst(changes(old, sent("request", {wide: model({"a": TEXT}), narrow: model({"a": NUMBER})}))) == "breaking"
    assert worst(changes(old, sent("request", {wide: model({"a": TEXT}), narrow: model({"a": TEXT})}))) == "compatible"


@pytest.mark.parametrize("where", ["request", "response"])
@pytest.mark.parametrize("wide", ["application/*", "*/*", "application/json"])
def test_a_type_is_held_to_the_narrowest_that_covers_it(where: str, wide: str) -> None:
    narrow = "application/json;v=1"
    old = sent(where, {wide: model({"a": TEXT}), narrow: NUMBER})
    assert changes(old, old) == []
    more = sent(where, {wide: model({"a": TEXT, "b": TEXT}), narrow: NUMBER})
    assert worst(changes(old, more)) == ("breaking" if where == "request" else "compatible")
    assert worst(changes(old, sent(where, {wide: model({"a": TEXT}), narrow: TEXT}))) == "breaking"


@pytest.mark.parametrize("other", [TEXT, NUMBER])
def test_a_form_of_many_fields_is_refused_only_however_it_is_read(other: Any) -> None:
    fields = {"a": NUMBER, **{f"b{number}": other for number in range(8)}}
    old = form(model(fields))
    assert worst(changes(old, form(model({**fields, "a": {"type": "boolean"}})))) == "breaking"
    # The same in a union is too much to try: no proof.
    unions = [form({"anyOf": [model({**fields, "a": each}), model({"z": TEXT})]}) for each in (NUMBER, TEXT)]
    assert worst(changes(*unions)) == "maybe"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NUMBER, TEXT | BASE64),
        (TEXT, TEXT | BASE64),
        ({"enum": [1, 2]}, {"enum": ["1", "2"]} | BASE64),
        ({"type": "array", "items": NUMBER}, {"type": "array", "items": TEXT | BASE64}),
        ({"anyOf": [NUMBER, {"type": "boolean"}]}, {"anyOf": [TEXT | BASE64, {"type": "boolean"}]}),
        ({"anyOf": [TEXT | BASE64, {"enum": ["1"]}]}, {"anyOf": [TEXT | BASE64, {"type": "boolean"}]}),
        ({"enum": ["1"]}, {"type": "array", "items": TEXT | BASE64}),
    ],
)
def test_text_that_is_encoded_now_is_not_the_same_text(old: Any, new: Any) -> None:
    assert worst(changes(asked(old), asked(new))) in ("breaking", "maybe")
    assert worst(changes(asked(new), asked(old))) in ("breaking", "maybe")


@pytest.mark.parametrize("item", [NUMBER, TEXT, {"enum": ["1", "2"]}])
def test_a_list_within_a_list_has_no_text(item: Any) -> None:
    lists = [{"type": "array", "items": item}, {"type": "array", "items": {"type": "array", "items": TEXT}}]
    assert worst(changes(asked(item), asked(lists[0]))) == "surface"
    assert worst(changes(*map(asked, lists))) in ("breaking", "maybe")
    assert worst(changes(*(form(model({"a": each})) for each in lists))) in ("breaking", "maybe")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (TEXT, "compatible"),
        ({"anyOf": [TEXT, NUMBER, {"type": "null"}]}, "compatible"),
        ({"enum": ["x", 1]}, "compatible"),
        ({"allOf": [{"allOf": [TEXT]}]}, "compatible"),
        ({"enum": ["x", ["x"]]}, "breaking"),
        ({"anyOf": [TEXT, {"type": "array", "items": TEXT}]}, "breaking"),
        ({}, "breaking"),
    ],
)
def test_explode_means_nothing_to_scalars_however_they_are_written(schema: Any, expected: str) -> None:
    old, new = asked(schema), asked(schema)
    new["paths"]["/a"]["get"]["parameters"][0]["explode"] = False
    assert worst(changes(old, new)) == worst(changes(new, old)) == expected


FORMS = ["application/x-www-form-urlencoded", "multipart/form-data"]


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("was", [NUMBER, {"type": "boolean"}, {"enum": [1, 2]}, {"type": ["integer", "null"]}])
def test_fields_of_forms_are_text(kind: str, was: Any) -> None:
    now = {"type": ["string", "null"]} if "null" in was.get("type", ()) else TEXT
    old, new = (sent("request", {kind: model({"a": each, "b": TEXT})}) for each in (was, now))
    [change] = changes(old, new)
    assert (change.change_class.value, change.pointer.rpartition("/")[2]) == ("surface", "a")
    assert change.message.endswith("which is the same text (in requests)")
    assert worst(changes(new, old)) == "breaking"
    # What else changes is told as well.
    more = sent("request", {kind: model({"a": now, "b": {"type": "boolean"}})})
    assert [each.change_class.value for each in changes(old, more)] == ["breaking", "surface"]
    fewer = sent("request", {kind: {"type": "object", "properties": {"a": now, "b": TEXT}}})
    assert [each.change_class.value for each in changes(old, fewer)] == ["surface", "compatible", "compatible"]


@pytest.mark.parametrize("kind", FORMS)
def test_what_forms_hold_as_json_is_no_text(kind: str) -> None:
    old, new = (sent("request", {kind: model({"a": each})}) for each in (NUMBER, TEXT))
    for each in (old, new):
        media = each["paths"]["/a"]["post"]["requestBody"]["content"][kind]
        media["encoding"] = {"a": {"contentType": "application/json"}}
    assert worst(changes(old, new)) in ("breaking", "maybe")
    within = [sent("request", {kind: model({"a": model({"b": each})})}) for each in (NUMBER, TEXT)]
    assert worst(changes(*within)) in ("breaking", "maybe")
    again = [sent("request", {kind: {"$ref": "#/components/schemas/M"}}) for _ in range(2)]
    for each, one in zip(again, (NUMBER, TEXT), strict=True):
        fields = {"a": one, "again": {"$ref": "#/components/schemas/M"}}
        each["components"] = {"schemas": {"M": {"type": "object", "properties": fields}}}
    assert worst(changes(*again)) in ("breaking", "maybe")


def test_a_model_of_a_form_that_is_json_elsewhere_is_judged_for_each() -> None:
    old, new = (form({"$ref": "#/components/schemas/M"}) for _ in range(2))
    for each, one in ((old, NUMBER), (new, TEXT)):
        each["components"] = {"schemas": {"M": {"type": "object", "properties": {"a": one}}}}
        each["paths"]["/b"] = copy.deepcopy(each["paths"]["/a"])
    [change] = changes(old, new)
    assert (change.change_class.value, change.operations) == ("surface", ("POST /a", "POST /b"))
    for each in (old, new):
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/M"}}}
        each["paths"]["/c"] = {"post": {"requestBody": {"content": content}, "responses": {}}}
    assert [each.change_class.value for each in changes(old, new)] == ["breaking", "surface"]


def test_fields_of_an_object_in_a_parameter_are_text() -> None:
    old, new = (asked(model({"a": each, "b": TEXT})) for each in (NUMBER, TEXT))
    assert [each.change_class.value for each in changes(old, new)] == ["surface"]
    assert worst(changes(new, old)) == "breaking"
    more = asked(model({"a": TEXT, "b": {"type": "boolean"}}))
    assert [each.change_class.value for each in changes(old, more)] == ["breaking", "surface"]
    # How a list would be written there is not said anywhere.
    lists = asked(model({"a": {"type": "array", "items": NUMBER}, "b": TEXT}))
    assert worst(changes(old, lists)) in ("breaking", "maybe")
