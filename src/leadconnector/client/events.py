"""What others may see of a call: log lines and hooks. Metadata only, and never able to break it."""

import inspect
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from msgspec import Struct

from leadconnector.errors import ConfigurationError

logger = logging.getLogger("leadconnector")
logger.addHandler(logging.NullHandler())


class CallInfo(Struct, frozen=True, kw_only=True):
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


class RequestEvent(CallInfo, frozen=True, kw_only=True):
    """An attempt is about to be sent. ``attempt`` counts from 1."""

    attempt: int


class ResponseEvent(CallInfo, frozen=True, kw_only=True):
    """An attempt is over, after ``elapsed`` seconds: with a ``status``, or an ``error`` (the failure's type name).

    ``http_version`` is that of the response, as "HTTP/1.1", where the transport tells.
    """

    attempt: int
    status: int | None
    error: str | None
    elapsed: float
    trace_id: str | None
    http_version: str | None = None


class RetryEvent(CallInfo, frozen=True, kw_only=True):
    """An attempt failed and another follows after ``delay`` seconds; ``reason`` is its status or its error's name."""

    attempt: int
    delay: float
    reason: str


class CallEvent(CallInfo, frozen=True, kw_only=True):
    """A call is over, with the last response's ``status`` or an ``error``: its type's name, "Cancelled" if cut short.

    ``elapsed`` is in seconds, over all ``attempts``; ``applied`` says whether it took effect (None: unknown);
    ``already_gone`` that a repeated delete found nothing, which is success whatever the status says.
    """

    attempts: int
    status: int | None
    error: str | None
    applied: bool | None
    elapsed: float
    trace_id: str | None
    already_gone: bool = False


Hook = Callable[[Any], object]
_BEGINNINGS = ("on_start", "on_request")


def check_hooks(hooks: Mapping[str, object]) -> dict[str, Hook]:
    """The hooks that are set, by their options' names; ConfigurationError for one that can't be called."""
    for name, hook in hooks.items():
        check_plain(name, hook)
    return {name: hook for name, hook in hooks.items() if callable(hook)}


def check_plain(name: str, function: object) -> None:
    """ConfigurationError for an option that must be a plain function, if it is set, and isn't."""
    if function is not None and (not callable(function) or inspect.iscoroutinefunction(function)):
        raise ConfigurationError(f"{name} must be a plain function (not an async one)")


def is_unawaited(result: object) -> bool:
    """Whether a function that should be a plain one gave something to await; a coroutine is closed."""
    if inspect.iscoroutine(result):
        result.close()
    return inspect.isawaitable(result)


def tell(
    watchers: Sequence[Mapping[str, Hook]], name: str, event: type[CallInfo], info: Mapping[str, Any], **facts: Any
) -> None:
    """Call all hooks of that name in the caller's thread or task; what they raise goes no further.

    The first watcher is the first to see what begins, and the last to see its end.
    """
    with ExitStack() as stack:  # all of them, even if Ctrl-C comes in one
        for watcher in reversed(watchers) if name in _BEGINNINGS else watchers:
            if (hook := watcher.get(name)) is not None:
                stack.callback(_call, hook, event, info, facts)


def _call(hook: Hook, event: type[CallInfo], info: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    try:
        if is_unawaited(hook(event(**info, **facts))):
            logger.warning("a hook on %s gave an awaitable, which nobody awaits", event.__name__)
    except Exception as exc:
        # Only the type: what a hook's error says may hold anything.
        logger.warning("a hook failed on %s: %s", event.__name__, type(exc).__name__)


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
