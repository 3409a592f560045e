"""The effects of a call: the I/O that its core leaves to the client."""

from collections.abc import Callable
from typing import Any, NamedTuple

from leadconnector.client.outcome import RawResponse
from leadconnector.client.request import PreparedRequest
from leadconnector.client.secret import Secret
from leadconnector.client.throttle import Queue, Ticket


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


class Attempt(NamedTuple):
    """Send the request and read the response within ``seconds``; give the Outcome.

    ``check`` says why a whole response can't be this request's: its outcome is then unknown, its connection dropped.
    """

    prepared: PreparedRequest[Any]
    secret: Secret
    seconds: float
    check: Callable[[RawResponse], str | None] | None = None


class Sleep(NamedTuple):
    """Wait; give nothing."""

    seconds: float


Effect = AskToken | Reserve | Attempt | Sleep
