"""The error for a call that failed: typed, short and without the token, whatever the service or the transport said."""

import json
import math
from collections.abc import Mapping
from http.client import responses
from typing import Any

from leadconnector.client.operation import Operation
from leadconnector.client.options import is_int
from leadconnector.codec.json import is_array, is_object
from leadconnector.errors import (
    BODY_SIZE,
    MESSAGE_LENGTH,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    LeadConnectorError,
    OutcomeUnknownError,
    ServerError,
    clip,
    error_class,
)
from leadconnector.secret import Secret
from leadconnector.transport.attempt import Failure, causes

_LONGEST_PARSED = 65_536  # a longer one is no JSON error of the service's, but a page
_DEEPEST_KEPT = 32  # deeper bodies can't be pickled or copied everywhere
_NAME_LENGTH = 200
_MOST_MESSAGES = 20
_TRACE_HEADERS = ("x-trace-id", "trace-id", "x-request-id")
_REQUEST_HEADERS = ("x-request-id", "request-id", "x-amzn-requestid", "cf-ray")
_KEPT = frozenset({*_TRACE_HEADERS, *_REQUEST_HEADERS, "content-type", "date", "retry-after"})
_CAUSE_LENGTH = 200


def status_error(
    status: int,
    text: str,
    headers: Mapping[str, str],
    secret: Secret,
    *,
    hint: str = "",
    passing: bool = False,
    **facts: Any,
) -> APIStatusError:
    """The error for a status. `text` is the body; `hint` is added to the message.

    `passing` failures are the service's own, whatever their status says: ServerError.
    """
    parsed = parse_body(text)
    body: Mapping[str, Any] = parsed if is_object(parsed) else {}
    messages = [secret.excerpt(text, MESSAGE_LENGTH) for text in _texts(body.get("message")) if text][:_MOST_MESSAGES]
    said = "; ".join(messages) or secret.excerpt(one_line(text), MESSAGE_LENGTH) or "no body"
    fields = {name.lower(): value for name, value in headers.items()}
    kept = {
        name: _name(value, secret) for name, value in fields.items() if name in _KEPT or name.startswith("x-ratelimit-")
    }
    kind = ServerError if passing else error_class(status)
    phrase = responses.get(status, "Server Error" if status >= 500 else "Unexpected Status")
    return kind(
        clip(f"{status} {phrase}: {said}", MESSAGE_LENGTH) + hint,
        status=status,
        messages=messages,
        error=_name(body.get("error"), secret),
        code=code if is_int(code := body.get("code")) else _name(code, secret),
        trace_id=_name(body.get("traceId"), secret) or _first(kept, _TRACE_HEADERS),
        request_id=_first(kept, _REQUEST_HEADERS),
        body=_kept_body(parsed, text, secret),
        headers={name: value for name, value in kept.items() if value},
        **facts,
    )


def parse_body(text: str) -> Any:
    """The JSON value of an error's body; None where there is none. Numbers that JSON can't have are null in it."""
    if len(text) > _LONGEST_PARSED:
        return None
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return None


def _finite(text: str) -> float | None:
    return number if math.isfinite(number := float(text)) else None


def read_messages(text: str) -> list[str]:
    """The messages of an error body; none where it isn't one."""
    body = parse_body(text)
    return _texts(body.get("message")) if is_object(body) else []


def shown_texts(text: str) -> list[str]:
    """What an error shows of its body: its messages and the error's name, or the text where it has neither."""
    body = parse_body(text)
    said = [*_texts(body.get("message")), *_texts(body.get("error"))] if is_object(body) else []
    return said or [one_line(text)]


def trace_id(headers: Mapping[str, str], secret: Secret) -> str | None:
    """The trace id that a response's headers tell."""
    return _name(_first(headers, _TRACE_HEADERS), secret)


def one_line(text: str) -> str:
    """The text's beginning on one line, without control characters."""
    start = " ".join(text[: 4 * MESSAGE_LENGTH].split())
    return "".join(character for character in start if character.isprintable())


def _kept_body(parsed: Any, text: str, secret: Secret) -> Any:
    if parsed is not None and len(text.encode("utf-8", "replace")) <= BODY_SIZE:
        try:
            return _masked(parsed, secret)
        except RecursionError:
            pass
    return secret.excerpt(text, BODY_SIZE).encode("utf-8", "replace")[:BODY_SIZE].decode("utf-8", "ignore")


def _masked(value: Any, secret: Secret, depth: int = 0) -> Any:
    """The JSON value with the secret masked in all its texts; RecursionError where it is nested too deeply."""
    if isinstance(value, str):
        # Half a surrogate pair can't be written as UTF-8 by whoever keeps the error.
        return secret.hide_in(value.encode("utf-8", "replace").decode())
    if depth == _DEEPEST_KEPT and isinstance(value, dict | list):
        raise RecursionError
    if is_object(value):
        return {_masked(name, secret): _masked(member, secret, depth + 1) for name, member in value.items()}
    if is_array(value):
        return [_masked(member, secret, depth + 1) for member in value]
    return value


def _texts(message: object) -> list[str]:
    """The lines of an error's message, which is a text or a list of them."""
    return [one_line(item) for item in (message if is_array(message) else [message]) if isinstance(item, str)]


def _name(value: object, secret: Secret) -> str | None:
    return secret.excerpt(one_line(value), _NAME_LENGTH) if isinstance(value, str) and value else None


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := fields.get(name))), None)


def transport_error(
    operation: Operation, failure: Failure, *, applied: bool | None, secret: Secret | None, **facts: Any
) -> LeadConnectorError:
    """The error. `applied` is the whole call's, over all attempts; `secret` is masked in what the transport said."""
    cause = _describe(failure.cause, secret)
    facts |= {"operation": operation.name, "status": failure.status, "applied": applied, "cause": cause}
    if applied is None and operation.is_write:
        check = operation.outcome_check
        shows = f"{check} shows" if check else "look before repeating it"
        return OutcomeUnknownError(
            f"no response ({cause}); it may have taken effect: {shows}", outcome_check=check, **facts
        )
    kind = APITimeoutError if failure.timed_out else APIConnectionError
    if applied:
        return kind(f"it took effect, but its response could not be read ({cause})", **facts)
    return kind(f"no response in time ({cause})" if failure.timed_out else f"no response ({cause})", **facts)


def without_secret(cause: BaseException, secret: Secret) -> BaseException:
    """The error that ours is raised from, and all beneath it, without the secret, which a response may have echoed."""
    for link in causes(cause):
        link.__traceback__ = None  # its frames hold the request
        link.args = tuple(_hidden(argument, secret) for argument in link.args)
    return cause


def _hidden(argument: object, secret: Secret) -> object:
    if is_array(argument):
        return [_hidden(each, secret) for each in argument]
    if isinstance(argument, bytes | bytearray):
        return secret.hide_in(argument.decode("latin-1")).encode("latin-1")
    return secret.hide_in(argument) if isinstance(argument, str) else argument


def _describe(cause: BaseException, secret: Secret | None) -> str:
    # The transport's own error often says nothing, and the one it was raised from does; a suppressed one is no cause.
    link: BaseException | None = cause
    while link is not None and not str(link):
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    said = str(link) if isinstance(link, Exception) else ""
    text = one_line(f"{type(cause).__name__}: {said}").removesuffix(":")
    return secret.excerpt(text, _CAUSE_LENGTH) if secret else clip(text, _CAUSE_LENGTH)
