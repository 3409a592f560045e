"""Which tokens the played service takes and for which locations, and how many calls each may make."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from leadconnector.sandbox.errors import RefusalError

DOCUMENTED_LIMIT: Final = 100
INTERVAL: Final = timedelta(seconds=10)
DAILY_LIMIT: Final = 200_000

Tokens = Mapping[str, str | Iterable[str] | None]


class Access:
    """The tokens that are good, each with its locations (None: all); without `tokens`, every token is good for all."""

    def __init__(self, tokens: Tokens | None) -> None:
        given: Any = tokens
        if given is not None and not isinstance(given, Mapping):
            raise TypeError("tokens= maps each token to its location, several of them, or None for all")
        self._any = tokens is None
        self._locations = {token: _locations(named) for token, named in (tokens or {}).items()}

    def locations(self, token: str | None) -> frozenset[str] | None:
        """Return the locations that a bearer token is good for, None for all.

        Raises:
            RefusalError: 401 for no token or one that is not good.
        """
        if token is None:
            raise RefusalError(401, "Invalid token: there is no bearer token in the header Authorization")
        if not self._any and token not in self._locations:
            raise RefusalError(401, "Invalid token: access token is invalid")
        return self._locations.get(token)


def _locations(named: str | Iterable[str] | None) -> frozenset[str] | None:
    if named is None:
        return None
    return frozenset([named] if isinstance(named, str) else named)


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
        """Whether the call that was counted last must be refused."""
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
