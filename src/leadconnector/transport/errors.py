"""What a transport's exception says of the request: not sent, perhaps applied, or no fault of the transport at all."""

import contextlib
import ssl
import sys
from enum import Enum
from types import ModuleType
from typing import Any

import httpx

from leadconnector.errors import ClientClosedError
from leadconnector.transport.attempt import Deadline, Failure, causes

_NOT_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol")
_KNOWN = ("HTTPTransport", "MockTransport", "WSGITransport", "ASGITransport", "AsyncHTTPTransport")

TRUE_TRANSPORTS: set[type] = set()
"""Transports of this package besides its own pool, which say truly whether a request was sent."""


class Evidence(Enum):
    """Whom to ask whether a request that got no response was sent."""

    OURS = "our own connection pool"
    ERROR = "the type of error: the transport is known to tell truly"
    TRACE = "httpcore's trace, where the error is httpcore's"
    NONE = "nobody"


def libraries() -> list[ModuleType]:
    """Httpx, and httpx2 where the program uses it."""
    return [httpx, *(module for name in ("httpx2",) if (module := sys.modules.get(name)) is not None)]


def evidence_of(transport: object) -> Evidence:
    """What a transport's errors are worth, by its exact type: a subclass may do anything."""
    kind = type(transport)
    known = any(getattr(library, name, None) is kind for library in libraries() for name in _KNOWN)
    return Evidence.ERROR if known or kind in TRUE_TRANSPORTS else Evidence.NONE


def classify(exc: BaseException, status: int | None, evidence: Evidence, deadline: Deadline) -> Failure | None:
    """The failure that an exception stands for, where no status other than 2xx arrived; None for anyone else's bug."""
    if not _is_failure(exc, evidence):
        return None
    timed_out = isinstance(exc, TimeoutError) or is_kind(exc, "TimeoutException")
    permanent = any(isinstance(link, ssl.SSLCertVerificationError | ClientClosedError) for link in causes(exc))
    cause = _without_request(exc)
    if status is not None:
        return Failure(cause, applied=True, timed_out=timed_out, status=status)
    applied = False if _is_unsent(exc, evidence, deadline) else None
    return Failure(cause, applied, timed_out, permanent=permanent or is_kind(exc, "UnsupportedProtocol"))


def is_cancellation(exc: BaseException) -> bool:
    """Whether a library's own cancelled task or future speaks from an error."""
    return any(kind.__name__ in ("CancelledError", "Cancelled") for kind in type(exc).__mro__)


def _is_failure(exc: BaseException, evidence: Evidence) -> bool:
    if isinstance(exc, OSError | ClientClosedError) or is_kind(exc, "HTTPError") or is_kind(exc, "StreamError"):
        return True
    if _package(exc) == "socksio":  # httpcore lets its errors out: the proxy speaks no SOCKS
        return True
    # Of a transport that we don't know, any error but a plain bug may be its way to say that the exchange failed.
    return evidence is Evidence.NONE and (_package(exc) != "builtins" or is_cancellation(exc))


def _is_unsent(exc: BaseException, evidence: Evidence, deadline: Deadline) -> bool:
    says_so = says_unsent(exc) and not deadline.is_sent
    if evidence is Evidence.OURS and deadline.is_pooled:
        return not deadline.is_sent
    if evidence is Evidence.TRACE:
        return says_so and _package(exc.__cause__) in ("httpcore", "httpcore2")
    return says_so and evidence is not Evidence.NONE


def _package(exc: BaseException | None) -> str:
    return type(exc).__module__.partition(".")[0]


def says_unsent(exc: BaseException) -> bool:
    """Whether an error's type says that nothing of the request was sent."""
    return any(is_kind(exc, name) for name in _NOT_SENT)


def is_kind(exc: BaseException, name: str) -> bool:
    """Whether it is one of the errors that both libraries call so."""
    kinds: list[Any] = [getattr(library, name) for library in libraries()]
    return isinstance(exc, tuple(kinds))


def _without_request(exc: BaseException) -> BaseException:
    # Ours are raised from these errors, and what hangs on them holds the token: the request, and the frames' locals.
    for link in causes(exc):
        link.__traceback__ = None
        with contextlib.suppress(RuntimeError, AttributeError):  # there is no request
            request: Any = getattr(link, "request", None)
            if is_kind(link, "RequestError") and request is not None:
                link.request = type(request)(request.method, request.url.copy_with(query=None))  # type: ignore[attr-defined]
    return exc
