"""The same as `network`, for tasks: each operation on a connection ends with the call that it is for."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from leadconnector.runtime.wire.deadline import Countdown


class AsyncDeadlineBackend(httpcore.AsyncNetworkBackend):
    """Opens connections whose every operation ends with the call that it is for."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve and connect, within the one time-out."""
        countdown = Countdown()
        left = countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ConnectTimeout("timed out")
        stream = await self._inner.connect_tcp(host, port, left, local_address, socket_options)
        return AsyncDeadlineStream(stream, countdown)


class AsyncDeadlineStream(httpcore.AsyncNetworkStream):
    """A connection on which no operation outlives its call."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, countdown: Countdown) -> None:
        self._inner = inner
        self._countdown = countdown

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within what is left of the call."""
        left = self._countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ReadTimeout("timed out")
        return await self._inner.read(max_bytes, left)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within what is left of the call."""
        left = self._countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.WriteTimeout("timed out")
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
        return AsyncDeadlineStream(await self._inner.start_tls(ssl_context, server_hostname, left), self._countdown)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        return self._inner.get_extra_info(info)
