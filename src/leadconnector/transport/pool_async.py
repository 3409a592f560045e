"""Connections for tasks on asyncio and trio, and their pool."""

import math
import os
import ssl
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Any, cast

import anyio
import httpcore
from anyio.lowlevel import current_token

from leadconnector.transport.attempt import current
from leadconnector.transport.network import CONNECTING, READING, WRITING, Link, Steps, Wait
from leadconnector.transport.pool import Body, Pool, Stack, Waiter


class AsyncLink(Link, httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    """One connection for tasks; its operations are cancelled at the deadline, so nothing here looks at it."""

    looks_at_deadline = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "AsyncLink":
        """Connect to the host."""
        with self.within(timeout), CONNECTING:
            await self._run(self.connecting(host, port, socket_options))
        return self

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "AsyncLink":
        """Do the handshake."""
        with self.within(timeout), CONNECTING:
            await self._run(self.shaking_hands(ssl_context, server_hostname))
        return self

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what may belong to the response."""
        if self.is_dropped():
            raise httpcore.ReadError("the response was abandoned")
        if not self.framing.held:
            with READING:
                await self._run(self.reading())
        return self.framing.take(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        with WRITING:
            await self._run(self.writing(buffer))

    async def aclose(self) -> None:
        """Close the connection."""
        self.close()

    async def _run(self, steps: Steps[None]) -> None:
        try:
            for wait in steps:
                if wait.seconds == math.inf and len(wait.sockets) == 1:
                    await (anyio.wait_writable if wait.to_write else anyio.wait_readable)(wait.sockets[0])
                else:
                    await _wait(wait)
        finally:
            steps.close()


async def _wait(wait: Wait) -> None:
    ready = anyio.wait_writable if wait.to_write else anyio.wait_readable
    with anyio.move_on_after(wait.seconds):
        if not wait.sockets:
            await anyio.sleep_forever()
        async with anyio.create_task_group() as group:

            async def watch(sock: Any) -> None:
                await ready(sock)
                group.cancel_scope.cancel()

            for sock in wait.sockets:
                group.start_soon(watch, sock)


class _AsyncWaiter(Waiter):
    def __init__(self) -> None:
        super().__init__()
        self._served = anyio.Event()

    def wake(self) -> None:
        self._served.set()

    async def wait(self, seconds: float) -> None:
        with anyio.move_on_after(seconds):
            await self._served.wait()


class AsyncPool(Pool[_AsyncWaiter]):
    """Connections for tasks, of one process and event loop.

    A connection works only in the loop that opened it. Loops may follow each other or run in several threads. As a loop
    ends it closes what was opened in it; loops do so with their asynchronous generators.
    """

    def __init__(self, connect: Callable[[AsyncLink], httpcore.AsyncConnectionInterface], most: int) -> None:
        super().__init__(AsyncLink, _AsyncWaiter, connect, most)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; closing the response frees its connection."""
        stack, deadline = self._stack(), current()
        place = stack.join()
        if isinstance(place, Waiter):
            with stack.queue(place, deadline):
                await place.wait(deadline.left_to_wait())
            place = place.connection
        connection = stack.take(place, deadline)
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

    async def __aenter__(self) -> "AsyncPool":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def _stack(self) -> Stack[_AsyncWaiter]:
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
            with suppress(StopIteration):
                keeper.asend(None).send(None)  # begins it, which is when the loop takes note
        return stack


async def _keep(stack: Stack[_AsyncWaiter]) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        stack.close()


def _is_closed(token: object) -> bool:
    loop = getattr(token, "native_token", token)
    is_closed: Callable[[], bool] | None = getattr(loop, "is_closed", None)
    return is_closed is not None and is_closed()
