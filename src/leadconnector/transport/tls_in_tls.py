"""TLS within TLS, blocking: to a server behind a proxy that is itself spoken to by https."""

import ssl
import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpcore

T = TypeVar("T")
_AT_ONCE = 16_384


class TLSInTLS(httpcore.NetworkStream):
    """A connection in TLS over one that is in TLS already, which Python's ssl module has for no socket.

    httpcore has one too, but it gives each part of a record the whole time-out, so that a server or proxy that drips
    its bytes outlives any deadline.
    """

    def __init__(self, below: httpcore.NetworkStream, context: ssl.SSLContext, host: str | None) -> None:
        self._below = below
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)

    def shake_hands(self, timeout: float | None) -> None:
        """Do the handshake, closing the connection where it fails."""
        try:
            self._run(self._tls.do_handshake, timeout)
        except httpcore.TimeoutException as exc:
            self.close()
            raise httpcore.ConnectTimeout(str(exc)) from exc
        except (httpcore.NetworkError, OSError) as exc:
            self.close()
            raise httpcore.ConnectError(str(exc)) from exc

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what one record holds, within the time-out."""
        try:
            return self._run(lambda: self._tls.read(max_bytes), timeout)
        except ssl.SSLZeroReturnError:
            return b""
        except ssl.SSLError as exc:
            raise httpcore.ReadError(str(exc)) from exc

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it, within the time-out."""
        try:
            self._run(lambda: self._tls.write(buffer) if buffer else 0, timeout)
        except ssl.SSLError as exc:
            raise httpcore.WriteError(str(exc)) from exc

    def close(self) -> None:
        """Close the connection."""
        self._below.close()

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        if info == "ssl_object":
            return self._tls
        if info == "is_readable" and (self._incoming.pending or self._tls.pending()):
            return True
        return self._below.get_extra_info(info)

    def _run(self, act: Callable[[], T], timeout: float | None) -> T:
        ends_at = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                result = act()
            except ssl.SSLWantReadError:
                self._send(ends_at)
                self._receive(ends_at)
            else:
                self._send(ends_at)
                return result

    def _send(self, ends_at: float | None) -> None:
        if data := self._outgoing.read():
            self._below.write(data, _left(ends_at))

    def _receive(self, ends_at: float | None) -> None:
        if data := self._below.read(_AT_ONCE, _left(ends_at)):
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


def _left(ends_at: float | None) -> float | None:
    return None if ends_at is None else ends_at - time.monotonic()
