"""The operations of an OpenAPI document, and which of them a request is for."""

import re
from collections.abc import Iterator, Mapping
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


class Operation:
    """One operation of a document; `shared` are the parameters of its path."""

    def __init__(self, document: Document, path: str, method: str, described: Mapping[str, Any], shared: Any) -> None:
        resolve = document.resolve
        self.described: Final = described
        """The operation as the document has it."""
        self.method: Final = method.upper()
        self.path: Final = path
        self.pattern: Final = _pattern(path)
        """What a path, as `canonical` writes it, must match."""
        self.id: Final[str] = described.get("operationId") or f"{self.method} {path}"
        self.name: Final = _name(document, described)
        """What the client calls it, such as ``invoices.delete``, where the document says so."""
        self.needs_token: Final = _needs_token(document, described)
        # What the operation describes takes the place of what the path describes by the same name.
        both = map(resolve, [*shared, *described.get("parameters", ())])
        parameters = {(each["in"], each["name"]): each for each in both}
        self.parameters: Final = [each for (place, name), each in parameters.items() if _is_checked(place, name)]
        """Its parameters and those of its path, without references."""
        body = resolve(described.get("requestBody", {}))
        self.body_required: Final[bool] = body.get("required", False)
        content: dict[str, Any] = body.get("content", {})
        self.body_schemas: Final = {media_type(name): each.get("schema", True) for name, each in content.items()}
        """The schemas of a body by media type; empty where the operation takes none."""
        in_json = [schema for media, schema in self.body_schemas.items() if is_json(media)]
        properties = document.properties(in_json[0] if in_json else None)
        self.body_fields: Final = tuple(properties)
        """The names that the schema of a JSON body knows."""
        holders = [*parameters.items(), *((("body", name), each) for name, each in properties.items())]
        self.location: Final = next((key for key, each in holders if _is_location(each)), None)
        """Where the id of the location stands: ``query``, ``path``, ``header`` or ``body``, and its name there."""
        responses: dict[Any, Any] = described.get("responses", {})
        self.responses: Final = {str(status): resolve(each) for status, each in responses.items()}
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
                        yield Operation(self._document, path, method, described, shared.get("parameters", ()))
            except (AttributeError, KeyError, TypeError) as error:
                raise DocumentError(f"{path} is not as OpenAPI has it: {error!r}") from None


def _needs_token(document: Document, described: Mapping[str, Any]) -> bool:
    """Whether each way to be let in has a bearer token."""
    security: list[Any] = described.get("security", document.contents.get("security", []))
    schemes = document.contents.get("components", {}).get("securitySchemes", {})

    def is_bearer(name: str) -> bool:
        scheme = document.resolve(schemes.get(name, {"type": "http"}))
        return scheme.get("type") in _BEARER_LIKE and scheme.get("scheme", "bearer").lower() == "bearer"

    return bool(security) and all(any(map(is_bearer, alternative)) for alternative in security)


def _name(document: Document, described: Mapping[str, Any]) -> str | None:
    tags = {tag["name"]: tag.get("x-python-name") for tag in document.contents.get("tags", [])}
    resource, method = tags.get(next(iter(described.get("tags", [])), "")), described.get("x-python-name")
    return f"{resource}.{method}" if resource and method else None


def _is_checked(place: str, name: str) -> bool:
    return place != "cookie" and (place != "header" or name.lower() not in _IGNORED_HEADERS)


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
