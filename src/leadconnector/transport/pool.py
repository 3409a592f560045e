"""Connections to one origin: a stack of idle ones, and a fair limit on how many are open."""

import contextlib
import functools
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any

import h11
import httpcore

from leadconnector.transport.attempt import CURRENT, Deadline
from leadconnector.transport.network import CLOSED, Link
from leadconnector.transport.route import IDLE_SECONDS, Route

_MOST_CHECKED = 32


class Connection:
    """One of httpcore's connections, which its first request opens, and the network that is its own."""

    idle_since = 0.0

    def __init__(self, link: Link, route: Route) -> None:
        self.link = link
        self.http = route.connection(link)


class Waiter:
    """Stands in the queue for a connection; the event is set as its waiting ends."""

    connection: Connection | None = None

    def __init__(self, event: Any) -> None:
        self.event = event


class Stack:
    """The connections of one process and event loop."""

    keeper: object = None
    """What closes them as the event loop ends."""

    def __init__(self, link: type[Link], route: Route, most: int) -> None:
        self._link = link
        self._route = route
        self._free = most
        self._lock = threading.RLock()  # a forgotten task's connection is given back by the garbage collector, anywhere
        self._idle: deque[Connection] = deque()
        self._used: set[Connection] = set()
        self._waiting: deque[Waiter] = deque()
        self._checked = functools.lru_cache(maxsize=_MOST_CHECKED)(_checked)
        self.is_closed = False

    def join(self, event: Callable[[], Any]) -> Connection | Waiter:
        """Take the connection that was used last if one is idle, else a new one, else a place in the queue.

        Who stands there waits for an event of the given kind.
        """
        with self._lock:
            self._check()
            if self._idle:
                connection = self._idle.pop()
            elif self._free:
                connection = self._connect()
                self._free -= 1
            else:
                waiter = Waiter(event())
                self._waiting.append(waiter)
                return waiter
            self._used.add(connection)
            return connection

    @contextlib.contextmanager
    def queue(self, waiter: Waiter, deadline: Deadline) -> Generator[None]:
        """Wait here; raises PoolTimeout where it took too long."""
        try:
            yield
            self._check()
            if waiter.connection is None or deadline.left_to_wait() <= 0:
                raise httpcore.PoolTimeout("no connection became free in time")
        except BaseException:
            with self._lock, contextlib.suppress(ValueError):
                self._waiting.remove(waiter)
            if waiter.connection is not None:  # too late to be of use here
                self.give(waiter.connection, reuse=True)
            raise

    def take(self, place: Connection | Waiter, request: httpcore.Request, deadline: Deadline) -> Connection:
        """Make the connection at that place ready for the request."""
        connection = place.connection if isinstance(place, Waiter) else place
        assert connection is not None
        try:
            if connection.http.has_expired():
                connection = self._replace(connection)
            request.headers = self._checked(tuple(request.headers))
            connection.link.begin(deadline)
        except BaseException:
            self.give(connection, reuse=False)
            raise
        return connection

    def _connect(self) -> Connection:
        return Connection(self._link(), self._route)

    def _replace(self, connection: Connection) -> Connection:
        connection.link.close()
        with self._lock:
            self._check()
            self._used.discard(connection)
            self._used.add(new := self._connect())
        return new

    def give(self, connection: Connection, *, reuse: bool) -> None:
        """Give a connection back."""
        closing: list[Connection] = []
        with self._lock:
            self._used.discard(connection)
            if not reuse or self.is_closed:
                closing.append(connection)
            if self._waiting:
                waiter = self._waiting.popleft()
                waiter.connection = self._connect() if closing else connection
                self._used.add(waiter.connection)
                waiter.event.set()
            elif closing:
                self._free += 1
            else:
                connection.idle_since = time.monotonic()
                self._idle.append(connection)
            while self._idle and self._idle[0].idle_since < time.monotonic() - IDLE_SECONDS:
                self._free += 1
                closing.append(self._idle.popleft())
        for each in closing:
            each.link.close()

    def close(self) -> None:
        """Close what is idle, end what is used, and let nobody wait."""
        with self._lock:
            self.is_closed = True
            idle, self._idle = self._idle, deque()
            waiting, self._waiting = self._waiting, deque()
            for waiter in waiting:
                waiter.event.set()
            for connection in self._used:
                connection.link.abort()
        for connection in idle:
            connection.link.close()

    def leave(self) -> None:
        """Free this process's handles of another one's connections. No lock: it may be held for ever."""
        for connection in (*self._idle, *self._used):
            connection.link.close()

    def _check(self) -> None:
        if self.is_closed:
            raise httpcore.ConnectError(CLOSED)


def _checked(headers: tuple[tuple[bytes, bytes], ...]) -> Any:
    """Return header fields as h11 takes them without checking them again."""
    fields = list(headers)
    with contextlib.suppress(h11.LocalProtocolError):  # which the connection raises too, as httpcore's
        return h11.Request(method="GET", target="/", headers=fields).headers
    return fields


class Pool:
    """What an httpx transport sends its requests by, with connections of each process and event loop's own.

    On a connection that both sides of a fork have, each reads the other's responses. The process is asked for, instead
    of a hook told, as not everyone that forks calls Python's hooks; and no lock is shared, as one that another thread
    holds while forking stays locked in the child for ever.
    """

    def __init__(self, link: type[Link], route: Route, most: int) -> None:
        self._new = functools.partial(Stack, link, route, most)
        self.stacks: dict[tuple[int, object], Stack] = {}
        weakref.finalize(self, close_stacks, self.stacks)  # a client that nobody closed leaves no socket open

    def stack(self, loop: object) -> Stack:
        """The connections of this process and event loop."""
        place = (os.getpid(), loop)
        stack = self.stacks.get(place)
        if stack is None:  # of several threads' ones the first is kept; the others have no connection yet
            leave_inherited(self.stacks)
            stack = self.stacks.setdefault(place, self._new())
        return stack


def close_stacks(stacks: dict[tuple[int, object], Stack]) -> None:
    """Close this process's connections, also under the calls that use them or wait for one; the parent's stay."""
    leave_inherited(stacks)
    for stack in list(stacks.values()):
        stack.close()


def leave_inherited(stacks: dict[tuple[int, object], Stack]) -> None:
    """Forget the connections of the process that this one was forked from."""
    for place in list(stacks):
        if place[0] != os.getpid() and (inherited := stacks.pop(place, None)) is not None:
            inherited.leave()


def current() -> Deadline:
    """The running attempt's deadline, to which the pool's use is noted."""
    deadline = CURRENT.get()
    deadline.is_pooled = True
    return deadline


class Body:
    """A response's body, whose closing gives the connection back."""

    def __init__(
        self, request: httpcore.Request, response: httpcore.Response, connection: Connection, stack: Stack
    ) -> None:
        connection.link.framing.expect(request.method, response.status, response.headers)
        self._stream: Any = response.stream
        self._connection = connection
        self._stack = stack
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    def close(self) -> None:
        """Give the connection back; it is used again if all was read and nothing more came."""
        try:
            if self._is_open and (close := getattr(self._stream, "close", None)) is not None:
                close()
        finally:
            self._give_back()

    async def aclose(self) -> None:
        """The same for tasks."""
        try:
            if self._is_open and (aclose := getattr(self._stream, "aclose", None)) is not None:
                await aclose()
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._is_open:
            self._is_open = False
            reuse = self._connection.http.is_available() and self._connection.link.may_be_reused()
            self._stack.give(self._connection, reuse=reuse)
