"""The operations of an OpenAPI document: how they are reached, what they take, what they respond."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

from leadconnector.sandbox.document import Document
from leadconnector.sandbox.errors import DocumentError
from leadconnector.sandbox.request import is_json, media_type

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
LOCATION_OPTION: Final = "location_id"  # x-client-option of what holds the id of a location

_TEMPLATE_PARAMETER: Final = re.compile(r"\{([^{}/]+)\}")
_BEARER_LIKE: Final = ("http", "oauth2", "openIdConnect")
_DELIMITERS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
# OpenAPI says that these three are described elsewhere, whatever stands in `parameters`.
_IGNORED_HEADERS: Final = ("accept", "authorization", "content-type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter, and how it is written."""

    name: str
    place: str
    """``path``, ``query``, ``header`` or ``cookie``."""
    required: bool
    schema: Any
    types: frozenset[str]
    """The JSON types that the schema names; empty where it names none."""
    delimiter: str | None
    """What stands between the elements of an array; None where the parameter is repeated."""
    deep: bool
    """Whether the members of an object are parameters such as ``name[member]``."""
    is_json: bool
    """Whether the value is JSON text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation."""

    id: str
    name: str | None
    """What the client calls it, such as ``invoices.delete``, where the document says so."""
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    needs_token: bool
    body_required: bool
    body_schemas: Mapping[str, Any]
    """The schemas of a body by media type; empty where the operation takes none."""
    body_fields: tuple[str, ...]
    """The names that the schema of a JSON body knows."""
    location: tuple[str, str] | None
    """Where the id of the location stands: ``query``, ``path``, ``header`` or ``body``, and its name there."""
    echoes: Mapping[str, str]
    """Its ``x-echoes``: parameters in the path whose values the response has, and the properties that they are in."""
    pagination: Mapping[str, str]
    """Its ``x-pagination``; empty where it has none."""
    responses: Mapping[str, dict[str, Any]]
    """The described responses by status, ``2XX`` or ``default``."""

    def in_place(self, place: str) -> list[Parameter]:
        """Return the parameters of the path, the query or the headers."""
        return [each for each in self.parameters if each.place == place]


@dataclass(frozen=True, slots=True)
class Route:
    """An operation that a request is for, and the values of the parameters in its path, decoded."""

    operation: Operation
    path: Mapping[str, str]


class Operations:
    """The operations of a document, and which of them a request is for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._all = sorted(self._read(), key=lambda each: each.path.count("{"))  # literal paths go first
        self._patterns = [_pattern(each.path) for each in self._all]
        self._prefixed = [
            (each, re.compile(f"((?:/[^/]+)*?){pattern.pattern}"))
            for each, pattern in zip(self._all, self._patterns, strict=True)
            if not each.path.startswith("/{")
        ]
        self._names = {each.name: each.id for each in self._all if each.name}
        self.by_id = {each.id: each for each in self._all}

    def id_of(self, name: str) -> str:
        """Return the id of an operation that is named by it or as the client does; ValueError for any other name."""
        identifier = self._names.get(name, name)
        if identifier not in self.by_id:
            known = ", ".join(sorted(self._names) or sorted(self.by_id))
            raise ValueError(f"operation={name!r} is none of {known}")
        return identifier

    def route(self, method: str, path: str) -> Route | None:
        """Return what a request is for. The path may begin with that of a base URL, such as ``/v2``."""
        for operation, pattern in zip(self._all, self._patterns, strict=True):
            match = pattern.fullmatch(path) if operation.method == method else None
            if match:
                return _route(operation, match.groups())
        found = [
            (len(match[1]), operation, match.groups()[1:])
            for operation, pattern in self._prefixed
            if operation.method == method and (match := pattern.fullmatch(path))
        ]
        if not found:
            return None
        _, operation, values = min(found, key=lambda each: each[0])
        return _route(operation, values)

    def _read(self) -> Iterator[Operation]:
        for path, item in self._document.contents["paths"].items():
            try:
                shared = self._document.resolve(item)
                for method in METHODS:
                    if method in shared:
                        yield self._operation(path, method, shared)
            except (AttributeError, KeyError, TypeError) as error:
                raise DocumentError(f"{path} is not as OpenAPI has it: {error!r}") from None

    def _operation(self, path: str, method: str, item: Mapping[str, Any]) -> Operation:
        described = item[method]
        parameters = self._parameters(item, described)
        body = self._document.resolve(described.get("requestBody", {}))
        schemas = {media_type(media): each.get("schema", True) for media, each in body.get("content", {}).items()}
        in_json = [each for media, each in schemas.items() if is_json(media)]
        properties = self._document.properties(in_json[0]) if in_json else {}
        responses = described.get("responses", {})
        return Operation(
            id=described.get("operationId") or f"{method.upper()} {path}",
            name=self._name(described),
            method=method.upper(),
            path=path,
            parameters=tuple(self._parameter(each) for each in parameters if not _is_ignored(each)),
            needs_token=self._needs_token(described),
            body_required=body.get("required", False),
            body_schemas=schemas,
            body_fields=tuple(properties),
            location=_location(parameters, properties),
            echoes=described.get("x-echoes", {}),
            pagination=described.get("x-pagination", {}),
            responses={str(status): self._document.resolve(each) for status, each in responses.items()},
        )

    def _parameters(self, item: Mapping[str, Any], described: Mapping[str, Any]) -> list[dict[str, Any]]:
        # What the operation describes takes the place of what the path describes by the same name.
        both = [*item.get("parameters", ()), *described.get("parameters", ())]
        resolved = map(self._document.resolve, both)
        return list({(each["in"], each["name"]): each for each in resolved}.values())

    def _parameter(self, described: dict[str, Any]) -> Parameter:
        place = described["in"]
        content = next(iter(described.get("content", {}).items()), None)
        style = described.get("style", "form" if place in ("query", "cookie") else "simple")
        schema = content[1].get("schema", True) if content else described.get("schema", True)
        repeated = place == "query" and described.get("explode", style == "form")
        types = [each.get("type", ()) for each in self._document.parts(schema, alternatives=True)]
        return Parameter(
            name=described["name"],
            place=place,
            required=described.get("required", False) or place == "path",
            schema=schema,
            types=frozenset(name for each in types for name in ([each] if isinstance(each, str) else each)),
            delimiter=None if repeated else _DELIMITERS.get(style, ","),
            deep=style == "deepObject",
            is_json=content is not None and is_json(media_type(content[0])),
        )

    def _needs_token(self, described: Mapping[str, Any]) -> bool:
        security = described.get("security", self._document.contents.get("security", []))
        return bool(security) and all(any(map(self._is_bearer, alternative)) for alternative in security)

    def _is_bearer(self, scheme: str) -> bool:
        schemes = self._document.contents.get("components", {}).get("securitySchemes", {})
        described = self._document.resolve(schemes.get(scheme, {"type": "http"}))
        return described.get("type") in _BEARER_LIKE and described.get("scheme", "bearer").lower() == "bearer"

    def _name(self, described: Mapping[str, Any]) -> str | None:
        tags = {tag["name"]: tag.get("x-python-name") for tag in self._document.contents.get("tags", [])}
        resource, method = tags.get(next(iter(described.get("tags", [])), "")), described.get("x-python-name")
        return f"{resource}.{method}" if resource and method else None


def _pattern(path: str) -> re.Pattern[str]:
    # Odd elements are the names of parameters. A parameter is within one segment, and never empty.
    parts = _TEMPLATE_PARAMETER.split(path)
    return re.compile("".join("([^/]+)" if index % 2 else _literal(part) for index, part in enumerate(parts)))


def _literal(text: str) -> str:
    spellings = dict.fromkeys([text, quote(text), quote(text, safe="/:@!$&'()*+,;=-._~")])
    return "(?:" + "|".join(map(re.escape, spellings)) + ")" if text else ""


def _route(operation: Operation, values: tuple[str | None, ...]) -> Route:
    names = _TEMPLATE_PARAMETER.findall(operation.path)
    return Route(operation, dict(zip(names, (unquote(value or "") for value in values), strict=True)))


def _is_ignored(parameter: Mapping[str, Any]) -> bool:
    return parameter["in"] == "header" and parameter["name"].lower() in _IGNORED_HEADERS


def _location(parameters: list[dict[str, Any]], properties: Mapping[str, Any]) -> tuple[str, str] | None:
    places = [(each["in"], each["name"], each) for each in parameters]
    places += [("body", name, each) for name, each in properties.items() if isinstance(each, dict)]
    found = [(place, name) for place, name, each in places if each.get("x-client-option") == LOCATION_OPTION]
    return found[0] if found else None
