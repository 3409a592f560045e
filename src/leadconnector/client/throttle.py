"""Waiting before the request, so that a location's rate limit is not overrun."""

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from leadconnector.client.errors import ConfigurationError
from leadconnector.client.process_lock import ProcessLock

REQUESTS = 100
INTERVAL = 10.0
_SWEEP_ABOVE = 1024


@dataclass(frozen=True, slots=True)
class Reservation:
    """Wait so many seconds; then go if the turn was granted, else ask again."""

    wait: float
    granted: bool


class Throttle(Protocol):
    """Gives out turns. ``blocking`` ones do I/O, so the async client asks them in a worker thread."""

    @property
    def blocking(self) -> bool:
        """Whether `reserve` may block."""
        ...

    def reserve(self, location: str, now: float, patience: float) -> Reservation:
        """A turn for a location. `now` is monotonic seconds; nobody waits longer than `patience` seconds."""
        ...


class MemoryThrottle:
    """A sliding window for one process: at most `requests` in any `interval` seconds, each location for itself.

    A turn is booked ahead, first come first served, so waiting callers don't race for it. Safe for threads.
    """

    blocking = False

    def __init__(self, requests: int = REQUESTS, interval: float = INTERVAL) -> None:
        self._requests, self._interval = check_window(requests, interval)
        self._windows: dict[str, deque[float]] = {}
        self._lock = ProcessLock()

    def reserve(self, location: str, now: float, patience: float) -> Reservation:
        """Book the next turn; not granted, and not booked, where it is later than `patience` allows."""
        with self._lock:
            window = self._windows.get(location)
            if window is None:
                self._sweep(now)
                window = self._windows[location] = deque(maxlen=self._requests)
            start = max(now, window[0] + self._interval) if len(window) == self._requests else now
            wait = start - now
            if wait >= patience:
                return Reservation(wait, granted=False)
            window.append(start)
            return Reservation(wait, granted=True)

    def _sweep(self, now: float) -> None:
        if len(self._windows) >= _SWEEP_ABOVE:
            self._windows = {key: w for key, w in self._windows.items() if w[-1] + self._interval > now}

    def __repr__(self) -> str:
        return f"MemoryThrottle({self._requests}, {self._interval})"


def check_window(requests: object, interval: object) -> tuple[int, float]:
    """The window's two figures, or ConfigurationError."""
    if isinstance(requests, bool) or not isinstance(requests, int) or requests < 1:
        raise ConfigurationError(f"a throttle's requests is to be a positive int, not {requests!r}")
    if isinstance(interval, bool) or not isinstance(interval, int | float) or not 0 < interval <= 86_400:
        raise ConfigurationError(f"a throttle's interval is to be seconds above 0, at most 86400, not {interval!r}")
    return requests, float(interval)


def make_throttle(throttle: bool | str | Throttle | None) -> Throttle | None:
    """The throttle for a client's ``throttle=``: off, in memory, in Redis by its URL, or the caller's own."""
    if throttle is None or throttle is False:
        return None
    if throttle is True:
        return MemoryThrottle()
    if isinstance(throttle, str):
        from leadconnector.client.throttle_redis import RedisThrottle

        return RedisThrottle(throttle)
    if callable(getattr(throttle, "reserve", None)):
        return throttle
    raise ConfigurationError("throttle is to be True, a redis:// URL, or an object with reserve()")
