"""Blocking network access in which no operation outlives the call that it is for."""

import contextlib
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

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


class SyncLink(Link, httpcore.NetworkBackend):
    """Opens one connection."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "SyncStream":
        """Try the host's addresses in turn; they share the one timeout, so that each has a part of it."""
        failure: Exception = httpcore.ConnectError(f"no address for {host}")
        with self.within(timeout), mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            addresses = self._resolve(host, port)
            for tried, address in enumerate(addresses):
                left = self.left()
                try:
                    self._connect(address, None if left is None else left / (len(addresses) - tried), socket_options)
                except OSError as exc:
                    failure = exc
                else:
                    return SyncStream(self)
            raise failure

    def _resolve(self, host: str, port: int) -> list[Address]:
        if (address := numeric_address(host, port)) is not None:
            return [address]
        while not may_look_up():
            self.left()
            time.sleep(_PAUSE)
        lookup = Lookup(host, port)
        done = self.hold(lookup.done)
        try:
            done.settimeout(self.left())
            with contextlib.suppress(TimeoutError):
                done.recv(1)
        finally:
            self.release(done)
        return lookup.addresses()

    def _connect(self, address: Address, seconds: float | None, options: Iterable[Any] | None) -> None:
        sock = self.hold(open_socket(address, options))
        try:
            sock.settimeout(seconds)
            sock.connect(address[1])
            self.left()  # a shutdown from another thread may have made it seem connected
        except BaseException:
            self.release(sock)
            raise

    def receive(self) -> bytes:
        """Receive what there is; nothing at the end."""
        sock = self.sock
        sock.settimeout(self.left())
        data = sock.recv(RECEIVE_BYTES)
        if not data:
            self.left()  # it may be this side that ended it
        return data

    def send(self, data: bytes) -> None:
        """Send all of it."""
        sock = self.sock
        sock.settimeout(self.left())
        sock.sendall(data)


class SyncStream(httpcore.NetworkStream):
    """A connection, or one in TLS over another."""

    def __init__(self, link: SyncLink, below: "SyncStream | None" = None, tls: TLS | None = None) -> None:
        self._link = link
        self._below = below
        self._tls = tls

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what may belong to the response."""
        framing = self._link.framing
        if not framing.held:
            with mapped(httpcore.ReadTimeout, httpcore.ReadError):
                framing.held = self.receive()
        return framing.take(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        if buffer:  # the end of a body has none
            self._link.note_sending(buffer)
            with mapped(httpcore.WriteTimeout, httpcore.WriteError):
                self.send(buffer)

    def close(self) -> None:
        """Close the connection."""
        self._link.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "SyncStream":
        """Do the handshake; where it doesn't succeed the connection is closed, whatever ended it."""
        try:
            with self._link.within(timeout), mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
                tls = TLS(ssl_context, server_hostname, self._link.framing.take_all())
                stream = SyncStream(self._link, self, tls)
                stream.run_tls(tls.object.do_handshake)
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

    def receive(self) -> bytes:
        """Receive at this level."""
        return self._link.receive() if self._tls is None else self.run_tls(self._tls.receive)

    def send(self, data: bytes) -> None:
        """Send at this level."""
        if self._tls is None:
            self._link.send(data)
            return
        rest = memoryview(data)
        while rest:
            rest = rest[self.run_tls(self._tls.object.write, rest) :]

    def run_tls(self, act: Callable[..., T], *arguments: Any) -> T:
        """Do something with the TLS connection that may need to send and receive below it."""
        assert self._tls is not None
        assert self._below is not None
        while True:
            try:
                result = act(*arguments)
            except ssl.SSLWantReadError:
                self._flush()
                self._tls.feed(self._below.receive())
            else:
                self._flush()
                return result

    def _flush(self) -> None:
        assert self._tls is not None
        assert self._below is not None
        if data := self._tls.outgoing():
            self._below.send(data)

    def holds_more(self) -> bool:
        """Whether anything was received at any level that has not been read."""
        if self._tls is None:
            return False
        return self._tls.holds_more() or self._below is None or self._below.holds_more()
