"""What one attempt came to: an answer, or a failure that says how far the request got."""

from collections.abc import Iterator
from typing import NamedTuple

from leadconnector.client.headers import Headers


class RawResponse(NamedTuple):
    """A status with its headers, and as much of the body as could be read.

    ``defect`` says why the body is not whole or not readable, where that is so.
    """

    status: int
    headers: Headers
    content: bytes
    defect: str | None = None


class Failure(NamedTuple):
    """No usable answer.

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
    """The error and what it came from, link by link."""
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__
