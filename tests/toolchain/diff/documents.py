"""Documents to compare, as small as the point that they make allows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolchain.diff.classify import Change, ChangeClass, ordered
from toolchain.diff.compare import compare
from toolchain.openapi.document import Document
from toolchain.openapi.yaml import load

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

HERE = Path(__file__).parent
PARTS = {
    "Part": {"type": "object", "properties": {"p": {"type": "string"}, "q": {"type": "integer"}}},
    "Twin": {"type": "object", "properties": {"p": {"type": "string"}, "q": {"type": "integer"}}},
    "Less": {"type": "object", "properties": {"p": {"type": "string"}}},
}


def corpus(name: str) -> Any:
    """Return what a file of the corpus holds."""
    return load(HERE / "corpus" / name)


def with_schema(schema: JSON, direction: str, **components: JSON) -> dict[str, Any]:
    """Return a document with one operation that sends (`request`) or gets (`answer`) a Thing."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation: dict[str, Any] = {"operationId": "do", "responses": {"200": {"description": "Done."}}}
    if direction == "request":
        operation["requestBody"] = {"content": content}
    else:
        operation["responses"]["200"]["content"] = content
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Thing": schema, **PARTS, **components}},
    }


def changes(old: JSON, new: JSON) -> list[Change]:
    """Return the changes from one document to another, in order."""
    return ordered(compare(Document("old", old), Document("new", new)))


def worst(found: list[Change]) -> str:
    """Return the class of the first change; none where there is none."""
    return found[0].change_class.value if found else "none"


def breaking(found: list[Change]) -> bool:
    """Whether any change is breaking."""
    return any(change.change_class is ChangeClass.BREAKING for change in found)
