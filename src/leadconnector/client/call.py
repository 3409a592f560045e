"""One call from first attempt to result: a generator of effects that a client performs, so no I/O happens here."""

import random
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import tzinfo
from logging import DEBUG
from typing import Any, Generic, NoReturn, TypeVar

from msgspec import Struct

from leadconnector.client.call_errors import read_messages, trace_id, transport_error, without_secret
from leadconnector.client.clock import Clock
from leadconnector.client.events import CallEvent, CallInfo, Hook, RequestEvent, ResponseEvent, RetryEvent, logger, tell
from leadconnector.client.operation import AlreadyGone, PassingFault
from leadconnector.client.rate_limit import RateLimitBook
from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response, property_of
from leadconnector.client.retry_policy import (
    backoff,
    combine,
    effect_before_retry,
    effect_of,
    may_retry,
    rate_limit_interval,
    retry_after,
)
from leadconnector.client.throttle import Reservation, Throttle, Ticket
from leadconnector.errors import ConfigurationError, LeadConnectorError
from leadconnector.secret import Secret, TokenFunction, check_token
from leadconnector.transport.attempt import Attempt, Content, Failure, Outcome, RawResponse

T = TypeVar("T")
_LONGEST_WAIT = 86_400.0
"""Seconds that a call whose time-out counts from its turn waits for it."""
_LOOK = 0.1
"""Seconds between two calls of `on_wait`."""
_LEAST = 2.0
"""Seconds that a write needs, or a quarter of its time-out if less: with less left, no turn or next attempt begins."""


class AskToken(Struct, frozen=True):
    """Call the token function; give its result as a Secret, or the Failure it came to. ``seconds`` are left."""

    ask: Callable[[], object]
    seconds: float


class Reserve(Struct, frozen=True):
    """Ask the throttle for a turn; give its Reservation, or the Failure. Nobody waits longer than ``seconds``."""

    throttle: Throttle
    ticket: Ticket
    now: float
    seconds: float


class Sleep(Struct, frozen=True):
    """Wait; give nothing, or early the Failure that the client was closed."""

    seconds: float


class Announce(Struct, frozen=True):
    """Tell the caller that the call's turn has come, before its first attempt; give nothing."""

    on_turn: Callable[[], object]


Effect = AskToken | Reserve | Attempt | Sleep | Announce
"""The I/O that a call leaves to the client."""


def check_asked(token: object) -> Secret | Failure:
    """What a token function gave, as the Secret it is, so that no frame of a later error holds it as text."""
    try:
        return check_token(token)
    except ConfigurationError as exc:
        return Failure(exc.with_traceback(None), applied=False)  # whose frames hold it


class Context(Struct, frozen=True, kw_only=True):
    """What all calls of a client share."""

    token: Secret | TokenFunction
    hooks: Mapping[str, Sequence[Hook]]
    throttle: Throttle | None
    book: RateLimitBook
    clock: Clock
    on_result: Callable[[str, object, bool], None] | None = None


class Call(Generic[T]):
    """The state of one call. ``timeout`` is in seconds, over everything; with ``on_turn`` it begins with the turn."""

    def __init__(
        self,
        context: Context,
        prepared: PreparedRequest[T],
        *,
        timeout: float,
        max_retries: int,
        zone: tzinfo | None = None,
        on_turn: Callable[[], object] | None = None,
        on_wait: Callable[[], object] | None = None,
    ) -> None:
        self._context = context
        self._prepared = prepared
        self._operation = prepared.operation
        self._max_retries = max_retries
        self._zone = zone
        self._now = context.clock.monotonic
        self._started = self._now()
        self._timeout = timeout
        self._ends = self._started + (timeout if on_turn is None else _LONGEST_WAIT)
        self._on_turn, self._on_wait = on_turn, on_wait
        self._attempts = 0
        self._earlier: bool | None = False
        """Whether the attempts before this one took effect."""
        self._applied: bool | None = False
        """Whether the call took effect, as far as it is known."""
        self._ticket: Ticket | None = None
        self._is_waiting = False
        self._is_passing = False
        """Whether the last response tells of a passing fault of the service."""
        self._status: int | None = None
        self._trace_id: str | None = None
        self._facts: dict[str, Any] | None = None
        # Less time than this is not enough for a write: the response would be lost, and the outcome unknown.
        self._least = min(_LEAST, timeout / 4) if prepared.operation.is_write else 0.0

    @property
    def _info(self) -> dict[str, Any]:
        """What all events of the call have in common; made when first asked for."""
        if self._facts is None:
            self._facts = {
                "operation": self._operation.name,
                "method": self._operation.method,
                "path": self._operation.path,
                "call_id": f"{random.getrandbits(64):016x}",
                "location": self._prepared.location,
                "server": self._prepared.url.split("/", 3)[2],
            }
        return self._facts

    def effects(self) -> Generator[Effect, Any, Response[T]]:
        """Yield each effect to perform, receive its result, return the response; raise where there is none."""
        error: str | None = None
        already_gone = False
        context = self._context
        try:
            if context.hooks:
                tell(context.hooks, "on_start", CallInfo, self._info)
            while True:
                token = context.token
                if not isinstance(token, Secret) and self._on_turn is None:
                    token = yield from self._ask_token(token)
                waited = context.throttle is not None and (yield from self._take_turn(context.throttle))
                if isinstance(token, Secret):
                    secret = token
                else:  # with `on_turn` the turn may have been hours away, and a token might not have lasted
                    secret = yield from self._ask_token(token)
                if self._on_turn is not None and not self._attempts:
                    self._ends, waited = self._now() + self._timeout, True
                    yield Announce(self._on_turn)
                attempt = self._attempt(secret, at_once=not waited and not self._attempts)
                if context.hooks:
                    tell(context.hooks, "on_request", RequestEvent, self._info, attempt=self._attempts)
                began = self._now()
                self._applied = combine(self._earlier, None)
                outcome: Outcome = yield attempt
                self._note(outcome, secret, began)
                delay = self._delay_after(outcome)
                if delay is None:
                    response = self._result(outcome, secret)
                    self._applied, already_gone = response.applied, response.already_gone
                    return response
                yield Sleep(delay)
        except BaseException as exc:
            self._applied = getattr(exc, "applied", self._applied) if self._attempts else False
            error = type(exc).__name__ if isinstance(exc, Exception) else "Cancelled"
            raise
        finally:
            try:
                if self._is_waiting and self._ticket is not None and context.throttle is not None:
                    context.throttle.withdraw(self._ticket)
            finally:
                if context.hooks:
                    facts = {"attempts": self._attempts, "elapsed": self._elapsed(), "error": error}
                    facts |= {"applied": self._applied, "already_gone": already_gone}
                    facts |= {"status": self._status, "trace_id": self._trace_id}
                    tell(context.hooks, "on_call", CallEvent, self._info, **facts)

    def _take_turn(self, throttle: Throttle) -> Generator[Effect, Any, bool]:
        """Wait for the throttle; whether there was anything to wait for."""
        waited = False
        self._ticket, self._is_waiting = Ticket(self._prepared.location or ""), True
        while True:
            turn: Reservation | Failure = yield Reserve(throttle, self._ticket, self._now(), self._left() - self._least)
            if isinstance(turn, Failure):
                self._give_up(turn)
            if not turn.granted or turn.wait > 0:
                waited = True
                if turn.wait >= self._left() - self._least:
                    expected = turn.wait if turn.expected is None else turn.expected
                    cause = TimeoutError(f"the throttle has no turn for {expected:.1f} s")
                    raise self._error(Failure(cause, applied=False, timed_out=True), retry_after=expected)
                yield from self._wait(turn.wait)
            if turn.granted:
                self._is_waiting = False
                return waited

    def _wait(self, seconds: float) -> Generator[Effect, Any, None]:
        """Sleep until the turn; before the first one `on_wait` may end the call."""
        ends = self._now() + seconds
        while self._on_wait is not None and not self._attempts and (seconds := ends - self._now()) > _LOOK:
            self._on_wait()
            if (yield Sleep(_LOOK)) is not None:
                return
        yield Sleep(seconds)

    def _ask_token(self, function: TokenFunction) -> Generator[Effect, Any, Secret]:
        asked: Secret | Failure = yield AskToken(function, min(self._left(), self._timeout))
        if isinstance(asked, Failure):
            self._give_up(asked)
        return asked

    def _give_up(self, failure: Failure) -> NoReturn:
        if failure.timed_out or self._left_something():
            raise self._error(failure) from failure.cause
        raise failure.cause

    def _attempt(self, secret: Secret, *, at_once: bool) -> Attempt:
        seconds = self._left()
        if seconds <= (0 if at_once else self._least):
            passed = "the deadline passed" if seconds <= 0 else f"{seconds:.1f} s are too few for a write"
            raise self._error(Failure(TimeoutError(passed), applied=False, timed_out=True))
        self._attempts += 1
        return Attempt(self._prepared, secret, seconds, self._operation.is_write, self._check)

    def _note(self, outcome: Outcome, secret: Secret, began: float) -> None:
        """Tell everyone who wants to know what came of an attempt."""
        now, hooks = self._now(), self._context.hooks
        self._status, self._trace_id, self._is_passing, error, limits = outcome.status, None, False, None, None
        http_version = None
        if isinstance(outcome, RawResponse):
            self._is_passing = outcome.status >= 300 and any(
                _says(outcome, fault) for fault in self._operation.passing_faults
            )
            self._trace_id = trace_id(outcome.headers, secret) if hooks else None
            http_version = outcome.http_version
            limits = self._context.book.note(self._prepared.location, outcome.headers)
        else:
            error = type(outcome.cause).__name__
        if hooks or logger.isEnabledFor(DEBUG):
            facts = {"attempt": self._attempts, "elapsed": now - began, "status": self._status, "error": error}
            facts |= {"trace_id": self._trace_id, "http_version": http_version}
            tell(hooks, "on_response", ResponseEvent, self._info, **facts)
            line = (self._info["method"], self._info["path"], self._status or error, self._attempts)
            logger.debug("%s %s: %s, attempt %d, %.1f ms", *line, (now - began) * 1000)
        if self._ticket is not None and self._context.throttle is not None:
            self._context.throttle.finish(self._ticket, now, limits)

    def _delay_after(self, outcome: Outcome) -> float | None:
        """Seconds until the next attempt; None if there is none."""
        is_passing = self._is_passing
        if self._attempts > self._max_retries or not may_retry(self._operation.retry, outcome, is_passing=is_passing):
            return None
        delay = self._asked_delay(outcome) if isinstance(outcome, RawResponse) else None
        if delay is None:
            delay = backoff(self._attempts - 1, self._context.clock.uniform)
        if delay >= self._left() - self._least:
            return None
        self._applied = self._earlier = combine(self._earlier, None if is_passing else effect_before_retry(outcome))
        reason = str(outcome.status) if isinstance(outcome, RawResponse) else type(outcome.cause).__name__
        facts = {"attempt": self._attempts, "delay": delay, "reason": reason}
        tell(self._context.hooks, "on_retry", RetryEvent, self._info, **facts)
        method, path = self._info["method"], self._info["path"]
        logger.info("%s %s: %s, attempt %d; again in %.2f s", method, path, reason, self._attempts, delay)
        return delay

    def _asked_delay(self, response: RawResponse) -> float | None:
        delay = retry_after(response.headers, self._context.clock.wall)
        if delay is None and response.status == 429:
            delay = rate_limit_interval(response.headers)
        return delay

    def _result(self, outcome: Outcome, secret: Secret) -> Response[T]:
        if isinstance(outcome, Failure):
            if outcome.foreign and not self._left_something():
                self._applied = combine(self._earlier, outcome.applied)
                raise outcome.cause
            raise self._error(outcome, secret=secret) from without_secret(outcome.cause, secret)
        return Response(
            status=outcome.status,
            headers=outcome.headers,
            content=Content(outcome.content),
            operation=self._operation,
            attempts=self._attempts,
            elapsed=self._elapsed(),
            applied=combine(self._earlier, None if self._is_passing else effect_of(outcome)),
            retry_after=retry_after(outcome.headers, self._context.clock.wall),
            defect=outcome.defect,
            already_gone=self._was_gone(outcome),
            passing=self._is_passing,
            prepared=self._prepared,
            secret=secret,
            zone=self._zone,
            on_result=self._context.on_result,
        )

    def _was_gone(self, response: RawResponse) -> bool:
        gone = self._operation.already_gone
        return gone is not None and self._earlier is not False and _says(response, gone)

    def _check(self, response: RawResponse) -> str | None:
        """Why a response can't be to this request: it is of another object."""
        if not 200 <= response.status < 300 or response.defect is not None:
            return None
        for parameter, name in self._operation.echoes.items():
            expected = self._prepared.path_params[parameter]
            if response.content.startswith(f'{{"{name}":"{expected}"'.encode()):  # as most do
                continue
            value = property_of(response.content, name)
            if isinstance(value, str) and value.lower() != expected.lower():
                return f"the response is another request's: its {name} is not the one in the path"
        return None

    def _error(
        self, failure: Failure, *, secret: Secret | None = None, retry_after: float | None = None
    ) -> LeadConnectorError:
        return transport_error(
            self._operation,
            failure,
            applied=combine(self._earlier, failure.applied),
            secret=secret,
            attempts=self._attempts,
            elapsed=self._elapsed(),
            retry_after=retry_after,
        )

    def _left_something(self) -> bool:
        """Whether an earlier attempt took effect or may have: then no error may pass for one of nothing done."""
        return self._operation.is_write and self._earlier is not False

    def _left(self) -> float:
        return self._ends - self._now()

    def _elapsed(self) -> float:
        return self._now() - self._started


def _says(response: RawResponse, what: AlreadyGone | PassingFault) -> bool:
    if response.status != what.status:
        return False
    wanted = what.message.lower()
    return any(wanted in message.lower() for message in read_messages(response.content.decode("utf-8", "replace")))
