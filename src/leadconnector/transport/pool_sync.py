"""Blocking connections and their pool."""

import ssl
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

import httpcore

from leadconnector.transport.attempt import current
from leadconnector.transport.network import CONNECTING, READING, WRITING, Link, Steps, poll
from leadconnector.transport.pool import Body, Pool, Waiter, close_stacks


class SyncLink(Link, httpcore.NetworkBackend, httpcore.NetworkStream):
    """One blocking connection; no operation outlives the call that it is for."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "SyncLink":
        """Connect to the host."""
        with self.within(timeout), CONNECTING:
            self._run(self.connecting(host, port, socket_options))
        return self

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "SyncLink":
        """Do the handshake."""
        with self.within(timeout), CONNECTING:
            self._run(self.shaking_hands(ssl_context, server_hostname))
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what may belong to the response."""
        if not self.framing.held:
            with READING:
                self._run(self.reading())
        return self.framing.take(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        with WRITING:
            self._run(self.writing(buffer))

    def _run(self, steps: Steps[None]) -> None:
        try:
            for wait in steps:
                poll(wait.sockets, wait.seconds, to_write=wait.to_write)
        finally:
            steps.close()


class _SyncWaiter(Waiter):
    def __init__(self) -> None:
        super().__init__()
        self._served = threading.Lock()
        self._served.acquire()

    def wake(self) -> None:
        self._served.release()

    def wait(self, seconds: float) -> None:
        self._served.acquire(timeout=max(seconds, 0))


class SyncPool(Pool[_SyncWaiter]):
    """Blocking connections of one process."""

    def __init__(self, connect: Callable[[SyncLink], httpcore.ConnectionInterface], most: int) -> None:
        super().__init__(SyncLink, _SyncWaiter, connect, most)
        self.stack(None)  # now, so that closing a pool without requests closes it too

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request within the deadline of the running attempt; closing the response frees its connection."""
        stack, deadline = self.stack(None), current()
        place = stack.join()
        if isinstance(place, Waiter):
            with stack.queue(place, deadline):
                place.wait(deadline.left_to_wait())
            place = place.connection
        connection = stack.take(place, deadline)
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

    def __enter__(self) -> "SyncPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
