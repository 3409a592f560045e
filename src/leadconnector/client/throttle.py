"""Waiting before a request, so that a location's rate limit is not overrun."""

import os
import threading
from abc import ABC, abstractmethod
from bisect import bisect_left
from typing import Protocol, cast

from msgspec import Struct

from leadconnector.client.options import is_int
from leadconnector.client.rate_limit import RateLimit
from leadconnector.errors import ConfigurationError

REQUESTS = 100
INTERVAL = 10.0
_SWEEP_ABOVE = 1024
_SHORTEST_WAIT = 0.002
_POLL = 0.05  # seconds between two looks at whether a request that is due has finished


class Reservation(Struct, frozen=True):
    """Wait so many seconds; then go if it was granted, else ask again. ``expected`` is the whole wait as foreseen."""

    wait: float
    granted: bool
    expected: float | None = None


class RateLimiter(Protocol):
    """A throttle of the caller's own. ``blocking`` ones do I/O, so the async client asks them in a worker thread."""

    @property
    def blocking(self) -> bool:
        """Whether `reserve` may block."""
        ...

    def reserve(self, location: str, now: float, patience: float) -> Reservation:
        """A turn for a location. `now` is monotonic seconds; nobody waits longer than `patience` seconds."""
        ...


class Ticket(Struct, eq=False):
    """One attempt's place in the queue of its location, then its place in the window of the rate limit."""

    location: str
    key: str = ""
    """Its name among processes."""
    number: int = 0
    """Its place among the tickets of its window; 0 before it is asked for."""
    deadline: float = 0.0
    counts_from: float = 0.0
    is_finished: bool = False


class Queue(ABC):
    """What a call asks for its turns: a ticket for each attempt, first come first served."""

    blocking = False
    """Whether `ask` may block."""

    @abstractmethod
    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        """A turn. Not granted with a wait of `patience` or more means that there is none in time."""

    @abstractmethod
    def withdraw(self, ticket: Ticket) -> None:
        """Leave the queue."""

    @abstractmethod
    def finish(self, ticket: Ticket, now: float, told: RateLimit | None) -> None:
        """Let the request count until an interval from now; `told` is what its response said of the limits."""


class OwnQueue(Queue):
    """A throttle of the caller's own: it keeps neither a queue nor a window that we know of."""

    def __init__(self, throttle: RateLimiter) -> None:
        self._throttle = throttle
        self.blocking = bool(getattr(throttle, "blocking", False))  # an object with reserve() alone will do

    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        return self._throttle.reserve(ticket.location, now, patience)

    def withdraw(self, ticket: Ticket) -> None: ...

    def finish(self, ticket: Ticket, now: float, told: RateLimit | None) -> None: ...


class ProcessLock:
    """A lock that each process has anew: one that another thread holds while forking stays locked in the child.

    What it guards has to make sense at any moment, as a fork finds it there.
    """

    __slots__ = ("_locks",)

    def __init__(self) -> None:
        self._locks = {os.getpid(): threading.Lock()}

    def __enter__(self) -> None:
        process = os.getpid()
        lock = self._locks.get(process)
        if lock is None:
            lock = self._locks.setdefault(process, threading.Lock())
        lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._locks[os.getpid()].release()


class Throttle(Queue):
    """At most `requests` in any `interval` seconds, each location for itself, in this process.

    Without `requests` the limit is what the service tells in its responses, 100 in 10 s until it does. With them it is
    never more, and less where the service allows less. What others use of the limit, and the day's limit, are heeded as
    far as responses tell them. Waiting calls are served in order. Safe for threads.

    A request counts until `interval` seconds after its end, as nobody but the service knows when it arrived.
    """

    def __init__(self, requests: int | None = None, interval: float = INTERVAL) -> None:
        self.requests, self.interval = check_window(REQUESTS if requests is None else requests, interval)
        self._is_fixed = requests is not None
        self._windows: dict[str, _Window] = {}
        self._lock = ProcessLock()

    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        with self._lock:
            return self._window(ticket.location, now).ask(ticket, now, patience)

    def withdraw(self, ticket: Ticket) -> None:
        with self._lock:
            if window := self._windows.get(ticket.location):
                window.leave(ticket)

    def finish(self, ticket: Ticket, now: float, told: RateLimit | None) -> None:
        with self._lock:
            if window := self._windows.get(ticket.location):
                window.finish(ticket, now)
                if told is not None:
                    window.follow(told, now)

    def record(self, ticket: Ticket, now: float) -> None:
        """Count a request whose turn was granted elsewhere."""
        with self._lock:
            self._window(ticket.location, now).grant(ticket, now)

    def _window(self, location: str, now: float) -> "_Window":
        window = self._windows.get(location)
        if window is None:
            if len(self._windows) >= _SWEEP_ABOVE:
                self._windows = {name: used for name, used in self._windows.items() if used.is_used(now)}
            window = self._windows[location] = _Window(self.requests, self.interval, is_fixed=self._is_fixed)
        return window

    def __repr__(self) -> str:
        return f"Throttle({self.requests}, {self.interval})"


class _Window:
    """One location: the requests that count at the moment, and the calls that wait."""

    def __init__(self, requests: int, interval: float, *, is_fixed: bool) -> None:
        self._own = requests, interval
        self._is_fixed = is_fixed
        self._limit, self._interval = requests, interval
        self._sent: list[Ticket] = []
        self._waiting: list[Ticket] = []
        self._tickets = 0
        self._is_told = False
        self._left_for_us = requests  # of the told limit, less what other processes use of it
        self._others_until = 0.0
        self._left_today: int | None = None
        self._swept = 0.0

    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        self._forget(now)
        if not ticket.number:
            self._tickets += 1
            ticket.number = self._tickets
            self._waiting.append(ticket)
        ticket.deadline = now + patience
        ahead = bisect_left(self._waiting, ticket.number, key=_number)
        free = self._allowed(now) - len(self._sent)
        if ahead < free:
            self.grant(ticket, now)
            return Reservation(0.0, granted=True)
        expected = self._expected(ahead - max(free, 0), now)
        wait = expected
        if expected >= patience:
            if self._is_told or all(sent.is_finished for sent in self._sent):
                self.leave(ticket)
                return Reservation(expected, granted=False, expected=expected)
            wait = max(patience / 2, _POLL)  # the first responses may tell of a higher limit
        # Looked at again before it is due: the limit may have changed.
        return Reservation(min(wait, self._interval / 10), granted=False, expected=expected)

    def grant(self, ticket: Ticket, now: float) -> None:
        self.leave(ticket)
        ticket.counts_from = now + self._slack
        self._sent.append(ticket)
        if self._left_today is not None:
            self._left_today -= 1

    def leave(self, ticket: Ticket) -> None:
        at = bisect_left(self._waiting, ticket.number, key=_number)
        if at < len(self._waiting) and self._waiting[at] is ticket:
            del self._waiting[at]

    def finish(self, ticket: Ticket, now: float) -> None:
        ticket.is_finished = True
        ticket.counts_from = min(ticket.counts_from, now)

    def follow(self, told: RateLimit, now: float) -> None:
        """Take over the limits that a response told."""
        if told.limit is not None:
            limit, interval = max(told.limit, 1), told.interval or self._own[1]
            self._is_told = True
            if self._is_fixed and limit / interval >= self._own[0] / self._own[1]:
                limit, interval = self._own
            self._limit, self._interval = limit, interval
            if told.remaining is not None:
                used_by_others = max(0, told.limit - told.remaining - len(self._sent))
                self._left_for_us, self._others_until = told.limit - used_by_others, now + interval
        if told.daily_remaining is not None:
            self._left_today = told.daily_remaining - sum(not ticket.is_finished for ticket in self._sent)

    def is_used(self, now: float) -> bool:
        self._forget(now)
        return bool(self._sent or self._waiting)

    @property
    def _slack(self) -> float:
        """The most seconds for which a request that doesn't end is taken to be still on its way."""
        return self._interval / 2

    def _allowed(self, now: float) -> int:
        if self._left_today is not None and self._left_today <= 0:
            return 1  # so that the first one of a new day goes out
        return max(min(self._limit, self._left_for_us) if now < self._others_until else self._limit, 1)

    def _expected(self, ahead: int, now: float) -> float:
        """Seconds until the turn of a ticket with so many before it, those that have a free place not counted."""
        allowed = self._allowed(now)
        starts = (sent.counts_from - (0 if sent.is_finished else self._slack) for sent in self._sent)
        ends = sorted(start + self._interval for start in starts)
        ends += [now + self._interval] * (allowed - len(ends))
        rounds, place = divmod(ahead, allowed)
        end = ends[-allowed:][place] + rounds * self._interval
        return max(end - now, _SHORTEST_WAIT if all(sent.is_finished for sent in self._sent) else _POLL)

    def _forget(self, now: float) -> None:
        self._sent = [ticket for ticket in self._sent if ticket.counts_from + self._interval > now]
        if now >= self._swept + self._interval / 10:  # calls that ended without leaving
            self._swept = now
            self._waiting = [ticket for ticket in self._waiting if ticket.deadline > now]


def _number(ticket: Ticket) -> int:
    return ticket.number


def check_window(requests: object, interval: object) -> tuple[int, float]:
    """The window's two figures, or ConfigurationError."""
    if not is_int(requests, at_least=1):
        raise ConfigurationError(f"a throttle's requests must be a positive int, not {requests!r}")
    if isinstance(interval, bool) or not isinstance(interval, int | float) or not 0 < interval <= 86_400:
        raise ConfigurationError(f"a throttle's interval must be seconds above 0, at most 86400, not {interval!r}")
    return cast("int", requests), float(interval)
