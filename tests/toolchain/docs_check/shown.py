"""What a documentation page shows of an operation: found in a description without the code under test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.schemas import dereference

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]


class Operation:
    """What the pages of an operation show, references resolved."""

    def __init__(self, document: Json, method: str, path: str) -> None:
        item = document["paths"][path]
        self.document = document
        self.method, self.path = method.upper(), path
        self.operation = item[method]
        given = [self.resolve(p) for p in (*item.get("parameters", []), *self.operation.get("parameters", []))]
        self.parameters = [p | {"schema": self.resolve(p["schema"])} for p in given]
        self.server = document["servers"][0]["url"]
        self.body = self.schema(self.operation["requestBody"]) if "requestBody" in self.operation else None
        self.responses = {status: self.resolve(r) for status, r in self.operation["responses"].items()}

    def resolve(self, node: Json) -> Json:
        """The node that a reference leads to."""
        return dereference(self.document, node)

    def schema(self, holder: Json) -> Json:
        """The schema of a body."""
        return self.resolve(self.resolve(holder)["content"]["application/json"]["schema"])

    def example(self, schema: Json, *, required_only: bool) -> Any:
        """An example put together from those of the fields."""
        schema = self.resolve(schema)
        if "example" in schema:
            return schema["example"]
        if schema.get("type") == "object":
            names = schema.get("required", []) if required_only else schema.get("properties", {})
            fields = schema.get("properties", {})
            return {name: self.example(fields[name], required_only=required_only) for name in fields if name in names}
        if schema.get("type") == "array":
            return [self.example(schema["items"], required_only=required_only)]
        return {"string": "<string>", "number": 123, "integer": 123, "boolean": True}[schema["type"]]

    def response(self) -> Any:
        """The example of the successful response."""
        content = self.resolve(self.responses["200"])["content"]["application/json"]
        for example in content.get("examples", {}).values():
            return self.resolve(example)["value"]
        return self.example(content["schema"], required_only=False)

    def fields(self, schema: Json) -> Iterator[tuple[str, Json, bool]]:
        """The fields of an object, with whether they are required."""
        for name, field in schema.get("properties", {}).items():
            yield name, self.resolve(field), name in schema.get("required", [])
