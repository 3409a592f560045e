"""Where the document comes from, and what becomes of operations that the sandbox doesn't know."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from leadconnector.codec.json import parse_json, write_json
from leadconnector.sandbox import DocumentError, Sandbox, document
from leadconnector.sandbox.document import load_document
from tests.sandbox.calls import TOKEN, call, get_schedule, headers, owner, refused

SHIPPED = load_document().contents
X = {"operationId": "x"}


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place that stands in for the installed package, which has no document yet."""
    monkeypatch.setattr(document, "files", lambda package: tmp_path / package)
    (tmp_path / document.PACKAGE).mkdir()
    return tmp_path / document.PACKAGE / document.PACKAGE_DATA


def test_package_data_comes_before_the_checkout(installation: Path) -> None:
    installation.write_text(json.dumps({"openapi": "3.1.0", "paths": {}}))
    assert load_document().contents == {"openapi": "3.1.0", "paths": {}}


def test_a_checkout_serves_where_nothing_is_installed(installation: Path) -> None:
    assert load_document().contents == parse_json(document.CHECKOUT.read_bytes())


def test_without_any_document_the_error_says_where_it_was_sought(
    installation: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(document, "CHECKOUT", tmp_path / "nowhere.json")
    with pytest.raises(DocumentError, match=r"leadconnector_invoices/openapi\.json") as caught:
        Sandbox()
    assert "nowhere.json" in str(caught.value)
    assert "make generate" in str(caught.value)


def test_a_document_can_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(write_json(SHIPPED))
    assert get_schedule(Sandbox(document=path)).status == 200
    assert get_schedule(Sandbox(document=str(path))).status == 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file"),
        ("{", "is not JSON: "),
        ("[]", "is not an OpenAPI 3.1 document"),
        ('{"openapi": "3.0.3", "paths": {}}', "is not an OpenAPI 3.1 document"),
        ('{"openapi": "3.1.0"}', "has no `paths`"),
    ],
)
def test_a_file_that_is_no_document_is_named(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "broken.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(DocumentError, match=r"broken\.json") as caught:
        Sandbox(document=path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("path_item", "message"),
    [
        ({"get": {**X, "parameters": [{"$ref": "#/nowhere"}]}}, "$ref #/nowhere leads nowhere"),
        ({"get": {**X, "parameters": [{"$ref": "#/openapi"}]}}, "$ref #/openapi leads to what is not an object"),
        ({"$ref": "#/paths/~1x"}, "$ref #/paths/~1x leads back to itself"),
        ({"get": {**X, "parameters": [{"name": "a"}]}}, "/x is not as OpenAPI has it"),
        ({"get": None}, "/x is not as OpenAPI has it"),
    ],
)
def test_a_document_that_can_not_be_served_is_refused(path_item: Any, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Sandbox(document={"openapi": "3.1.0", "paths": {"/x": path_item}})
    assert message in str(caught.value)


@pytest.fixture
def with_sixth() -> Sandbox:
    """A sandbox whose document has a sixth operation."""
    more = copy.deepcopy(SHIPPED)
    more["paths"]["/invoices/{invoiceId}/notes"] = {
        "parameters": [{"name": "invoiceId", "in": "path", "required": True, "schema": {"type": "string"}}],
        "post": {
            "operationId": "add-note",
            "security": [{"bearer": ["invoices.write"]}],
            "parameters": [
                {"$ref": "#/components/parameters/AltId"},
                {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                {"name": "code", "in": "query", "schema": {"type": "string", "pattern": "^[a-z]+$"}},
                {"name": "tag", "in": "query", "schema": {"type": "array", "items": {"enum": ["a", "b"]}}},
            ],
            "requestBody": {
                "content": {"application/json": {"schema": {"type": "object", "required": ["text"]}}, "text/plain": {}}
            },
            "responses": {"200": {"description": "Noted."}},
        },
    }
    more["paths"]["/invoices/count"] = {"put": {"operationId": "count", "responses": {}}}
    return Sandbox(document=more, tokens={TOKEN: "sandboxLocation00001"})


def note(sandbox: Sandbox, **more: Any) -> Any:
    return call(sandbox, "POST", "/invoices/i1/notes", **{"query": {"altId": sandbox.location_id}, **more})


@pytest.mark.parametrize("media", [None, {"schema": {"properties": ["a"]}}, {"schema": {"allOf": [{"properties": 5}]}}])
def test_a_document_with_whose_responses_nothing_can_be_made_is_refused(media: Any) -> None:
    responses = {"200": {"content": {"application/json": media}}}
    path_item = {"put": {"operationId": "update-invoice", "responses": responses}}
    described = {"openapi": "3.1.0", "paths": {"/invoices/{id}": path_item}}
    with pytest.raises(DocumentError, match="the response of update-invoice is not as OpenAPI has it"):
        Sandbox(document=described)
    assert Sandbox(document=described, seeded=False).invoices == {}


def test_an_operation_without_a_handler_responds_as_described(with_sixth: Sandbox) -> None:
    response = note(with_sixth, body={"text": "x"})
    assert (response.status, response.body) == (200, b"")
    assert with_sixth.requests[-1].operation == "add-note"


def test_and_is_checked_all_the_same(with_sixth: Sandbox) -> None:
    refused(note(with_sixth, sent=headers(Authorization=None)), 401)
    refused(note(with_sixth, query={"altId": "elsewhere"}), 403)
    refused(note(with_sixth, body=b"{"), 400)
    assert refused(note(with_sixth, query={}), 422) == ["query parameter altId is required"]
    assert refused(note(with_sixth, body={}), 422) == ["text is required"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"page": "2"}, None),
        ({"page": "two"}, 'page: "two" is not of type "integer"'),
        ({"page": "0"}, "page: 0 is less than the minimum of 1"),
        ({"code": "X1"}, 'code: "X1" does not match "^[a-z]+$"'),
        ({"tag": ["a", "b"]}, None),
        ({"tag": ["a", "c"]}, 'tag.1: "c" is not one of ["a","b"]'),
    ],
)
def test_parameters_are_read_by_their_schemas(with_sixth: Sandbox, query: dict[str, Any], message: str | None) -> None:
    response = note(with_sixth, query={"altId": with_sixth.location_id, **query})
    if message is None:
        assert response.status == 200
    else:
        assert refused(response, 422) == [message]


def test_a_body_of_another_documented_type_is_not_read(with_sixth: Sandbox) -> None:
    assert note(with_sixth, body=b"not json", sent=headers(Content_Type="text/plain")).status == 200


def test_a_path_without_parameters_comes_before_one_with_them(with_sixth: Sandbox) -> None:
    call(with_sixth, "PUT", "/invoices/count", query=owner(with_sixth))
    assert with_sixth.requests[-1].operation == "count"
