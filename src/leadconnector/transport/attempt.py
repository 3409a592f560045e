"""One attempt to get a response: what client and transport tell each other of it."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import cast

from msgspec import Struct

from leadconnector.secret import Secret

_WRITE_SECONDS = 2.0


class Headers(Mapping[str, str]):
    """Header fields by name, whatever its case; a field sent several times is joined by commas.

    A value is given to those who ask for its field by name; a repr shows how many fields there are.
    """

    __slots__ = ("_fields",)

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        fields: dict[str, tuple[str, str]] = {}
        for name, value in pairs:
            key = name.lower()
            fields[key] = (name, f"{fields[key][1]}, {value}" if key in fields else value)
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()][1]

    def among(self, names: Iterable[str]) -> dict[str, str]:
        """Those of some fields that are there; the names are in small letters."""
        return {name: self._fields[name][1] for name in names if name in self._fields}

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The fields as they are sent."""
        return tuple(self._fields.values())

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._fields.values())

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def __repr__(self) -> str:
        return f"<{len(self)} header fields>"


class Content(bytes):
    """A body, whose repr shows its length only: it may echo the token, and hold what is nobody's business."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


class RawResponse(Struct, frozen=True, eq=False):
    """A status with its headers, and as much of the body as could be read.

    ``defect`` says why the body is not whole or not readable, where that is so; ``http_version`` is "HTTP/1.1", say,
    where the transport tells.
    """

    status: int
    headers: Headers
    content: bytes
    defect: str | None = None
    http_version: str | None = None

    def __repr__(self) -> str:
        return f"RawResponse(status={self.status}, content={Content(self.content)!r}, defect={self.defect!r})"


class Failure(Struct, frozen=True, eq=False):
    """No usable response.

    ``applied``: False when the request was not sent, None when it may have been, True when a 2xx arrived whose body
    did not. ``permanent`` failures (a bad certificate) come out the same each time. ``foreign`` is a cause that is not
    the transport's: it comes out as it is, unless that would hide what an earlier attempt did.
    """

    cause: BaseException
    applied: bool | None
    timed_out: bool = False
    permanent: bool = False
    status: int | None = None
    foreign: bool = False


Outcome = RawResponse | Failure


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, link by link: suppressed contexts and the members of groups included."""
    links = [error]
    while links:
        link = links.pop()
        yield link
        beneath = link.__cause__ or link.__context__
        links += [] if beneath is None else [beneath]
        if isinstance(link, BaseExceptionGroup):
            links += cast("BaseExceptionGroup[BaseException]", link).exceptions


class Request(Struct, frozen=True, kw_only=True):
    """A request that is ready to be sent, but for its token: the client that sends it adds its own.

    ``url`` is absolute, with the query.
    """

    method: str
    url: str
    headers: Headers
    content: Content | None


class Attempt(Struct, frozen=True, eq=False):
    """Send the request and read the response within ``seconds``; give the Outcome.

    ``check`` says why a whole response can't be this request's: its outcome is then unknown, its connection dropped.
    """

    request: Request
    secret: Secret
    seconds: float
    is_write: bool
    check: Callable[[RawResponse], str | None] | None = None


class Deadline:
    """One attempt's.

    Httpx's own timeouts limit each single read anew, so that a server sending a byte at a time is never late. Hence
    the pool tells each connection whose deadline it works for.
    """

    __slots__ = ("_spare", "ends_at", "is_pooled", "is_sent", "is_write", "must_drop", "response")

    def __init__(self, seconds: float, *, is_write: bool = False) -> None:
        self.ends_at = time.monotonic() + seconds
        self.is_write = is_write
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
