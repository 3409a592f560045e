"""Failures that the sandbox was told to play, and the rate limit that it keeps count of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from leadconnector.sandbox.messages import check_headers

MAX_MESSAGE: Final = 64 * 1024
MAX_DELAY: Final = 24 * 60 * 60
DOCUMENTED_LIMIT: Final = 100
INTERVAL: Final = timedelta(seconds=10)
DAILY_LIMIT: Final = 200_000


class Fault(msgspec.Struct, forbid_unknown_fields=True):
    """What happens to the next `n` calls (of `operation`, where one is named); see `Sandbox.fail_next`."""

    n: int = 1
    status: int | None = None
    delay: float = 0.0
    drop: bool = False
    operation: str | None = None
    applied: bool = False
    message: str | None = None
    headers: dict[str, str] | None = None

    @property
    def has_outcome(self) -> bool:
        """Whether the caller gets something else than the call's own response."""
        return self.drop or self.status is not None

    def __post_init__(self) -> None:
        """Refuse what can't be played."""
        if self.n < 1:
            raise ValueError(f"n={self.n}: at least one call must fail")
        if self.status is not None and not 300 <= self.status <= 599:
            raise ValueError(f"status={self.status}: a failure has a status from 300 to 599")
        if not 0 <= self.delay <= MAX_DELAY:
            raise ValueError(f"delay={self.delay}: seconds from 0 to {MAX_DELAY}")
        if not self.has_outcome and not self.delay:
            raise ValueError("say how to fail: status=, delay= or drop=True")
        if self.drop and self.status is not None:
            raise ValueError("status= or drop=True: a dropped connection has no status")
        if not self.has_outcome and (self.applied or self.message or self.headers):
            raise ValueError("applied=, message= and headers= go with status= or drop=")
        if len(self.message or "") > MAX_MESSAGE:
            raise ValueError(f"message= has more than {MAX_MESSAGE} characters")
        check_headers([*(self.headers or {}).items()])


class RateLimit:
    """Counts the calls of each token: the service's unit, app and location, is what a token stands for.

    Without `enforced`, the documented 100 in 10 seconds are counted down and nothing is refused.
    """

    def __init__(self, enforced: int | None, now: Callable[[], datetime]) -> None:
        if enforced is not None and enforced < 1:
            raise ValueError(f"rate_limit={enforced}: calls per {INTERVAL.seconds} s, at least 1, or None")
        self._enforced = enforced
        self._now = now
        self._windows: dict[str, list[datetime]] = {}  # the times of the calls in each token's interval
        self._in_all: dict[str, int] = {}

    def count(self, token: str) -> tuple[tuple[str, str], ...]:
        """Count a call; return the headers that tell what is left."""
        now = self._now()
        window = self._windows.setdefault(token, [])
        if window and not timedelta() <= now - window[0] < INTERVAL:
            window.clear()
        window.append(now)
        self._in_all[token] = in_all = self._in_all.get(token, 0) + 1
        limit = self._enforced or DOCUMENTED_LIMIT
        return (
            ("x-ratelimit-max", str(limit)),
            ("x-ratelimit-remaining", str(max(0, limit - len(window)))),
            ("x-ratelimit-interval-milliseconds", str(INTERVAL // timedelta(milliseconds=1))),
            ("x-ratelimit-limit-daily", str(DAILY_LIMIT)),
            ("x-ratelimit-daily-remaining", str(max(0, DAILY_LIMIT - in_all))),
        )

    def is_exceeded(self, token: str) -> bool:
        """Whether the call that was counted last must be refused."""
        return self._enforced is not None and len(self._windows[token]) > self._enforced
