"""The operations of an OpenAPI document, and which of them a request is for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

from leadconnector.codec.json import is_object
from leadconnector.sandbox.document import Document, DocumentError
from leadconnector.sandbox.messages import is_json, media_type

LOCATION_OPTION: Final = "location_id"  # x-client-option of what holds the id of a location

_TEMPLATE_PARAMETER: Final = re.compile(r"\{([^{}/]+)\}")
_NO_METHODS: Final = ("parameters", "servers", "summary", "description")  # what else a path item has
_BEARER_LIKE: Final = ("http", "oauth2", "openIdConnect")
# OpenAPI says that these three are described elsewhere, whatever stands in `parameters`.
_IGNORED_HEADERS: Final = ("accept", "authorization", "content-type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation."""

    id: str
    name: str | None
    """What the client calls it, such as ``invoices.delete``, where the document says so."""
    method: str
    path: str
    pattern: re.Pattern[str]
    """What a path, as `_canonical` writes it, must match."""
    described: Mapping[str, Any]
    """The operation as the document has it."""
    parameters: tuple[Mapping[str, Any], ...]
    """Its parameters and those of its path, without references."""
    needs_token: bool
    body_required: bool
    body_schemas: Mapping[str, Any]
    """The schemas of a body by media type; empty where the operation takes none."""
    body_fields: tuple[str, ...]
    """The names that the schema of a JSON body knows."""
    location: tuple[str, str] | None
    """Where the id of the location stands: ``query``, ``path``, ``header`` or ``body``, and its name there."""
    responses: Mapping[str, dict[str, Any]]
    """The described responses by status, ``2XX`` or ``default``."""


class Operations:
    """The operations of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._all = list(self._read())
        self._names = {each.name: each.id for each in self._all if each.name}
        self.by_id = {each.id: each for each in self._all}

    def id_of(self, name: str) -> str:
        """Return the id of an operation that is named by it or as the client does; ValueError for any other name."""
        identifier = self._names.get(name, name)
        if identifier not in self.by_id:
            known = ", ".join(sorted(self._names) or sorted(self.by_id))
            raise ValueError(f"operation={name!r} is none of {known}")
        return identifier

    def route(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Return what a request is for, and the parameters in its path; the path may begin with that of a base URL.

        Of several operations it is the one with the shortest such beginning, then with the fewest parameters.
        """
        sent = _canonical(path)
        found = [
            (match, each) for each in self._all if each.method == method and (match := each.pattern.fullmatch(sent))
        ]
        if not found:
            return None
        match, operation = min(found, key=lambda each: (each[0].end("before"), len(each[0].groups())))
        values = map(unquote, match.groups()[1:])
        return operation, dict(zip(_TEMPLATE_PARAMETER.findall(operation.path), values, strict=True))

    def _read(self) -> Iterator[Operation]:
        for path, item in self._document.contents["paths"].items():
            try:
                shared = self._document.resolve(item) if path.startswith("/") else {}  # else it is an extension
                for method, described in shared.items():
                    if method not in _NO_METHODS and not method.startswith("x-"):
                        yield self._operation(path, method, described, shared.get("parameters", ()))
            except (AttributeError, KeyError, TypeError) as error:
                raise DocumentError(f"{path} is not as OpenAPI has it: {error!r}") from None

    def _operation(self, path: str, method: str, described: Mapping[str, Any], shared: Any) -> Operation:
        resolve = self._document.resolve
        # What the operation describes takes the place of what the path describes by the same name.
        both = map(resolve, [*shared, *described.get("parameters", ())])
        parameters = {(each["in"], each["name"]): each for each in both}
        body = resolve(described.get("requestBody", {}))
        schemas = {media_type(media): each.get("schema", True) for media, each in body.get("content", {}).items()}
        properties = self._document.properties(next((each for media, each in schemas.items() if is_json(media)), None))
        holders = [*parameters.items(), *((("body", name), each) for name, each in properties.items())]
        responses = described.get("responses", {})
        return Operation(
            id=described.get("operationId") or f"{method.upper()} {path}",
            name=self._name(described),
            method=method.upper(),
            path=path,
            pattern=_pattern(path),
            described=described,
            parameters=tuple(
                each
                for (place, name), each in parameters.items()
                if place != "cookie" and (place != "header" or name.lower() not in _IGNORED_HEADERS)
            ),
            needs_token=self._needs_token(described),
            body_required=body.get("required", False),
            body_schemas=schemas,
            body_fields=tuple(properties),
            location=next((key for key, each in holders if _is_location(each)), None),
            responses={str(status): resolve(each) for status, each in responses.items()},
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
    # Odd elements are the names of parameters, which are never empty.
    parts = _TEMPLATE_PARAMETER.split(path)
    text = "".join("([^/]+)" if index % 2 else re.escape(_canonical(part)) for index, part in enumerate(parts))
    before = "" if path.startswith("/{") else "(?:/[^/]+)*"  # the path of a base URL
    return re.compile(f"(?P<before>{before}){text}")


def _canonical(path: str) -> str:
    """Return a path in which all that can be escaped is: there are several ways to write the same."""
    return "/".join(quote(unquote(segment), safe="", errors="replace") for segment in path.split("/"))


def _is_location(described: Any) -> bool:
    return is_object(described) and described.get("x-client-option") == LOCATION_OPTION
