"""The same as `network_sync`, for tasks on asyncio and trio; the deadline cancels them, so nothing here looks at it."""

import contextlib
import errno
import os
import socket
import ssl
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import anyio
import httpcore

from leadconnector.transport.network import (
    RECEIVE_BYTES,
    TLS,
    Address,
    Link,
    Lookup,
    mapped,
    may_look_up,
    numeric_address,
    open_socket,
)

T = TypeVar("T")
_PAUSE = 0.05
_HEAD_START = 0.25
"""Seconds that an address has before the next one is tried too (RFC 8305)."""


class AsyncLink(Link, httpcore.AsyncNetworkBackend):
    """Opens one connection."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "AsyncStream":
        """Try the host's addresses, each a little later than the one before, and take the first that connects."""
        with mapped(httpcore.ConnectTimeout, httpcore.ConnectError), anyio.fail_after(timeout):
            addresses = await self._resolve(host, port)
            await self._race(host, addresses, socket_options)
        return AsyncStream(self)

    async def _resolve(self, host: str, port: int) -> list[Address]:
        if (address := numeric_address(host, port)) is not None:
            return [address]
        while not may_look_up():
            await anyio.sleep(_PAUSE)
        lookup = Lookup(host, port)
        done = self.hold(lookup.done)
        try:
            await anyio.wait_readable(done)
        finally:
            self.release(done)
        return lookup.addresses()

    async def _race(self, host: str, addresses: list[Address], options: Iterable[Any] | None) -> None:
        failures: list[OSError] = []
        winners: list[socket.socket] = []

        async def run(address: Address, is_over: anyio.Event) -> None:
            try:
                sock = await self._connect(address, options)
            except OSError as exc:
                failures.append(exc)
            else:
                if winners:
                    self.release(sock)
                else:
                    winners.append(sock)
                    group.cancel_scope.cancel()
            is_over.set()

        async with anyio.create_task_group() as group:
            for address in addresses:
                is_over = anyio.Event()
                group.start_soon(run, address, is_over)
                with anyio.move_on_after(_HEAD_START):
                    await is_over.wait()
        if not winners:
            raise failures[-1] if failures else OSError(f"no address for {host}")

    async def _connect(self, address: Address, options: Iterable[Any] | None) -> socket.socket:
        sock = self.hold(open_socket(address, options))
        try:
            sock.setblocking(False)
            code = sock.connect_ex(address[1])
            if code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
                await anyio.wait_writable(sock)
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, os.strerror(code))
        except BaseException:
            self.release(sock)
            raise
        return sock

    async def receive(self) -> bytes:
        """Receive what there is; nothing at the end."""
        while True:
            await anyio.wait_readable(self.sock)
            with contextlib.suppress(BlockingIOError):
                return self.sock.recv(RECEIVE_BYTES)

    async def send(self, data: bytes) -> None:
        """Send all of it."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.sock.send(rest) :]
            except BlockingIOError:
                await anyio.wait_writable(self.sock)


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection, or one in TLS over another."""

    def __init__(self, link: AsyncLink, below: "AsyncStream | None" = None, tls: TLS | None = None) -> None:
        self._link = link
        self._below = below
        self._tls = tls

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what may belong to the response."""
        framing = self._link.framing
        if self._link.is_dropped():
            raise httpcore.ReadError("the response was abandoned")
        if not framing.held:
            with mapped(httpcore.ReadTimeout, httpcore.ReadError):
                framing.held = await self.receive()
        return framing.take(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        if buffer:  # the end of a body has none
            self._link.note_sending(buffer)
            with mapped(httpcore.WriteTimeout, httpcore.WriteError):
                await self.send(buffer)

    async def aclose(self) -> None:
        """Close the connection."""
        self._link.close()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "AsyncStream":
        """Do the handshake; where it doesn't succeed the connection is closed, whatever ended it."""
        try:
            with mapped(httpcore.ConnectTimeout, httpcore.ConnectError), anyio.fail_after(timeout):
                tls = TLS(ssl_context, server_hostname, self._link.framing.take_all())
                stream = AsyncStream(self._link, self, tls)
                await stream.run_tls(tls.object.do_handshake)
        except BaseException:
            self._link.close()
            raise
        return stream

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        if info == "ssl_object":
            return self._tls and self._tls.object
        if info == "is_readable" and self.holds_more():
            return True
        return self._link.extra_info(info)

    async def receive(self) -> bytes:
        """Receive at this level."""
        return await (self._link.receive() if self._tls is None else self.run_tls(self._tls.receive))

    async def send(self, data: bytes) -> None:
        """Send at this level."""
        if self._tls is None:
            await self._link.send(data)
            return
        rest = memoryview(data)
        while rest:
            rest = rest[await self.run_tls(self._tls.object.write, rest) :]

    async def run_tls(self, act: Callable[..., T], *arguments: Any) -> T:
        """Do something with the TLS connection that may need to send and receive below it."""
        assert self._tls is not None
        assert self._below is not None
        while True:
            try:
                result = act(*arguments)
            except ssl.SSLWantReadError:
                await self._flush()
                self._tls.feed(await self._below.receive())
            else:
                await self._flush()
                return result

    async def _flush(self) -> None:
        assert self._tls is not None
        assert self._below is not None
        if data := self._tls.outgoing():
            await self._below.send(data)

    def holds_more(self) -> bool:
        """Whether anything was received at any level that has not been read."""
        if self._tls is None:
            return False
        return self._tls.holds_more() or self._below is None or self._below.holds_more()
