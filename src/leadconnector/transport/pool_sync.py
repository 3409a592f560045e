"""Blocking connections and their pool."""

import ssl
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, TypeVar

import httpcore

from leadconnector.transport.attempt import current
from leadconnector.transport.network import CONNECTING, READING, TLS, WRITING, Link, Steps, Stream, poll
from leadconnector.transport.pool import Body, Pool, Waiter, close_stacks

T = TypeVar("T")


class SyncLink(Link, httpcore.NetworkBackend):
    """Opens one connection; no operation outlives the call that it is for."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "SyncStream":
        """Connect to the host."""
        with self.within(timeout), CONNECTING:
            self.run(self.connect(host, port, socket_options))
        return SyncStream(self, self)

    def run(self, steps: Steps[T]) -> T:
        """Do an operation, blocking."""
        try:
            while True:
                wait = next(steps)
                poll(wait.sockets, wait.seconds, to_write=wait.to_write)
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            steps.close()


class SyncStream(Stream, httpcore.NetworkStream):
    """A blocking connection, or one in TLS over another."""

    _link: SyncLink

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what may belong to the response."""
        framing = self._link.framing
        if not framing.held:
            with READING:
                framing.held = self._link.run(self._link.read(self._layer))
        return framing.take(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        with WRITING:
            self._link.run(self._link.write(buffer, self._layer))

    def close(self) -> None:
        """Close the connection."""
        self._link.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "SyncStream":
        """Do the handshake; where it doesn't succeed, the pool closes the connection, whatever ended it."""
        with self._link.within(timeout), CONNECTING:
            tls = TLS(self._layer, ssl_context, server_hostname, self._link.framing.take_all())
            self._link.run(tls.handshake())
        return SyncStream(self._link, tls)


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
