"""The rate limits as the service last told them, by location."""

from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import asdict

from leadconnector.client.retry_policy import RATE_LIMIT_INTERVAL, rate_limit_interval
from leadconnector.transport.attempt import Headers

_MOST_LOCATIONS = 4096
_LONGEST_NUMBER = 10
_NUMBERS = {
    "remaining": "x-ratelimit-remaining",
    "limit": "x-ratelimit-max",
    "daily_remaining": "x-ratelimit-daily-remaining",
    "daily_limit": "x-ratelimit-limit-daily",
}
_NAMES = (*_NUMBERS.values(), RATE_LIMIT_INTERVAL)


class RateLimit(Struct, frozen=True, kw_only=True):
    """What a response's X-RateLimit headers said; None where it did not say.

    ``remaining`` of ``limit`` requests are left in the current ``interval`` (seconds), ``daily_remaining`` of
    ``daily_limit`` today.
    """

    remaining: int | None = None
    limit: int | None = None
    interval: float | None = None
    daily_remaining: int | None = None
    daily_limit: int | None = None


class RateLimits(RateLimit, frozen=True, kw_only=True):
    """The last known rate limits of the client's own location, all None before its first response, and of the others.

    Calls without a location stand in ``by_location`` under the empty string.
    """

    by_location: Mapping[str, RateLimit] = {}


_UNKNOWN = RateLimit()


class RateLimitBook:
    """The last state of each location. Shared by all clients of one pool; safe for threads, as each step is atomic."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, RateLimit] = OrderedDict()

    def note(self, location: str | None, headers: Headers) -> RateLimit | None:
        """Keep what a response says, and return it; None if it says nothing."""
        told = headers.among(_NAMES)
        state = read_rate_limit(told) if told else None
        if state is not None:
            self._states[location or ""] = state
            with suppress(KeyError):  # another thread may just have dropped it as the oldest
                self._states.move_to_end(location or "")
            if len(self._states) > _MOST_LOCATIONS:
                self._states.popitem(last=False)
        return state

    def limits(self, location: str | None) -> RateLimits:
        """All states as they are now, and that of one location."""
        states = dict(self._states.copy())
        return RateLimits(**asdict(states.get(location or "", _UNKNOWN)), by_location=states)


def read_rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """The state that a response tells; None where it tells none."""
    numbers = {field: _number(headers, name) for field, name in _NUMBERS.items()}
    state = RateLimit(interval=rate_limit_interval(headers), **numbers)
    return None if state == _UNKNOWN else state


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
