"""What the transport is given: a request, its token, and how long it may take."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from leadconnector.secret import Secret
from leadconnector.transport.outcome import RawResponse


class Request(Protocol):
    """A request that is ready to be sent, but for its token."""

    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes | None: ...


class Attempt(NamedTuple):
    """Send the request and read the response within ``seconds``; give the Outcome.

    ``check`` says why a whole response can't be this request's: its outcome is then unknown, its connection dropped.
    """

    request: Request
    secret: Secret
    seconds: float
    is_write: bool
    check: Callable[[RawResponse], str | None] | None = None
