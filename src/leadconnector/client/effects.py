"""The effects of a call: the I/O that its core leaves to the client."""

from collections.abc import Callable
from typing import NamedTuple

from leadconnector.client.throttle import Queue, Ticket
from leadconnector.transport.attempt import Attempt


class AskToken(NamedTuple):
    """Call the token function; give its result, or the Failure it came to. ``seconds`` are left."""

    ask: Callable[[], object]
    seconds: float


class Reserve(NamedTuple):
    """Ask the throttle for a turn; give its Reservation. Nobody waits longer than ``seconds``."""

    queue: Queue
    ticket: Ticket
    now: float
    seconds: float


class Sleep(NamedTuple):
    """Wait; give nothing."""

    seconds: float


Effect = AskToken | Reserve | Attempt | Sleep
