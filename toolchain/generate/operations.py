"""Read operations of a resolved document: their parameters, media types, responses of success and scopes."""

from collections.abc import Iterator, Mapping
from email.message import Message
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


def operations_of(document: JSONObject) -> Iterator[tuple[str, str, JSONObject, JSONObject]]:
    """Yield path, method, path item and operation of each operation, in the document's order."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item, item[method]


def parameters_of(item: JSONObject, method: str, document: JSONObject) -> list[Schema]:
    """Return an operation's parameters with those of its path that it does not override, less what OpenAPI ignores."""
    found: dict[tuple[str, str], Schema] = {}
    for parameter in [*item.get("parameters", []), *item[method].get("parameters", [])]:
        resolved = lookup(document, parameter)
        if resolved["in"] != "header" or resolved["name"].lower() not in IGNORED_HEADERS:
            found[resolved["name"], resolved["in"]] = resolved
    return list(found.values())


def successes(operation: JSONObject, document: JSONObject) -> Schema:
    """Return the responses of success by status; where none is described, the default one is."""
    responses = {str(status): lookup(document, found) for status, found in operation.get("responses", {}).items()}
    found = {status: response for status, response in responses.items() if status.startswith("2")}
    return found or {status: response for status, response in responses.items() if status == "default"}


def content_of(response: JSONObject) -> Mapping[str, Schema]:
    """Return what a response holds by media type."""
    content: Mapping[str, Schema] = response.get("content") or {}
    return content


def schema_of(content: Mapping[str, Schema], media: str | None) -> Schema:
    """Return the schema of one media type; nothing, where there is none."""
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


def scopes_of(operation: JSONObject, document: JSONObject) -> tuple[str, ...]:
    """Return the scopes that a token for an operation must have."""
    fitting = (entry for entry, unfit in _ways_in(operation, document) if not unfit)
    return tuple(sorted({scope for entry in fitting for scopes in entry.values() for scope in scopes}))


def unfit_scheme(operation: JSONObject, document: JSONObject) -> str | None:
    """Return a scheme of an operation's ``security`` that takes no bearer token, if no other way in does."""
    refused = [unfit for _, unfit in _ways_in(operation, document)]
    return refused[0][0] if refused and all(refused) else None


def _ways_in(operation: JSONObject, document: JSONObject) -> list[tuple[JSONObject, list[str]]]:
    """Return each way in, with those of its schemes that take no bearer token."""
    schemes = document.get("components", {}).get("securitySchemes", {})

    def takes_bearer(name: str) -> bool:
        scheme = lookup(document, schemes.get(name, {}))
        is_bearer = scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "bearer"
        return is_bearer or scheme.get("type") in ("oauth2", "openIdConnect")  # whose tokens are bearer tokens

    asked: list[JSONObject] = operation.get("security", document.get("security", []))
    return [(entry, [name for name in entry if not takes_bearer(name)]) for entry in asked]
