"""Descriptions in several files, models that hold themselves, and what changes reach."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.toolchain.diff.documents import changes, with_schema, worst
from toolchain.diff.classify import Change, ordered
from toolchain.diff.compare import compare
from toolchain.diff.inputs import opened

if TYPE_CHECKING:
    from pathlib import Path

MAIN = """\
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /pets:
    $ref: 'paths/pets.yaml'
  /pets/{petId}:
    get:
      operationId: get-pet
      parameters: [{$ref: 'shared.yaml#/parameters/PetId'}]
      responses: {'200': {$ref: 'shared.yaml#/responses/Pet'}}
"""
PATHS = """\
get:
  operationId: list-pets
  responses:
    '200':
      description: The pets
      content: {application/json: {schema: {type: array, items: {$ref: '../models/Pet.yaml'}}}}
"""
SHARED = """\
parameters:
  PetId: {name: petId, in: path, required: true, schema: {type: string}}
responses:
  Pet:
    description: The pet
    content: {application/json: {schema: {$ref: './models/Pet.yaml#'}}}
"""
PET = """\
type: object
description: A pet.
properties:
  name: {type: string}
  owner: {$ref: '../models/Pet.yaml#/$defs/Owner'}
  parent: {$ref: 'Pet.yaml'}
$defs:
  Owner: {type: object, properties: {name: {type: string}}}
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return two folders with the same description in four files."""
    for side in ("old", "new"):
        for name, content in (
            ("api.yaml", MAIN),
            ("paths/pets.yaml", PATHS),
            ("shared.yaml", SHARED),
            ("models/Pet.yaml", PET),
        ):
            path = tmp_path / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
    return tmp_path / "old", tmp_path / "new"


def between(old: Path, new: Path) -> list[Change]:
    """Return the changes between two files."""
    with opened(str(old), old.parent) as first, opened(str(new), new.parent) as second:
        return ordered(compare(first.document, second.document))


def test_the_same_files_are_the_same(folders: tuple[Path, Path]) -> None:
    old, new = folders
    assert between(old / "api.yaml", new / "api.yaml") == []


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("models/Pet.yaml", "name: {type: string}\n  owner", "owner", ("breaking", "models/Pet.yaml#/properties/name")),
        ("models/Pet.yaml", "properties: {name: {type: string}}", "properties: {}",
         ("breaking", "models/Pet.yaml#/$defs/Owner/properties/name")),
        ("models/Pet.yaml", "A pet.", "An animal.", ("docs", "models/Pet.yaml#/description")),
        ("shared.yaml", "The pet", "One pet", ("docs", "shared.yaml#/responses/Pet/description")),
        ("shared.yaml", "{type: string}", "{type: string, maxLength: 9}",
         ("breaking", "shared.yaml#/parameters/PetId/schema/maxLength")),
        ("paths/pets.yaml", "list-pets", "all-pets", ("surface", "paths/pets.yaml#/get/operationId")),
    ],
)  # fmt: skip
def test_a_change_in_a_file(
    file: str, before: str, after: str, expected: tuple[str, str], folders: tuple[Path, Path]
) -> None:
    old, new = folders
    content = (new / file).read_text()
    assert before in content
    (new / file).write_text(content.replace(before, after))
    found = between(old / "api.yaml", new / "api.yaml")
    assert [(change.change_class.value, change.pointer) for change in found] == [expected]
    reached = {"models/Pet.yaml": ("GET /pets", "GET /pets/{petId}"), "shared.yaml": ("GET /pets/{petId}",)}
    assert found[0].operations == reached.get(file, ("GET /pets",))


def test_one_file_and_several_say_the_same(folders: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = folders
    pet = {"$ref": "#/components/schemas/Pet"}
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/pets": {"get": _get("list-pets", {"type": "array", "items": pet}, "The pets")},
            "/pets/{petId}": {
                "get": _get("get-pet", pet, "The pet")
                | {"parameters": [{"name": "petId", "in": "path", "required": True, "schema": {"type": "string"}}]}
            },
        },
        "components": {
            "schemas": {
                "Pet": {
                    "type": "object",
                    "description": "A pet.",
                    "properties": {
                        "name": {"type": "string"},
                        "owner": {"$ref": "#/components/schemas/Owner"},
                        "parent": pet,
                    },
                },
                "Owner": {"type": "object", "properties": {"name": {"type": "string"}}},
            }
        },
    }
    (tmp_path / "whole.json").write_text(json.dumps(whole))
    found = between(old / "api.yaml", tmp_path / "whole.json")
    assert {change.kind for change in found} <= {"model-added"}


def _get(identifier: str, schema: Any, description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"operationId": identifier, "responses": {"200": {"description": description, "content": content}}}


def test_a_file_may_refer_back_to_the_main_one(folders: tuple[Path, Path]) -> None:
    for folder in folders:
        main = MAIN + "components: {schemas: {Owner: {type: object, properties: {name: {type: string}}}}}\n"
        (folder / "api.yaml").write_text(main)
        pet = PET.replace("../models/Pet.yaml#/$defs/Owner", "../api.yaml#/components/schemas/Owner")
        (folder / "models/Pet.yaml").write_text(pet)
    old, new = folders
    content = (new / "api.yaml").read_text()
    (new / "api.yaml").write_text(content.replace("{name: {type: string}}", "{}"))
    [change] = between(old / "api.yaml", new / "api.yaml")
    assert change.pointer == "/components/schemas/Owner/properties/name"
    assert change.operations == ("GET /pets", "GET /pets/{petId}")


def test_a_change_is_reported_once_with_all_that_it_reaches() -> None:
    old = with_schema({"type": "object", "properties": {"p": {"$ref": "#/components/schemas/Part"}}}, "answer")
    old["paths"]["/parts"] = {"get": _get("get-part", {"$ref": "#/components/schemas/Part"}, "A part")}
    old["paths"]["/other"] = {"get": _get("get-other", {"$ref": "#/components/schemas/Less"}, "Another")}
    new = json.loads(json.dumps(old))
    del new["components"]["schemas"]["Part"]["properties"]["q"]
    [change] = changes(old, new)
    assert change.pointer == "/components/schemas/Part/properties/q"
    assert change.operations == ("GET /parts", "POST /things")


@pytest.mark.parametrize("direction", ["request", "answer"])
def test_a_model_in_several_unions_is_compared_once(direction: str) -> None:
    part, less, text = {"$ref": "#/components/schemas/Part"}, {"$ref": "#/components/schemas/Less"}, {"type": "string"}
    unions: dict[str, Any] = {
        "a": {"oneOf": [text, part]},
        "b": {"anyOf": [part, {"type": "null"}]},
        "c": {"type": "array", "items": {"anyOf": [less, part]}},
    }
    old = with_schema({"type": "object", "properties": unions}, direction)
    new = json.loads(json.dumps(old))
    new["components"]["schemas"]["Part"]["properties"]["q"] = {"type": "boolean"}
    found = changes(old, new)
    assert [(change.change_class.value, change.pointer) for change in found] == [
        ("breaking", "/components/schemas/Part/properties/q/type")
    ]
    assert found[0].witness is not None
    # What only some places allow is still told where it stands.
    new = json.loads(json.dumps(old))
    new["components"]["schemas"]["Thing"]["properties"]["b"] = part
    [change] = changes(old, new)
    assert change.pointer == "/components/schemas/Thing/properties/b"
    assert change.change_class.value == ("breaking" if direction == "request" else "compatible")


SELF = {"$ref": "#/components/schemas/Thing"}
ONE = {"a": {"type": "string"}}
LOOPS: list[dict[str, Any]] = [
    {"allOf": [SELF, {"type": "object", "properties": ONE}]},
    {"anyOf": [SELF, {"type": "object", "properties": ONE}]},
    {"oneOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": ONE}]},
    {"not": SELF, "properties": ONE},
    {"type": "object", "properties": {**ONE, "b": {"type": "array", "items": SELF}}},
    {"type": "object", "additionalProperties": SELF, "properties": ONE},
]


@pytest.mark.parametrize("schema", LOOPS)
@pytest.mark.parametrize("direction", ["request", "answer"])
def test_models_may_hold_themselves(schema: dict[str, Any], direction: str) -> None:
    """A common base whose kinds all build on it goes in a circle too, and is no mistake."""
    base: Any = {"allOf": [SELF], "type": "object"}
    old = with_schema(schema, direction, Base=base)
    new = json.loads(json.dumps(old).replace('"a": {"type": "string"}', '"a": {"type": "integer"}'))
    assert changes(old, json.loads(json.dumps(old))) == []
    assert worst(changes(old, new)) == "breaking"


def test_what_is_referred_to_over_and_over_is_not_written_out_without_measure() -> None:
    """Each model holds the next one twice, in a keyword that is judged as a whole: 2^40 schemas, written out."""
    chain: dict[str, Any] = {
        f"M{n}": {"allOf": [{"$ref": f"#/components/schemas/M{n + 1}"}, {"$ref": f"#/components/schemas/M{n + 1}"}]}
        for n in range(40)
    }
    unions: dict[str, Any] = {
        f"U{n}": {"oneOf": [{"$ref": f"#/components/schemas/U{n + 1 + i}"} for i in range(3)]} for n in range(30)
    }
    ends: dict[str, Any] = {f"U{n}": {"type": "string", "maxLength": n} for n in range(30, 33)}
    schema: dict[str, Any] = {
        "anyOf": [{"not": {"$ref": "#/components/schemas/M0"}}, {"$ref": "#/components/schemas/U0"}]
    }
    old, new = (
        with_schema(schema, "request", **chain, **unions, **ends, M40={"type": "string", "minLength": length})
        for length in (1, 2)
    )
    assert worst(changes(old, new)) in ("maybe", "breaking", "compatible")
    assert changes(old, json.loads(json.dumps(old))) == []


@pytest.mark.parametrize("first", ["query", "body"])
def test_a_model_that_is_sent_as_text_and_as_json_is_compared_as_both(first: str) -> None:
    def document(kind: str) -> dict[str, Any]:
        sent = {"$ref": "#/components/schemas/Sent"}
        document = with_schema(sent, "request", Sent={"type": kind})
        parameter = {"name": "q", "in": "query", "schema": sent}
        search = {"get": {"parameters": [parameter], "responses": {"204": {"description": "Done."}}}}
        paths = {"/search": search, **document["paths"]}
        return {**document, "paths": paths if first == "query" else dict(reversed(paths.items()))}

    found = changes(document("integer"), document("string"))
    assert [change.change_class.value for change in found] == ["breaking", "surface"]
    assert found[0].witness is not None


def test_nullable_counts_in_openapi31_as_generation_takes_it() -> None:
    plain: Any = {"type": "object", "properties": {"a": {"type": "string"}}}
    nullable: Any = {"type": "object", "properties": {"a": {"type": "string", "nullable": True}}}
    assert worst(changes(with_schema(plain, "answer"), with_schema(nullable, "answer"))) == "breaking"
    assert worst(changes(with_schema(nullable, "request"), with_schema(plain, "request"))) == "breaking"
    assert worst(changes(with_schema(plain, "request"), with_schema(nullable, "request"))) == "compatible"


def test_null_in_unions_that_lead_to_each_other() -> None:
    def model(name: str) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{name}"}

    unions = {"A": {"oneOf": [model("B"), {"type": "null"}]}, "B": {"oneOf": [model("A"), {"type": "integer"}]}}
    old = with_schema(
        {"type": "object", "properties": {name: {"type": "integer"} for name in "ab"}}, "answer", **unions
    )
    new = with_schema({"type": "object", "properties": {"a": model("A"), "b": model("B")}}, "answer", **unions)
    found = [change.message for change in changes(old, new) if change.change_class.value == "breaking"]
    assert len(found) == 2
    assert all("may be null" in message for message in found), found
