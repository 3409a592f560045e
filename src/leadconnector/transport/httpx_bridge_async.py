"""The same as `httpx_bridge`, for tasks."""

import asyncio
import contextlib
import math
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from typing import Any, cast

import anyio
import httpcore
import httpx
from anyio.lowlevel import current_token

from leadconnector.errors import ClientClosedError
from leadconnector.transport.attempt import CURRENT, Attempt, Failure, Outcome
from leadconnector.transport.errors import is_cancellation
from leadconnector.transport.exchange import Exchange
from leadconnector.transport.httpx_bridge import (
    LIMITS,
    MOST_CONNECTIONS,
    Sender,
    WithoutCookies,
    takes_a_pool,
)
from leadconnector.transport.network import CLOSED  # pyright: ignore[reportUnusedImport] - it takes the scope for one that never swallows
from leadconnector.transport.pool_async import AsyncPool
from leadconnector.transport.route import Route

_MOST_PARTS_ARRIVED = 1000


class _AsyncClient(WithoutCookies, httpx.AsyncClient): ...


class _AsyncTransport(httpx.AsyncHTTPTransport):
    """Httpx's transport on our connection pool."""

    def __init__(self, base_url: str, proxy: str | None) -> None:
        route = Route(base_url, proxy)
        super().__init__(verify=route.context, limits=LIMITS, proxy=route.proxy)
        if takes_a_pool(self, httpcore.AsyncConnectionPool):
            self._pool = cast("httpcore.AsyncConnectionPool", AsyncPool(route.async_connection, MOST_CONNECTIONS))


class AsyncSender(Sender):
    """Sends attempts by an async client of httpx."""

    is_async = True
    _prefix = "Async"

    def __init__(self, base_url: str, transport: object, http_client: object, proxy: str | None = None) -> None:
        super().__init__(base_url, transport, http_client, proxy)
        self._running: set[tuple[object, anyio.CancelScope]] = set()

    async def attempt(self, attempt: Attempt, limit: int) -> Outcome:
        """Send once and read the response, at most `limit` bytes of its body."""
        exchange = self._exchange(attempt, limit)
        if isinstance(exchange, Failure):
            return exchange
        with self.running(attempt.seconds):
            token = CURRENT.set(exchange.deadline)
            try:
                return await self._send(exchange)
            finally:
                CURRENT.reset(token)
                exchange.deadline.response = None  # timers that the loop keeps remember the context
        return exchange.fail(ClientClosedError(CLOSED) if self.is_closed else TimeoutError("the deadline passed"))

    async def _send(self, exchange: Exchange) -> Outcome:
        try:
            response = await self._client.send(self._request(exchange), **self._options)
            try:
                if exchange.begin(response):
                    parts = aiter(response.stream)
                    async for chunk in parts:
                        if not exchange.feed(chunk):
                            exchange.deadline.must_drop = True
                            await _abandon(parts)
                            break
                return exchange.end()
            finally:
                await response.aclose()
        except BaseException as exc:
            if not isinstance(exc, Exception) and (not is_cancellation(exc) or _is_cancelled()):
                raise
            return exchange.fail(exc)

    @contextlib.contextmanager
    def running(self, seconds: float = math.inf) -> Generator[None]:
        """Cancel what is done here after so many seconds, and as the client is closed."""
        with anyio.move_on_after(seconds) as scope:
            entry = (current_token(), scope)
            self._running.add(entry)
            try:
                yield
            finally:
                self._running.discard(entry)

    async def aclose(self) -> None:
        """End the calls of this event loop, and close its connections unless the client is the caller's."""
        self.is_closed = True
        here = current_token()
        for loop, scope in list(self._running):
            if loop == here:
                scope.cancel()
        if self._is_ours:
            await self._client.aclose()

    def _own_client(self, base_url: str, proxy: str | None) -> Any:
        return _AsyncClient(transport=_AsyncTransport(base_url, proxy))

    @staticmethod
    async def _note_response(response: object) -> None:
        CURRENT.get().response = response


def _is_cancelled() -> bool:
    """Whether someone cancelled this task, so that a cancellation doesn't come from within the transport."""
    if "asyncio" not in sys.modules:
        return True
    try:
        task = asyncio.current_task()
    except RuntimeError:  # trio, where only scopes cancel
        return True
    return task is None or task.cancelling() > 0


async def _abandon(parts: AsyncIterator[bytes]) -> None:
    # Generators nest in a body, and trio warns of each that is left unfinished. Only what the innermost raises ends
    # them all, hence the cancellation; what had arrived already comes out before it, a part at a time.
    with anyio.CancelScope() as scope, contextlib.suppress(Exception):
        scope.cancel()
        for _ in range(_MOST_PARTS_ARRIVED):
            await anext(parts)
        if isinstance(parts, AsyncGenerator):
            await parts.aclose()
