"""A description of many schemas, which lead to each other in circles: it is made in good time, and is typed."""

import json
import time
from pathlib import Path
from typing import Any

from tests.support.long import LONG
from tests.support.packages import make_package
from tests.support.typecheck import complaints, pyright_complaints
from tests.toolchain.generate.small import described
from toolchain.generate.pipeline import ROOT

SCHEMAS = 300 if LONG else 40


def part(number: int) -> dict[str, Any]:
    """A schema that leads to two others, has an object and an enum in place, and dates."""
    related = {"$ref": f"#/components/schemas/Part{(number * 7 + 1) % SCHEMAS}"}
    return {
        "type": "object",
        "required": ["name", "next"],
        "properties": {
            "_id": {"type": "string", "readOnly": True},
            "name": {"type": "string"},
            "kind": {"type": "string", "enum": ["new", "used", f"kind {number % 5}"]},
            "next": {"$ref": f"#/components/schemas/Part{(number + 1) % SCHEMAS}"},
            "related": {"type": "array", "items": related},
            "price": {"type": "object", "properties": {"amount": {"type": "number"}, "due": {"format": "date"}}},
            "at": {"type": "string", "format": "date-time"},
        },
    }


def path_of(number: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/Part{number}"}
    content = {"content": {"application/json": {"schema": schema}}}
    said = {"operationId": f"add-{number}", "tags": [f"Group {number % 7}"], "requestBody": content}
    return {"post": {**said, "responses": {"200": {"description": "x", **content}}}}


def test_hundreds_of_schemas(tmp_path: Path) -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Parts", "version": "1"},
        "servers": [{"url": "https://parts.example"}],
        "paths": {f"/parts/{number}": path_of(number) for number in range(0, SCHEMAS, 10)},
        "components": {"schemas": {f"Part{number}": part(number) for number in range(SCHEMAS)}},
    }
    began = time.process_time()
    package = make_package(document, tmp_path, "parts")
    assert time.process_time() - began < 12
    assert len(list((package / "models").glob("part*.py"))) >= 2 * SCHEMAS
    assert complaints("-p", "parts", search=(tmp_path, ROOT / "src")) == ""


def test_pyright_follows_a_class_of_many_properties(tmp_path: Path) -> None:
    whole: dict[str, Any] = {f"p{number}": {"type": "string"} for number in range(80)}
    parts = {f"q{number}": {"$ref": "#/components/schemas/Wide"} for number in range(80)}
    known = {"_id": {"type": "string"}}
    schemas = {
        "Wide": {"properties": whole},
        "Thing": {"required": ["_id"], "properties": {**whole, **parts, **known}},
    }
    make_package(described({"schemas": schemas}), tmp_path, "wide")
    config = {"include": ["wide"], "typeCheckingMode": "strict", "extraPaths": [str(ROOT / "src")]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
    assert pyright_complaints(tmp_path / "pyrightconfig.json") == ""
