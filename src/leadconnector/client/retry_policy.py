"""The retry matrix: what may be sent again, by the operation's policy and what the last attempt came to; and when."""

import math
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from msgspec import Struct

from leadconnector.client.operation import RetryPolicy
from leadconnector.transport.attempt import Outcome, RawResponse

RATE_LIMIT_INTERVAL = "x-ratelimit-interval-milliseconds"
_RATE_LIMITED = 429
# 522 is not among them: the edge may have sent the request and missed only its acknowledgement.
_EDGE_NEVER_REACHED_ORIGIN = frozenset({521, 523, 525})
_MAYBE_APPLIED = frozenset({500, 502, 503, 504, 520, 522, 524})
_NOT_PROCESSED_REDIRECTS = frozenset({307, 308})
_BASE = 0.5
_LONGEST = 8.0
_DOUBLINGS = 4  # 0.5 s doubled four times is the longest; no power beyond it is ever computed
_SECONDS = r"[0-9]{1,10}(\.[0-9]{1,10})?"
_MOST_SECONDS = 10**10
_LONGEST_SLEEP = 0.1  # how late a pause may notice that the client was closed


def may_retry(policy: RetryPolicy, outcome: Outcome, *, is_passing: bool = False) -> bool:
    """Whether another attempt is both of use and harmless; `is_passing` if the description knows the fault as such."""
    if policy is RetryPolicy.NEVER:
        return False
    if is_passing:
        return policy is RetryPolicy.ALWAYS
    if isinstance(outcome, RawResponse):
        if outcome.status == _RATE_LIMITED or outcome.status in _EDGE_NEVER_REACHED_ORIGIN:
            return True
        return policy is RetryPolicy.ALWAYS and outcome.status in _MAYBE_APPLIED
    if outcome.permanent:
        return False
    return policy is RetryPolicy.ALWAYS or outcome.applied is False


def effect_of(outcome: Outcome) -> bool | None:
    """Whether the attempt took effect: True, False, or None where it can't be known."""
    if not isinstance(outcome, RawResponse):
        return outcome.applied
    status = outcome.status
    if 200 <= status < 300:
        return True
    if 400 <= status < 500 or status in _NOT_PROCESSED_REDIRECTS:
        return False
    return None


def effect_before_retry(outcome: Outcome) -> bool | None:
    """The same, of an attempt that is followed by another: one that never reached the origin leaves nothing."""
    if isinstance(outcome, RawResponse) and outcome.status in _EDGE_NEVER_REACHED_ORIGIN:
        return False
    return effect_of(outcome)


def combine(earlier: bool | None, last: bool | None) -> bool | None:
    """Whether a call took effect, from what its attempts did: one that did is enough, one in doubt leaves doubt."""
    if earlier or last:
        return True
    return None if earlier is None or last is None else False


def retry_after(headers: Mapping[str, str], wall: Callable[[], float]) -> float | None:
    """Seconds the service asks to wait: Retry-After as a number or a date; None for one that makes no sense.

    `wall` is the wall clock, in seconds since the epoch: only a date is read against it.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    seconds = float(text) if re.fullmatch(_SECONDS, text) else _until(text, wall)
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
    text = headers.get(RATE_LIMIT_INTERVAL, "").strip()
    if not re.fullmatch(_SECONDS, text):
        return None
    seconds = float(text) / 1000
    return seconds if seconds > 0 else None


def backoff(retries: int, uniform: Callable[[float, float], float]) -> float:
    """Full jitter: a random time up to 0.5 s doubled for each retry before this one, at most 8 s."""
    return uniform(0.0, min(_LONGEST, _BASE * 2.0 ** min(retries, _DOUBLINGS)))


def _sleep(seconds: float, is_over: Callable[[], bool] = lambda: False) -> None:
    ends_at = time.monotonic() + seconds
    while (left := ends_at - time.monotonic()) > 0 and not is_over():
        time.sleep(min(left, _LONGEST_SLEEP))


async def _sleep_async(seconds: float) -> None:
    import anyio  # imported here: the sync client does without

    await anyio.sleep(seconds)


class Clock(Struct, frozen=True, eq=False):
    """Time and chance. ``monotonic`` measures durations, ``wall`` is only for dates in headers; both in seconds.

    ``sleep`` ends early once what it is given as second argument says so.
    """

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float, Callable[[], bool]], None] = _sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    uniform: Callable[[float, float], float] = random.uniform


SYSTEM_CLOCK = Clock()
