"""Small OpenAPI documents, and sandboxes of them."""

from typing import Any

from leadconnector.sandbox import Sandbox


def document(paths: dict[str, Any], **components: Any) -> dict[str, Any]:
    """A document without security."""
    return {"openapi": "3.1.0", "info": {"title": "Garden", "version": "1"}, "paths": paths, "components": components}


def one(
    operation: dict[str, Any] | None = None, path: str = "/plants", method: str = "get", **components: Any
) -> Sandbox:
    """A sandbox of one operation."""
    return Sandbox(document=document({path: {method: {"operationId": "it", **(operation or {})}}}, **components))


def responding(schema: Any, **components: Any) -> Sandbox:
    """A sandbox of one operation, ``GET /plants``, whose response has a schema."""
    content = {"application/json": {"schema": schema}}
    return one({"responses": {"200": {"description": "", "content": content}}}, **components)


def taking(*parameters: dict[str, Any], path: str = "/plants", **components: Any) -> Sandbox:
    """A sandbox of one operation, ``GET /plants``, that has parameters."""
    return one({"parameters": list(parameters), "responses": {"204": {"description": ""}}}, path, **components)


def query(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    """A parameter of the query."""
    return {"name": name, "in": "query", "schema": schema, **more}
