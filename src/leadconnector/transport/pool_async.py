"""The same as `pool_sync`, for tasks: connections of one process and one event loop."""

import os
import time
import weakref
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from types import AsyncGeneratorType, TracebackType
from typing import cast

import anyio
import httpcore
from anyio.lowlevel import current_token

from leadconnector.transport.deadline import Deadline, current
from leadconnector.transport.network import CLOSED, IDLE_SECONDS
from leadconnector.transport.network_async import AsyncLink

Connect = Callable[[AsyncLink], httpcore.AsyncConnectionInterface]


class AsyncPool:
    """What an httpx transport sends its requests by, with connections of each event loop's own.

    A connection works only in the loop that opened it. Loops may follow each other or run in several threads. As a loop
    ends it closes what was opened in it; loops do so with their asynchronous generators.
    """

    def __init__(self, connect: Connect, most: int) -> None:
        self._connect = connect
        self._most = most
        self._stacks: dict[tuple[int, object], _Stack] = {}
        weakref.finalize(self, _close, self._stacks)  # a client that nobody closed leaves no socket open

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; closing the response frees its connection."""
        stack = self._stack()
        connection = await stack.take(current())
        try:
            response = await connection.http.handle_async_request(request)
            connection.link.framing.expect(request.method, response.status, response.headers)
        except BaseException:
            stack.give(connection, reuse=False)
            raise
        response.stream = _Body(response.stream, connection, stack)
        return response

    async def aclose(self) -> None:
        """Close this loop's connections; another loop closes its own as it ends."""
        stack = self._stacks.pop(_place(), None)
        if stack is not None:
            await stack.keeper.aclose()

    async def __aenter__(self) -> "AsyncPool":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def _stack(self) -> "_Stack":
        place = _place()
        stack = self._stacks.get(place)
        if stack is None or stack.is_closed:
            self._clear()
            stack = self._stacks[place] = _Stack(self._connect, self._most)
            stack.keeper = cast("AsyncGeneratorType[None, None]", _keep(stack))
            with suppress(StopIteration):
                stack.keeper.asend(None).send(None)  # begins it, which is when the loop takes note
        return stack

    def _clear(self) -> None:
        for place, stack in list(self._stacks.items()):
            process, loop = place
            if process != os.getpid() or stack.is_closed or _is_closed(loop):
                self._stacks.pop(place, None)
                stack.close()


class _Connection:
    def __init__(self, connect: Connect) -> None:
        self.link = AsyncLink()
        self.http = connect(self.link)
        self.idle_since = 0.0


class _Waiter:
    """Stands in the queue for the place of a connection, which may be open already."""

    def __init__(self) -> None:
        self.connection: _Connection | None = None
        self._served = anyio.Event()

    @property
    def is_served(self) -> bool:
        return self._served.is_set()

    def serve(self, connection: _Connection | None) -> None:
        self.connection = connection
        self._served.set()

    async def wait(self) -> None:
        await self._served.wait()


class _Stack:
    """The connections of one event loop. Each has a place, and so has whoever is about to open one."""

    keeper: AsyncGeneratorType[None, None]

    def __init__(self, connect: Connect, most: int) -> None:
        self._connect = connect
        self._free = most
        self._idle: deque[_Connection] = deque()
        self._used: set[_Connection] = set()
        self._waiting: deque[_Waiter] = deque()
        self.is_closed = False

    async def take(self, deadline: Deadline) -> _Connection:
        """The connection that was used last, else a new one, else the next that becomes free."""
        connection = await self._place(deadline)
        try:
            if self.is_closed:
                raise httpcore.ConnectError(CLOSED)
            if connection is not None and connection.http.has_expired():
                connection.link.close()
                connection = None
            if connection is None:
                connection = _Connection(self._connect)
            connection.link.begin(deadline)
            self._used.add(connection)
        except BaseException:
            self.give(connection, reuse=False)
            raise
        return connection

    def give(self, connection: _Connection | None, *, reuse: bool) -> None:
        """Give a place back."""
        if connection is not None:
            self._used.discard(connection)
            if not reuse or self.is_closed:
                connection.link.close()
                connection = None
        if self._waiting:
            self._waiting.popleft().serve(connection)
        elif connection is None:
            self._free += 1
        else:
            connection.idle_since = time.monotonic()
            self._idle.append(connection)
            while self._idle[0].idle_since < connection.idle_since - IDLE_SECONDS:
                self._free += 1
                self._idle.popleft().link.close()

    def close(self) -> None:
        """Close what is idle, end what is used, and let nobody wait."""
        self.is_closed = True
        while self._waiting:
            self._waiting.popleft().serve(None)
        for connection in self._used:
            connection.link.abort()
        while self._idle:
            self._idle.popleft().link.close()

    async def _place(self, deadline: Deadline) -> _Connection | None:
        if self._idle:
            return self._idle.pop()
        if self._free:
            self._free -= 1
            return None
        waiter = _Waiter()
        self._waiting.append(waiter)
        try:
            with anyio.move_on_after(deadline.left_to_wait()):
                await waiter.wait()
            if deadline.left_to_wait() <= 0:
                raise httpcore.PoolTimeout("no connection became free in time")
        except BaseException:
            if waiter.is_served:  # too late to be of use here
                self.give(waiter.connection, reuse=True)
            else:
                self._waiting.remove(waiter)
            raise
        return waiter.connection


class _Body:
    """A response's body, whose closing gives the connection back."""

    def __init__(self, stream: object, connection: _Connection, stack: _Stack) -> None:
        self._stream = stream
        self._connection = connection
        self._stack = stack
        self._is_open = True

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(cast("AsyncIterable[bytes]", self._stream))

    async def aclose(self) -> None:
        if not self._is_open:
            return
        self._is_open = reuse = False
        try:
            if (aclose := getattr(self._stream, "aclose", None)) is not None:
                await aclose()
            reuse = self._connection.http.is_available() and self._connection.link.may_be_reused()
        finally:
            self._stack.give(self._connection, reuse=reuse)


async def _keep(stack: _Stack) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        stack.close()


def _close(stacks: dict[tuple[int, object], _Stack]) -> None:
    for stack in list(stacks.values()):
        stack.close()  # frees the handles only, where another process has the connections


def _place() -> tuple[int, object]:
    return os.getpid(), current_token()


def _is_closed(token: object) -> bool:
    loop = getattr(token, "native_token", token)
    is_closed: Callable[[], bool] | None = getattr(loop, "is_closed", None)
    return is_closed is not None and is_closed()
