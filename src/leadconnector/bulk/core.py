"""What a run does next, and what came of each call; without any I/O, for threads and for tasks."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from heapq import heappop, heappush
from typing import Any, cast

from leadconnector.bulk.ledger import Ledger, State
from leadconnector.bulk.outcome import Job, Result, StoppedError, Summary, is_refusal, look_up_of
from leadconnector.client.events import is_unawaited
from leadconnector.client.request import PreparedRequest
from leadconnector.errors import AuthenticationError, ClientClosedError, ConfigurationError, LeadConnectorError

MARGIN = 120.0
"""Seconds after an attempt's deadline before its outcome is looked up. Gateways give a request up after 100."""
MOST_AT_ONCE = 100
"""As many connections as a client opens to a server."""
_MOST_SKIPPED = 256  # calls of an earlier run that are passed over before others have their turn
_BEYOND = 10  # calls in a row that come to nothing before their location is left out, beyond those under way at a time
_UNAUTHORIZED = 3  # as many are enough where the last one ended in a 401
_LOCATIONS = 3  # times as many calls in a row, of whatever locations, end a run
_MOST_PASSED_OVER = 100_000  # calls in a row of locations that are left out end it too: the list may be endless

Calls = Iterable[tuple[str, PreparedRequest[Any]]]


class ChangedRequestError(LeadConnectorError, ValueError):
    """The ledger knows the key with another request. Give the new request another key, or use a new ledger."""

    applied: bool | None = False


class Run:
    """A run's state. `take`, `settle` and `finish` are for one thread, `announce` and `conclude` for any."""

    def __init__(
        self,
        client: Any,
        calls: Calls,
        ledger: Ledger,
        concurrency: int,
        margin: float,
        on_result: Callable[[Result], object] | None,
        progress: Callable[[Summary], object] | None,
    ) -> None:
        self.summary = Summary()
        self.failure: BaseException | None = None
        """What the caller's own code raised."""
        self.ledger = ledger
        self._client = client
        self._timeout: float = client.options.timeout
        self._calls: Iterator[tuple[str, PreparedRequest[Any]]] | None = iter(calls)
        self._margin = margin
        self._patience = concurrency + _BEYOND
        self._on_result, self._progress = on_result, progress
        self._in_flight: set[Job] = set()
        self._again: deque[Job] = deque()
        self._waiting: list[tuple[float, int, Job]] = []
        self._in_a_row = self._passed_over = 0
        self._failed: Counter[str | None] = Counter()
        """Calls that came to nothing by location, since its last that did not."""
        self._given_up: dict[str | None, str] = {}
        """The locations whose calls are left out, and why."""
        self._told = 0.0

    def take(self) -> Job | float | None:
        """What to do next: a job, or to wait so many seconds at most, or None: nothing more."""
        for _ in range(_MOST_SKIPPED):
            self._heed_ledger()
            if self.summary.stopped:
                return None
            if self._again:
                job, rest = self._again.popleft(), State.LEFT
            elif self._waiting and (self._waiting[0][0] <= time.monotonic() or self._is_left_out(self._waiting[0][2])):
                job, rest = heappop(self._waiting)[2], State.UNKNOWN
            elif (call := self._next_call()) is not None:
                if (new := self._job(*call)) is None:
                    continue
                job, rest = new, State.LEFT
            else:
                return self._pause()
            if not self._is_left_out(job):
                self._passed_over, job.result = 0, None
                self._in_flight.add(job)
                return job
            self._passed_over += 1
            if self._passed_over == _MOST_PASSED_OVER:
                self.stop(self._given_up[job.prepared.location])
            self._tell(job.left_out(rest))
        return 0.0

    def _is_left_out(self, job: Job) -> bool:
        return job.prepared.location in self._given_up

    def _pause(self) -> float | None:
        if not self._waiting or self.summary.stopped:
            return None
        if time.monotonic() > self._told + 1:
            self._tell(None)
        return max(self._waiting[0][0] - time.monotonic(), 0.001)

    def stop(self, reason: str) -> None:
        """Begin no more; what is under way goes on."""
        self.summary.stopped = self.summary.stopped or reason

    def _heed_ledger(self) -> None:
        if self.ledger.failure is not None:
            self.stop(f"the ledger can't be written ({self.ledger.failure})")

    def fail(self, error: BaseException) -> None:
        """End the run by what the caller's own code raised, or by Ctrl-C; what is under way goes on."""
        self.failure = self.failure or error
        self.stop("interrupted" if isinstance(error, KeyboardInterrupt) else type(error).__name__)

    def _next_call(self) -> tuple[str, PreparedRequest[Any]] | None:
        if self._calls is None or self.summary.stopped:
            return None
        try:
            key, prepared = next(self._calls)
            _check(key, prepared)
        except StopIteration:
            self._calls = None
            return None
        except Exception as exc:
            self.fail(exc)
            return None
        return key, prepared

    def _job(self, key: str, prepared: PreparedRequest[Any]) -> Job | None:
        """The job that a call is; None for one that is settled already, or must wait."""
        job = Job(key, prepared, _hash(prepared))
        past = self.ledger.see(key, job.request)
        if past is None:
            return job
        if past.is_changed:
            job.error = ChangedRequestError(f"the ledger has {key} with another request")
            self._tell(job.result_as(State.REFUSED if past.open is None else State.UNKNOWN, "ledger"))
        elif past.state is None:
            self.summary.repeated += 1
        elif past.state is State.LEFT:
            return job
        elif past.open is None:
            self._tell(Result(key=key, state=past.state, evidence="ledger", error=past.error))
        else:
            job.ends = past.open.ends
            self._wait(job)
        return None

    def _wait(self, job: Job) -> None:
        """Look a call up once its attempt is surely over."""
        assert job.ends is not None
        try:
            job.look_up = look_up_of(self._client, job.prepared)
        except (TypeError, LeadConnectorError):  # the client has no location, or is another service's
            job.look_up = None
        job.response = None
        if job.look_up is None:
            self._tell(job.result_as(State.UNKNOWN, "no look-up"))
            return
        job.error = None
        heappush(self._waiting, (job.ends + self._margin, id(job), job))

    def check(self, job: Job) -> None:
        """Raise StoppedError if a job that waits for its turn must give it up."""
        if self.summary.stopped or self._is_left_out(job):
            raise StoppedError("the run was stopped")

    def announce(self, job: Job) -> int:
        """Note that a call is about to be sent; the number of the line that must be on the disk before it is."""
        self.check(job)
        if job.look_up is not None:
            return 0
        job.ends, job.sends = time.monotonic() + self._timeout, job.sends + 1
        call = job.prepared.operation.name
        more = {"timeout": self._timeout, "call": call, "request": job.request, "evidence": job.again}
        return self.ledger.append(job.key, State.SENDING, **more)

    def conclude(self, job: Job) -> None:
        """See what came of a job, and note it in the ledger."""
        try:
            if job.response is not None:
                job.response.parse()
        except Exception as exc:
            job.error = exc
        state, evidence = job.outcome()
        if job.ends is not None and job.look_up is None:
            job.ends = max(job.ends, time.monotonic())  # some transports outlive a time-out
        job.result = result = job.result_as(state, evidence)
        # A look-up that shows nothing leaves the ledger as it is.
        if job.ends is not None and (job.look_up is None or state in (State.DONE, State.LEFT)):
            more = {"evidence": evidence, "error": result.error or None, "status": result.status}
            self.ledger.append(job.key, state, **more)

    def settle(self, job: Job) -> None:
        """Tell what came of a job, or see to it that it is looked up or sent again."""
        assert job.result is not None
        self._in_flight.discard(job)
        self._judge(job, job.result.state)
        if job.result.state is State.SENDING:
            job.again, job.look_up, job.ends, job.response = job.result.evidence, None, None, None
            self._again.append(job)
        elif job.result.state is State.UNKNOWN and job.look_up is None:
            self._wait(job)
        else:
            self._tell(job.result)

    def _judge(self, job: Job, state: State) -> None:
        """Leave out a location of which nothing gets through; stop where that seems so of all."""
        error, location = job.error, job.prepared.location
        if error is not None and not isinstance(error, Exception):
            self.fail(error)
        if isinstance(error, ClientClosedError | ConfigurationError):
            self.stop(str(error))
        if isinstance(error, StoppedError):
            return
        if error is None or state is State.REFUSED or (job.look_up is not None and is_refusal(error)):
            self._in_a_row = 0
            del self._failed[location]
            return
        self._in_a_row += 1
        self._failed[location] += 1
        said = f"calls in a row came to nothing, the last one to {type(error).__name__}"
        if self._failed[location] >= (_UNAUTHORIZED if isinstance(error, AuthenticationError) else self._patience):
            self._given_up.setdefault(location, f"location {location}: {self._failed[location]} {said}")
        if self._in_a_row >= _LOCATIONS * self._patience:
            self.stop(f"{self._in_a_row} {said}")

    def _tell(self, result: Result | None) -> None:
        """Call the callbacks; without a result, the one of progress."""
        self._told = time.monotonic()
        if result is not None:
            self._count(result.state, result.evidence, result.error)
        self.summary.waiting = len(self._waiting)
        self.summary.next_look_up = self._waiting[0][0] if self._waiting else 0.0
        for callback, value in ((self._on_result, result), (self._progress, self.summary)):
            try:
                if callback is not None and value is not None and is_unawaited(callback(cast("Any", value))):
                    raise ConfigurationError("on_result and progress must be plain functions (not async ones)")
            except Exception as exc:
                self.fail(exc)

    def _count(self, state: State, evidence: str, error: str, count: int = 1) -> None:
        kind = evidence.partition(":")[0]
        name, counter = kind if state in (State.DONE, State.UNKNOWN) else error or kind, self.summary.counter(state)
        counter[name] += count
        if not counter[name]:
            del counter[name]

    def finish(self) -> Summary:
        """Tell what is left of a run that is over, by its end or before."""
        for job in [job for job in self._in_flight if job.result is not None]:  # Ctrl-C came before it was settled
            self.settle(job)
        self._heed_ledger()
        if self._given_up:
            more = len(self._given_up) - 1
            self.stop(next(iter(self._given_up.values())) + (f"; {more} more locations" if more else ""))
        for job in self._in_flight:
            state = State.LEFT if job.ends is None else State.UNKNOWN
            self._tell(Result(key=job.key, state=state, evidence="cut short"))
        for job in self._again:
            self._tell(job.left_out(State.LEFT))
        while self._waiting:
            self._tell(heappop(self._waiting)[2].left_out(State.UNKNOWN))
        evidence = "not among the calls" if self._calls is None else "not reached"
        for call in self.ledger.open.values():
            self._tell(Result(key=call.key, state=State.UNKNOWN, evidence=evidence))
        told_so = {job.key for job in self._in_flight}
        for entry in self.ledger.unwritten():
            if entry.state not in (State.SENDING, State.UNKNOWN) and entry.key not in told_so:
                self._count(entry.state, entry.evidence or "", entry.error or "", -1)
                self._count(State.UNKNOWN, "not recorded", "")
        return self.summary


def _check(key: object, prepared: object) -> None:
    if not isinstance(key, str) or not key or not isinstance(prepared, PreparedRequest):
        raise TypeError("calls must give pairs of a key, which is a non-empty str, and a prepared request")
    key.encode()  # a lone surrogate can't be written


def _hash(prepared: PreparedRequest[Any]) -> str:
    """What a request is known by: neither its body nor any header can be read from it."""
    parts = (f"{prepared.method} {prepared.url}\n{prepared.location}\n".encode(), prepared.content or b"")
    return sha256(b"".join(parts)).hexdigest()[:32]
