"""An answer's body, whose closing gives the connection back whatever happens."""

from collections.abc import AsyncIterator
from typing import Any

import httpx

from leadconnector.runtime.wire.places import request_of, take_lost


class AsyncAnswerStream(httpx.AsyncByteStream):
    """The body of an answer by httpcore's pool."""

    def __init__(self, body: Any, pool: Any) -> None:
        self._body = body
        self._pool = pool

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._body)

    async def aclose(self) -> None:
        """Give the connection back, also if the task is cancelled meanwhile."""
        try:
            await self._body.aclose()
        finally:
            # A plain cancellation by asyncio gets through httpcore's shield, and it takes no second closing.
            request = request_of(self._body)
            if request in self._pool._requests:
                await self._pool._close_connections(take_lost(self._pool, request))
