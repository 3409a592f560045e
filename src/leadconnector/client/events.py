"""What others may see of a call: log lines and hooks. Metadata only, and never able to break it."""

import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from leadconnector.client.errors import ConfigurationError
from leadconnector.client.operation import Operation

logger = logging.getLogger("leadconnector")
logger.addHandler(logging.NullHandler())

Event = TypeVar("Event")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEvent:
    """An attempt is about to be sent. ``path`` is the operation's template; ``attempt`` counts from 1."""

    operation: str
    method: str
    path: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEvent:
    """An attempt is over, after ``elapsed`` seconds: with a ``status``, or an ``error`` (the failure's type name)."""

    operation: str
    method: str
    path: str
    attempt: int
    status: int | None
    error: str | None
    elapsed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryEvent:
    """An attempt failed and another follows after ``delay`` seconds; ``reason`` is its status or its error's name."""

    operation: str
    method: str
    path: str
    attempt: int
    delay: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """The hooks, called in the caller's thread or task; what they raise is logged and goes no further."""

    on_request: Callable[[RequestEvent], object] | None = None
    on_response: Callable[[ResponseEvent], object] | None = None
    on_retry: Callable[[RetryEvent], object] | None = None

    def __post_init__(self) -> None:
        for name in ("on_request", "on_response", "on_retry"):
            hook: object = getattr(self, name)
            if hook is not None and (not callable(hook) or inspect.iscoroutinefunction(hook)):
                raise ConfigurationError(f"{name} must be a plain function (not an async one), called with an event")

    def request(self, operation: Operation, attempt: int) -> None:
        """An attempt begins."""
        if self.on_request is not None:
            event = RequestEvent(
                operation=operation.name, method=operation.method, path=operation.path, attempt=attempt
            )
            _call(self.on_request, event)

    def response(
        self, operation: Operation, attempt: int, *, status: int | None, error: str | None, elapsed: float
    ) -> None:
        """An attempt is over."""
        if self.on_response is not None:
            event = ResponseEvent(
                operation=operation.name,
                method=operation.method,
                path=operation.path,
                attempt=attempt,
                status=status,
                error=error,
                elapsed=elapsed,
            )
            _call(self.on_response, event)
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug(
                "%s %s: %s, attempt %d, %.1f ms",
                operation.method,
                operation.path,
                status or error,
                attempt,
                elapsed * 1000,
            )

    def retry(self, operation: Operation, attempt: int, *, delay: float, reason: str) -> None:
        """Another attempt follows."""
        if self.on_retry is not None:
            event = RetryEvent(
                operation=operation.name,
                method=operation.method,
                path=operation.path,
                attempt=attempt,
                delay=delay,
                reason=reason,
            )
            _call(self.on_retry, event)
        logger.info("%s %s: %s, attempt %d; again in %.2f s", operation.method, operation.path, reason, attempt, delay)


def _call(hook: Callable[[Event], object], event: Event) -> None:
    try:
        result = hook(event)
        if inspect.iscoroutine(result):
            result.close()
            logger.warning("a hook returned a coroutine, which is not awaited: hooks are plain functions")
    except Exception as exc:
        # Only the type: what a hook's error says may hold anything.
        logger.warning("a hook failed on %s: %s", type(event).__name__, type(exc).__name__)
