"""What one attempt came to: a response, or a failure that says how far the request got."""

from collections.abc import Iterator
from typing import NamedTuple

from leadconnector.transport.headers import Headers


class Content(bytes):
    """A body, whose repr shows its length only: it may echo the token, and hold what is nobody's business."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


class RawResponse(NamedTuple):
    """A status with its headers, and as much of the body as could be read.

    ``defect`` says why the body is not whole or not readable, where that is so.
    """

    status: int
    headers: Headers
    content: bytes
    defect: str | None = None

    def __repr__(self) -> str:
        return f"RawResponse(status={self.status}, content={Content(self.content)!r}, defect={self.defect!r})"


class Failure(NamedTuple):
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
    """The error and what it came from, link by link, suppressed contexts included."""
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__
