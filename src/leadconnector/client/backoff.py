"""How long to wait before the next attempt."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

_BASE = 0.5
_LONGEST = 8.0
_DOUBLINGS = 4  # 0.5 s doubled four times is the longest; no power beyond it is ever computed
_SECONDS = re.compile(r"\d{1,10}(\.\d{1,10})?", re.ASCII)
_MOST_SECONDS = 10**10


def retry_after(headers: Mapping[str, str], wall: Callable[[], float]) -> float | None:
    """Seconds the service asks to wait: Retry-After as a number or a date; None for one that makes no sense.

    `wall` is the wall clock, in seconds since the epoch: only a date is read against it.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    seconds = float(text) if _SECONDS.fullmatch(text) else _until(text, wall)
    return seconds if 0 < seconds < _MOST_SECONDS else None


def _until(date: str, wall: Callable[[], float]) -> float:
    try:
        moment = parsedate_to_datetime(date)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC)  # asctime's form, which HTTP still knows, names no zone
        return math.ceil(moment.timestamp() - wall())
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0


def rate_limit_interval(headers: Mapping[str, str]) -> float | None:
    """Seconds after which the rate limit's window is over, from X-RateLimit-Interval-Milliseconds."""
    text = headers.get("x-ratelimit-interval-milliseconds", "").strip()
    if not _SECONDS.fullmatch(text):
        return None
    seconds = float(text) / 1000
    return seconds if seconds > 0 else None


def backoff(retries: int, uniform: Callable[[float, float], float]) -> float:
    """Full jitter: a random time up to 0.5 s doubled for each retry before this one, at most 8 s."""
    return uniform(0.0, min(_LONGEST, _BASE * 2.0 ** min(retries, _DOUBLINGS)))
