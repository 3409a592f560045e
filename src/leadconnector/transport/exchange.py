"""One request and its response, apart from the sending itself: what both clients put in and take out."""

import functools
import io
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, cast

from leadconnector.errors import LeadConnectorError
from leadconnector.transport.attempt import Attempt, Deadline, Failure, Headers, Outcome, RawResponse
from leadconnector.transport.errors import Evidence, classify, is_kind

_CONNECT_TIMEOUT = 10.0
"""The most seconds for one connection attempt, so that a lost packet leaves time for another."""
_PHASES = ("pool", "read", "write", "connect")
_NO_FIELDS = Headers(())
_MOST_KEPT = 64
_GZIP = zlib.MAX_WBITS | 16
_MOST_SMALL_PARTS = 20_000  # each takes some 100 µs, however small it is
_SMALL = 64


class MismatchError(Exception):
    """A response that belongs to another request."""


class Exchange:
    """Turns an attempt into a request of httpx or httpx2, takes the response's parts in, and says what came of it."""

    def __init__(self, attempt: Attempt, limit: int, requests: "Requests", evidence: Evidence) -> None:
        self._limit = limit
        self._evidence = evidence
        self._status: int | None = None
        self._headers = _NO_FIELDS
        self._reader: BodyReader | None = None
        self._response: RawResponse | None = None
        self._is_late = False
        self._check = attempt.check
        self._content = attempt.request.content
        self.deadline = Deadline(attempt.seconds, is_write=attempt.is_write)
        self.request = requests.make(attempt)
        if evidence is not Evidence.OURS:  # others' transports may ask for `content`, which must have been read
            stream = self.request.stream
            self.request.read()
            self.request.stream = stream

    def merge(self, client: Any, *, is_async: bool) -> None:
        """Take the headers and cookies of the caller's client, and have httpcore tell of its progress."""
        request = self.request
        self.request = client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=self._content,
            extensions={**request.extensions, "trace": self._trace_async if is_async else self._trace},
        )
        self.request.stream = request.stream
        self.request.url = request.url  # parameters of the caller's client would have taken the query's place

    def begin(self, response: Any) -> bool:
        """Take in the status and headers; whether the body is still to be fed."""
        if self._evidence is Evidence.PATH:
            self._evidence = Evidence.NONE  # what is raised from now on comes from the transport
        self._status = response.status_code
        self._headers = Headers([(n.decode("latin-1"), v.decode("latin-1")) for n, v in response.headers.raw])
        version = response.extensions.get("http_version")
        self._http_version = version.decode("latin-1") if isinstance(version, bytes) else None
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

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note what httpcore tells of its progress with the request."""
        if event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":
            self.deadline.is_sent = True

    async def _trace_async(self, event: str, info: Mapping[str, Any]) -> None:
        self._trace(event, info)

    def _read(self, broken: str | None) -> RawResponse:
        assert self._reader is not None
        content = self._reader.finish()
        defect = broken or self._reader.defect
        return RawResponse(cast("int", self._status), self._headers, content, defect, self._http_version)

    def _refused(self, response: Any) -> RawResponse:
        if not self.begin(response) and response.is_stream_consumed:
            return self._read(None)
        return self._read("a body that was not read")


class Requests:
    """Makes one library's requests, and keeps what takes long: URLs (a tenth of a call's time) and header fields."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._stream = _stream_type(library)
        self._url = functools.lru_cache(maxsize=_MOST_KEPT)(functools.partial(_url, library))
        self._fields = functools.lru_cache(maxsize=_MOST_KEPT)(functools.partial(_fields, library))

    def make(self, attempt: Attempt) -> Any:
        """The library's request for an attempt."""
        request, seconds = attempt.request, attempt.seconds
        url, host = self._url(request.url)
        headers = self._fields(host, request.headers.pairs(), attempt.secret.reveal())
        if request.content is not None or request.method in ("POST", "PUT", "PATCH"):
            headers = headers.copy()
            headers["Content-Length"] = str(len(request.content or b""))
        timeout = {**dict.fromkeys(_PHASES, seconds), "connect": min(seconds, _CONNECT_TIMEOUT)}
        # With a stream httpx takes the headers as they are, which spares it much of its time.
        stream = self._stream(request.content)
        return self._library.Request(
            request.method, url, headers=headers, stream=stream, extensions={"timeout": timeout}
        )


def _url(library: Any, url: str) -> tuple[Any, bytes]:
    parsed = library.URL(url)
    return parsed, parsed.netloc


def _fields(library: Any, host: bytes, own: tuple[tuple[str, str], ...], token: str) -> Any:
    encoded = [(name.encode("ascii"), value.encode("ascii")) for name, value in own]
    return library.Headers([(b"Host", host), *encoded, (b"Authorization", f"Bearer {token}".encode("ascii"))])


@functools.cache
def _stream_type(library: Any) -> Any:
    return type("Content", (_Content, library.SyncByteStream, library.AsyncByteStream), {})


class _Content:
    """A request's body in one part, or none. (The library's own is a generator, which trio warns of when cut short.)"""

    def __init__(self, content: bytes | None) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        return iter([self._content] if self._content else [])

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Parts(iter(self))


class _Parts(AsyncIterator[bytes]):
    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    async def __anext__(self) -> bytes:
        for part in self._parts:
            return part
        raise StopAsyncIteration


class BodyReader:
    """Takes a body's chunks as they arrive and decodes gzip, the one encoding that was asked for.

    What counts is the decoded size: at most `limit` bytes are kept, and as many taken from the wire. ``defect`` says
    why the body is not whole.
    """

    __slots__ = ("_body", "_gzip", "_kept", "_limit", "_parts", "_taken", "defect")

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        self._limit = limit
        self._body = io.BytesIO()  # a list of one-byte chunks would take eighty times their size
        self._parts = 0
        self._taken = 0
        self._kept = 0
        self._gzip = zlib.decompressobj(_GZIP) if encoding in ("gzip", "x-gzip") else None
        self.defect: str | None = None
        if self._gzip is None and encoding not in ("", "identity"):
            self.defect = f"the content encoding {encoding[:50]!r}, which was not asked for"

    def feed(self, chunk: bytes) -> bool:
        """Take a chunk; False when no more is wanted."""
        self._taken += len(chunk)
        self._parts += 1
        if self.defect is None and self._parts > _MOST_SMALL_PARTS + self._taken // _SMALL:
            self.defect = f"a body in more than {_MOST_SMALL_PARTS} small parts"
        if self.defect is None:
            if self._gzip is None:
                self._keep(chunk)
            elif self._taken > self._limit:
                self.defect = self._too_large()
            else:
                self._inflate(chunk)
        return self.defect is None

    def finish(self) -> bytes:
        """The body as far as it was read."""
        if self._gzip is not None and self._taken and not self._gzip.eof and self.defect is None:
            self.defect = "gzip data that ends early"
        return self._body.getvalue()

    def _keep(self, data: bytes) -> None:
        room = self._limit - self._kept
        if len(data) > room:
            self.defect = self._too_large()
            data = data[:room]
        self._kept += len(data)
        self._body.write(data)

    def _inflate(self, data: bytes) -> None:
        assert self._gzip is not None
        try:
            self._keep(self._gzip.decompress(data, self._limit - self._kept + 1))
        except zlib.error:
            self.defect = "broken gzip data"
        if self._gzip.unused_data:  # nothing may follow, not even another member, which no server sends
            self.defect = "broken gzip data"

    def _too_large(self) -> str:
        return f"a body of more than {self._limit} bytes"
