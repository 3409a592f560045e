"""Parameters and bodies are checked as clients write them, wherever the document describes them."""

from typing import Any

import pytest

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import refused
from tests.sandbox.descriptions import document, one, query, taking

NUMBER = {"type": "integer", "minimum": 1}
NULLABLE = {"type": ["integer", "null"]}
LIST = {"type": "array", "items": {"type": "integer"}, "maxItems": 3}
NAME = {"$ref": "#/components/schemas/Name"}
SCHEMAS = {"Name": {"type": "string", "enum": ["fern", "moss", "5"]}, "Names": {"type": "array", "items": NAME}}


def check(sandbox: Sandbox, target: str, *messages: str, headers: dict[str, str] | None = None) -> None:
    response = sandbox.handle("GET", target, headers or {})
    if messages:
        assert refused(response, 422) == [*messages]
    else:
        assert response.status == 204, response.body


@pytest.mark.parametrize(
    ("schema", "text", "message"),
    [
        (NUMBER, "5", None),
        (NUMBER, "5.0", None),
        (NUMBER, "five", "x must be an integer"),
        (NUMBER, "0", "x must not be less than 1"),
        (NUMBER, "", "x must be an integer"),
        (NUMBER, "true", "x must be an integer"),
        ({"type": "number"}, "1e-3", None),
        ({"type": "boolean"}, "true", None),
        ({"type": "boolean"}, "True", "x must be a boolean"),
        ({"type": "string"}, "true", None),
        ({"type": "string"}, "null", None),
        ({"type": "string", "format": "date"}, "2026-02-30", "x must be a date, YYYY-MM-DD"),
        (NULLABLE, "null", None),
        (NULLABLE, "", None),
        (NULLABLE, "7", None),
        (NULLABLE, "x", "x must be an integer or null"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "7", None),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "x", "x must be an integer or null"),
        (
            {"anyOf": [{"type": "integer", "maximum": 3}, {"type": "null"}]},
            "7",
            "x must not be greater than 3 or x must be null",
        ),
        ({"oneOf": [{"type": "boolean"}, {"enum": ["all"]}]}, "all", None),
        ({"enum": [1, 2]}, "2", None),
        ({"const": "2"}, "2", None),
        (NAME, "fern", None),
        (NAME, "5", None),
        (NAME, "oak", "x must be one of: fern, moss, 5"),
        ({"allOf": [NAME, {"maxLength": 1}]}, "5", None),
        (LIST, "[1,2]", "x.0 must be an integer"),
        (LIST, "3", None),
        (LIST, "3&x=4", None),
        (LIST, "3&x=four", "x.1 must be an integer"),
        ({"anyOf": [LIST, {"type": "null"}]}, "3&x=4", None),
        ({"anyOf": [LIST, {"type": "null"}]}, "3", None),
        ({"$ref": "#/components/schemas/Names"}, "fern&x=moss", None),
        ({"$ref": "#/components/schemas/Names"}, "fern&x=oak", "x.1 must be one of: fern, moss, 5"),
        (NUMBER, "1&x=2", "query parameter x must be given once"),
        (True, "anything", None),
    ],
)
def test_a_query_parameter_is_read_by_its_schema(schema: Any, text: str, message: str | None) -> None:
    check(taking(query("x", schema), schemas=SCHEMAS), f"/plants?x={text}", *([message] if message else []))


@pytest.mark.parametrize(
    ("more", "text", "message"),
    [
        ({"explode": False}, "1,2", None),
        ({"explode": False}, "1%2C2", None),
        ({"explode": False}, "1,two", "x.1 must be an integer"),
        ({"explode": False, "style": "pipeDelimited"}, "1%7C2", None),
        ({"explode": False, "style": "spaceDelimited"}, "1%202", None),
    ],
)
def test_an_array_may_stand_in_one_value(more: dict[str, Any], text: str, message: str | None) -> None:
    check(taking(query("x", LIST, **more)), f"/plants?x={text}", *([message] if message else []))


def test_a_parameter_may_be_json() -> None:
    content = {"application/json": {"schema": {"type": "object", "required": ["a"]}}}
    sandbox = taking({"name": "filter", "in": "query", "content": content})
    check(sandbox, '/plants?filter={"a":1}')
    check(sandbox, "/plants?filter={}", "filter.a is required")
    check(sandbox, "/plants?filter=a", "filter must be an object")


def test_an_object_may_be_spread_over_the_query() -> None:
    point = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}
    sandbox = taking(query("point", point, required=True), query("deep", point, style="deepObject"))
    check(sandbox, "/plants?x=1&y=2&deep[x]=3")
    check(sandbox, "/plants?z=1", "query parameter z should not exist", "query parameter point is required")
    check(sandbox, "/plants?x=1&deep[y]=many", "deep.y must be an integer")
    check(sandbox, "/plants?y=many", "point.y must be an integer")


def test_an_object_may_stand_in_one_value() -> None:
    point = {"type": "object", "properties": {"x": {"type": "integer"}, "name": {"type": "string"}}}
    sandbox = taking(query("point", point, explode=False))
    check(sandbox, "/plants?point=x,1,name,5")
    check(sandbox, "/plants?point=x,one", "point.x must be an integer")


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"type": "integer"}, "12", None),
        ({"type": "integer"}, "a%20b", "id must be an integer"),
        ({"type": "string", "pattern": "^[a-f0-9]{4}$"}, "00ff", None),
        ({"type": "string", "format": "date"}, "soon", "id must be a date, YYYY-MM-DD"),
        (NAME, "oak", "id must be one of: fern, moss, 5"),
        (LIST, "1,2", None),
        (LIST, "1,x", "id.1 must be an integer"),
        (NULLABLE, "null", None),
    ],
)
def test_a_path_parameter_is_checked(schema: Any, value: str, message: str | None) -> None:
    sandbox = taking({"name": "id", "in": "path", "schema": schema}, path="/plants/{id}", schemas=SCHEMAS)
    check(sandbox, f"/plants/{value}", *([message] if message else []))


def test_a_parameter_may_be_an_address() -> None:
    sandbox = taking(query("hook", {"type": "string"}))
    check(sandbox, "/plants?hook=https://garden.example/a?b")
    check(sandbox, "https://service.example/plants?hook=https://garden.example/a?b")
    assert {request.query["hook"][0] for request in sandbox.requests} == {"https://garden.example/a?b"}


def test_a_header_is_checked_whatever_its_case() -> None:
    sandbox = taking(
        {"name": "X-Count", "in": "header", "schema": NUMBER, "required": True},
        {"name": "X-Ids", "in": "header", "schema": LIST},
        {"name": "Authorization", "in": "header", "schema": NUMBER, "required": True},
    )
    check(sandbox, "/plants", headers={"x-count": "3", "x-IDS": "1,2"})
    check(sandbox, "/plants", "X-Count must be an integer", headers={"X-COUNT": "x"})
    check(sandbox, "/plants", "header X-Count is required")


def test_parameters_come_by_reference_and_from_the_path() -> None:
    shared = {"name": "page", "in": "query", "schema": NUMBER, "required": True}
    own = query("page", {"type": "string"})
    get = {"operationId": "get", "parameters": [own], "responses": {"204": {}}}
    put = {"operationId": "put", "responses": {"204": {}}}
    item = {"parameters": [{"$ref": "#/components/parameters/Page"}], "get": get, "put": put}
    components = {"parameters": {"Page": {"$ref": "#/components/parameters/Number"}, "Number": shared}}
    sandbox = Sandbox(document=document({"/plants": item}, **components))
    check(sandbox, "/plants")  # the operation's own takes the place of the path's, required no more
    check(sandbox, "/plants?page=x")
    assert refused(sandbox.handle("PUT", "/plants"), 422) == ["query parameter page is required"]
    assert refused(sandbox.handle("PUT", "/plants?page=x"), 422) == ["page must be an integer"]


def send(body: bytes, content_type: str | None, described: Any, required: bool = True) -> Any:
    sandbox = one(
        {"requestBody": {"content": described, "required": required}, "responses": {"204": {}}}, method="post"
    )
    headers = {"Content-Type": content_type} if content_type else {}
    return sandbox.handle("POST", "/plants", headers, body)


@pytest.mark.parametrize(
    ("described", "content_type"),
    [
        ("application/json", "application/json;charset=utf-8"),
        ("application/json; charset=utf-8", "APPLICATION/JSON"),
        ("application/merge-patch+json", "application/merge-patch+json"),
        ("application/*", "application/json"),
        ("*/*", "application/vnd.garden+json"),
    ],
)
def test_json_bodies_of_all_kinds_are_checked(described: str, content_type: str) -> None:
    media = {described: {"schema": {"type": "array", "items": NUMBER}}}
    assert send(b"[1]", content_type, media).status == 204
    assert refused(send(b"[0]", content_type, media), 422) == ["0 must not be less than 1"]
    assert "not JSON" in refused(send(b"[", content_type, media), 400)


def test_bodies_of_other_kinds_are_taken_unread() -> None:
    media = {"text/plain": {}, "image/*": {}}
    assert send(b"\xff", "text/plain; charset=x", media).status == 204
    assert send(b"\xff", "image/png", media).status == 204
    message = "header Content-Type must be text/plain or image/*; it is application/json"
    assert refused(send(b"{}", "application/json", media), 422) == [message]
    assert refused(send(b"", None, media), 422) == ["the body is required"]
    assert send(b"", None, media, required=False).status == 204


def test_what_is_read_only_need_not_be_sent() -> None:
    read_only = {"$ref": "#/components/schemas/Id"}
    schema = {"required": ["id", "name", "at"], "properties": {"id": read_only, "at": {"readOnly": True}, "name": {}}}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    schemas = {"Id": {"type": "string", "readOnly": True}}
    sandbox = one({"requestBody": body, "responses": {"204": {}}}, method="post", schemas=schemas)
    response = sandbox.handle("POST", "/plants", {"Content-Type": "application/json"}, b"{}")
    assert refused(response, 422) == ["name is required"]


@pytest.mark.parametrize(
    ("schema", "body", "message"),
    [
        ({"type": "number", "multipleOf": 0.01}, b"0.07", None),
        ({"type": "number", "multipleOf": 0.01}, b"0.075", "the body must be a multiple of 0.01"),
        ({"type": "number", "multipleOf": 5}, b"1e300", None),
        ({"type": "string", "pattern": r"^\p{L}+$"}, b'"x"', None),
        ({"type": "array", "minItems": 1}, b"[]", "the body is refused: [] should be non-empty"),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, b"{}", "a is required or b is required"),
    ],
)
def test_findings_are_right_and_readable(schema: Any, body: bytes, message: str | None) -> None:
    response = send(body, "application/json", {"application/json": {"schema": schema}})
    assert response.status == 204 if message is None else refused(response, 422) == [message]
