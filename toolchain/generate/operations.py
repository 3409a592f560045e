"""Read operations of a resolved document: their parameters, media types, responses of success and scopes."""

from collections.abc import Iterator, Mapping
from email.message import Message
from functools import cached_property
from typing import Any, Final

from toolchain.openapi.operations import IGNORED_HEADERS, METHODS

JSONObject = Mapping[str, Any]
Schema = dict[str, Any]

SCHEMAS: Final = "#/components/schemas/"
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
_ANYTHING: Final = ("*/*", "application/*")


def lookup(document: JSONObject, value: Any) -> Any:
    """Follow the local references of a resolved document, none of which leads in a circle."""
    while "$ref" in value:
        value = named(document, value["$ref"])
    return value


def named(document: JSONObject, reference: str) -> Any:
    """Return what stands where a local reference points to, be it a reference too."""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


class DescribedOperation(dict[str, Any]):
    """An operation object of a resolved document, with its place, and what its path and its references bring."""

    def __init__(self, path: str, method: str, item: JSONObject, document: JSONObject) -> None:
        super().__init__(item[method])
        self.path = path
        self.method = method
        self.item = item
        self.document = document
        self.place = ("paths", path, method)

    @cached_property
    def parameters(self) -> list[Schema]:
        """Its parameters and those of its path that it does not override, less what OpenAPI ignores."""
        found: dict[tuple[str, str], Schema] = {}
        for parameter in [*self.item.get("parameters", []), *self.get("parameters", [])]:
            resolved = lookup(self.document, parameter)
            if resolved["in"] != "header" or resolved["name"].lower() not in IGNORED_HEADERS:
                found[resolved["name"], resolved["in"]] = resolved
        return list(found.values())

    @property
    def body(self) -> JSONObject:
        """What its body holds by media type."""
        content: JSONObject = lookup(self.document, self.get("requestBody", {})).get("content", {})
        return content

    @cached_property
    def successes(self) -> dict[str, Schema]:
        """Its responses of success by status, each with a ``content``; where none is described, the default one."""
        responses = {
            str(status): lookup(self.document, response) for status, response in self.get("responses", {}).items()
        }
        good = [status for status in responses if status.startswith("2")] or ["default"]
        return {
            status: {**responses[status], "content": responses[status].get("content") or {}}
            for status in good
            if status in responses
        }

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that a token for it must have."""
        fitting = (entry for entry, unfit in self._ways_in() if not unfit)
        return tuple(sorted({scope for entry in fitting for scopes in entry.values() for scope in scopes}))

    @property
    def unfit_scheme(self) -> str | None:
        """A scheme of its ``security`` that takes no bearer token, if no other way in does."""
        refused = [unfit for _, unfit in self._ways_in()]
        return refused[0][0] if refused and all(refused) else None

    def _ways_in(self) -> list[tuple[JSONObject, list[str]]]:
        """Return each way in, with those of its schemes that take no bearer token."""
        schemes = self.document.get("components", {}).get("securitySchemes", {})

        def takes_bearer(name: str) -> bool:
            scheme = lookup(self.document, schemes.get(name, {}))
            is_bearer = scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "bearer"
            return is_bearer or scheme.get("type") in ("oauth2", "openIdConnect")  # whose tokens are bearer tokens

        holder: JSONObject = self if "security" in self else self.document
        asked: list[JSONObject] = holder.get("security", [])
        return [(entry, [name for name in entry if not takes_bearer(name)]) for entry in asked]


def operations_of(document: JSONObject) -> Iterator[DescribedOperation]:
    """Yield the operations of a resolved document in its order."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield DescribedOperation(path, method, item, document)


def base_url(document: JSONObject) -> str:
    """Return the URL of the first server, with the defaults of its variables."""
    server = document["servers"][0]
    url: str = server["url"]
    for name, variable in server.get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable["default"]))
    return url


def json_schema(content: Mapping[str, Schema]) -> Schema:
    """Return the schema of the JSON in a response; nothing, where there is none."""
    media = json_media(content)
    schema: Schema = content[media].get("schema", {}) if media else {}
    return schema


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def json_media(content: JSONObject) -> str | None:
    """Return the key of `content` that stands for JSON, plain JSON first; None where there is none."""
    keys = {essence(key): key for key in reversed(list(content))}
    suffixed = (key for name, key in keys.items() if name.endswith("+json"))
    wildcard = (keys[name] for name in _ANYTHING if name in keys and content[keys[name]].get("schema"))
    return keys.get(JSON) or next(suffixed, None) or next(wildcard, None)


def body_media(content: JSONObject) -> str | None:
    """Return the key of `content` that the client sends: JSON, else a form; None where there is neither."""
    return json_media(content) or next((key for key in content if essence(key) == FORM), None)


def sent_type(key: str) -> str:
    """Return the media type to send for a key of `content`."""
    return JSON if essence(key) in _ANYTHING else key


def text_charset(key: str) -> str:
    """Return the charset of a media type's texts; nothing where it is no text, or of one that Python doesn't know."""
    if not (essence(key).startswith("text/") or essence(key).endswith(("/xml", "+xml"))):
        return ""
    message = Message()
    message["content-type"] = key
    charset = (message.get_content_charset() or "utf-8").upper()
    try:
        "a".encode(charset)
    except (LookupError, ValueError):
        return ""
    return charset
