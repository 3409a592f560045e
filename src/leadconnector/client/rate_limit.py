"""The rate limits as the service last told them, by location."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

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
_NAMES = frozenset({*_NUMBERS.values(), RATE_LIMIT_INTERVAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """What a response's X-RateLimit headers said; None where it did not say.

    ``remaining`` of ``limit`` requests are left in the current ``interval`` (seconds), ``daily_remaining`` of
    ``daily_limit`` today.
    """

    remaining: int | None = None
    limit: int | None = None
    interval: float | None = None
    daily_remaining: int | None = None
    daily_limit: int | None = None


UNKNOWN = RateLimit()


class RateLimitBook:
    """The last state of each location. Shared by all clients of one pool; safe for threads, as each step is atomic."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, RateLimit] = OrderedDict()

    def note(self, location: str | None, headers: Headers) -> RateLimit | None:
        """Keep what a response says, and return it; None if it says nothing."""
        state = read_rate_limit(headers) if headers.have_any(_NAMES) else None
        if state is not None:
            self._states[location or ""] = state
            with suppress(KeyError):  # another thread may just have dropped it as the oldest
                self._states.move_to_end(location or "")
            if len(self._states) > _MOST_LOCATIONS:
                self._states.popitem(last=False)
        return state

    def states(self) -> dict[str, RateLimit]:
        """A copy of all states, by location; calls without a location stand under the empty string."""
        return dict(self._states.copy())


class RateLimits(Mapping[str, RateLimit], RateLimit):
    """The last known rate limits by location, as they were when asked for.

    ``remaining``, ``limit``, ``interval``, ``daily_remaining`` and ``daily_limit`` are those of the client's own
    location; all None before its first response.
    """

    __slots__ = ("_location", "_states")
    _location: str | None
    _states: dict[str, RateLimit]

    def __init__(self, states: dict[str, RateLimit], location: str | None) -> None:
        RateLimit.__init__(self, **asdict(states.get(location or "", UNKNOWN)))
        object.__setattr__(self, "_states", states)
        object.__setattr__(self, "_location", location)

    def __reduce__(self) -> tuple[Any, ...]:
        return RateLimits, (self._states, self._location)

    def __getitem__(self, location: str) -> RateLimit:
        return self._states[location]

    def __iter__(self) -> Iterator[str]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    def __repr__(self) -> str:
        return f"RateLimits({self._states!r})"


def read_rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """The state that a response tells; None where it tells none."""
    numbers = {field: _number(headers, name) for field, name in _NUMBERS.items()}
    state = RateLimit(interval=rate_limit_interval(headers), **numbers)
    return None if state == UNKNOWN else state


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
