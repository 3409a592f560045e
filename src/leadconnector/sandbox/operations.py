"""The operations of an OpenAPI document: which of them a request is for, and the response that is described for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote, unquote

from leadconnector.codec.json import is_mapping, is_object, write_json
from leadconnector.sandbox.document import Document, DocumentError, objects
from leadconnector.sandbox.messages import Request, Response, is_json, json_response, media_type
from leadconnector.sandbox.samples import Samples

LOCATION_OPTION: Final = "location_id"  # x-client-option of what holds the id of a location

_TEMPLATE_PARAMETER: Final = re.compile(r"\{([^{}/]+)\}")
_NO_METHODS: Final = ("parameters", "servers", "summary", "description")  # what else a path item has
_BEARER_LIKE: Final = ("http", "oauth2", "openIdConnect")
# OpenAPI says that these three are described elsewhere, whatever stands in `parameters`.
_IGNORED_HEADERS: Final = ("accept", "authorization", "content-type")
_RANGES: Final = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}
_LAST_PAGE: Final[Mapping[str, Any]] = {"items": [], "next-cursor": None, "has-more": False}


class Operation:
    """One operation of a document; `shared` are the parameters of its path."""

    def __init__(self, samples: Samples, path: str, method: str, described: Mapping[str, Any], shared: Any) -> None:
        document = samples.document
        resolve = document.resolve
        self._samples = samples
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
        self.parameters: Final = [
            each
            for (place, name), each in parameters.items()
            if place != "cookie" and (place != "header" or name.lower() not in _IGNORED_HEADERS)
        ]
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
        self.location: Final = next(
            (key for key, each in holders if is_object(each) and each.get("x-client-option") == LOCATION_OPTION), None
        )
        """Where the id of the location stands: ``query``, ``path``, ``header`` or ``body``, and its name there."""
        responses: dict[Any, Any] = described.get("responses", {})
        self.responses: Final = {str(status): resolve(each) for status, each in responses.items()}
        """The described responses by status, ``2XX`` or ``default``."""

    def respond(self, path: Mapping[str, str], request: Request) -> Response:
        """Return the described successful response: of several pages, the first or an empty last one.

        `path` has the parameters there.
        """
        response = self._response
        # Some responses repeat parameters of the path.
        echoes: Mapping[str, str] = self.described.get("x-echoes", {})
        pagination: Mapping[str, str] = self.described.get("x-pagination", {})
        is_later = _is_later(pagination, request.query)
        value = response.json() if response.body and (echoes or is_later) else None
        if not is_object(value):
            return response
        if is_later:
            _empty(value, pagination)
        repeated = {name: path[parameter] for parameter, name in echoes.items() if parameter in path}
        return replace(response, body=write_json(value | repeated))

    def location_of(self, path: Mapping[str, str], request: Request, body: Any) -> str | None:
        """Return the id of the location that a request names."""
        place, name = self.location or ("", "")
        query = {key: values[0] for key, values in request.query.items()}
        holder: Any = {"query": query, "path": path, "body": body, "header": request.headers}.get(place)
        found: Any = holder.get(name.lower() if place == "header" else name) if is_mapping(holder) else None
        return found if isinstance(found, str) else None

    def with_value(self, value: object) -> Response:
        """Return the response that is described for success, with a JSON value for its body."""
        status, described = self._success()
        if value is None and not described.get("content"):
            return Response(status=status)
        return json_response(value, status)

    def response_properties(self) -> Mapping[str, Any]:
        """Return the properties of the JSON that is described for success."""
        try:
            content: dict[str, Any] = self._success()[1].get("content", {})
            return self._samples.document.properties(content.get(_chosen(content), {}).get("schema"))
        except (AttributeError, TypeError) as error:
            raise self._malformed(error) from error

    @cached_property
    def _response(self) -> Response:
        """The described successful response, by its example, else with a value made from its schema."""
        try:
            status, described = self._success()
            content: dict[str, Any] = described.get("content", {})
            media = _chosen(content)
            if not media or status == 204:
                return Response(status=status)
            value, sent = self._value(content[media]), _RANGES.get(media, media)
            is_text = isinstance(value, str) and not is_json(media_type(sent))
            body = value.encode() if is_text else write_json(value)
            return Response(status=status, headers=(("content-type", sent),), body=body)
        except DocumentError:
            raise
        except Exception as error:  # the document is taken to be as OpenAPI has it
            raise self._malformed(error) from error

    def _malformed(self, error: Exception) -> DocumentError:
        return DocumentError(f"the response of {self.id} is not as OpenAPI has it: {error!r}")

    def _value(self, described: dict[str, Any]) -> Any:
        """Return the example of a media type, else a sample of its schema."""
        if "example" in described:
            return described["example"]
        for each in objects(list(described.get("examples", {}).values())):
            example = self._samples.document.resolve(each)
            if "value" in example:
                return example["value"]
        return self._samples.of(described.get("schema", {"type": "string"}))

    def _success(self) -> tuple[int, dict[str, Any]]:
        """Return the first status that is a success, and what is described for it; 200 where nothing says which."""
        described = self.responses
        exact = sorted(status for status in described if status.isdecimal() and len(status) == 3 and status[0] in "23")
        for status in (*(each for each in exact if each[0] == "2"), "2XX", "2xx", "default", *exact):
            if status in described:
                return int(status) if status.isdecimal() else 200, described[status]
        return 200, {}


class Operations:
    """The operations of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._samples = Samples(document)
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
                        yield Operation(self._samples, path, method, described, shared.get("parameters", ()))
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
    if named := described.get("x-python-call"):  # which generation writes into the document of a package
        return str(named)
    tags = {tag["name"]: tag.get("x-python-name") for tag in document.contents.get("tags", [])}
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


def _chosen(content: Mapping[str, Any]) -> str:
    """Return the media type of the response: JSON, where it is among those described."""
    return next(iter([*(media for media in content if is_json(media_type(media))), *content]), "")


def _is_later(pagination: Mapping[str, str], query: Mapping[str, list[str]]) -> bool:
    """Whether a request is for a page after the first."""
    started = [*query.get(pagination.get("cursor", ""), ()), *query.get(pagination.get("offset", ""), ())]
    return any(text not in ("", "0") for text in started)


def _empty(page: dict[str, Any], pagination: Mapping[str, str]) -> None:
    """Make a page the last: without items, and with nothing after it."""
    for key, last in _LAST_PAGE.items():
        *path, name = pagination.get(key, "").split(".")
        holder: Any = page
        for step in path:
            holder = holder.get(step) if is_object(holder) else None
        if is_object(holder) and name in holder:
            holder[name] = last
