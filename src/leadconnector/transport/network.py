"""What blocking and asynchronous connections have in common: the socket, its deadline, TLS, and a response's end."""

import contextlib
import ipaddress
import os
import re
import select
import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterable, Sequence
from typing import Any

import httpcore

from leadconnector.transport.deadline import Deadline

RECEIVE_BYTES = 65_536
IDLE_SECONDS = 5.0
"""How long a connection is kept for another call."""
CLOSED = "the client was closed"
Address = tuple[int, Any]
"""A socket's family, and what it connects to."""

_BLANK_LINE = re.compile(rb"\n\r?\n")  # as h11 takes it
_MOST_CUTS = 1000
_MOST_AT_ONCE = 4096  # else the parser holds ten thousand one-byte chunks, which nobody can abandon
_MOST_LOOKUPS = 16
# What is written before the request: a tunnel's request, a SOCKS greeting, and its authentication.
_FOR_A_PROXY = (b"CONNECT ", b"\x05", b"\x01")


class Framing:
    """Hands received bytes out no further than a response can end.

    A parser would keep what follows a response for the next one: a server's second response would then be taken for the
    response to a request that it has never seen. Heads and chunked bodies end in a blank line, other bodies have a
    length. Bytes that are left over, and an end that can't be checked, show that the connection must not be used again.
    """

    __slots__ = ("_cuts", "_is_certain", "_left", "_tail", "held")

    def __init__(self) -> None:
        self.held = b""
        self.begin()

    def begin(self) -> None:
        """Expect another response."""
        self._left: int | None = None
        self._tail = b""
        self._cuts = 0
        self._is_certain = True

    def expect(self, method: bytes, status: int, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Note what the head says of the body's length; chunked ones go on by blank lines."""
        fields = {name.lower(): value for name, value in headers}
        if status < 200 or status in (204, 304) or method == b"HEAD":
            self._left = 0
        elif b"transfer-encoding" not in fields and b"content-length" in fields:
            self._left = int(fields[b"content-length"])

    def take(self, most: int) -> bytes:
        """Return the next bytes."""
        end = self._end() if self.held else 0
        if end > most:
            end = most
        data, self.held = self.held[:end], self.held[end:]
        if self._left is not None:
            self._left -= end
        else:
            self._tail = _begun_blank_line(self._tail + data[-2:])
        return data

    def take_all(self) -> bytes:
        """Return all that is left, for another layer to read."""
        data, self.held = self.held, b""
        return data

    def _end(self) -> int:
        if self._left:
            return min(self._left, len(self.held))
        if self._left is None and self._is_certain:
            found = _BLANK_LINE.search(self._tail + self.held[:_MOST_AT_ONCE])
            if found is None:
                return min(len(self.held), _MOST_AT_ONCE)
            self._cuts += 1
            self._is_certain = self._cuts < _MOST_CUTS
            return found.end() - len(self._tail)
        self._is_certain = False
        return min(len(self.held), _MOST_AT_ONCE)

    def is_over(self) -> bool:
        """Whether all that was received belongs to the response that has just been read."""
        return self._is_certain and not self.held and not self._left


def _begun_blank_line(data: bytes) -> bytes:
    return b"\n" if data.endswith(b"\n") else b"\n\r" if data.endswith(b"\n\r") else b""


class TLS:
    """A TLS connection without its I/O, so that it may lie within another one, which no socket of Python's can."""

    def __init__(self, context: ssl.SSLContext, host: str | None, received: bytes) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._incoming.write(received)
        self.object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)

    def receive(self) -> bytes:
        """Decrypt the next bytes; none at the end. Raises SSLWantReadError until there are any."""
        try:
            return self.object.read(RECEIVE_BYTES)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    def feed(self, data: bytes) -> None:
        """Take in what the connection below received."""
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    def outgoing(self) -> bytes:
        """What the connection below must send."""
        return self._outgoing.read() if self._outgoing.pending else b""

    def holds_more(self) -> bool:
        """Whether there is more to read, or an end: of several records in one read, the last are still encrypted."""
        try:
            self.object.read(1)
        except ssl.SSLWantReadError:
            return False
        except (OSError, ValueError):
            return True
        return True


class Link:
    """The network as one connection of the pool sees it: at most one socket, and the deadline of the call it serves.

    What it opened it can close, whatever became of those that it was opened for.
    """

    def __init__(self) -> None:
        self.framing = Framing()
        self.deadline: Deadline | None = None
        self.is_aborted = False
        self._bound: float | None = None
        self._process = os.getpid()
        self._sockets: list[socket.socket] = []

    def begin(self, deadline: Deadline) -> None:
        """Work for another call."""
        self.deadline = deadline
        self.framing.begin()

    def left(self) -> float | None:
        """Seconds that the next operation may take; TimeoutError where there are none."""
        if self.is_aborted:
            raise ConnectionAbortedError(CLOSED)
        left = None if self.deadline is None else self.deadline.left()
        if self._bound is not None:
            bound = self._bound - time.monotonic()
            left = bound if left is None else min(left, bound)
        if left is not None and left <= 0:
            raise TimeoutError("timed out")
        return left

    @contextlib.contextmanager
    def within(self, seconds: float | None) -> Generator[None]:
        """Give what follows so many seconds in all, if the deadline is not earlier."""
        self._bound = None if seconds is None else time.monotonic() + seconds
        try:
            yield
        finally:
            self._bound = None

    def note_sending(self, data: bytes) -> None:
        """Note that such data goes out; what only a proxy sees is no part of the request."""
        if self.deadline is not None and data and not data.startswith(_FOR_A_PROXY):
            self.deadline.is_sent = True

    def may_be_reused(self) -> bool:
        """Whether the connection may serve another call, now that its response has been read."""
        return not self.is_dropped() and not self.is_aborted and self.framing.is_over()

    def is_dropped(self) -> bool:
        """Whether its call wants no more of it."""
        return self.deadline is not None and self.deadline.must_drop

    @property
    def sock(self) -> socket.socket:
        """The connection's socket; OSError where it has been closed."""
        if not self._sockets:
            raise ConnectionAbortedError(CLOSED)
        return self._sockets[-1]

    def hold(self, sock: socket.socket) -> socket.socket:
        """Take charge of a socket."""
        self._sockets.append(sock)
        return sock

    def release(self, sock: socket.socket) -> None:
        """Close a socket."""
        self._sockets.remove(sock)
        sock.close()

    def abort(self) -> None:
        """End what is under way, from any thread: who waits for a socket is woken by its shutdown, not by its end."""
        self.is_aborted = True
        if self._process != os.getpid():  # it would end the parent's connection, maybe in the middle of a call
            return
        for sock in list(self._sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; nobody may be using it."""
        self.abort()
        while self._sockets:
            self._sockets.pop().close()

    def extra_info(self, info: str) -> Any:
        """What httpcore's own network streams tell of a socket."""
        if info == "is_readable":
            return self.is_readable()
        if info == "socket":
            return self.sock
        names = {"client_addr": "getsockname", "server_addr": "getpeername"}
        return getattr(self.sock, names[info])() if info in names else None

    def is_readable(self) -> bool:
        """Whether the socket has something to read, or its end."""
        if not self._sockets:
            return True
        sock = self.sock
        if not hasattr(select, "poll"):
            return bool(select.select([sock], [], [], 0)[0])
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        return bool(poll.poll(0))


class Lookup:
    """A name's addresses, asked for in a thread: the system's resolver takes no timeout and can't be interrupted.

    ``done`` becomes readable. Threads whose resolver hangs stay behind, so their number is bounded.
    """

    def __init__(self, host: str, port: int) -> None:
        self._outcome: list[Address] | Exception = TimeoutError(f"the name {host} was not resolved in time")
        self.done, self._writer = socket.socketpair()
        slots = _lookups()
        try:
            threading.Thread(
                target=self._run, args=(host, port, slots), name="leadconnector-lookup", daemon=True
            ).start()
        except BaseException:
            slots.release()
            self._writer.close()
            self.done.close()
            raise

    def _run(self, host: str, port: int, slots: threading.Semaphore) -> None:
        try:
            self._outcome = _addresses(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as exc:
            self._outcome = exc
        finally:
            slots.release()
            self._writer.close()

    def addresses(self) -> list[Address]:
        """The addresses, once it is done."""
        if isinstance(self._outcome, TimeoutError):
            raise httpcore.ConnectTimeout(str(self._outcome))
        if isinstance(self._outcome, Exception):
            raise httpcore.ConnectError(str(self._outcome)) from self._outcome
        return self._outcome


_lookups_of_process: dict[int, threading.Semaphore] = {}


def _lookups() -> threading.Semaphore:
    process = os.getpid()
    return _lookups_of_process.get(process) or _lookups_of_process.setdefault(
        process, threading.Semaphore(_MOST_LOOKUPS)
    )


def may_look_up() -> bool:
    """Reserve one of the lookups that may run at a time; False where there is none."""
    return _lookups().acquire(blocking=False)


def numeric_address(host: str, port: int) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return None
    return (socket.AF_INET6 if version == 6 else socket.AF_INET), (host, port)


def _addresses(entries: Sequence[tuple[Any, ...]]) -> list[Address]:
    return list(dict.fromkeys((entry[0], entry[4]) for entry in entries))


@contextlib.contextmanager
def mapped(timeout: type[Exception], error: type[Exception]) -> Generator[None]:
    """Raise httpcore's errors for the socket's."""
    try:
        yield
    except TimeoutError as exc:
        raise timeout(str(exc)) from exc
    except OSError as exc:
        raise error(str(exc)) from exc


def open_socket(address: Address, options: Iterable[Any] | None) -> socket.socket:
    """A TCP socket for an address, not yet connected."""
    sock = socket.socket(address[0], socket.SOCK_STREAM)
    try:
        for option in ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), *(options or ())):
            sock.setsockopt(*option)
    except BaseException:
        sock.close()
        raise
    return sock
