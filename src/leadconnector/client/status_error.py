"""A refused call's answer, read into an error: whatever its body, the error is typed and short."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast

from leadconnector.client.errors import BODY_LENGTH, APIStatusError, clip, error_class

_LONGEST_PARSED = 65_536  # an error longer than this is no JSON error of the service's, but a page
_NAME_LENGTH = 200
_TRACE_HEADERS = ("x-trace-id", "trace-id", "x-request-id")


def status_error(
    status: int, text: str, headers: Mapping[str, str], hint: str, mask: Callable[[str], str], **facts: Any
) -> APIStatusError:
    """The error for a status. `text` is the body; `hint` is added to the message; `mask` hides secrets."""
    text = mask(text)
    body = _parse(text)
    messages = _messages(body.get("message"), mask)
    said = "; ".join(messages) or mask(one_line(text)) or "no body"
    return error_class(status)(
        clip(f"{status} {_phrase(status)}: {said}", BODY_LENGTH) + hint,
        status=status,
        messages=messages,
        error=_name(body.get("error"), mask),
        trace_id=_trace_id(body, headers, mask),
        body="" if messages else clip(text, BODY_LENGTH),
        **facts,
    )


def read_messages(text: str) -> list[str]:
    """The messages of an error body; none where it isn't one."""
    return _messages(_parse(text).get("message"), str)


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


def _messages(message: object, mask: Callable[[str], str]) -> list[str]:
    given = cast("list[object]", message) if isinstance(message, list) else [message]
    kept: list[str] = []
    room = BODY_LENGTH
    for item in given:
        text = _shown(item, mask) if isinstance(item, str) else ""
        if text and room > 0:
            kept.append(clip(text, room))
            room -= len(kept[-1])
    return kept


def _name(value: object, mask: Callable[[str], str]) -> str | None:
    return clip(_shown(value, mask), _NAME_LENGTH) if isinstance(value, str) and value else None


def _shown(text: str, mask: Callable[[str], str]) -> str:
    # Masked before it is cut, for half a token would escape; and after, for what JSON wrote with escapes, or with
    # characters between that are not shown.
    return mask(one_line(mask(text)))


def _trace_id(body: Mapping[str, Any], headers: Mapping[str, str], mask: Callable[[str], str]) -> str | None:
    given = (body.get("traceId"), *(headers.get(name) for name in _TRACE_HEADERS))
    return next((name for value in given if (name := _name(value, mask))), None)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Server Error" if status >= 500 else "Unexpected Status"
