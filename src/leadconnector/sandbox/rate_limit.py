"""Rate limits: the headers of each answer and, where that is asked for, the refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

DOCUMENTED_LIMIT: Final = 100
INTERVAL: Final = timedelta(seconds=10)
DAILY_LIMIT: Final = 200_000


@dataclass(slots=True)
class _Count:
    window: datetime
    in_window: int = 0
    in_day: int = 0


class RateLimit:
    """Counts the calls of each token: the service's unit, app and location, is what a token stands for.

    Without `enforced`, the documented 100 in 10 seconds are counted down and nothing is refused.
    """

    def __init__(self, enforced: int | None, now: Callable[[], datetime]) -> None:
        if enforced is not None and enforced < 1:
            raise ValueError(
                f"rate_limit={enforced}: calls per {INTERVAL.seconds} s, at least 1; None enforces no limit"
            )
        self._enforced = enforced is not None
        self._limit = DOCUMENTED_LIMIT if enforced is None else enforced
        self._now = now
        self._counts: dict[str, _Count] = {}

    def count(self, token: str) -> None:
        """Count a call."""
        count = self._count(token)
        count.in_window += 1
        count.in_day += 1

    def exceeded(self, token: str) -> bool:
        """Whether the call that was counted last is to be refused."""
        return self._enforced and self._count(token).in_window > self._limit

    def headers(self, token: str) -> tuple[tuple[str, str], ...]:
        """Return the headers that tell what is left."""
        count = self._count(token)
        milliseconds = INTERVAL // timedelta(milliseconds=1)
        return (
            ("x-ratelimit-max", str(self._limit)),
            ("x-ratelimit-remaining", str(max(0, self._limit - count.in_window))),
            ("x-ratelimit-interval-milliseconds", str(milliseconds)),
            ("x-ratelimit-limit-daily", str(DAILY_LIMIT)),
            ("x-ratelimit-daily-remaining", str(max(0, DAILY_LIMIT - count.in_day))),
        )

    def _count(self, token: str) -> _Count:
        now = self._now()
        count = self._counts.setdefault(token, _Count(now))
        if now.date() != count.window.date():
            count.in_day = 0
        if now - count.window >= INTERVAL or now < count.window:
            count.window, count.in_window = now, 0
        return count
