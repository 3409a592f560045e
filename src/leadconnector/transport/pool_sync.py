"""Blocking connections and their pool."""

import math
import select
import threading
import time
from collections.abc import Callable
from typing import Any

import httpcore

from leadconnector.transport.network import Errors, Link, Steps, Wait, httpcore_error
from leadconnector.transport.pool import Body, Pool, Waiter, close_stacks, current


class SyncLink(Link, httpcore.NetworkBackend, httpcore.NetworkStream):
    """One blocking connection; no operation outlives the call that it is for."""

    def run(self, steps: Steps[Any], errors: Errors, seconds: float | None = None) -> Any:
        self.bound(seconds)
        try:
            while True:
                _wait(next(steps))
        except StopIteration as done:
            return done.value
        except OSError as exc:
            raise httpcore_error(exc, errors) from exc
        finally:
            steps.close()


def _wait(wait: Wait) -> None:
    if wait.sock is None:
        time.sleep(wait.seconds)
    elif hasattr(select, "poll"):
        waiting = select.poll()
        waiting.register(wait.sock, select.POLLOUT if wait.to_write else select.POLLIN)
        waiting.poll(None if wait.seconds == math.inf else math.ceil(wait.seconds * 1000))
    else:  # Windows, where a connection that failed shows in the third list
        readable, writable = ([], [wait.sock]) if wait.to_write else ([wait.sock], [])
        select.select(readable, writable, [wait.sock], None if wait.seconds == math.inf else wait.seconds)


class SyncPool(Pool):
    """Blocking connections of one process."""

    def __init__(self, connect: Callable[[SyncLink], httpcore.ConnectionInterface], most: int) -> None:
        super().__init__(SyncLink, threading.Event, connect, most)
        self.stack(None)  # now, so that closing a pool without requests closes it too

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request within the deadline of the running attempt; closing the response frees its connection."""
        stack, deadline = self.stack(None), current()
        place = stack.join()
        if isinstance(place, Waiter):
            with stack.queue(place, deadline):
                place.event.wait(deadline.left_to_wait())
        connection = stack.take(place, request, deadline)
        try:
            response: httpcore.Response = connection.http.handle_request(request)
            response.stream = Body(request, response, connection, stack)
        except BaseException:
            stack.give(connection, reuse=False)
            raise
        return response

    def close(self) -> None:
        """Close the connections, also under the calls that use them or wait for one."""
        close_stacks(self.stacks)
