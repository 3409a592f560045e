"""Operations without a handler: the response that the document describes."""

from typing import Any

import pytest

from leadconnector.sandbox import Response, Sandbox
from tests.sandbox.descriptions import document, one

JSON = "application/json"


def respond(operation: dict[str, Any], headers: dict[str, str] | None = None, **components: Any) -> Response:
    return one(operation, **components).handle("GET", "/plants", headers or {})


def content(**media: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "", "content": media or {JSON: {}}}}}


@pytest.mark.parametrize(
    ("media", "value"),
    [
        ({"example": {"a": 1.50}, "schema": {"type": "string"}}, {"a": 1.5}),
        ({"example": None, "examples": {"x": {"value": 5}}}, None),
        ({"examples": {"x": {"externalValue": "http://x"}, "y": {"value": ["second"]}}}, ["second"]),
        ({"examples": {"x": {"$ref": "#/components/examples/Fern"}}}, {"name": "fern"}),
        ({"examples": {}, "schema": {"const": 3}}, 3),
        ({"schema": {"$ref": "#/components/schemas/Plant"}}, {"name": "string"}),
    ],
)
def test_the_example_comes_before_the_schema(media: Any, value: Any) -> None:
    plant = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    components: Any = {"examples": {"Fern": {"value": {"name": "fern"}}}, "schemas": {"Plant": plant}}
    response = respond(content(**{JSON: media}), **components)
    assert (response.status, response.json()) == (200, value)


@pytest.mark.parametrize(
    ("responses", "status"),
    [
        ({"200": {}, "201": {}, "400": {}}, 200),
        ({"404": {}, "201": {}}, 201),
        ({"204": {}}, 204),
        ({"2XX": {}, "default": {}}, 200),
        ({"default": {}, "400": {}}, 200),
        ({"302": {}, "404": {}}, 302),
        ({"400": {}}, 200),
        ({}, 200),
        ({202: {}}, 202),
    ],
)
def test_the_status_is_the_first_that_is_a_success(responses: dict[Any, Any], status: int) -> None:
    response = respond({"responses": responses})
    assert (response.status, response.body) == (status, b"")


@pytest.mark.parametrize(
    ("media", "sent", "body"),
    [
        ("text/plain", "text/plain", b"string"),
        ("text/csv; charset=utf-8", "text/csv; charset=utf-8", b"string"),
        ("application/pdf", "application/pdf", b"string"),
        ("application/problem+json", "application/problem+json", b'"string"'),
        ("*/*", "application/json", b'"string"'),
        ("text/*", "text/plain", b"string"),
    ],
)
def test_a_body_is_written_as_its_media_type_says(media: str, sent: str, body: bytes) -> None:
    response = respond(content(**{media: {"schema": {"type": "string"}}}))
    assert dict(response.headers)["content-type"] == sent
    assert response.body == body


def test_of_several_media_types_it_is_json() -> None:
    described = content(**{"text/csv": {"example": "a;b"}, JSON: {"example": []}})
    assert dict(respond(described).headers)["content-type"] == JSON


@pytest.mark.parametrize("target", ["/%c3%a4/x%3Ay:stop", "/%C3%A4/x%3ay%3Astop"])
def test_escapes_of_a_path_are_all_one(target: str) -> None:
    sandbox = one({"responses": {"204": {}}}, path="/ä/{id}:stop")
    assert sandbox.handle("GET", target).status == 204


def paged(style: dict[str, str], example: Any, *names: str) -> Sandbox:
    parameters = [{"name": name, "in": "query", "schema": {"type": ["string", "integer"]}} for name in names]
    return one({"x-pagination": style, "parameters": parameters, **content(**{JSON: {"example": example}})})


def test_pages_come_to_an_end() -> None:
    style = {"style": "offset", "items": "data.plants", "offset": "skip", "total": "total", "has-more": "more"}
    sandbox = paged(style, {"data": {"plants": [1, 2, 3]}, "total": 9, "more": True}, "skip")
    assert sandbox.handle("GET", f"/plants?skip={'9' * 5000}").json()["data"] == {"plants": []}
    first, second = (sandbox.handle("GET", f"/plants?skip={skip}").json() for skip in (0, 3))
    assert first == {"data": {"plants": [1, 2, 3]}, "total": 9, "more": True}
    assert second == {"data": {"plants": []}, "total": 9, "more": False}


def test_a_cursor_leads_to_the_last_page() -> None:
    style = {"style": "cursor", "items": "plants", "cursor": "after", "next-cursor": "meta.next"}
    sandbox = paged(style, {"plants": [1], "meta": {"next": "c2"}}, "after")
    assert sandbox.handle("GET", "/plants").json()["meta"] == {"next": "c2"}
    assert sandbox.handle("GET", "/plants?after=c2").json() == {"plants": [], "meta": {"next": None}}


def test_a_response_repeats_the_id_of_the_path() -> None:
    operation = {"x-echoes": {"id": "_id", "no": "x"}, **content(**{JSON: {"example": {"_id": "other", "a": 1}}})}
    response = one(operation, path="/plants/{id}").handle("GET", "/plants/a%20b")
    assert response.json() == {"_id": "a b", "a": 1}


@pytest.mark.parametrize(
    ("security", "status"),
    [
        (None, 204),
        ([], 204),
        ([{}], 204),
        ([{"token": []}], 401),
        ([{"token": []}, {}], 204),
        ([{"key": []}], 204),
        ([{"key": [], "token": []}], 401),
        ([{"key": []}, {"token": []}], 204),
        ([{"oauth": ["read"]}], 401),
        ([{"basic": []}], 204),
    ],
)
def test_a_token_is_asked_for_where_it_alone_opens(security: Any, status: int) -> None:
    schemes = {
        "token": {"type": "http", "scheme": "Bearer"},
        "basic": {"type": "http", "scheme": "basic"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "oauth": {"type": "oauth2", "flows": {}},
    }
    operation = {"responses": {"204": {}}, **({} if security is None else {"security": security})}
    assert respond(operation, securitySchemes=schemes).status == status


def test_operations_of_one_id_have_their_own_responses() -> None:
    described = {
        path: {"get": {"operationId": "it", **content(**{JSON: {"example": path}})}} for path in ("/plants", "/shrubs")
    }
    sandbox = Sandbox(document=document(described))
    assert [sandbox.handle("GET", path).json() for path in described] == ["/plants", "/shrubs"]


def test_an_operation_needs_no_id() -> None:
    sandbox = Sandbox(document=document({"/plants/{id}": {"get": {"responses": {"204": {}}}}}))
    assert sandbox.handle("GET", "/plants/5").status == 204
    assert sandbox.requests[0].operation == "GET /plants/{id}"
    sandbox.fail_next(status=500, operation="GET /plants/{id}")
    assert sandbox.handle("GET", "/plants/5").status == 500


def test_another_document_is_not_seeded_with_invoices() -> None:
    sandbox = one()
    assert (sandbox.schedules, sandbox.invoices) == ({}, {})


@pytest.mark.parametrize(
    "target",
    [
        "/plants/a%2Fb/leaves",
        "/v2/plants/a%2Fb/leaves",
        "/a/b/c/plants/a%2Fb/leaves",
        "http://service.example/v2/plants/a%2Fb/leaves",
        "https://service.example:8443/plants/a%2Fb/leaves?",
    ],
)
def test_a_base_url_may_have_a_path(target: str) -> None:
    sandbox = one({"responses": {"204": {}}}, path="/plants/{id}/leaves")
    seen: list[Any] = []
    sandbox.register("it", lambda call: seen.append(dict(call.path)))
    assert sandbox.handle("GET", target).status == 204
    assert seen == [{"id": "a/b"}]


@pytest.mark.parametrize(
    "target", ["/plants/a/leaves/", "/plants//leaves", "/plants/a/b/leaves", "/Plants/a/leaves", "*"]
)
def test_another_path_is_none_of_its_operations(target: str) -> None:
    assert one({"responses": {"204": {}}}, path="/plants/{id}/leaves").handle("GET", target).status == 401


def test_what_is_no_path_is_none_of_the_operations() -> None:
    sandbox = Sandbox(
        document=document({"x-note": {"get": {"responses": {"204": {}}}}, "plants": {"get": {}}, "/": {}})
    )
    assert {sandbox.handle("GET", path).status for path in ("/x-note", "/plants", "/", "plants", "*")} == {401}


def test_the_nearest_path_is_taken() -> None:
    paths = ("/plants/{id}", "/plants/mine", "/{kind}/{id}", "/plants/{id}.json", "/garden/plants/{id}")
    described = {path: {"get": {"operationId": path, "responses": {"204": {}}}} for path in paths}
    sandbox = Sandbox(document=document(described))
    targets = ["/plants/mine", "/plants/5", "/shrubs/5", "/garden/plants/5", "/v2/garden/plants/5", "/v2/plants/mine"]
    for target in [*targets, "/v2/x/5/6"]:
        sandbox.handle("GET", target)
    assert [request.operation for request in sandbox.requests] == [
        "/plants/mine",
        "/plants/{id}",
        "/{kind}/{id}",
        "/garden/plants/{id}",
        "/garden/plants/{id}",
        "/plants/mine",
        None,
    ]
