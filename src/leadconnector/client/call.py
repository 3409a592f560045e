"""One call from first attempt to result: a generator of effects that a client performs, so no I/O happens here."""

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Generic, NoReturn, TypeVar

from leadconnector.client.backoff import backoff, rate_limit_interval, retry_after
from leadconnector.client.clock import Clock
from leadconnector.client.effects import AskToken, Effect, Reserve, Sleep
from leadconnector.client.events import Observer
from leadconnector.client.operation import AlreadyGone, PassingFault
from leadconnector.client.rate_limit import RateLimitBook
from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response, property_of
from leadconnector.client.retry_policy import combine, effect_before_retry, effect_of, may_retry
from leadconnector.client.status_error import read_messages, trace_id
from leadconnector.client.throttle import Queue, Reservation, Ticket
from leadconnector.client.transport_error import transport_error, without_secret
from leadconnector.errors import LeadConnectorError
from leadconnector.secret import Secret, TokenSource
from leadconnector.transport.attempt import Attempt, Content, Failure, Outcome, RawResponse

T = TypeVar("T")
_LEAST = 2.0
"""Seconds that a write needs, or a quarter of its time-out if less: with less left, no turn or next attempt begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all calls of a client share."""

    token: TokenSource
    observer: Observer
    queue: Queue | None
    book: RateLimitBook
    clock: Clock
    on_result: Callable[[str, Any], None] | None = None


class Call(Generic[T]):
    """The state of one call. ``timeout`` is in seconds, over everything."""

    def __init__(
        self,
        context: Context,
        prepared: PreparedRequest[T],
        *,
        timeout: float,
        max_retries: int,
        zone: tzinfo | None = None,
    ) -> None:
        self._context = context
        self._prepared = prepared
        self._operation = prepared.operation
        self._max_retries = max_retries
        self._zone = zone
        self._started = context.clock.monotonic()
        self._ends = self._started + timeout
        self._attempts = 0
        self._earlier: bool | None = False
        self._ticket: Ticket | None = None
        self._is_waiting = False
        self._status: int | None = None
        self._trace_id: str | None = None
        self._info = {
            "operation": prepared.operation.name,
            "method": prepared.operation.method,
            "path": prepared.operation.path,
            "call_id": f"{random.getrandbits(64):016x}",
            "location": prepared.location,
            "server": prepared.url.split("/", 3)[2],
        }
        # Less time than this is not enough for a write: the response would be lost, and the outcome unknown.
        self._least = min(_LEAST, timeout / 4) if prepared.operation.is_write else 0.0

    def effects(self) -> Generator[Effect, Any, Response[T]]:
        """Yield each effect to perform, receive its result, return the response; raise where there is none."""
        applied: bool | None = None
        error: str | None = "Cancelled"
        try:
            response = yield from self._run()
        except Exception as exc:
            applied, error = getattr(exc, "applied", self._earlier), type(exc).__name__
            raise
        else:
            applied, error = response.applied, None
            return response
        finally:
            facts = {"attempts": self._attempts, "elapsed": self._elapsed(), "applied": applied, "error": error}
            self._context.observer.call(self._info, **facts, status=self._status, trace_id=self._trace_id)

    def _run(self) -> Generator[Effect, Any, Response[T]]:
        try:
            while True:
                secret = yield from self._ask_token()
                waited = yield from self._take_turn()
                outcome = yield from self._attempt(secret, at_once=not waited and not self._attempts)
                delay = self._delay_after(outcome)
                if delay is None:
                    return self._result(outcome, secret)
                self._earlier = combine(
                    self._earlier, None if self._is_passing(outcome) else effect_before_retry(outcome)
                )
                self._context.observer.retry(self._info, self._attempts, delay=delay, reason=_name(outcome))
                yield Sleep(delay)
        finally:
            if self._is_waiting and self._ticket is not None and self._context.queue is not None:
                self._context.queue.withdraw(self._ticket)

    def _take_turn(self) -> Generator[Effect, Any, bool]:
        """Wait for the throttle; whether there was anything to wait for."""
        queue, waited = self._context.queue, False
        if queue is None:
            return waited
        self._ticket, self._is_waiting = Ticket(self._prepared.location or ""), True
        while True:
            now = self._context.clock.monotonic()
            turn: Reservation | Failure = yield Reserve(queue, self._ticket, now, self._ends - now - self._least)
            if isinstance(turn, Failure):
                self._give_up(turn)
            if not turn.granted or turn.wait > 0:
                waited = True
                if turn.wait >= self._left() - self._least:
                    expected = turn.wait if turn.expected is None else turn.expected
                    cause = TimeoutError(f"the throttle has no turn for {expected:.1f} s")
                    raise self._error(Failure(cause, applied=False, timed_out=True), retry_after=expected)
                yield Sleep(turn.wait)
            if turn.granted:
                self._is_waiting = False
                return waited

    def _ask_token(self) -> Generator[Effect, Any, Secret]:
        source = self._context.token
        if source.ask is None:
            assert source.fixed is not None
            return source.fixed
        asked: Secret | Failure = yield AskToken(source.ask, self._left())
        if isinstance(asked, Secret):
            return asked
        self._give_up(asked)

    def _give_up(self, failure: Failure) -> NoReturn:
        if failure.timed_out or self._left_something():
            raise self._error(failure) from failure.cause
        raise failure.cause

    def _attempt(self, secret: Secret, *, at_once: bool) -> Generator[Effect, Any, Outcome]:
        seconds = self._left()
        if seconds <= (0 if at_once else self._least):
            passed = "the deadline passed" if seconds <= 0 else f"{seconds:.1f} s are too few for a write"
            raise self._error(Failure(TimeoutError(passed), applied=False, timed_out=True))
        self._attempts += 1
        clock, observer = self._context.clock, self._context.observer
        observer.request(self._info, self._attempts)
        began = clock.monotonic()
        outcome: Outcome = yield Attempt(self._prepared, secret, seconds, self._operation.is_write, self._check)
        self._status, self._trace_id, told = outcome.status, None, None
        if isinstance(outcome, RawResponse):
            error = None
            self._trace_id = trace_id(outcome.headers, secret)
            told = self._context.book.note(self._prepared.location, outcome.headers)
        else:
            error = type(outcome.cause).__name__
        observer.response(
            self._info,
            attempt=self._attempts,
            status=self._status,
            error=error,
            elapsed=clock.monotonic() - began,
            trace_id=self._trace_id,
        )
        if self._ticket is not None and self._context.queue is not None:
            self._context.queue.finish(self._ticket, clock.monotonic(), told)
        return outcome

    def _delay_after(self, outcome: Outcome) -> float | None:
        """Seconds until the next attempt; None if there is none."""
        if self._attempts > self._max_retries or not may_retry(
            self._operation.retry, outcome, is_passing=self._is_passing(outcome)
        ):
            return None
        delay = self._asked_delay(outcome) if isinstance(outcome, RawResponse) else None
        if delay is None:
            delay = backoff(self._attempts - 1, self._context.clock.uniform)
        return delay if delay < self._left() - self._least else None

    def _asked_delay(self, response: RawResponse) -> float | None:
        delay = retry_after(response.headers, self._context.clock.wall)
        if delay is None and response.status == 429:
            delay = rate_limit_interval(response.headers)
        return delay

    def _result(self, outcome: Outcome, secret: Secret) -> Response[T]:
        if isinstance(outcome, Failure):
            if outcome.foreign and not self._left_something():
                self._earlier = combine(self._earlier, outcome.applied)
                raise outcome.cause
            raise self._error(outcome, secret=secret) from without_secret(outcome.cause, secret)
        gone, is_passing = self._was_gone(outcome), self._is_passing(outcome)
        return Response(
            status=outcome.status,
            headers=outcome.headers,
            content=Content(outcome.content),
            operation=self._operation,
            attempts=self._attempts,
            elapsed=self._elapsed(),
            applied=combine(self._earlier, None if is_passing else effect_of(outcome)),
            retry_after=retry_after(outcome.headers, self._context.clock.wall),
            defect=outcome.defect,
            already_gone=gone,
            passing=is_passing,
            prepared=self._prepared,
            secret=secret,
            zone=self._zone,
            on_result=self._context.on_result,
        )

    def _was_gone(self, response: RawResponse) -> bool:
        gone = self._operation.already_gone
        return gone is not None and self._earlier is not False and _says(response, gone)

    def _is_passing(self, outcome: Outcome) -> bool:
        return isinstance(outcome, RawResponse) and any(
            _says(outcome, fault) for fault in self._operation.passing_faults
        )

    def _check(self, response: RawResponse) -> str | None:
        """Why a response can't be to this request: it is of another object."""
        if not 200 <= response.status < 300 or response.defect is not None:
            return None
        for parameter, name in self._operation.echoes.items():
            value, expected = property_of(response.content, name), self._prepared.path_params[parameter]
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
        return self._ends - self._context.clock.monotonic()

    def _elapsed(self) -> float:
        return self._context.clock.monotonic() - self._started


def _says(response: RawResponse, what: AlreadyGone | PassingFault) -> bool:
    if response.status != what.status:
        return False
    wanted = what.message.lower()
    return any(wanted in message.lower() for message in read_messages(response.content.decode("utf-8", "replace")))


def _name(outcome: Outcome) -> str:
    return str(outcome.status) if isinstance(outcome, RawResponse) else type(outcome.cause).__name__
