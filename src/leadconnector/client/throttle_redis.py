"""A throttle that any number of processes on any number of machines share, by way of Redis."""

import math
import random
import time
from importlib import import_module
from typing import Any

from leadconnector.client.errors import ConfigurationError
from leadconnector.client.events import logger
from leadconnector.client.throttle import INTERVAL, REQUESTS, MemoryThrottle, Reservation, check_window

_ANSWER_WITHIN = 0.5
_LEAVE_ALONE = 10.0  # seconds for which a Redis that failed is not asked again
_SHORTEST_WAIT = 0.01
_SPREAD = 0.05


class RedisThrottle:
    """At most `requests` in any `interval` seconds (whole ones) for each location, counted in Redis.

    `url` is any that the ``limits`` package takes: ``redis://``, ``rediss://``, ``redis+unix://``, …. The workers'
    wall clocks should agree. Redis is given half a second to answer; where it doesn't (a warning is logged), each
    process counts for itself for the next ten.
    """

    blocking = True

    def __init__(self, url: str, requests: int = REQUESTS, interval: int = int(INTERVAL)) -> None:
        check_window(requests, interval)
        if interval != int(interval):
            raise ConfigurationError(f"the interval of a Redis throttle is to be whole seconds, not {interval!r}")
        self._limiter, self._storage_error = _limiter(url)
        self._item = import_module("limits").RateLimitItemPerSecond(requests, int(interval), "leadconnector")
        self._alone = MemoryThrottle(requests, interval)
        self._alone_until = -math.inf

    def reserve(self, location: str, now: float, patience: float) -> Reservation:
        """Take a turn if there is one; else say when to ask again, spread a little so that not all ask at once."""
        if now < self._alone_until:
            return self._alone.reserve(location, now, patience)
        try:
            if self._limiter.hit(self._item, location):
                return Reservation(0.0, granted=True)
            reset_at = self._limiter.get_window_stats(self._item, location).reset_time
        except self._storage_error as exc:
            logger.warning("the throttle's Redis can't be reached (%s); counting in this process", type(exc).__name__)
            self._alone_until = now + _LEAVE_ALONE
            return self._alone.reserve(location, now, patience)
        return Reservation(max(reset_at - time.time(), _SHORTEST_WAIT) + random.uniform(0, _SPREAD), granted=False)

    def __repr__(self) -> str:
        return f"RedisThrottle('***', {self._item.amount}, {self._item.multiples})"


def _limiter(url: str) -> tuple[Any, type[Exception]]:
    try:
        storages, strategies = import_module("limits.storage"), import_module("limits.strategies")
        retry = import_module("redis.retry").Retry(import_module("redis.backoff").NoBackoff(), 0)
    except ImportError as exc:
        raise ConfigurationError(
            "a Redis throttle needs the extra: pip install 'leadconnector-invoices[redis]'"
        ) from exc
    options: dict[str, Any] = {"socket_timeout": _ANSWER_WITHIN, "socket_connect_timeout": _ANSWER_WITHIN}
    try:
        storage = storages.storage_from_string(url, wrap_exceptions=True, retry=retry, **options)
        limiter = strategies.MovingWindowRateLimiter(storage)
    except Exception:
        # Neither the URL nor what its parser says is shown: it may hold a password.
        raise ConfigurationError("throttle is no Redis URL that the limits package can use") from None
    return limiter, import_module("limits.errors").StorageError
