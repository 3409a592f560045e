"""The same as `network`, for tasks: each operation on a connection ends with the call that it is for."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from leadconnector.transport.deadline import Countdown, note_sending
from leadconnector.transport.opening import Opening


class AsyncDeadlineBackend(httpcore.AsyncNetworkBackend):
    """Opens connections whose every operation ends with the call that it is for."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner
        self.opening = Opening()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve and connect, within the one time-out."""
        self.opening.check()
        countdown = Countdown()
        left = countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ConnectTimeout("timed out")
        try:
            stream = await self._inner.connect_tcp(host, port, left, local_address, socket_options)
        except UnicodeError as exc:  # a name that no resolver takes, which not all of them tell as an OSError
            raise httpcore.ConnectError(str(exc)) from exc
        return AsyncDeadlineStream(stream, countdown, self.opening)


class AsyncDeadlineStream(httpcore.AsyncNetworkStream):
    """A connection on which no operation outlives its call."""

    def __init__(
        self,
        inner: httpcore.AsyncNetworkStream,
        countdown: Countdown,
        opening: Opening,
        layers: tuple[ssl.SSLObject, ...] = (),
    ) -> None:
        self._inner = inner
        self._countdown = countdown
        self._opening = opening
        self._layers = layers
        self._is_new = True
        self._may_hold_more = False
        self.spoilt = False
        """Whether it is not to be used again."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within what is left of the call."""
        left = self._countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ReadTimeout("timed out")
        self._may_hold_more = bool(self._layers)
        return await self._inner.read(max_bytes, left)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within what is left of the call."""
        if self._is_new:
            self._opening.check()
            self._is_new = False
        left = self._countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.WriteTimeout("timed out")
        note_sending(timeout, buffer)
        await self._inner.write(buffer, left)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Do the handshake within what is left of the call."""
        left = self._countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ConnectTimeout("timed out")
        stream = await self._inner.start_tls(ssl_context, server_hostname, left)
        layers = (*self._layers, stream.get_extra_info("ssl_object"))
        return AsyncDeadlineStream(stream, self._countdown, self._opening, layers)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        if info == "is_readable":  # by this the pool tells which idle connections have ended
            return self.spoilt or self._holds_more() or self._inner.get_extra_info(info)
        return self._inner.get_extra_info(info)

    def _holds_more(self) -> bool:
        # The socket is read in large parts: of several TLS records in one, the last are decrypted by the next read.
        if self._may_hold_more:
            self._may_hold_more = False
            self.spoilt = any(_decrypts(layer) for layer in self._layers)
        return self.spoilt


def _decrypts(layer: ssl.SSLObject) -> bool:
    try:
        layer.read(1)
    except ssl.SSLWantReadError:
        return False
    except (OSError, ValueError):  # it has ended
        return True
    return True
