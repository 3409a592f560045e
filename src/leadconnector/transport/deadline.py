"""How long an attempt may take, and how far it got: what client, connection pool and network know in common."""

import time
from contextvars import ContextVar

CONNECT_TIMEOUT = 10.0
"""The most seconds for one connection attempt, so that a lost packet leaves time for another."""

_WRITE_SECONDS = 2.0


class Deadline:
    """One attempt's.

    Httpx's own timeouts limit each single read anew, so that a server sending a byte at a time is never late. Hence
    the pool tells each connection whose deadline it works for.
    """

    __slots__ = ("_spare", "ends_at", "is_pooled", "is_sent", "must_drop", "response")

    def __init__(self, seconds: float, *, is_write: bool = False) -> None:
        self.ends_at = time.monotonic() + seconds
        self._spare = min(_WRITE_SECONDS, seconds / 4) if is_write else 0.0
        self.is_pooled = False
        """Whether our connection pool has been given the request."""
        self.is_sent = False
        """Whether the network may have been given a part of it."""
        self.must_drop = False
        """Whether its connection must not be used again."""
        self.response: object = None
        """What has arrived of httpx's response, if any has."""

    def left(self) -> float:
        """Seconds until the end; 0 or less when it has passed."""
        return self.ends_at - time.monotonic()

    def left_to_wait(self) -> float:
        """Seconds that it may wait for a connection: a write that is sent in the last moment ends in doubt."""
        return self.left() - self._spare


CURRENT: ContextVar[Deadline] = ContextVar("leadconnector_deadline")
"""The deadline of the attempt that runs in this context."""


def current() -> Deadline:
    """The running attempt's deadline, to which the pool's use is noted."""
    deadline = CURRENT.get()
    deadline.is_pooled = True
    return deadline
