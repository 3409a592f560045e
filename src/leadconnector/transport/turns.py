"""Waiting for a connection before the pool is asked for one, which with hundreds of waiters is slow to answer."""

from collections import deque

import anyio


class Turns:
    """Lets so many in at a time, first come first served; for the tasks of one event loop."""

    __slots__ = ("_free", "_waiting")

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: deque[anyio.Event] = deque()

    async def take(self, seconds: float) -> None:
        """Wait for a turn; TimeoutError if there is none in so many seconds."""
        if self._free:
            self._free -= 1
            return
        turn = anyio.Event()
        self._waiting.append(turn)
        try:
            with anyio.fail_after(seconds) as scope:
                await turn.wait()
            if anyio.current_time() >= scope.deadline:  # all may end at once, and a late turn is none
                raise TimeoutError
        except BaseException:
            if turn.is_set():  # too late to be of use here
                self.give()
            else:
                self._waiting.remove(turn)
            raise

    def give(self) -> None:
        """Let the next one in."""
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._free += 1
