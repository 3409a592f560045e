"""Every error that a client raises.

Each is rebuilt whole by ``cls(*args)``: ``args`` are the message and a dict of plain JSON values. So errors survive
pickle, copying, and task queues that keep results as JSON or YAML. None holds the token or a request header.
"""

from collections.abc import Mapping
from typing import Any

MESSAGE_LENGTH = 500
"""The most characters of a response that a message quotes."""
BODY_SIZE = 8192
"""The most bytes of a response's body that an error keeps."""
_QUOTE_LENGTH = 200


def clip(text: str, length: int) -> str:
    """The text, at most `length` characters long; an ellipsis marks a cut."""
    return text if len(text) <= length else text[: length - 1] + "…"


class LeadConnectorError(Exception):
    """Base of all errors.

    ``applied`` says whether the call took effect: False (never sent, or refused), True (it did, but its response could
    not be read), None (unknown). ``elapsed`` is in seconds, ``retry_after`` the seconds the service asked to wait,
    ``outcome_check`` the call that shows what became of a write.
    """

    operation: str | None = None
    status: int | None = None
    attempts: int = 0
    elapsed: float = 0.0
    applied: bool | None = None
    retry_after: float | None = None
    outcome_check: str | None = None

    def __init__(self, message: str = "", facts: Mapping[str, Any] | None = None, /, **more: Any) -> None:
        """Build an error of a message and facts, which become attributes; those left out have their default."""
        given = {**(facts or {}), **more}
        super().__init__(message, given)
        for name, value in given.items():
            setattr(self, name, value.copy() if value.__class__ in (list, dict) else value)
        self.message = message

    def __str__(self) -> str:
        return f"{self.operation}: {self.message}" if self.operation else self.message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class ConfigurationError(LeadConnectorError, ValueError):
    """The client was set up with something unusable: a token, URL, time-out or option. Nothing was sent."""

    applied: bool | None = False


class InvalidRequestError(LeadConnectorError, ValueError):
    """A call's arguments can't be sent: an empty id, one that would reach another path, no location."""

    applied: bool | None = False


class ClientClosedError(LeadConnectorError, RuntimeError):
    """The client, or the one it was made from with ``with_options``, has been closed."""

    applied: bool | None = False


class APIConnectionError(LeadConnectorError):
    """No response: name resolution, connection, TLS or the exchange itself failed. ``cause`` names the failure."""

    cause: str = ""


class APITimeoutError(APIConnectionError):
    """The call's deadline passed, or the transport's time-out, before the response was complete."""


class OutcomeUnknownError(LeadConnectorError):
    """A write may or may not have taken effect: its connection broke or timed out after sending.

    Don't just repeat it. ``outcome_check`` names the call that shows; ``cause`` names the failure.
    """

    cause: str = ""


class APIStatusError(LeadConnectorError):
    """A response other than 2xx.

    ``messages`` are the service's own, as a list whatever the body's shape; ``error`` its error name, ``code`` its
    error code, ``trace_id`` what its support asks for, ``request_id`` the request's id. ``body`` is the parsed JSON
    where the body is JSON of at most 8 KiB, else the beginning of its text. ``headers`` are those that say
    something about the failure: request id, rate limits, Retry-After, Content-Type; their names are in small letters.
    """

    status: int  # pyright: ignore[reportIncompatibleVariableOverride] - always one here
    messages: list[str]
    error: str | None = None
    code: str | int | None = None
    trace_id: str | None = None
    request_id: str | None = None
    body: Any = ""
    headers: dict[str, str]

    def __init__(self, message: str = "", facts: Mapping[str, Any] | None = None, /, **more: Any) -> None:
        super().__init__(message, {"messages": [], "headers": {}, **(facts or {}), **more})


class BadRequestError(APIStatusError):
    """400: the request is wrong, or the state does not allow it."""


class AuthenticationError(APIStatusError):
    """401: the token is wrong or expired, a scope is missing, or the path is unknown."""


class PermissionDeniedError(APIStatusError):
    """403: the token belongs to another location."""


class NotFoundError(APIStatusError):
    """404: no such thing."""


class UnprocessableEntityError(APIStatusError):
    """422: the body or the query has the wrong shape; ``messages`` has one line for each fault."""


class RateLimitError(APIStatusError):
    """429: too many requests; ``retry_after`` says for how many seconds, where the service told."""


class ServerError(APIStatusError):
    """5xx, or another status by which the service says that it failed; whether the call took effect is unknown."""


class DecodeError(LeadConnectorError):
    """A 2xx response that isn't what it should be; the call took effect.

    ``pointer`` (a JSON pointer) says where, ``expected`` and ``got`` what, each in at most 200 characters.
    ``body`` is the beginning of the response, at most 500 characters.
    """

    applied: bool | None = True
    pointer: str = ""
    expected: str = ""
    got: str = ""
    body: str = ""

    def __init__(self, message: str = "", facts: Mapping[str, Any] | None = None, /, **more: Any) -> None:
        given = {**(facts or {}), **more}
        lengths = {"pointer": _QUOTE_LENGTH, "expected": _QUOTE_LENGTH, "got": _QUOTE_LENGTH, "body": MESSAGE_LENGTH}
        given |= {name: clip(given[name], length) for name, length in lengths.items() if name in given}
        if not message:
            where = f"at {given['pointer']}" if given.get("pointer") else "the response"
            message = f"{where}: expected {given.get('expected')}, got {given.get('got')}"
        super().__init__(message, given)


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_class(status: int) -> type[APIStatusError]:
    """The class for a status that is not 2xx."""
    return _BY_STATUS.get(status, ServerError if status >= 500 else APIStatusError)
