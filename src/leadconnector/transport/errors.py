"""What a transport's exception says of the request: not sent, perhaps applied, or no fault of the transport at all."""

import contextlib
import ssl
import sys
import traceback
from collections.abc import Iterator
from enum import Enum
from types import ModuleType
from typing import Any

import httpx

from leadconnector.errors import ClientClosedError
from leadconnector.transport.attempt import Deadline, Failure, causes

_NOT_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol")
_KNOWN = ("HTTPTransport", "MockTransport", "WSGITransport", "ASGITransport", "AsyncHTTPTransport")
_OF_HTTPX = frozenset({"leadconnector", "httpx", "httpx2", "contextlib"})
_WATCHERS = frozenset({"ddtrace", "newrelic", "opentelemetry", "sentry_sdk", "wrapt"})
"""Packages that wrap a client or a transport to watch it, and send nothing by themselves."""
_ENTRANCES = ("handle_request", "handle_async_request")
_BUGS = (AssertionError, AttributeError, ImportError, NameError, NotImplementedError, TypeError)

TRUE_TRANSPORTS: set[type] = set()
"""Transports of this package besides its own pool, which say truly whether a request was sent."""


class Evidence(Enum):
    """Whom to ask whether a request that got no response was sent."""

    OURS = "our own connection pool"
    ERROR = "the type of error: the transport is known to tell truly"
    PATH = "httpcore's trace, where no code of others let the error through"
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
    if evidence is Evidence.PATH and _entrance(exc) not in (None, *_OF_HTTPX):
        evidence = Evidence.NONE
    if not _is_failure(exc, evidence, is_write=deadline.is_write):
        return None
    is_unsent = status is None and _is_unsent(exc, evidence, deadline)
    timed_out = isinstance(exc, TimeoutError) or is_kind(exc, "TimeoutException")
    permanent = isinstance(exc, _BUGS) or is_kind(exc, "UnsupportedProtocol")
    permanent |= any(isinstance(link, ssl.SSLCertVerificationError | ClientClosedError) for link in causes(exc))
    cause = _without_request(exc)
    if status is not None:
        return Failure(cause, applied=True, timed_out=timed_out, status=status)
    return Failure(cause, False if is_unsent else None, timed_out, permanent=permanent)


def is_cancellation(exc: BaseException) -> bool:
    """Whether a library's own cancelled task or future speaks from an error."""
    return any(kind.__name__ in ("CancelledError", "Cancelled") for kind in type(exc).__mro__)


def _is_failure(exc: BaseException, evidence: Evidence, *, is_write: bool) -> bool:
    if isinstance(exc, OSError | ClientClosedError) or is_kind(exc, "HTTPError") or is_kind(exc, "StreamError"):
        return True
    if is_cancellation(exc) or type(exc).__module__.startswith("socksio"):  # httpcore lets socksio's errors out
        return True
    # Of a transport that we don't know, any error may be its way to say that the exchange failed, and even after a
    # plain bug of its own a write may have been sent.
    return evidence is Evidence.NONE and (is_write or not isinstance(exc, _BUGS))


def _is_unsent(exc: BaseException, evidence: Evidence, deadline: Deadline) -> bool:
    if evidence is Evidence.OURS and deadline.is_pooled:
        return not deadline.is_sent
    if evidence is Evidence.NONE or deadline.is_sent or not says_unsent(exc):
        return False
    # Others' code may have sent a request of its own before, of which no trace tells us.
    return evidence is not Evidence.PATH or all(package in _OF_HTTPX | _WATCHERS for package, _ in _path(exc))


def _path(exc: BaseException) -> Iterator[tuple[str, str]]:
    """The functions that let an error through, outermost first: package and name."""
    for frame, _ in traceback.walk_tb(exc.__traceback__):
        yield str(frame.f_globals.get("__name__")).partition(".")[0], frame.f_code.co_name


def _entrance(exc: BaseException) -> str | None:
    """The package of the transport that an error came out of; None where it was raised before, as by a hook."""
    return next((package for package, name in _path(exc) if name in _ENTRANCES), None)


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
