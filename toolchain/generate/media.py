"""Media types of bodies and responses: which are JSON, and which one the client sends or asks for."""

from collections.abc import Mapping
from typing import Any, Final

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
_ANYTHING: Final = ("*/*", "application/*")


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def json_media(content: Mapping[str, Any]) -> str | None:
    """Return the key of `content` that stands for JSON, plain JSON first; None where there is none."""
    keys = {essence(key): key for key in reversed(list(content))}
    suffixed = (key for name, key in keys.items() if name.endswith("+json"))
    wildcard = (keys[name] for name in _ANYTHING if name in keys and content[keys[name]].get("schema"))
    return keys.get(JSON) or next(suffixed, None) or next(wildcard, None)


def sent_type(key: str) -> str:
    """Return the media type to send for a key of `content`."""
    return JSON if essence(key) in _ANYTHING else key


def body_media(content: Mapping[str, Any]) -> str | None:
    """Return the key of `content` that the client sends: JSON, else a form; None where there is neither."""
    return json_media(content) or next((key for key in content if essence(key) == FORM), None)


def is_text(key: str) -> bool:
    """Whether a response of that media type is a text."""
    return essence(key).startswith("text/") or essence(key).endswith(("/xml", "+xml"))
