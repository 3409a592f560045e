"""A large document, made up: as many operations as asked for, with models that refer to each other."""

from __future__ import annotations

from typing import Any

KINDS = ("string", "integer", "number", "boolean")


def synthetic(operations: int) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document with that many operations, about as many models, and twenty properties in each."""
    models = max(operations // 2, 1)
    schemas: dict[str, Any] = {"Error": {"type": "object", "properties": {"message": {"type": "string"}}}}
    for number in range(models):
        for suffix in ("", "Input"):
            schemas[f"Model{number}{suffix}"] = _model(number, models, suffix)
    paths: dict[str, Any] = {}
    for number in range(operations):
        item = paths.setdefault(f"/area{number // 2}/things/{{thingId}}", {})
        item["get" if number % 2 == 0 else "put"] = _operation(number, number // 2 % models)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _model(number: int, models: int, suffix: str) -> dict[str, Any]:
    properties: dict[str, Any] = {
        f"field{index}": {
            "type": KINDS[index % 4],
            "description": f"Field {index} of model {number}.",
            "example": index,
        }
        for index in range(16)
    }
    properties["state"] = {"type": "string", "enum": ["new", "open", "done"]}
    properties["next"] = {"$ref": f"#/components/schemas/Model{(number + 1) % models}{suffix}"}
    properties["parts"] = {
        "type": "array",
        "items": {"$ref": f"#/components/schemas/Model{number * 7 % models}{suffix}"},
    }
    properties["labels"] = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
    return {"type": "object", "required": ["field0", "state"], "properties": properties}


def _operation(number: int, model: int) -> dict[str, Any]:
    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    operation: dict[str, Any] = {
        "operationId": f"operation-{number}",
        "summary": f"Operation {number}",
        "parameters": [
            {"name": "thingId", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}},
        ],
        "responses": {
            "200": {"description": "Done.", "content": content(f"Model{model}")},
            "400": {"description": "Refused.", "content": content("Error")},
        },
    }
    if number % 2:
        operation["requestBody"] = {"required": True, "content": content(f"Model{model}Input")}
    return operation
