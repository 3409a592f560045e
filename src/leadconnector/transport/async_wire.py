"""Sending one attempt by httpx, in a task."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable
from typing import cast

import anyio
import httpx

from leadconnector.client.effects import Attempt
from leadconnector.client.errors import ClientClosedError, ConfigurationError
from leadconnector.client.options import Options
from leadconnector.client.outcome import Outcome
from leadconnector.transport.exchange import Exchange
from leadconnector.transport.own_pool_async import AsyncPool
from leadconnector.transport.transports import CONNECTIONS
from leadconnector.transport.transports_async import AsyncDeadlineTransport, aiohttp_transport
from leadconnector.transport.urls import URLs

_Send = Callable[[httpx.Request], Awaitable[httpx.Response]]
_MOST_PARTS_ARRIVED = 64
_MOST_AT_A_TIME = cast("int", CONNECTIONS.max_connections)


class AsyncWire:
    """The way requests go out, and what gives its connections back."""

    def __init__(
        self,
        urls: URLs,
        send: _Send,
        release: Callable[[], Awaitable[None]],
        *,
        precise: bool,
    ) -> None:
        self._urls = urls
        self._send = send
        self.release = release
        # Our transport ends by itself and knows in which phase; others are cancelled.
        self._precise = precise

    async def attempt(self, step: Attempt, limit: int) -> Outcome:
        """Send once and read the answer, at most `limit` bytes of it."""
        exchange = Exchange(step, limit, self._urls)
        if self._precise:
            return await self._exchange(exchange)
        with anyio.move_on_after(step.seconds):
            return await self._exchange(exchange)
        return exchange.fail(TimeoutError("the deadline passed"))

    async def _exchange(self, exchange: Exchange) -> Outcome:
        try:
            response = await self._send(exchange.request)
            try:
                if exchange.begin(response):
                    parts = aiter(cast("AsyncIterable[bytes]", response.stream))
                    async for chunk in parts:
                        if not exchange.feed(chunk):
                            await _abandon(parts)
                            break
                answer = exchange.end()
            finally:
                await response.aclose()
        except Exception as exc:
            return exchange.fail(exc)
        return answer


def open_wire(options: Options, transport: object, http_client: object) -> AsyncWire:
    """A wire over the caller's client or transport, else over our own."""
    urls = URLs(options.base_url)
    if transport is not None and http_client is not None:
        raise ConfigurationError("give transport= or http_client=, not both")
    if http_client is not None:
        if not isinstance(http_client, httpx.AsyncClient):
            raise ConfigurationError(f"http_client is to be an httpx.AsyncClient, not {type(http_client).__name__}")
        return AsyncWire(urls, _through(http_client), _nothing, precise=False)
    if transport is None:
        pool = AsyncPool(lambda: AsyncDeadlineTransport(options.base_url), _MOST_AT_A_TIME)
        return AsyncWire(urls, pool.send, pool.release, precise=True)
    if transport == "aiohttp":
        pool = AsyncPool(lambda: aiohttp_transport(options.base_url), _MOST_AT_A_TIME)
        return AsyncWire(urls, _on_asyncio(pool.send), pool.release, precise=False)
    if not isinstance(transport, httpx.AsyncBaseTransport):
        raise ConfigurationError(
            f"transport is to be an httpx.AsyncBaseTransport or 'aiohttp', not {type(transport).__name__}"
        )
    return AsyncWire(urls, transport.handle_async_request, transport.aclose, precise=False)


def _on_asyncio(handle: _Send) -> _Send:
    async def send(request: httpx.Request) -> httpx.Response:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            raise ConfigurationError("transport='aiohttp' runs on asyncio only") from None
        return await handle(request)

    return send


def _through(client: httpx.AsyncClient) -> _Send:
    async def send(request: httpx.Request) -> httpx.Response:
        if client.is_closed:
            raise ClientClosedError("the http_client is closed")
        merged = client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.content,
            extensions=request.extensions,
        )
        merged.stream = request.stream
        merged.url = request.url  # parameters of the caller's client would have taken the query's place
        return await client.send(merged, stream=True, auth=None, follow_redirects=False)

    return send


async def _abandon(parts: AsyncIterator[bytes]) -> None:
    # Generators nest in a body, and trio warns of each that is left unfinished. Only what the innermost raises ends
    # them all, hence the cancellation; what had arrived already comes out before it, a part at a time.
    with anyio.CancelScope() as scope, contextlib.suppress(Exception):
        scope.cancel()
        for _ in range(_MOST_PARTS_ARRIVED):
            await anext(parts)
        if isinstance(parts, AsyncGenerator):
            await parts.aclose()


async def _nothing() -> None:
    """The connections are the caller's."""
