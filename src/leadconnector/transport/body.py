"""Reading a body no further than allowed: what counts is the decoded size, and it is never exceeded in memory."""

import io
import zlib

_GZIP = zlib.MAX_WBITS | 16
_MOST_SMALL_PARTS = 20_000  # each takes some 100 µs, however small it is
_SMALL = 64


class BodyReader:
    """Takes a body's chunks as they arrive and decodes gzip, the one encoding that was asked for.

    At most `limit` bytes are kept, and as many taken from the wire. ``defect`` says why the body is not whole.
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
