"""The effects of a call: the I/O that its core leaves to the client."""

from collections.abc import Callable
from typing import NamedTuple

from leadconnector.client.throttle import Queue, Ticket
from leadconnector.errors import ConfigurationError
from leadconnector.secret import Secret, check_token
from leadconnector.transport.attempt import Attempt, Failure


class AskToken(NamedTuple):
    """Call the token function; give its result as a Secret, or the Failure it came to. ``seconds`` are left."""

    ask: Callable[[], object]
    seconds: float


class Reserve(NamedTuple):
    """Ask the throttle for a turn; give its Reservation, or the Failure. Nobody waits longer than ``seconds``."""

    queue: Queue
    ticket: Ticket
    now: float
    seconds: float


class Sleep(NamedTuple):
    """Wait; give nothing."""

    seconds: float


Effect = AskToken | Reserve | Attempt | Sleep


def check_asked(token: object) -> Secret | Failure:
    """What a token function gave, as the Secret it is, so that no frame of a later error holds it as text."""
    try:
        return check_token(token)
    except ConfigurationError as exc:
        return Failure(exc.with_traceback(None), applied=False)  # whose frames hold it
