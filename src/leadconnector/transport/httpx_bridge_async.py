"""The same as `httpx_bridge`, for tasks."""

import asyncio
import contextlib
import math
import sys
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Generator
from typing import Any, cast

import anyio
import httpcore
import httpx
from anyio.lowlevel import current_token

from leadconnector.errors import ClientClosedError
from leadconnector.transport.attempt import Attempt
from leadconnector.transport.deadline import CURRENT
from leadconnector.transport.errors import Evidence, evidence_of, is_cancellation
from leadconnector.transport.exchange import Exchange
from leadconnector.transport.httpx_bridge import (
    LIMITS,
    MOST_CONNECTIONS,
    NO_COOKIES,
    SEND_OPTIONS,
    Route,
    check_given,
    check_url,
    closed_failure,
    library_of,
    merge,
    takes_a_pool,
)
from leadconnector.transport.network import CLOSED  # pyright: ignore[reportUnusedImport] - it takes the scope for one that never swallows
from leadconnector.transport.outcome import Outcome
from leadconnector.transport.pool_async import AsyncPool

_MOST_PARTS_ARRIVED = 1000


class _AsyncClient(httpx.AsyncClient):
    @property
    def cookies(self) -> httpx.Cookies:
        return NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise NotImplementedError


class AsyncTransport(httpx.AsyncHTTPTransport):
    """The same for tasks."""

    def __init__(self, base_url: str, proxy: str | None) -> None:
        way = Route(base_url, proxy)
        super().__init__(verify=way.context, limits=LIMITS, proxy=way.proxy)
        if takes_a_pool(self, httpcore.AsyncConnectionPool):
            self._pool = cast("httpcore.AsyncConnectionPool", AsyncPool(way.async_connection, MOST_CONNECTIONS))


class AsyncSender:
    """The same for tasks."""

    def __init__(self, client: Any, library: Any, evidence: Evidence, *, is_ours: bool) -> None:
        self._client = client
        self._library = library
        self._evidence = evidence
        self._is_ours = is_ours
        self._running: set[tuple[object, anyio.CancelScope]] = set()
        self._is_closed = False

    async def attempt(self, attempt: Attempt, limit: int) -> Outcome:
        """Send once and read the response, at most `limit` bytes of its body."""
        if self._client.is_closed:
            return closed_failure(is_ours=self._is_ours)
        exchange = Exchange(attempt, limit, self._library, self._evidence, is_async=True)
        with self.running(attempt.seconds):
            token = CURRENT.set(exchange.deadline)
            try:
                return await self._exchange(exchange)
            finally:
                CURRENT.reset(token)
                exchange.deadline.response = None  # timers that the loop keeps remember the context
        return exchange.fail(ClientClosedError(CLOSED) if self._is_closed else TimeoutError("the deadline passed"))

    async def _exchange(self, exchange: Exchange) -> Outcome:
        try:
            response = await self._client.send(self._merged(exchange), **SEND_OPTIONS)
            try:
                if exchange.begin(response):
                    parts = aiter(cast("AsyncIterable[bytes]", response.stream))
                    async for chunk in parts:
                        if not exchange.feed(chunk):
                            exchange.deadline.must_drop = True
                            await _abandon(parts)
                            break
                return exchange.end()
            finally:
                await response.aclose()
        except Exception as exc:
            return exchange.fail(exc)
        except BaseException as exc:
            if not is_cancellation(exc) or _is_cancelled():
                raise
            return exchange.fail(exc)

    def _merged(self, exchange: Exchange) -> Any:
        if self._is_ours:
            return exchange.request
        exchange.request.extensions["trace"] = exchange.trace_async
        return merge(self._client, exchange)

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
        self._is_closed = True
        here = current_token()
        for loop, scope in list(self._running):
            if loop == here:
                scope.cancel()
        if self._is_ours:
            await self._client.aclose()


def open_async_sender(base_url: str, transport: object, http_client: object, proxy: str | None = None) -> AsyncSender:
    """The same for tasks."""
    check_given(transport, http_client, proxy)
    if http_client is not None:
        library = library_of(http_client, "AsyncClient", "http_client")
        check_url(library, base_url)
        return AsyncSender(http_client, library, Evidence.TRACE, is_ours=False)
    if transport is not None:
        library = library_of(transport, "AsyncBaseTransport", "transport")
        check_url(library, base_url)
        client = library.AsyncClient(transport=transport, event_hooks={"response": [_note_response_async]})
        return AsyncSender(client, library, evidence_of(transport), is_ours=True)
    own = _AsyncClient(transport=AsyncTransport(base_url, proxy), event_hooks={"response": [_note_response_async]})
    return AsyncSender(own, httpx, Evidence.OURS, is_ours=True)


async def _note_response_async(response: object) -> None:
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
