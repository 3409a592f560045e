"""Time and chance, in one place so that tests can stand in for them."""

import random
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

_LONGEST_SLEEP = 0.1  # how late a pause may notice that the client was closed


def _sleep(seconds: float, is_over: Callable[[], bool] = lambda: False) -> None:
    ends_at = time.monotonic() + seconds
    while (left := ends_at - time.monotonic()) > 0 and not is_over():
        time.sleep(min(left, _LONGEST_SLEEP))


async def _sleep_async(seconds: float) -> None:
    import anyio  # imported here: the sync client does without

    await anyio.sleep(seconds)


class Clock(NamedTuple):
    """``monotonic`` measures durations, ``wall`` is only for dates in headers; both in seconds.

    ``sleep`` ends early once what it is given as second argument says so.
    """

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float, Callable[[], bool]], None] = _sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    uniform: Callable[[float, float], float] = random.uniform


SYSTEM_CLOCK = Clock()
