"""One request and its answer, apart from the sending itself: what both clients put in and take out."""

import time
from typing import cast

import httpx

from leadconnector.client.effects import Attempt
from leadconnector.client.errors import LeadConnectorError
from leadconnector.client.headers import Headers
from leadconnector.client.outcome import Failure, Outcome, RawResponse
from leadconnector.transport.body import BodyReader
from leadconnector.transport.content import Content
from leadconnector.transport.deadline import timeouts
from leadconnector.transport.errors import classify
from leadconnector.transport.urls import URLs

_CONNECT = 10.0
"""The most seconds for one connection attempt, so that a lost packet leaves time for another."""


class Exchange:
    """Turns an attempt into an httpx request, takes the answer's parts in, and says what came of it."""

    __slots__ = ("_answer", "_ends_at", "_headers", "_late", "_limit", "_reader", "_status", "request")

    def __init__(self, step: Attempt, limit: int, urls: URLs) -> None:
        self._limit = limit
        self._ends_at = time.monotonic() + step.seconds
        self._status: int | None = None
        self._headers = Headers(())
        self._reader: BodyReader | None = None
        self._answer: RawResponse | None = None
        self._late = False
        self.request = httpx.Request(
            step.prepared.method,
            urls.url(step.prepared.url),
            headers=_fields(step),
            content=step.prepared.content,
            extensions={"timeout": timeouts(step.seconds, _CONNECT)},
        )
        self.request.stream = Content(step.prepared.content)

    def begin(self, response: httpx.Response) -> bool:
        """Take in the status and headers; whether the body is still to be fed."""
        self._status = response.status_code
        self._headers = Headers((n.decode("latin-1"), v.decode("latin-1")) for n, v in response.headers.raw)
        if response.is_stream_consumed:  # a canned answer, or one that a hook has read: decoded already
            self._reader = BodyReader("", self._limit)
            self._reader.feed(response.content)
            return False
        self._reader = BodyReader(self._headers.get("content-encoding", ""), self._limit)
        return self._reader.defect is None

    def feed(self, chunk: bytes) -> bool:
        """Take in a part of the body; whether there is to be more."""
        assert self._reader is not None
        more = self._reader.feed(chunk)
        self._late = more and time.monotonic() > self._ends_at
        return more and not self._late

    def end(self) -> RawResponse:
        """The whole answer; TimeoutError where the call was over before it had arrived."""
        if self._late:
            raise TimeoutError("the deadline passed while the answer arrived")
        self._answer = self._read(None)
        return self._answer

    def fail(self, exc: Exception) -> Outcome:
        """What came of an attempt that ended in an exception."""
        if self._answer is not None:
            return self._answer  # the body was whole: what went wrong in closing changes nothing
        if isinstance(exc, httpx.HTTPStatusError):
            return self._refused(exc.response)
        status = self._status if self._status is None or 200 <= self._status < 300 else None
        failure = classify(exc, status)
        if failure is None:
            applied = True if status is not None else False if isinstance(exc, LeadConnectorError) else None
            return Failure(exc, applied, permanent=True, status=status, foreign=True)
        if status != self._status:
            return self._read(f"a body that broke off ({type(exc).__name__})")
        return failure

    def _read(self, broken: str | None) -> RawResponse:
        assert self._reader is not None
        content = self._reader.finish()
        return RawResponse(cast("int", self._status), self._headers, content, broken or self._reader.defect)

    def _refused(self, response: httpx.Response) -> RawResponse:
        # A hook of the caller's own client raised for the status: that is the answer all the same.
        if not self.begin(response) and response.is_stream_consumed:
            return self._read(None)
        return self._read("a body that was not read")


def _fields(step: Attempt) -> list[tuple[str, str]]:
    fields = [field for field in step.prepared.headers.items() if field[0] != "Authorization"]
    fields.append(("Authorization", f"Bearer {step.secret.reveal()}"))
    return fields
