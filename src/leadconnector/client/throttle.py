"""Waiting before a request, so that a location's rate limit is not overrun."""

import math
import os
import threading
from typing import cast

from msgspec import Struct, field

from leadconnector.client.options import is_int
from leadconnector.client.rate_limit import RateLimit
from leadconnector.errors import ConfigurationError

REQUESTS = 100
INTERVAL = 10.0
_LONGEST_INTERVAL = 86_400
_SWEEP_ABOVE = 1024
_SHORTEST_WAIT = 0.002
POLL = 0.05  # seconds between two looks at whether a request that is due has finished


class Reservation(Struct, frozen=True):
    """Wait so many seconds; then go if it was granted, else ask again. ``expected`` is the whole wait as foreseen."""

    wait: float
    granted: bool
    expected: float = 0.0


class Ticket(Struct, eq=False):
    """One attempt's place in the queue of its location, then in the window of the rate limit."""

    location: str
    key: str = field(default_factory=lambda: os.urandom(8).hex())
    """Its name, unlike any other's, in whatever process."""


class Rules(Struct, frozen=True):
    """What a throttle was told by its user; `is_fixed` says that it holds beside what responses tell."""

    requests: int
    interval: float
    is_fixed: bool


class Window(Struct):
    """One location: the requests that count at the moment, the calls that wait, and the limits that responses told."""

    rules: Rules
    sent: dict[str, tuple[float, float]] = {}
    """When a request began and ended; infinity until it has."""
    waiting: dict[str, float] = {}
    """Until when a call has its place, in the order of the queue."""
    told: tuple[int, float] | None = None
    left_for_us: int | None = None
    """Of the told limit, less what others use of it. A window begins with it, too, until a response tells more."""
    others_until: float = 0.0
    """From when on a response that doesn't tell it says that it is not known any more."""
    heard: tuple[float, int] = (0.0, 0)
    """When the last response told what remained of the limit, and how much."""
    left_today: int | None = None
    swept: float = 0.0

    def ask(self, key: str, now: float, patience: float) -> Reservation:
        """A turn. Not granted with a wait of `patience` or more means that there is none in time, and no place."""
        self.forget(now)
        self.waiting.setdefault(key, now + patience)
        ahead = list(self.waiting).index(key)
        expected, interval = max((self._expected(ahead, now, *limit), limit[1]) for limit in self._limits(now))
        if not expected:
            self.grant(key, now)
            return Reservation(0.0, granted=True)
        wait = expected
        if expected >= patience:
            if self.told is not None or not self._flying():
                self.leave(key)
                return Reservation(expected, granted=False, expected=expected)
            wait = max(patience / 2, POLL)  # the first responses may tell of a higher limit
        wait = min(wait, interval / 10)  # looked at again before it is due: the limit may have changed
        return Reservation(wait, granted=False, expected=expected)

    def grant(self, key: str, now: float) -> None:
        """Count a request from now on."""
        self.leave(key)
        self.sent[key] = now, math.inf
        if self.left_today is not None:
            self.left_today -= 1

    def leave(self, key: str) -> None:
        """Leave the queue, or give a turn back that nothing was sent in."""
        self.waiting.pop(key, None)
        self.sent.pop(key, None)

    def finish(self, key: str, now: float, told: RateLimit | None, *, refused: bool) -> None:
        """Let a request count until an interval from now, and take over what its response told."""
        began = self.sent[key][0] if key in self.sent else now
        if key in self.sent:
            self.sent[key] = began, now
        if now >= self.others_until:
            self.left_for_us = None
        if told is None:
            return
        if told.limit is not None:
            limit, interval = self.told = max(told.limit, 1), told.interval or self.rules.interval
            if told.remaining is not None:
                # Of requests that overlap, the lowest number is the latest; below all is that of one too many.
                now_remaining = -1 if refused else told.remaining
                at, remaining = self.heard
                if began >= at or now_remaining <= remaining:
                    self.heard = at, remaining = now, now_remaining
                # Whether the service has seen those on their way nobody knows: they count against what remains.
                ended = sum(ended <= now for _, ended in self._counting(now, interval).values())
                left = min(limit, remaining + ended)
                if remaining < 0 and self.left_for_us is not None:  # the service may not count those that it refuses
                    left = min(left, self.left_for_us)
                self.left_for_us, self.others_until = left, now + interval
        if told.daily_remaining is not None:
            self.left_today = told.daily_remaining - self._flying()

    def forget(self, now: float) -> bool:
        """Forget what counts no longer, and calls that ended without leaving; whether anything is left."""
        intervals = [interval for _, interval in self._limits(now)]
        self.sent = self._counting(now, max(intervals))
        if now >= self.swept + min(intervals) / 10:
            self.swept = now
            self.waiting = {key: until for key, until in self.waiting.items() if until > now}
        return bool(self.sent or self.waiting)

    def _limits(self, now: float) -> list[tuple[int, float]]:
        """The requests and intervals that hold at once: one's own, and what the service told."""
        rules = self.rules
        limits = [(rules.requests, rules.interval)] if self.told is None or rules.is_fixed else []
        if self.told is not None:
            limit, interval = self.told
            # One must go out where others have used the limit up, and so must the first of a new day.
            left = limit if self.left_for_us is None else self.left_for_us
            limits.append((max(min(limit, left), 1), interval))
        is_over = self.left_today is not None and self.left_today <= 0
        return [(1, interval) for _, interval in limits] if is_over else limits

    def _counting(self, now: float, interval: float) -> dict[str, tuple[float, float]]:
        """Those that began or ended less than an interval ago.

        One that doesn't end may still arrive, and counts half an interval longer.
        """
        return {key: sent for key, sent in self.sent.items() if min(sent[0] + interval / 2, sent[1]) + interval > now}

    def _flying(self) -> int:
        return sum(ended == math.inf for _, ended in self.sent.values())

    def _expected(self, ahead: int, now: float, allowed: int, interval: float) -> float:
        """Seconds until one limit lets a call through that has so many before it; 0 if it does so now."""
        counting = self._counting(now, interval).values()
        free = allowed - len(counting)
        if ahead < free:
            return 0.0
        ends = sorted((began if ended == math.inf else min(began + interval / 2, ended)) for began, ended in counting)
        ends += [now] * free
        rounds, place = divmod(ahead - max(free, 0), allowed)
        end = ends[-allowed:][place] + (rounds + 1) * interval
        return max(end - now, POLL if self._flying() else _SHORTEST_WAIT)


class Throttle:
    """At most `requests` in any `interval` seconds, each location for itself, in this process.

    Without `requests` the limit is what the service tells in its responses, 100 in 10 s until it does. With them both
    limits hold: never more than either. What others use of the limit, and the day's limit, are heeded as
    far as responses tell them. Waiting calls are served in order. Safe for threads.

    A request counts until `interval` seconds after its end, as nobody but the service knows when it arrived.
    """

    blocking = False
    """Whether `ask` may block."""

    def __init__(self, requests: int | None = None, interval: float = INTERVAL) -> None:
        if requests is not None and not is_int(requests, at_least=1):
            raise ConfigurationError(f"a throttle's requests must be a positive int, not {requests!r}")
        given = cast("object", interval)
        if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given <= _LONGEST_INTERVAL:
            raise ConfigurationError(f"a throttle's interval must be seconds above 0, at most 86400, not {given!r}")
        self.rules = Rules(requests or REQUESTS, float(given), is_fixed=requests is not None)
        self._windows: dict[str, Window] = {}
        self._locks: dict[int, threading.Lock] = {}

    @property
    def _lock(self) -> threading.Lock:
        """This process's own: one that another thread holds while forking stays locked in the child.

        What it guards has to make sense at any moment, as a fork finds it there.
        """
        return self._locks.setdefault(os.getpid(), threading.Lock())

    @property
    def requests(self) -> int:
        """The requests of its own limit, or of the one that it begins with."""
        return self.rules.requests

    @property
    def interval(self) -> float:
        """The seconds of that limit."""
        return self.rules.interval

    def ticket(self, location: str | None) -> Ticket:
        """A new attempt's place; calls without a location share one window."""
        return Ticket(location or "")

    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        """A turn. Not granted with a wait of `patience` or more means that there is none in time."""
        with self._lock:
            return self._window(ticket.location, now).ask(ticket.key, now, patience)

    def withdraw(self, ticket: Ticket) -> None:
        """Leave the queue, or give a turn back that nothing was sent in."""
        with self._lock:
            if window := self._windows.get(ticket.location):
                window.leave(ticket.key)

    def finish(self, ticket: Ticket, now: float, told: RateLimit | None, *, refused: bool = False) -> None:
        """Let the request count until an interval from now; `told` is what its response said of the limits.

        `refused` says that it was one too many.
        """
        with self._lock:
            if window := self._windows.get(ticket.location):
                window.finish(ticket.key, now, told, refused=refused)

    def record(self, ticket: Ticket, now: float) -> None:
        """Count a request whose turn was granted elsewhere."""
        with self._lock:
            window = self._window(ticket.location, now)
            window.forget(now)
            window.grant(ticket.key, now)

    def _window(self, location: str, now: float) -> Window:
        window = self._windows.get(location)
        if window is None:
            if len(self._windows) >= _SWEEP_ABOVE:
                self._windows = {name: used for name, used in self._windows.items() if used.forget(now)}
            window = self._windows[location] = Window(self.rules)
        return window

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.requests}, {self.interval})"
