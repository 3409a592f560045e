"""The seconds an attempt may take, in a form that every layer below can read."""

import time


class TimeLeft(float):
    """A number of seconds, as any transport understands it, that also knows at what moment the whole call ends.

    A plain number limits each single read anew, so that a server sending a byte at a time is never late. With the
    moment at hand, our network backends give each read only what is left. As every attempt has its own, it also notes
    whether they have begun to send the request.
    """

    __slots__ = ("ends_at", "is_sent")

    ends_at: float
    is_sent: bool

    def __new__(cls, seconds: float, ends_at: float) -> "TimeLeft":
        """So many seconds from now, and the call's end by the monotonic clock."""
        self = super().__new__(cls, seconds)
        self.ends_at = ends_at
        self.is_sent = False
        return self


def note_sending(timeout: float | None, data: bytes) -> None:
    """Note with an attempt's time-out that such data goes out; asking a proxy for a tunnel is none of the request."""
    if isinstance(timeout, TimeLeft) and data and not data.startswith(b"CONNECT "):
        timeout.is_sent = True


def timeouts(seconds: float, connect: float) -> dict[str, float]:
    """The time-outs of an attempt's phases as httpx names them; all end together, connecting maybe earlier."""
    ends_at = time.monotonic() + seconds
    whole = TimeLeft(seconds, ends_at)
    return {"connect": TimeLeft(min(seconds, connect), ends_at), "pool": whole, "read": whole, "write": whole}


class Countdown:
    """What a connection's next operation may take; each use of the connection belongs to some call."""

    __slots__ = ("_ends_at",)

    def __init__(self) -> None:
        self._ends_at: float | None = None

    def left(self, timeout: float | None) -> float | None:
        """Seconds the next operation may take, 0 or less where the call is over; None for no limit.

        Where httpcore gives no time-out of its own (in a SOCKS handshake), the last known end holds.
        """
        if isinstance(timeout, TimeLeft):
            self._ends_at = timeout.ends_at
        elif timeout is not None or self._ends_at is None:
            return timeout
        rest = self._ends_at - time.monotonic()
        return rest if timeout is None else min(timeout, rest)
