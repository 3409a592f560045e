"""An answer's body, whose closing gives the connection back: to be used again only if nothing more had come on it."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

from leadconnector.transport.places import request_of, take_lost


class AnswerStream(httpx.SyncByteStream):
    """The body of an answer by httpcore's pool."""

    def __init__(self, response: httpx.Response) -> None:
        self._body: Any = response.stream
        self._connection = response.extensions.get("network_stream")

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        """Give the connection back."""
        _look_for_surplus(self._body, self._connection)
        self._body.close()


class AsyncAnswerStream(httpx.AsyncByteStream):
    """The same for tasks."""

    def __init__(self, response: httpx.Response, pool: Any) -> None:
        self._body: Any = response.stream
        self._connection = response.extensions.get("network_stream")
        self._pool = pool

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._body)

    async def aclose(self) -> None:
        """Give the connection back, also if the task is cancelled meanwhile."""
        _look_for_surplus(self._body, self._connection)
        try:
            await self._body.aclose()
        finally:
            # A plain cancellation by asyncio gets through httpcore's shield, and it takes no second closing.
            request = request_of(self._body)
            if request in self._pool._requests:
                await self._pool._close_connections(take_lost(self._pool, request))


def _look_for_surplus(body: Any, connection: Any) -> None:
    # What was read beyond the answer's end would be taken for the next call's answer, since httpcore keeps it: a write
    # that the server never answered would look done. The connection has an end to it instead, and has one too where a
    # release of httpcore keeps what it read elsewhere.
    try:
        surplus, _ = body._httpcore_stream._stream._connection._h11_state.trailing_data
    except AttributeError:
        surplus = b"?"
    if surplus:
        connection.spoilt = True
