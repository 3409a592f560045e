"""A refused call's answer, read into an error: whatever its body, the error is typed and short."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from leadconnector.runtime.errors import BODY_LENGTH, APIStatusError, clip, error_class

_LONGEST_PARSED = 65_536  # an error longer than this is no JSON error of the service's, but a page
_NAME_LENGTH = 200
_TRACE_HEADERS = ("x-trace-id", "trace-id", "x-request-id")


def status_error(status: int, text: str, headers: Mapping[str, str], hint: str, **facts: Any) -> APIStatusError:
    """The error for a status. `text` is the body with secrets masked; `hint` is added to the message."""
    body = _parse(text)
    messages = _messages(body.get("message"))
    said = "; ".join(messages) or one_line(text) or "no body"
    return error_class(status)(
        clip(f"{status} {_phrase(status)}: {said}", BODY_LENGTH) + hint,
        status=status,
        messages=messages,
        error=_name(body.get("error")),
        trace_id=_trace_id(body, headers),
        body="" if messages else clip(text, BODY_LENGTH),
        **facts,
    )


def read_messages(text: str) -> list[str]:
    """The messages of an error body; none where it isn't one."""
    return _messages(_parse(text).get("message"))


def one_line(text: str) -> str:
    """The text's beginning on one line, without control characters."""
    start = " ".join(text[: 4 * BODY_LENGTH].split())
    return "".join(character for character in start if character.isprintable())


def _parse(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_PARSED:
        return {}
    try:
        body: object = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _messages(message: object) -> list[str]:
    given = cast("list[object]", message) if isinstance(message, list) else [message]
    kept: list[str] = []
    room = BODY_LENGTH
    for item in given:
        text = one_line(item) if isinstance(item, str) else ""
        if text and room > 0:
            kept.append(clip(text, room))
            room -= len(kept[-1])
    return kept


def _name(value: object) -> str | None:
    return clip(one_line(value), _NAME_LENGTH) if isinstance(value, str) and value else None


def _trace_id(body: Mapping[str, Any], headers: Mapping[str, str]) -> str | None:
    return _name(body.get("traceId")) or next((_name(headers[h]) for h in _TRACE_HEADERS if headers.get(h)), None)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Server Error" if status >= 500 else "Unexpected Status"
