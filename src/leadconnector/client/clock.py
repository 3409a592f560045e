"""Time and chance, in one place so that tests can stand in for them."""

import random
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple


async def _sleep_async(seconds: float) -> None:
    import anyio  # imported here: the sync client does without

    await anyio.sleep(seconds)


class Clock(NamedTuple):
    """``monotonic`` measures durations, ``wall`` is only for dates in headers; both in seconds."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    uniform: Callable[[float, float], float] = random.uniform


SYSTEM_CLOCK = Clock()
