"""The same as `httpx_bridge`, for tasks."""

import asyncio
import contextlib
import math
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from typing import Any, cast

import anyio
import httpcore
import httpx
from anyio.lowlevel import current_token

from leadconnector.errors import ClientClosedError
from leadconnector.transport.attempt import CURRENT, Attempt, Failure, Outcome
from leadconnector.transport.errors import is_cancellation
from leadconnector.transport.exchange import Exchange
from leadconnector.transport.httpx_bridge import OnOurPool, Sender, WithoutCookies
from leadconnector.transport.network import CLOSED, Link, Steps  # pyright: ignore[reportUnusedImport] - it takes the scope for one that never swallows
from leadconnector.transport.pool import Body, Pool, Stack, Waiter, current
from leadconnector.transport.route import Route

_MOST_PARTS_ARRIVED = 1000


class _Link(Link, httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    """One connection for tasks; its operations are cancelled at the deadline, so nothing here looks at it."""

    looks_at_deadline = False

    async def aclose(self) -> None:
        """Close the connection."""
        self.close()

    async def run(self, steps: Steps[Any]) -> Any:
        try:
            while True:
                wait = next(steps)
                ready = anyio.wait_writable if wait.to_write else anyio.wait_readable
                if wait.sock is not None and wait.seconds == math.inf:
                    await ready(wait.sock)
                else:
                    with anyio.move_on_after(wait.seconds):
                        await (anyio.sleep_forever() if wait.sock is None else ready(wait.sock))
        except StopIteration as done:
            return done.value
        finally:
            steps.close()


class _Pool(Pool):
    """Connections for tasks, of one process and event loop.

    A connection works only in the loop that opened it. Loops may follow each other or run in several threads. As a loop
    ends it closes what was opened in it; loops do so with their asynchronous generators.
    """

    def __init__(self, route: Route, most: int) -> None:
        super().__init__(_Link, route, most)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; closing the response frees its connection."""
        stack, deadline = self._stack(), current()
        place = stack.join(anyio.Event)
        if isinstance(place, Waiter):
            with stack.queue(place, deadline), anyio.move_on_after(deadline.left_to_wait()):
                await place.event.wait()
        connection = stack.take(place, request, deadline)
        try:
            response: httpcore.Response = await connection.http.handle_async_request(request)
            response.stream = Body(request, response, connection, stack)
        except BaseException:
            stack.give(connection, reuse=False)
            raise
        return response

    async def aclose(self) -> None:
        """Close this loop's connections; another loop closes its own as it ends."""
        stack = self.stacks.pop((os.getpid(), current_token()), None)
        if stack is not None:
            await cast("AsyncGenerator[None]", stack.keeper).aclose()

    def _stack(self) -> Stack:
        loop = current_token()
        stack = self.stacks.get((os.getpid(), loop))
        if stack is None or stack.is_closed:
            for place, old in list(self.stacks.items()):
                # An inherited one is left below: a thread of the parent's may hold the lock that closing it takes.
                if place[0] == os.getpid() and (old.is_closed or _is_closed(place[1])):
                    self.stacks.pop(place, None)
                    old.close()
            stack = self.stack(loop)
            stack.keeper = keeper = _keep(stack)
            with contextlib.suppress(StopIteration):
                keeper.asend(None).send(None)  # begins it, which is when the loop takes note
        return stack


async def _keep(stack: Stack) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        stack.close()


def _is_closed(token: object) -> bool:
    loop = getattr(token, "native_token", token)
    is_closed: Callable[[], bool] | None = getattr(loop, "is_closed", None)
    return is_closed is not None and is_closed()


class _Transport(OnOurPool, httpx.AsyncHTTPTransport):
    kinds = (httpcore.AsyncConnectionPool, _Pool)


class _Client(WithoutCookies, httpx.AsyncClient): ...


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
        return _Client(transport=_Transport(base_url, proxy))

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
