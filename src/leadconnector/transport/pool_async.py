"""Connections for tasks on asyncio and trio, and their pool."""

import math
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Any, cast

import anyio
import httpcore
from anyio.lowlevel import current_token

from leadconnector.transport.network import Errors, Link, Steps, httpcore_error
from leadconnector.transport.pool import Body, Pool, Stack, Waiter, current


class AsyncLink(Link, httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    """One connection for tasks; its operations are cancelled at the deadline, so nothing here looks at it."""

    looks_at_deadline = False

    async def aclose(self) -> None:
        """Close the connection."""
        self.close()

    async def run(self, steps: Steps[Any], errors: Errors, seconds: float | None = None) -> Any:
        self.bound(seconds)
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
        except OSError as exc:
            raise httpcore_error(exc, errors) from exc
        finally:
            steps.close()


class AsyncPool(Pool):
    """Connections for tasks, of one process and event loop.

    A connection works only in the loop that opened it. Loops may follow each other or run in several threads. As a loop
    ends it closes what was opened in it; loops do so with their asynchronous generators.
    """

    def __init__(self, connect: Callable[[AsyncLink], httpcore.AsyncConnectionInterface], most: int) -> None:
        super().__init__(AsyncLink, anyio.Event, connect, most)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; closing the response frees its connection."""
        stack, deadline = self._stack(), current()
        place = stack.join()
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
            with suppress(StopIteration):
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
