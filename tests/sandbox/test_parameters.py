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
        (NUMBER, "five", 'x: "five" is not of type "integer"'),
        (NUMBER, "0", "x: 0 is less than the minimum of 1"),
        (NUMBER, "", 'x: null is not of type "integer"'),
        (NUMBER, "true", 'x: true is not of type "integer"'),
        ({"type": "number"}, "1e-3", None),
        ({"type": "boolean"}, "true", None),
        ({"type": "boolean"}, "True", 'x: "True" is not of type "boolean"'),
        ({"type": "string"}, "true", None),
        ({"type": "string"}, "null", None),
        ({"type": "string", "format": "date"}, "2026-02-30", 'x: "2026-02-30" is not a "date"'),
        (NULLABLE, "null", None),
        (NULLABLE, "", None),
        (NULLABLE, "7", None),
        (NULLABLE, "x", 'x: "x" is not of type "integer", "null"'),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "7", None),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "x", 'x: "x" is not valid under any of the given schemas'),
        (
            {"anyOf": [{"type": "integer", "maximum": 3}, {"type": "null"}]},
            "7",
            "x: 7 is greater than the maximum of 3",
        ),
        ({"oneOf": [{"type": "boolean"}, {"enum": ["all"]}]}, "all", None),
        ({"enum": [1, 2]}, "2", None),
        ({"const": "2"}, "2", None),
        ({"type": "number", "maximum": 1.5}, "2.5", "x: 2.5 is greater than the maximum of 1.5"),
        ({"enum": [True, 1.5]}, "True", 'x: "True" is not one of [true,1.5]'),
        (NAME, "fern", None),
        (NAME, "5", None),
        (NAME, "oak", 'x: "oak" is not one of ["fern","moss","5"]'),
        ({"allOf": [NAME, {"maxLength": 1}]}, "5", None),
        (LIST, "[1,2]", 'x.0: "[1,2]" is not of type "integer"'),
        (LIST, "3", None),
        (LIST, "3&x=4", None),
        (LIST, "3&x=four", 'x.1: "four" is not of type "integer"'),
        ({"anyOf": [LIST, {"type": "null"}]}, "3&x=4", None),
        ({"anyOf": [LIST, {"type": "null"}]}, "3", None),
        ({"$ref": "#/components/schemas/Names"}, "fern&x=moss", None),
        ({"$ref": "#/components/schemas/Names"}, "fern&x=oak", 'x.1: "oak" is not one of ["fern","moss","5"]'),
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
        ({"explode": False}, "1,two", 'x.1: "two" is not of type "integer"'),
    ],
)
def test_an_array_may_stand_in_one_value(more: dict[str, Any], text: str, message: str | None) -> None:
    check(taking(query("x", LIST, **more)), f"/plants?x={text}", *([message] if message else []))


UNREAD = [
    query("x", LIST, style="pipeDelimited", explode=False),
    {"name": "x", "in": "query", "required": True, "content": {"application/json": {"schema": LIST}}},
]
OBJECTS = [
    query("x", {"type": "object", "properties": {"a": {"type": "integer"}}}),
    query("x", {"type": "object"}, style="deepObject"),
]


@pytest.mark.parametrize("parameter", UNREAD + OBJECTS)
def test_parameters_that_no_generated_client_writes_are_not_checked(parameter: Any) -> None:
    sandbox = taking(parameter, query("n", NUMBER))
    for target in ("?x=1|2", "?x={}", ""):
        check(sandbox, f"/plants{target}")
    check(sandbox, "/plants?n=0", "n: 0 is less than the minimum of 1")


@pytest.mark.parametrize("parameter", OBJECTS)
def test_an_object_in_the_query_may_be_a_parameter_for_each_property(parameter: Any) -> None:
    for target in ("?a=x&n=1", "?x[a]=1"):
        check(taking(parameter, query("n", NUMBER)), f"/plants{target}")


@pytest.mark.parametrize("parameter", [*UNREAD, {"name": "X-A", "in": "header", "schema": {"type": "object"}}])
def test_other_unread_parameters_leave_strange_names_strange(parameter: Any) -> None:
    check(taking(parameter), "/plants?typo=1", "query parameter typo should not exist")


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"type": "integer"}, "12", None),
        ({"type": "integer"}, "a%20b", 'id: "a b" is not of type "integer"'),
        ({"type": "string", "pattern": "^[a-f0-9]{4}$"}, "00ff", None),
        ({"type": "string", "format": "date"}, "soon", 'id: "soon" is not a "date"'),
        (NAME, "oak", 'id: "oak" is not one of ["fern","moss","5"]'),
        (LIST, "1,2", None),
        (LIST, "1,x", 'id.1: "x" is not of type "integer"'),
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
    check(sandbox, "/plants", 'X-Count: "x" is not of type "integer"', headers={"X-COUNT": "x"})
    check(sandbox, "/plants", "header parameter X-Count is required")


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
    assert refused(sandbox.handle("PUT", "/plants?page=x"), 422) == ['page: "x" is not of type "integer"']


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
    assert refused(send(b"[0]", content_type, media), 422) == ["0: 0 is less than the minimum of 1"]
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
        ({"type": "number", "multipleOf": 0.01}, b"0.075", "0.075 is not a multiple of 0.01"),
        ({"type": "number", "multipleOf": 5}, b"1e300", None),
        ({"type": "string", "pattern": r"^\p{L}+$"}, b'"x"', None),
        ({"type": "array", "minItems": 1}, b"[]", "[] should be non-empty"),
        (
            {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            b"{}",
            "{} is not valid under any of the given schemas",
        ),
    ],
)
def test_findings_are_right_and_readable(schema: Any, body: bytes, message: str | None) -> None:
    response = send(body, "application/json", {"application/json": {"schema": schema}})
    assert response.status == 204 if message is None else refused(response, 422) == [message]
