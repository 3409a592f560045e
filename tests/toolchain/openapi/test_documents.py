"""Pointers, documents and operations: the one access to OpenAPI documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.openapi30 import upgrade
from toolchain.openapi.operations import operations, parameters, path_template
from toolchain.openapi.pointer import MISSING, ROOT, Pointer, find, join, parse
from toolchain.openapi.yaml import key_lines

if TYPE_CHECKING:
    from pathlib import Path

PET: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/pets/{id}": {
            "parameters": [
                {"$ref": "#/components/parameters/Id"},
                {"name": "q", "in": "query", "schema": {"type": "string"}},
                {"name": "Accept", "in": "header", "schema": {"type": "string"}},
            ],
            "get": {"parameters": [{"name": "q", "in": "query", "schema": {"type": "integer"}}]},
            "x-note": {},
        },
        "/cats": {"$ref": "#/components/pathItems/Cats"},
        "x-extension": {},
    },
    "components": {
        "parameters": {"Id": {"name": "id", "in": "path"}},
        "pathItems": {"Cats": {"head": {}, "get": {}}},
        "schemas": {"Loop": {"$ref": "#/components/schemas/Pool"}, "Pool": {"$ref": "#/components/schemas/Loop"}},
    },
}


@given(st.lists(st.text(max_size=5), max_size=4))
def test_a_pointer_reads_back(keys: list[str]) -> None:
    escaped = join(*keys).replace("%", "%25")  # as the fragment of a reference
    assert parse(escaped) == tuple(keys)


def test_places_have_names() -> None:
    place = ROOT.below("paths", "/pets/{id}", "get", "parameters", 0)
    assert str(place) == "/paths/~1pets~1{id}/get/parameters/0"
    assert str(Pointer("pets/cat.yaml", ("a~b",))) == "pets/cat.yaml#/a~0b"
    assert [prefix.name for prefix in Pointer("pets/cat.yaml", ("a",)).prefixes()] == ["cat", "a"]
    assert parse("components/schemas") is None


def test_null_is_something() -> None:
    assert find({"a": [None]}, ("a", "0")) is None
    assert find({"a": [None]}, ("a", "1")) is MISSING
    assert find({"a": "text"}, ("a", "0")) is MISSING


def test_operations_in_the_documents_order() -> None:
    document = Document("pets", PET)
    found = operations(document)
    assert [operation.label for operation in found] == ["GET /pets/{id}", "GET /cats", "HEAD /cats"]
    assert found[0].path_names == ["id"]
    assert str(found[2].pointer) == "/components/pathItems/Cats/head"
    assert path_template(found[0].path) == "/pets/{}"


def test_an_operations_parameter_overrides_that_of_its_path() -> None:
    document = Document("pets", PET)
    found = parameters(document, operations(document)[0])
    assert {key: str(place) for key, place in found.items()} == {
        ("path", "id"): "/components/parameters/Id",
        ("query", "q"): "/paths/~1pets~1{id}/get/parameters/0",
    }


def test_references_in_a_circle_and_to_nothing() -> None:
    document = Document("pets", PET)
    with pytest.raises(ToolchainError, match=r"pets: /components/schemas/Loop: \$ref goes in a circle"):
        document.follow(ROOT.below("components", "schemas", "Loop"))
    dangling = Document("pets", {**PET, "paths": {"/a": {"$ref": "#/nowhere"}}})
    with pytest.raises(ToolchainError, match=r"pets: /paths/~1a: \$ref '#/nowhere' refers to nothing"):
        operations(dangling)


def test_other_files_are_read_when_referred_to() -> None:
    files: dict[str, Any] = {"schemas/pet.yaml": {"Cat": {"$ref": "../main.yaml#/components/parameters/Id"}}}
    root = {**PET, "info": {"$ref": "schemas/pet.yaml#/Cat"}}
    document = Document("pets", root, files.__getitem__, "main.yaml")
    assert document.follow(ROOT.below("info")) == ROOT.below("components", "parameters", "Id")
    assert not document.is_one_file


@pytest.mark.parametrize(
    ("root", "problem"),
    [({"swagger": "2.0"}, "has swagger"), ([], "no openapi field"), ({"openapi": "4.0.0"}, "is OpenAPI 4.0.0")],
)
def test_not_openapi(root: Any, problem: str) -> None:
    with pytest.raises(ToolchainError, match=problem):
        Document("pets", root)


def test_openapi_30_upgrades() -> None:
    schemas = {
        "Name": {"type": "string", "nullable": True, "enum": ["a"]},
        "Ref": {"$ref": "#/components/schemas/Name", "nullable": True, "description": "ignored in 3.0"},
        "Whole": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/Name"}], "description": "d"},
        "Price": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "example": {"nullable": True}},
        "Object": {"type": "object", "properties": {"nullable": {"type": "object", "nullable": False}}},
    }
    source = {"openapi": "3.0.3", "paths": {}, "components": {"schemas": schemas}}
    upgraded: Any = upgrade(source)
    assert upgraded["openapi"] == "3.1.0"
    assert schemas["Name"]["nullable"] is True, "the source is not changed"
    assert upgraded["components"]["schemas"] == {
        "Name": {"type": ["string", "null"], "enum": ["a", None]},
        "Ref": {"anyOf": [{"$ref": "#/components/schemas/Name"}, {"type": "null"}]},
        "Whole": {"description": "d", "anyOf": [{"allOf": [{"$ref": "#/components/schemas/Name"}]}, {"type": "null"}]},
        "Price": {"type": "number", "exclusiveMinimum": 0, "examples": [{"nullable": True}]},
        "Object": {"type": "object", "properties": {"nullable": {"type": "object"}}},
    }


def test_nullable_of_31_means_what_it_says() -> None:
    schemas = {
        "Name": {"type": "string", "nullable": True},
        "Kind": {"type": ["string"], "enum": ["a"], "nullable": True},
        "Ref": {"$ref": "#/components/schemas/Name", "nullable": True, "description": "kept", "maxLength": 3},
        "No": {"$ref": "#/components/schemas/Name", "nullable": False, "maxLength": 3},
    }
    upgraded: Any = upgrade({"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}})
    assert upgraded["components"]["schemas"] == {
        "Name": {"type": ["string", "null"]},
        "Kind": {"anyOf": [{"type": ["string"], "enum": ["a", None]}, {"type": "null"}]},
        "Ref": {
            "description": "kept",
            "anyOf": [{"$ref": "#/components/schemas/Name", "maxLength": 3}, {"type": "null"}],
        },
        "No": {"$ref": "#/components/schemas/Name", "maxLength": 3},
    }


def test_lines_of_keys(tmp_path: Path) -> None:
    file = tmp_path / "pets.yaml"
    file.write_text(
        "paths:\n  /pets:\n    get:\n      tags:\n        - a\n        -\n          b\nx: {y: 1,\n  z: 2}\n"
    )
    lines = key_lines(file)
    assert lines[()] == 1
    assert lines["paths", "/pets", "get"] == 3
    assert lines["paths", "/pets", "get", "tags", "1"] == 7
    assert lines["x", "z"] == 9
    as_json = tmp_path / "pets.json"
    as_json.write_text('{"a": {\n"b/c": [1,\n2]}}')
    assert key_lines(as_json)["a", "b/c", "1"] == 3
