"""One connection's network, without waiting: each operation is a generator that yields what it must wait for.

Blocking and asynchronous streams run the same operations; sockets never block.
"""

import contextlib
import errno
import functools
import ipaddress
import math
import os
import socket
import ssl
import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import httpcore
from msgspec import Struct

from leadconnector.transport.attempt import Deadline
from leadconnector.transport.framing import Framing

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
CLOSED = "the client was closed"
Address = tuple[int, Any]
"""A socket's family, and what it connects to."""

_RECEIVE_BYTES = 65_536
_HELD_BYTES = 65_536
_PAUSE = 0.05
_HEAD_START = 1.0
"""Seconds that an address has, before the next one is tried; then those that took longer share what is left."""
_MOST_LOOKUPS = 16
# What is written before the request: a tunnel's request, a SOCKS greeting, and its authentication.
_FOR_A_PROXY = (b"CONNECT ", b"\x05", b"\x01")


Errors = tuple[type[Exception], type[Exception]]
"""What httpcore raises where an operation is late, and where it fails."""
_CONNECTING: Errors = (httpcore.ConnectTimeout, httpcore.ConnectError)
_READING: Errors = (httpcore.ReadTimeout, httpcore.ReadError)
_WRITING: Errors = (httpcore.WriteTimeout, httpcore.WriteError)


class Wait(Struct, frozen=True, eq=False):
    """Wait until the socket can be read (or written), for so many seconds at most; without one, so long."""

    sock: socket.socket | None
    seconds: float
    to_write: bool = False


Steps = Generator[Wait, None, T]
"""An operation that says what it must wait for, and ends with a result."""


class Link:
    """The network as one connection of the pool sees it: at most one socket, and the deadline of the call it serves.

    What it opened it can close, whatever became of those that it was opened for.
    """

    looks_at_deadline: ClassVar[bool] = True

    def __init__(self) -> None:
        self.framing = Framing()
        self.deadline: Deadline | None = None
        self.is_aborted = False
        self._unsent = b""
        self._bound: float | None = None
        self._process = os.getpid()
        self._sock: socket.socket | None = None

    def begin(self, deadline: Deadline) -> None:
        """Work for another call."""
        self.deadline = deadline
        self.framing.begin()

    def left(self) -> float:
        """Seconds that the next operation may take; TimeoutError where there are none."""
        if self.is_aborted:
            raise ConnectionAbortedError(CLOSED)
        left = math.inf if self.deadline is None or not self.looks_at_deadline else self.deadline.left()
        if self._bound is not None:
            left = min(left, self._bound - time.monotonic())
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    @abstractmethod
    def run(self, steps: Steps[Any]) -> Any:
        """Do what the steps say, waiting where they say, and give their result: at once, or to those who await it."""

    def _bounded(self, steps: Steps[T], errors: Errors, seconds: float | None = None) -> Steps[T]:
        """The steps, in so many seconds in all if the deadline is not earlier, and with httpcore's errors."""
        self._bound = None if seconds is None else time.monotonic() + seconds
        try:
            return (yield from steps)
        except OSError as exc:
            timeout, failure = errors
            raise (timeout if isinstance(exc, TimeoutError) else failure)(str(exc)) from exc

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Any:
        """Connect to the host; httpcore goes on with the result, as it does with that of `start_tls`."""
        return self.run(self._bounded(self._connecting(host, port, socket_options), _CONNECTING, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Any:
        """Go on in TLS. If that fails, or is cut short, the pool closes the connection."""
        return self.run(self._bounded(self._shaking_hands(ssl_context, server_hostname), _CONNECTING, timeout))

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        """Read what may belong to the response."""
        return self.run(self._bounded(self._reading(max_bytes), _READING))

    def write(self, buffer: bytes, timeout: float | None = None) -> Any:
        """Write all of it."""
        return self.run(self._bounded(self._writing(buffer), _WRITING))

    def _connecting(self, host: str, port: int, options: Iterable[Any] | None) -> "Steps[Link]":
        tried = yield from self._resolve(host, port)
        failure = None if tried else OSError(f"no address for {host}")
        for most in (_HEAD_START, math.inf):
            late: list[Address] = []
            for at, address in enumerate(tried):
                seconds = self.left() / (len(tried) - at)
                if late or address is not tried[-1]:
                    seconds = min(seconds, most)
                try:
                    yield from self._opening(address, options, seconds)
                except TimeoutError:
                    late.append(address)
                except OSError as exc:
                    failure = failure or exc
                else:
                    return self
            tried = late
        raise failure or TimeoutError("timed out")

    def _resolve(self, host: str, port: int) -> Steps[list[Address]]:
        with contextlib.suppress(ValueError):
            version = ipaddress.ip_address(host).version
            return [(socket.AF_INET6 if version == 6 else socket.AF_INET, (host, port))]
        slots = _slots(os.getpid())
        while not slots.acquire(blocking=False):
            yield Wait(None, min(self.left(), _PAUSE))
        self._sock, addresses = _look_up(host, port, slots)
        try:
            yield Wait(self._sock, self.left())
        finally:
            self._release()
        try:
            return addresses.result(timeout=0)
        except UnicodeError as exc:
            raise OSError(str(exc)) from exc

    def _opening(self, address: Address, options: Iterable[Any] | None, seconds: float) -> Steps[None]:
        sock = self._sock = socket.socket(address[0], socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            for option in ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), *(options or ())):
                sock.setsockopt(*option)
            code = sock.connect_ex(address[1])
            if code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
                yield Wait(sock, seconds, to_write=True)
                self.left()
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, os.strerror(code))
            try:
                sock.getpeername()
            except OSError:
                raise TimeoutError("timed out") from None  # it is not connected yet
        except BaseException:
            self._release()
            raise

    def _reading(self, most: int) -> Steps[bytes]:
        if self.is_dropped():
            raise ConnectionAbortedError("the response was abandoned")
        if self._unsent:
            yield from self._writing(b"")
        if not self.framing.held:
            self.framing.held = yield from self._do(self.sock.recv, _RECEIVE_BYTES)
            if not self.framing.held:
                self.left()  # it may be this side that ended it
        return self.framing.take(most)

    def _writing(self, data: bytes) -> Steps[None]:
        # Short data is held back until what follows is written: a request goes out in one piece. Its end is written as
        # nothing. What only a proxy sees is no part of the request.
        if data and len(self._unsent) + len(data) <= _HELD_BYTES:
            self._unsent += data
            return
        pieces = (self._unsent, data)
        self._unsent = b""
        for piece in pieces:
            if piece and self.deadline is not None and not piece.startswith(_FOR_A_PROXY):
                self.deadline.is_sent = True
            rest = memoryview(piece)
            while rest:
                rest = rest[(yield from self._do(self.sock.send, rest, to_write=True)) :]

    def _shaking_hands(self, context: ssl.SSLContext, host: str | None) -> "Steps[Link]":
        if self.framing.held:  # by a proxy
            raise ConnectionAbortedError("something was received that must be a part of the TLS handshake")
        sock = context.wrap_socket(self.sock, server_hostname=host, do_handshake_on_connect=False)
        self._sock = sock
        yield from self._do(sock.do_handshake)
        return self

    def _do(self, act: Callable[..., T], *arguments: Any, to_write: bool = False) -> Steps[T]:
        """Do it as soon as the socket is ready for it."""
        while True:
            left = self.left()
            try:
                return act(*arguments)
            except BlockingIOError:
                wait = Wait(self.sock, left, to_write=to_write)
            except ssl.SSLWantReadError:
                wait = Wait(self.sock, left)
            except ssl.SSLWantWriteError:
                wait = Wait(self.sock, left, to_write=True)
            yield wait

    def may_be_reused(self) -> bool:
        """Whether the connection may serve another call, now that its response has been read."""
        return not self.is_dropped() and not self.is_aborted and self.framing.is_over()

    def is_dropped(self) -> bool:
        """Whether its call wants no more of it."""
        return self.deadline is not None and self.deadline.must_drop

    @property
    def sock(self) -> socket.socket:
        """The connection's socket; OSError where it has been closed."""
        if self._sock is None:
            raise ConnectionAbortedError(CLOSED)
        return self._sock

    def _release(self) -> None:
        sock, self._sock = self._sock, None
        if sock is not None:
            sock.close()

    def abort(self) -> None:
        """End what is under way, from any thread: who waits for a socket is woken by its shutdown, not by its end."""
        self.is_aborted = True
        sock = self._sock
        # The parent's connection would end too, maybe in the middle of a call.
        if sock is not None and self._process == os.getpid():
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # TLS's own would have another thread go on without it

    def close(self) -> None:
        """Close the connection; nobody may be using it."""
        self.abort()
        self._release()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks its network streams for."""
        if info == "is_readable":
            return self._is_readable()
        return self.sock if info == "ssl_object" and isinstance(self.sock, ssl.SSLSocket) else None

    def _is_readable(self) -> bool:
        """Whether there is more to read, or an end. Then the connection is dropped, with what is read here."""
        try:
            self.sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True


def _look_up(host: str, port: int, slots: threading.Semaphore) -> "tuple[socket.socket, Future[list[Address]]]":
    """Ask for a name's addresses in a thread: the system's resolver takes no timeout and can't be interrupted.

    The socket becomes readable when they are there. Threads whose resolver hangs stay behind, so their number is
    bounded by slots, of which this takes one.
    """
    from concurrent.futures import Future  # loaded for the first name that is looked up

    addresses: Future[list[Address]] = Future()

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses.set_result(list(dict.fromkeys((entry[0], entry[4]) for entry in entries)))
        except Exception as exc:
            addresses.set_exception(exc)
        finally:
            slots.release()
            writer.close()

    with contextlib.ExitStack() as undo:
        undo.callback(slots.release)
        done, writer = map(undo.enter_context, socket.socketpair())
        threading.Thread(target=ask, name="leadconnector-lookup", daemon=True).start()
        undo.pop_all()
    return done, addresses


@functools.cache
def _slots(_process: int) -> threading.Semaphore:
    return threading.Semaphore(_MOST_LOOKUPS)
