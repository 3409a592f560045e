"""The operations of an OpenAPI document, as far as checking a request needs them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from leadconnector.sandbox.errors import DocumentError
from leadconnector.sandbox.jsonvalues import is_object

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
JSON_TYPE: Final = "application/json"
LOCATION_OPTION: Final = "location_id"  # x-client-option of what carries the id of a location

_TEMPLATE_PARAMETER = re.compile(r"\{([^{}/]+)\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query or a header."""

    name: str
    required: bool
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: how it is reached, what it takes, and where its location id stands."""

    id: str
    name: str | None
    """What the client calls it, such as ``invoices.delete``, where the document says so."""
    method: str
    path: str
    pattern: re.Pattern[str]
    parameter_names: tuple[str, ...]
    """Those in the path."""
    query: tuple[Parameter, ...]
    headers: tuple[Parameter, ...]
    needs_token: bool
    body_required: bool
    body_types: tuple[str, ...]
    """The media types that a body may have; empty where the operation takes none."""
    body_schema: Mapping[str, Any] | None
    """The schema of a JSON body."""
    body_fields: tuple[str, ...]
    """The names that the schema of a JSON body knows."""
    location_query: str | None
    location_field: str | None


class Description:
    """An OpenAPI document, read."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.operations = sorted(self._operations(), key=lambda operation: len(operation.parameter_names))

    def route(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Return the operation that a request is for and its path parameters; paths without parameters go first."""
        for operation in self.operations:
            match = operation.pattern.fullmatch(path) if operation.method == method else None
            if match:
                values = [unquote(value) for value in match.groups()]
                return operation, dict(zip(operation.parameter_names, values, strict=True))
        return None

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            shared = self._resolve(item)
            for method in METHODS:
                if method in shared:
                    try:
                        yield self._operation(path, method, shared)
                    except (AttributeError, KeyError, TypeError) as error:
                        raise DocumentError(f"{method.upper()} {path} is not as OpenAPI has it: {error!r}") from None

    def _operation(self, path: str, method: str, item: Mapping[str, Any]) -> Operation:
        said = item[method]
        if "operationId" not in said:
            raise DocumentError(f"{method.upper()} {path} has no operationId: the sandbox tells operations by it")
        parameters = [self._resolve(each) for each in [*item.get("parameters", ()), *said.get("parameters", ())]]
        body = self._resolve(said.get("requestBody", {}))
        content = body.get("content", {})
        schema = content.get(JSON_TYPE, {}).get("schema")
        fields = self._resolve(schema or {}).get("properties", {})
        security = said.get("security", self.document.get("security", []))
        return Operation(
            id=said["operationId"],
            name=self._name(said),
            method=method.upper(),
            path=path,
            pattern=_pattern(path),
            parameter_names=tuple(_TEMPLATE_PARAMETER.findall(path)),
            query=_in_place("query", parameters),
            headers=_in_place("header", parameters),
            needs_token=bool(security) and {} not in security,
            body_required=body.get("required", False),
            body_types=tuple(content),
            body_schema=schema,
            body_fields=tuple(fields),
            location_query=_location({each["name"]: each for each in parameters if each["in"] == "query"}),
            location_field=_location(fields),
        )

    def _name(self, operation: Mapping[str, Any]) -> str | None:
        tags = {tag["name"]: tag.get("x-python-name") for tag in self.document.get("tags", [])}
        resource, method = tags.get(next(iter(operation.get("tags", [])), "")), operation.get("x-python-name")
        return f"{resource}.{method}" if resource and method else None

    def _resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        seen: list[str] = []
        while "$ref" in node:
            reference = node["$ref"]
            if reference in seen:
                raise DocumentError(f"$ref {reference} leads back to itself")
            seen.append(reference)
            node = self._target(reference)
        return node

    def _target(self, reference: str) -> Mapping[str, Any]:
        node: Any = self.document
        for token in reference.removeprefix("#/").split("/"):
            key = unquote(token).replace("~1", "/").replace("~0", "~")
            if not is_object(node) or key not in node:
                raise DocumentError(f"$ref {reference} leads nowhere in the document")
            node = node[key]
        if not is_object(node):
            raise DocumentError(f"$ref {reference} leads to what is no object")
        return node


def _pattern(path: str) -> re.Pattern[str]:
    # Odd elements are the names of parameters. A parameter is one segment, and never empty.
    parts = _TEMPLATE_PARAMETER.split(path)
    return re.compile("".join("([^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)))


def _in_place(place: str, parameters: list[Mapping[str, Any]]) -> tuple[Parameter, ...]:
    # OpenAPI says that these three are described elsewhere, whatever stands in `parameters`.
    ignored = {"accept", "authorization", "content-type"} if place == "header" else set[str]()
    return tuple(
        Parameter(each["name"], each.get("required", False), each.get("schema", {}))
        for each in parameters
        if each["in"] == place and each["name"].lower() not in ignored
    )


def _location(named: Mapping[str, Mapping[str, Any]]) -> str | None:
    return next((name for name, said in named.items() if said.get("x-client-option") == LOCATION_OPTION), None)
