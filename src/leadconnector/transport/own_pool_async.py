"""The same as `own_pool`, for tasks: connections of one process and one event loop."""

import os
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from types import AsyncGeneratorType
from typing import NamedTuple, cast

import httpx
from anyio.lowlevel import current_token

from leadconnector.client.errors import ClientClosedError
from leadconnector.transport.turns import Turns


class _Opened(NamedTuple):
    transport: httpx.AsyncBaseTransport
    turns: Turns
    keeper: AsyncGeneratorType[None, None]

    def is_over(self) -> bool:
        return self.keeper.ag_frame is None


_left: list[_Opened] = []
"""What a fork copied of the parent's loops. To close it would tell their selectors, which both sides share."""


class AsyncPool:
    """The transport of the running event loop, one for each: a connection works only in the loop that opened it.

    Loops may follow each other or run in several threads. As a loop ends it closes what was opened in it; loops do so
    with their asynchronous generators. No more than `most` requests are given to a transport at a time.
    """

    def __init__(self, open_transport: Callable[[], httpx.AsyncBaseTransport], most: int) -> None:
        self._open = open_transport
        self._most = most
        self._unused = [open_transport()]  # at once, so that what it can't take is told at once
        self._opened: dict[tuple[int, object], _Opened] = {}

    def current(self) -> httpx.AsyncBaseTransport:
        """The running loop's transport."""
        return self._here().transport

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send a request on a connection of this loop, once it is its turn."""
        here = self._here()
        try:
            await here.turns.take(request.extensions["timeout"]["pool"])
        except TimeoutError:
            raise httpx.PoolTimeout("no connection became free in time") from None
        try:
            if here.is_over():  # while it waited: another connection would never be closed
                raise ClientClosedError("the client was closed")
            response = await here.transport.handle_async_request(request)
        except BaseException:
            here.turns.give()
            raise
        response.stream = _Turn(cast("httpx.AsyncByteStream", response.stream), here.turns)
        return response

    async def release(self) -> None:
        """Close this loop's connections; another loop closes its own as it ends."""
        here = self._opened.pop(_place(), None)
        if here is not None:
            await here.keeper.aclose()

    def _here(self) -> _Opened:
        place = _place()
        here = self._opened.get(place)
        if here is None or here.is_over():
            self._clear()
            here = self._opened[place] = self._begin()
        return here

    def _begin(self) -> _Opened:
        try:
            transport = self._unused.pop()
        except IndexError:
            transport = self._open()
        keeper = cast("AsyncGeneratorType[None, None]", _keep(transport))
        with suppress(StopIteration):
            keeper.asend(None).send(None)  # begins it, which is when the loop takes note
        return _Opened(transport, Turns(self._most), keeper)

    def _clear(self) -> None:
        for (process, loop), there in list(self._opened.items()):
            if process != os.getpid():
                _left.append(self._opened.pop((process, loop)))
            elif there.is_over() or _is_closed(loop):
                self._opened.pop((process, loop), None)


class _Turn(httpx.AsyncByteStream):
    """An answer's body, with whose end the turn goes to the next request."""

    def __init__(self, inner: httpx.AsyncByteStream, turns: Turns) -> None:
        self._inner = inner
        self._turns = turns

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(cast("AsyncIterable[bytes]", self._inner))

    async def aclose(self) -> None:
        try:
            await self._inner.aclose()
        finally:
            self._turns.give()


async def _keep(transport: httpx.AsyncBaseTransport) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await transport.aclose()


def _place() -> tuple[int, object]:
    return os.getpid(), current_token()


def _is_closed(token: object) -> bool:
    loop = getattr(token, "native_token", token)
    is_closed: Callable[[], bool] | None = getattr(loop, "is_closed", None)
    return is_closed is not None and is_closed()
