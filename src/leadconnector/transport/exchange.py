"""One request and its response, apart from the sending itself: what both clients put in and take out."""

import functools
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, cast

from leadconnector.errors import LeadConnectorError
from leadconnector.transport.attempt import Attempt
from leadconnector.transport.body import BodyReader
from leadconnector.transport.deadline import CONNECT_TIMEOUT, Deadline
from leadconnector.transport.errors import Evidence, classify, is_kind
from leadconnector.transport.headers import Headers
from leadconnector.transport.outcome import Failure, Outcome, RawResponse


class MismatchError(Exception):
    """A response that belongs to another request."""


class Exchange:
    """Turns an attempt into a request of httpx or httpx2, takes the response's parts in, and says what came of it."""

    def __init__(
        self, attempt: Attempt, limit: int, library: Any, evidence: Evidence, *, is_async: bool = False
    ) -> None:
        self._limit = limit
        self._evidence = evidence
        self._status: int | None = None
        self._headers = Headers(())
        self._reader: BodyReader | None = None
        self._response: RawResponse | None = None
        self._is_late = False
        self._check = attempt.check
        self.deadline = Deadline(attempt.seconds, is_write=attempt.is_write)
        self.content = attempt.request.content
        timeouts: dict[str, float] = dict.fromkeys(("pool", "read", "write"), attempt.seconds)
        timeouts["connect"] = min(attempt.seconds, CONNECT_TIMEOUT)
        url = _parsed(library, attempt.request.url)
        # With a stream httpx takes the headers as they are, which spares it much of its time.
        self.request: Any = library.Request(
            attempt.request.method,
            url,
            headers=_fields(attempt, url.netloc.decode("ascii")),
            stream=content_type(library, is_async=is_async)(self.content),
            extensions={"timeout": timeouts},
        )
        if evidence is not Evidence.OURS:  # others' transports may ask for `content`, which must have been read
            stream = self.request.stream
            self.request.stream = content_type(library, is_async=False)(self.content)
            self.request.read()
            self.request.stream = stream

    def begin(self, response: Any) -> bool:
        """Take in the status and headers; whether the body is still to be fed."""
        self._status = response.status_code
        self._headers = Headers((n.decode("latin-1"), v.decode("latin-1")) for n, v in response.headers.raw)
        if response.is_stream_consumed:  # a canned response, or one that a hook has read: decoded already
            self._reader = BodyReader("", self._limit)
            self._reader.feed(response.content)
            return False
        self._reader = BodyReader(self._headers.get("content-encoding", ""), self._limit)
        return self._reader.defect is None

    def feed(self, chunk: bytes) -> bool:
        """Take in a part of the body; whether more is wanted."""
        assert self._reader is not None
        more = self._reader.feed(chunk)
        self._is_late = more and self.deadline.left() < 0
        return more and not self._is_late

    def end(self) -> RawResponse:
        """The whole response; TimeoutError where it came too late, MismatchError where it is another request's."""
        if self._is_late:
            raise TimeoutError("the deadline passed while the response arrived")
        response = self._read(None)
        if self._check is not None and (wrong := self._check(response)) is not None:
            self.deadline.must_drop = True  # the response to this request may still come on it
            raise MismatchError(wrong)
        self._response = response
        return response

    def fail(self, exc: BaseException) -> Outcome:
        """What came of an attempt that ended in an exception."""
        if self._response is not None:
            return self._response  # the body was whole: what went wrong in closing changes nothing
        if isinstance(exc, MismatchError):
            return Failure(exc, applied=None)
        if is_kind(exc, "HTTPStatusError"):  # raised by a hook: the status is the response all the same
            return self._refused(cast("Any", exc).response)
        if self._status is None and self.deadline.response is not None:
            return self._refused(self.deadline.response)  # httpx could not follow where it must not
        status = self._status if self._status is None or 200 <= self._status < 300 else None
        failure = classify(exc, status, self._evidence, self.deadline)
        if failure is None:
            applied = True if status is not None else False if isinstance(exc, LeadConnectorError) else None
            return Failure(exc, applied, permanent=True, status=status, foreign=True)
        if status != self._status:
            return self._read(f"a body that broke off ({type(exc).__name__})")
        return failure

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note what httpcore tells of its progress with the request."""
        if event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":
            self.deadline.is_sent = True

    async def trace_async(self, event: str, info: Mapping[str, Any]) -> None:
        """The same for tasks."""
        self.trace(event, info)

    def _read(self, broken: str | None) -> RawResponse:
        assert self._reader is not None
        content = self._reader.finish()
        return RawResponse(cast("int", self._status), self._headers, content, broken or self._reader.defect)

    def _refused(self, response: Any) -> RawResponse:
        if not self.begin(response) and response.is_stream_consumed:
            return self._read(None)
        return self._read("a body that was not read")


@functools.lru_cache(maxsize=128)
def _parsed(library: Any, url: str) -> Any:
    return library.URL(url)  # a tenth of a call's time, and who waits for something asks for it again and again


def _fields(attempt: Attempt, host: str) -> list[tuple[str, str]]:
    fields = [("Host", host)]
    content, method = attempt.request.content, attempt.request.method
    if content is not None or method in ("POST", "PUT", "PATCH"):
        fields.append(("Content-Length", str(len(content or b""))))
    fields += (field for field in attempt.request.headers.items() if field[0] != "Authorization")
    fields.append(("Authorization", f"Bearer {attempt.secret.reveal()}"))
    return fields


@functools.cache
def content_type(library: Any, *, is_async: bool) -> Any:
    """A request's body in one part, or none, as the library's transports read it.

    The library's own is an async generator, which trio warns of when its sending is cut short; this is an iterator. And
    it is of one kind only: some transports refuse what could be read both ways.
    """
    return _async_content(library) if is_async else _sync_content(library)


def _sync_content(library: Any) -> Any:
    class Content(library.SyncByteStream):  # type: ignore[misc]
        def __init__(self, content: bytes | None) -> None:
            self._parts = [content] if content else []

        def __iter__(self) -> Iterator[bytes]:
            return iter(self._parts)

    return Content


def _async_content(library: Any) -> Any:
    class AsyncContent(library.AsyncByteStream):  # type: ignore[misc]
        def __init__(self, content: bytes | None) -> None:
            self._parts = [content] if content else []

        def __aiter__(self) -> AsyncIterator[bytes]:
            return _Parts(self._parts)

    return AsyncContent


class _Parts(AsyncIterator[bytes]):
    def __init__(self, parts: list[bytes]) -> None:
        self._parts = iter(parts)

    async def __anext__(self) -> bytes:
        for part in self._parts:
            return part
        raise StopAsyncIteration
