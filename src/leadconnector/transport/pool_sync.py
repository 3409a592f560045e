"""Blocking connections and their pool."""

import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from leadconnector.transport.network import (
    CONNECTING,
    READING,
    WRITING,
    Errors,
    Link,
    Steps,
    httpcore_error,
    poll,
)
from leadconnector.transport.pool import Body, Pool, Waiter, close_stacks, current


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
        self._run(self.connecting(host, port, socket_options), CONNECTING, timeout)
        return self

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "SyncLink":
        """Do the handshake."""
        self._run(self.shaking_hands(ssl_context, server_hostname), CONNECTING, timeout)
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what may belong to the response."""
        if not self.framing.held:
            self._run(self.reading(), READING)
        return self.framing.take(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        if not self.holds(buffer):
            self._run(self.writing(buffer), WRITING)

    def _run(self, steps: Steps[None], errors: Errors, seconds: float | None = None) -> None:
        self.bound(seconds)
        try:
            for wait in steps:
                poll(wait.sockets, wait.seconds, to_write=wait.to_write)
        except OSError as exc:
            raise httpcore_error(exc, errors) from exc
        finally:
            steps.close()


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
