"""Blocking network access that keeps to a call's deadline, under httpcore's connection pool."""

import contextlib
import os
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from leadconnector.client.base_url import is_address
from leadconnector.transport.deadline import Countdown, note_sending
from leadconnector.transport.opening import Opening
from leadconnector.transport.tls_in_tls import TLSInTLS

_SLICE = 16_384  # httpcore limits each send of one write anew; in slices the sum stays near the deadline


class DeadlineBackend(httpcore.NetworkBackend):
    """Opens connections whose every operation ends with the call that it is for, name resolution included."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner
        self.opening = Opening()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Try the host's addresses in turn; they share the one time-out, so that each has a part of it."""
        self.opening.check()
        countdown = Countdown()
        seconds = countdown.left(timeout)
        ends_at = None if seconds is None else time.monotonic() + seconds
        failure: Exception = httpcore.ConnectError(f"no address for {host}")
        addresses = resolve(host, port, seconds)
        for tried, address in enumerate(addresses):
            left = None if ends_at is None else ends_at - time.monotonic()
            if left is not None and left <= 0:
                raise httpcore.ConnectTimeout("timed out")
            share = None if left is None else left / (len(addresses) - tried)
            try:
                stream = self._inner.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
            else:
                return DeadlineStream(stream, countdown, self.opening)
        raise failure


class DeadlineStream(httpcore.NetworkStream):
    """A connection on which no operation outlives its call."""

    def __init__(self, inner: httpcore.NetworkStream, countdown: Countdown, opening: Opening) -> None:
        self._inner = inner
        self._countdown = countdown
        self._opening = opening
        self._process = os.getpid()
        self._is_new = True
        self.spoilt = False
        """Whether it is not to be used again."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within what is left of the call."""
        left = self._countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ReadTimeout("timed out")
        return self._inner.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within what is left of the call."""
        if self._is_new:
            self._opening.check()
            self._is_new = False
        for start in range(0, len(buffer), _SLICE):
            left = self._countdown.left(timeout)
            if left is not None and left <= 0:
                raise httpcore.WriteTimeout("timed out")
            note_sending(timeout, buffer)
            self._inner.write(buffer[start : start + _SLICE], left)

    def close(self) -> None:
        """Close the connection, also under a thread that is waiting for it: only a shutdown wakes that one."""
        if self._process == os.getpid():  # else it would end the parent's connection, maybe in the middle of a call
            with contextlib.suppress(OSError):
                self._inner.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Do the handshake within what is left of the call."""
        left = self._countdown.left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ConnectTimeout("timed out")
        if self._inner.get_extra_info("ssl_object") is None:
            stream = self._inner.start_tls(ssl_context, server_hostname, left)
        else:
            stream = TLSInTLS(self, ssl_context, server_hostname)
            stream.shake_hands(left)
        return DeadlineStream(stream, self._countdown, self._opening)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        if info == "is_readable" and self.spoilt:  # by this the pool tells which idle connections have ended
            return True
        return self._inner.get_extra_info(info)


def resolve(host: str, port: int, seconds: float | None) -> list[str]:
    """The host's addresses. The system's resolver takes no time-out, so it is left behind in a thread if it is late."""
    if is_address(host):
        return [host]
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as exc:
            answers.put(exc)

    threading.Thread(target=ask, name="leadconnector-resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=None if seconds is None else max(seconds, 0))
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"the name {host} was not resolved in time") from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError(str(answer)) from answer
    return answer
