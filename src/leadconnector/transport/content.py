"""A request's body as httpx's transports read it."""

from collections.abc import AsyncIterator, Iterator

import httpx


class Content(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body in one part; none if it is empty.

    httpx's own is an async generator, which trio warns of when its sending is cut short; this is a plain iterator.
    """

    def __init__(self, content: bytes | None) -> None:
        self._parts = [content] if content else []

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Parts(self._parts)


class _Parts(AsyncIterator[bytes]):
    def __init__(self, parts: list[bytes]) -> None:
        self._parts = iter(parts)

    async def __anext__(self) -> bytes:
        for part in self._parts:
            return part
        raise StopAsyncIteration
