"""Every error a client raises. All survive pickle and deepcopy, and none holds the token or a request header."""

from collections.abc import Callable
from typing import Any, Self

_GOT_LENGTH = 200
BODY_LENGTH = 500
"""The most characters of an answer's body that an error keeps."""


def _restore(cls: "type[LeadConnectorError]", args: tuple[object, ...], state: dict[str, Any]) -> "LeadConnectorError":
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


def clip(text: str, length: int) -> str:
    """The text, at most `length` characters long, its end shown by an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"


class LeadConnectorError(Exception):
    """Base of all errors.

    ``applied`` says whether the call took effect: False (never sent, or refused), True (it did, but its answer could
    not be read), None (can't be known). ``elapsed`` is in seconds, ``retry_after`` the seconds the service asked to
    wait, ``outcome_check`` the call that tells what became of a write.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        status: int | None = None,
        attempts: int = 0,
        elapsed: float = 0.0,
        applied: bool | None = False,
        retry_after: float | None = None,
        outcome_check: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.status = status
        self.attempts = attempts
        self.elapsed = elapsed
        self.applied = applied
        self.retry_after = retry_after
        self.outcome_check = outcome_check

    def __str__(self) -> str:
        return f"{self.operation}: {self.message}" if self.operation else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__.copy())


class ConfigurationError(LeadConnectorError, ValueError):
    """The client was set up with something unusable: a token, URL, time-out or option. Nothing was sent."""


class InvalidRequestError(LeadConnectorError, ValueError):
    """A call's arguments can't be sent: an empty id, one that would reach another path, no location."""


class ClientClosedError(LeadConnectorError, RuntimeError):
    """The client, or the one it was made from with ``with_options``, has been closed. Nothing was sent."""


class APIConnectionError(LeadConnectorError):
    """No answer: name resolution, connection, TLS or the exchange itself failed. ``cause`` names the failure."""

    def __init__(self, message: str, *, cause: str = "", **facts: Any) -> None:
        super().__init__(message, **facts)
        self.cause = cause


class APITimeoutError(APIConnectionError):
    """The call's deadline passed, or the transport's time-out, before the answer was complete."""


class OutcomeUnknownError(LeadConnectorError):
    """A write may or may not have taken effect: its connection broke or timed out after sending.

    Don't just repeat it. ``outcome_check`` names the call that tells; ``cause`` names the failure.
    """

    def __init__(self, message: str, *, cause: str = "", **facts: Any) -> None:
        facts.setdefault("applied", None)
        super().__init__(message, **facts)
        self.cause = cause


class APIStatusError(LeadConnectorError):
    """An answer other than 2xx.

    ``messages`` are the service's own, as a list whatever the body's shape; ``error`` its error name, ``trace_id`` what
    its support asks for; ``body`` the first characters of the body. Together they hold at most 500 characters of it.
    """

    status: int

    def __init__(
        self,
        message: str,
        *,
        status: int,
        messages: list[str] | None = None,
        error: str | None = None,
        trace_id: str | None = None,
        body: str = "",
        **facts: Any,
    ) -> None:
        super().__init__(message, status=status, **facts)
        self.messages = messages or []
        self.error = error
        self.trace_id = trace_id
        self.body = body


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
    """5xx: the service failed; whether the call took effect can't be known."""


class DecodeError(LeadConnectorError):
    """A 2xx answer that isn't what it should be; the call took effect.

    ``pointer`` (a JSON pointer) says where, ``expected`` and ``got`` what; ``got`` has at most 200 characters.
    ``body`` is the beginning of the answer, at most 500 characters.
    """

    def __init__(self, *, pointer: str = "", expected: str, got: str, body: str = "", **facts: Any) -> None:
        self.pointer = clip(pointer, _GOT_LENGTH)
        self.expected = clip(expected, _GOT_LENGTH)
        self.got = clip(got, _GOT_LENGTH)
        self.body = clip(body, BODY_LENGTH)
        facts.setdefault("applied", True)
        super().__init__(self._describe(), **facts)

    def _describe(self) -> str:
        where = f"at {self.pointer}" if self.pointer else "the answer"
        return f"{where}: expected {self.expected}, got {self.got}"

    def locate(
        self, *, operation: str, status: int, attempts: int, elapsed: float, body: str, mask: Callable[[str], str]
    ) -> Self:
        """Fill in the call's facts, which the decoder does not know; `mask` hides secrets in what it quoted."""
        self.operation, self.status, self.attempts, self.elapsed = operation, status, attempts, elapsed
        self.body = clip(body, BODY_LENGTH)
        self.got = mask(self.got)
        self.message = self._describe()
        self.args = (self.message,)
        return self


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
