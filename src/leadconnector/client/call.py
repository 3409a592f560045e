"""One call from first attempt to result: a generator of effects that a client performs, so no I/O happens here."""

import random
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import tzinfo
from logging import DEBUG
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from msgspec import Struct

from leadconnector.client.call_errors import read_messages, shown_texts, trace_id, transport_error, without_secret
from leadconnector.client.events import (
    CallEvent,
    CallInfo,
    Hook,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
    is_unawaited,
    logger,
    tell,
)
from leadconnector.client.operation import AlreadyGone, PassingFault
from leadconnector.client.rate_limit import RateLimitBook
from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response, property_of
from leadconnector.client.retry_policy import (
    Clock,
    backoff,
    combine,
    effect_before_retry,
    effect_of,
    may_retry,
    rate_limit_interval,
    retry_after,
)
from leadconnector.errors import ClientClosedError, ConfigurationError, LeadConnectorError
from leadconnector.secret import Secret, TokenFunction, check_token
from leadconnector.transport.attempt import Attempt, Content, Failure, Outcome, RawResponse

if TYPE_CHECKING:
    from leadconnector.client.throttle import Reservation, Throttle, Ticket

T = TypeVar("T")
_LONGEST_WAIT = 86_400.0
"""Seconds that a call whose time-out counts from its turn waits for it."""
_LOOK = 0.1
"""The most seconds between two calls of `on_wait`."""
_LEAST = 2.0
"""Seconds that a write needs, or a quarter of its time-out if less: with less left, no turn or next attempt begins."""


class AskToken(Struct, frozen=True):
    """Call the token function; give its result as a Secret, or the Failure it came to. ``seconds`` are left."""

    ask: Callable[[], object]
    seconds: float


class Reserve(Struct, frozen=True):
    """Ask the throttle for a turn; give its Reservation, or the Failure. Nobody waits longer than ``seconds``."""

    throttle: "Throttle"
    ticket: "Ticket"
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


def closed_meanwhile() -> Failure:
    """What an effect comes to after the client was closed."""
    return Failure(ClientClosedError("the client was closed"), applied=False, permanent=True)


class Context(Struct, frozen=True, kw_only=True):
    """What all calls of a client share."""

    token: Secret | TokenFunction
    hooks: Sequence[Mapping[str, Hook]]
    """The observer's and the client's own, those that there are."""
    throttle: "Throttle | None"
    book: RateLimitBook
    clock: Clock
    on_result: Callable[[str, object, bool], None] | None = None


class Call(Struct, Generic[T], kw_only=True, eq=False):
    """The state of one call. ``timeout`` is in seconds, over everything; with ``on_turn`` it begins with the turn."""

    context: Context
    prepared: PreparedRequest[T]
    timeout: float
    max_retries: int
    zone: tzinfo | None = None
    on_turn: Callable[[], object] | None = None
    on_wait: Callable[[], object] | None = None
    started: float = 0.0
    ends: float = 0.0
    attempts: int = 0
    earlier: bool | None = False
    """Whether the attempts before this one took effect."""
    applied: bool | None = False
    """Whether the call took effect, as far as it is known."""
    ticket: "Ticket | None" = None
    is_passing: bool = False
    """Whether the last response tells of a passing fault of the service."""
    status: int | None = None
    trace_id: str | None = None
    facts: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        self.started = self._now()
        self.ends = self.started + (self.timeout if self.on_turn is None else _LONGEST_WAIT)

    @property
    def _info(self) -> dict[str, Any]:
        """What all events of the call have in common; made when first asked for."""
        if self.facts is None:
            self.facts = {
                "operation": self.prepared.operation.name,
                "method": self.prepared.operation.method,
                "path": self.prepared.operation.path,
                "call_id": f"{random.getrandbits(64):016x}",
                "location": self.prepared.location,
                "server": self.prepared.url.split("/", 3)[2],
            }
        return self.facts

    def effects(self) -> Generator[Effect, Any, Response[T]]:
        """Yield each effect to perform, receive its result, return the response; raise where there is none."""
        error: str | None = None
        already_gone = False
        context = self.context
        try:
            if context.hooks:
                tell(context.hooks, "on_start", CallInfo, self._info)
            while True:
                attempt = yield from self._ready()
                if context.hooks:
                    tell(context.hooks, "on_request", RequestEvent, self._info, attempt=self.attempts)
                began = self._now()
                self.applied = combine(self.earlier, None)
                outcome: Outcome = yield attempt
                self._note(outcome, attempt.secret, began)
                delay = self._delay_after(outcome)
                if delay is None:
                    response = self._result(outcome, attempt.secret)
                    self.applied, already_gone = response.applied, response.already_gone
                    return response
                yield Sleep(delay)
        except BaseException as exc:
            self.applied = getattr(exc, "applied", self.applied) if self.attempts else False
            error = type(exc).__name__ if isinstance(exc, Exception) else "Cancelled"
            raise
        finally:
            if context.hooks:
                facts = {"attempts": self.attempts, "elapsed": self._elapsed(), "error": error}
                facts |= {"applied": self.applied, "already_gone": already_gone}
                facts |= {"status": self.status, "trace_id": self.trace_id}
                tell(context.hooks, "on_call", CallEvent, self._info, **facts)

    def _ready(self) -> Generator[Effect, Any, Attempt]:
        """Get a token and a turn; give the attempt that may begin. A turn without one is given back."""
        token, throttle = self.context.token, self.context.throttle
        self.ticket = attempt = None
        try:
            if not isinstance(token, Secret) and self.on_turn is None:
                token = yield from self._ask_token(token)
            waited = throttle is not None and (yield from self._take_turn(throttle))
            if not isinstance(token, Secret):  # with `on_turn` the turn may have been hours away: it might not last
                token = yield from self._ask_token(token)
            if self.on_turn is not None and not self.attempts:
                self.ends, waited = self._now() + self.timeout, True
                yield Announce(self.on_turn)
            attempt = self._attempt(token, at_once=not waited and not self.attempts)
            return attempt
        finally:
            if attempt is None and throttle is not None and self.ticket is not None:
                throttle.withdraw(self.ticket)

    def _take_turn(self, throttle: "Throttle") -> Generator[Effect, Any, bool]:
        """Wait for the throttle; whether there was anything to wait for."""
        ticket = self.ticket = throttle.ticket(self.prepared.location)
        waited = is_granted = False
        while not is_granted:
            turn: Reservation | Failure = yield Reserve(throttle, ticket, self._now(), self._left() - self._least)
            if isinstance(turn, Failure):
                self._give_up(turn)
            if not turn.granted or turn.wait > 0:
                waited = True
                if turn.wait >= self._left() - self._least:
                    expected = max(turn.wait, turn.expected)
                    cause = TimeoutError(f"the throttle has no turn for {expected:.1f} s")
                    raise self._error(Failure(cause, applied=False, timed_out=True), retry_after=expected)
                yield from self._wait(turn.wait)
            is_granted = turn.granted
        return waited

    def _wait(self, seconds: float) -> Generator[Effect, Any, None]:
        """Sleep until the turn; before the first one `on_wait` may end the call."""
        ends = self._now() + seconds
        while self.on_wait is not None and not self.attempts:
            if is_unawaited(self.on_wait()):
                raise ConfigurationError("on_wait must be a plain function (not an async one)")
            if (seconds := max(ends - self._now(), 0.0)) <= _LOOK:
                break
            if (yield Sleep(_LOOK)) is not None:
                return
        yield Sleep(seconds)

    def _ask_token(self, function: TokenFunction) -> Generator[Effect, Any, Secret]:
        asked: Secret | Failure = yield AskToken(function, min(self._left(), self.timeout))
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
        self.attempts += 1
        return Attempt(self.prepared, secret, seconds, self.prepared.operation.is_write, self._check)

    def _note(self, outcome: Outcome, secret: Secret, began: float) -> None:
        """Tell everyone who wants to know what came of an attempt."""
        now, hooks = self._now(), self.context.hooks
        self.status, self.trace_id, self.is_passing, error, limits = outcome.status, None, False, None, None
        http_version = None
        if isinstance(outcome, RawResponse):
            self.is_passing = outcome.status >= 300 and any(
                _says(outcome, fault) for fault in self.prepared.operation.passing_faults
            )
            self.trace_id = trace_id(outcome.headers, secret) if hooks else None
            http_version = outcome.http_version
            limits = self.context.book.note(self.prepared.location, outcome.headers)
        else:
            error = type(outcome.cause).__name__
        if hooks or logger.isEnabledFor(DEBUG):
            facts = {"attempt": self.attempts, "elapsed": now - began, "status": self.status, "error": error}
            facts |= {"trace_id": self.trace_id, "http_version": http_version}
            tell(hooks, "on_response", ResponseEvent, self._info, **facts)
            line = (self._info["method"], self._info["path"], self.status or error, self.attempts)
            logger.debug("%s %s: %s, attempt %d, %.1f ms", *line, (now - began) * 1000)
        if self.ticket is not None and self.context.throttle is not None:
            self.context.throttle.finish(self.ticket, now, limits, refused=outcome.status == 429)

    def _delay_after(self, outcome: Outcome) -> float | None:
        """Seconds until the next attempt; None if there is none."""
        policy, is_passing = self.prepared.operation.retry, self.is_passing
        if self.attempts > self.max_retries or not may_retry(policy, outcome, is_passing=is_passing):
            return None
        delay = None
        if isinstance(outcome, RawResponse):
            delay = retry_after(outcome.headers, self.context.clock.wall)
            if delay is None and outcome.status == 429:
                delay = rate_limit_interval(outcome.headers)
        if delay is None:
            delay = backoff(self.attempts - 1, self.context.clock.uniform)
        if delay >= self._left() - self._least:
            return None
        self.applied = self.earlier = combine(self.earlier, None if is_passing else effect_before_retry(outcome))
        reason = str(outcome.status) if isinstance(outcome, RawResponse) else type(outcome.cause).__name__
        facts = {"attempt": self.attempts, "delay": delay, "reason": reason}
        tell(self.context.hooks, "on_retry", RetryEvent, self._info, **facts)
        method, path = self._info["method"], self._info["path"]
        logger.info("%s %s: %s, attempt %d; again in %.2f s", method, path, reason, self.attempts, delay)
        return delay

    def _result(self, outcome: Outcome, secret: Secret) -> Response[T]:
        if isinstance(outcome, Failure):
            if outcome.foreign and not self._left_something():
                self.applied = combine(self.earlier, outcome.applied)
                raise outcome.cause
            raise self._error(outcome, secret=secret) from without_secret(outcome.cause, secret)
        gone = self.prepared.operation.already_gone
        return Response(
            status=outcome.status,
            headers=outcome.headers,
            content=Content(outcome.content),
            operation=self.prepared.operation,
            attempts=self.attempts,
            elapsed=self._elapsed(),
            applied=combine(self.earlier, None if self.is_passing else effect_of(outcome)),
            retry_after=retry_after(outcome.headers, self.context.clock.wall),
            defect=outcome.defect,
            already_gone=gone is not None and self.earlier is not False and _says(outcome, gone),
            passing=self.is_passing,
            prepared=self.prepared,
            secret=secret,
            zone=self.zone,
            on_result=self.context.on_result,
        )

    def _check(self, response: RawResponse) -> str | None:
        """Why a response can't be to this request: it is of another object."""
        if not 200 <= response.status < 300 or response.defect is not None:
            return None
        for parameter, name in self.prepared.operation.echoes.items():
            expected = self.prepared.path_params[parameter]
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
            self.prepared.operation,
            failure,
            applied=combine(self.earlier, failure.applied),
            secret=secret,
            attempts=self.attempts,
            elapsed=self._elapsed(),
            retry_after=retry_after,
        )

    def _left_something(self) -> bool:
        """Whether an earlier attempt took effect or may have: then no error may pass for one of nothing done."""
        return self.prepared.operation.is_write and self.earlier is not False

    def _now(self) -> float:
        return self.context.clock.monotonic()

    @property
    def _least(self) -> float:
        # Less time than this is not enough for a write: the response would be lost, and the outcome unknown.
        return min(_LEAST, self.timeout / 4) if self.prepared.operation.is_write else 0.0

    def _left(self) -> float:
        return self.ends - self._now()

    def _elapsed(self) -> float:
        return self._now() - self.started


def _says(response: RawResponse, what: AlreadyGone | PassingFault) -> bool:
    if response.status != what.status:
        return False
    # A page of some proxy's must not tell that an object is gone.
    read = read_messages if isinstance(what, AlreadyGone) else shown_texts
    return any(what.message.lower() in said.lower() for said in read(response.content.decode("utf-8", "replace")))
