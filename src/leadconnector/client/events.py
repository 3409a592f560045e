"""What others may see of a call: log lines and hooks. Metadata only, and never able to break it."""

import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from leadconnector.errors import ConfigurationError

logger = logging.getLogger("leadconnector")
logger.addHandler(logging.NullHandler())

Event = TypeVar("Event")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallInfo:
    """What all events of a call have in common.

    ``path`` is the operation's template, ``call_id`` the same in all events of a call, ``location`` the one whose rate
    limit it counts against, ``server`` the host and port that it goes to.
    """

    operation: str
    method: str
    path: str
    call_id: str
    location: str | None
    server: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEvent(CallInfo):
    """An attempt is about to be sent. ``attempt`` counts from 1."""

    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEvent(CallInfo):
    """An attempt is over, after ``elapsed`` seconds: with a ``status``, or an ``error`` (the failure's type name)."""

    attempt: int
    status: int | None
    error: str | None
    elapsed: float
    trace_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryEvent(CallInfo):
    """An attempt failed and another follows after ``delay`` seconds; ``reason`` is its status or its error's name."""

    attempt: int
    delay: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent(CallInfo):
    """A call is over, with the last response's ``status`` or an ``error``: its type's name, "Cancelled" if cut short.

    ``elapsed`` is in seconds, over all ``attempts``; ``applied`` says whether it took effect (None: unknown).
    """

    attempts: int
    status: int | None
    error: str | None
    applied: bool | None
    elapsed: float
    trace_id: str | None


HOOKS = ("on_request", "on_response", "on_retry", "on_call")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """The hooks, called in the caller's thread or task; what they raise is logged and goes no further."""

    on_request: Callable[[RequestEvent], object] | None = None
    on_response: Callable[[ResponseEvent], object] | None = None
    on_retry: Callable[[RetryEvent], object] | None = None
    on_call: Callable[[CallEvent], object] | None = None

    def __post_init__(self) -> None:
        for name in HOOKS:
            hook: object = getattr(self, name)
            if hook is not None and (not callable(hook) or inspect.iscoroutinefunction(hook)):
                raise ConfigurationError(f"{name} must be a plain function (not an async one), called with an event")

    def request(self, info: dict[str, Any], attempt: int) -> None:
        """An attempt begins."""
        if self.on_request is not None:
            _call(self.on_request, RequestEvent(**info, attempt=attempt))

    def response(self, info: dict[str, Any], **facts: Any) -> None:
        """An attempt is over."""
        if self.on_response is not None:
            _call(self.on_response, ResponseEvent(**info, **facts))
        if logger.isEnabledFor(logging.DEBUG):
            said, elapsed = facts["status"] or facts["error"], facts["elapsed"] * 1000
            logger.debug(
                "%s %s: %s, attempt %d, %.1f ms", info["method"], info["path"], said, facts["attempt"], elapsed
            )

    def retry(self, info: dict[str, Any], attempt: int, *, delay: float, reason: str) -> None:
        """Another attempt follows."""
        if self.on_retry is not None:
            _call(self.on_retry, RetryEvent(**info, attempt=attempt, delay=delay, reason=reason))
        said = (info["method"], info["path"], reason, attempt, delay)
        logger.info("%s %s: %s, attempt %d; again in %.2f s", *said)

    def call(self, info: dict[str, Any], **facts: Any) -> None:
        """The call is over."""
        if self.on_call is not None:
            _call(self.on_call, CallEvent(**info, **facts))


def log_to_stderr(level: str, variable: str) -> None:
    """Write the log from that level on to standard error: "debug", or "info", as an environment variable says."""
    level = level.strip().upper()
    if level not in ("DEBUG", "INFO"):
        raise ConfigurationError(f"{variable} must be debug or info, not {level[:20]!r}")
    logger.setLevel(level)
    if not any(handler.name == logger.name for handler in logger.handlers):
        handler = logging.StreamHandler()
        handler.name = logger.name
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger.addHandler(handler)


def _call(hook: Callable[[Event], object], event: Event) -> None:
    try:
        result = hook(event)
        if inspect.iscoroutine(result):
            result.close()
            logger.warning("a hook returned a coroutine, which is not awaited: hooks are plain functions")
    except Exception as exc:
        # Only the type: what a hook's error says may hold anything.
        logger.warning("a hook failed on %s: %s", type(event).__name__, type(exc).__name__)
