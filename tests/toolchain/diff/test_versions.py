"""OpenAPI 3.0 means what its own specification says, and compares with 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.toolchain.diff.documents import changes, with_schema
from toolchain.openapi.openapi30 import modern

if TYPE_CHECKING:
    from toolchain.diff.classify import Change


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string"}, {"type": "string"}),
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": "string", "enum": ["a"]}),
        ({"type": "string", "enum": ["a", None], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, {"type": "integer", "exclusiveMinimum": 1}),
        ({"type": "integer", "maximum": 1, "exclusiveMaximum": False}, {"type": "integer", "maximum": 1}),
        ({"type": "integer", "exclusiveMinimum": True}, {"type": "integer"}),
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        ({"$ref": "#/x", "description": "Ignored.", "type": "string"}, {"$ref": "#/x"}),
    ],
)
def test_a_schema_in_the_words_of_the_later_version(old: dict[str, Any], new: dict[str, Any]) -> None:
    before = {**old}
    assert modern(old) == new
    assert old == before


PAIRS: list[tuple[Any, Any]] = [
    (
        {"type": "object", "properties": {"a": {"type": "string", "nullable": True}}},
        {"type": "object", "properties": {"a": {"type": ["string", "null"]}}},
    ),
    (
        {"type": "object", "properties": {"a": {"allOf": [{"$ref": "#/components/schemas/Part"}], "nullable": True}}},
        {"type": "object", "properties": {"a": {"anyOf": [{"$ref": "#/components/schemas/Part"}, {"type": "null"}]}}},
    ),
    (
        {
            "type": "object",
            "properties": {"a": {"allOf": [{"$ref": "#/components/schemas/Part"}], "description": "A."}},
        },
        {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Part", "description": "A."}}},
    ),
    ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 0}),
    ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.parametrize("direction", ["request", "answer"])
def test_a_description_put_into_the_later_version_means_the_same(old: Any, new: Any, direction: str) -> None:
    former = {**with_schema(old, direction), "openapi": "3.0.3"}
    later = with_schema(new, direction)
    for found in (changes(former, later), changes(later, former)):
        assert [change.pointer for change in found] == ["/openapi"]


def test_a_change_between_the_versions_is_found() -> None:
    former = {**with_schema({"type": "string"}, "answer"), "openapi": "3.0.3"}
    later = with_schema({"type": ["string", "null"]}, "answer")
    assert _wire(changes(former, later)) == ["null"]


def test_null_beside_a_reference_is_ignored_as_the_former_version_demands() -> None:
    reference: dict[str, Any] = {"$ref": "#/components/schemas/Part"}
    plain, beside = (
        {**with_schema({"type": "object", "properties": {"a": schema}}, "answer"), "openapi": "3.0.3"}
        for schema in (reference, {**reference, "nullable": True})
    )
    assert changes(plain, beside) == []


def _wire(found: list[Change]) -> list[str]:
    return [change.kind for change in found if change.change_class == "breaking"]


def _later(**item: Any) -> dict[str, Any]:
    return {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": item}}


def _lines(keyword: str, schema: Any) -> dict[str, Any]:
    content = {"application/jsonl": {keyword: schema}}
    return {"responses": {"200": {"description": "Done.", "content": content}}}


def _string(schema: Any) -> dict[str, Any]:
    content = {"application/x-www-form-urlencoded": {"schema": schema}}
    return {"parameters": [{"name": "q", "in": "querystring", "content": content}], **_lines("schema", True)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (_later(query=_lines("schema", {})), _later(), "operation `QUERY /a` is gone"),
        (_later(additionalOperations={"COPY": _lines("schema", {})}), _later(), "operation `COPY /a` is gone"),
        (
            _later(get=_lines("itemSchema", {"type": "string"})),
            _later(get=_lines("itemSchema", {"type": "integer"})),
            "`type` `string` → `integer` (in responses)",
        ),
        (_later(get=_string({})), _later(get=_lines("schema", True)), "querystring parameter `q` (any) is gone"),
        (
            _later(get=_string({"properties": {"a": {}}})),
            _later(get=_string({"properties": {"b": {}}})),
            "property `a` is now `b` (any) (in requests)",
        ),
    ],
)
def test_what_is_new_in_openapi_32(old: Any, new: Any, message: str) -> None:
    first = changes(old, new)[0]
    assert (first.change_class.value, first.message) == ("breaking", message)
