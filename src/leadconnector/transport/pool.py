"""Connections to one origin: a stack of idle ones, and a fair limit on how many are open."""

import contextlib
import functools
import os
import threading
import time
import weakref
from abc import abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any, Generic, TypeVar

import httpcore

from leadconnector.transport.attempt import Deadline
from leadconnector.transport.network import CLOSED, Link

IDLE_SECONDS = 5.0
"""How long a connection is kept for another call."""

WaiterT = TypeVar("WaiterT", bound="Waiter")


class Connection:
    """One of httpcore's connections, and the network that is its own."""

    def __init__(self, link: type[Link], connect: Callable[[Any], Any]) -> None:
        self.link = link()
        self.http = connect(self.link)
        self.idle_since = 0.0


class Waiter:
    """Stands in the queue for the place of a connection, which may be open already."""

    def __init__(self) -> None:
        self.is_served = False
        self.connection: Connection | None = None

    def serve(self, connection: Connection | None) -> None:
        """Give it the place."""
        self.is_served, self.connection = True, connection
        self.wake()

    @abstractmethod
    def wake(self) -> None:
        """End its waiting."""


class Stack(Generic[WaiterT]):
    """The connections of one process and event loop. Each has a place, and so has whoever is about to open one."""

    keeper: object = None
    """What closes them as the event loop ends."""

    def __init__(self, connect: Callable[[], Connection], waiter: type[WaiterT], most: int) -> None:
        self._connect = connect
        self._waiter = waiter
        self._free = most
        self._lock = threading.RLock()  # a forgotten task's place is given back by the garbage collector, anywhere
        self._idle: deque[Connection] = deque()
        self._used: set[Connection] = set()
        self._waiting: deque[WaiterT] = deque()
        self.is_closed = False

    def join(self) -> Connection | WaiterT | None:
        """Take a place, with the connection that was used last if one is idle, else one in the queue for a place."""
        with self._lock:
            self._check()
            if self._idle:
                return self._idle.pop()
            if self._free:
                self._free -= 1
                return None
            waiter = self._waiter()
            self._waiting.append(waiter)
            return waiter

    @contextlib.contextmanager
    def queue(self, waiter: WaiterT, deadline: Deadline) -> Generator[None]:
        """Wait here; raises PoolTimeout where it took too long."""
        try:
            yield
            if not waiter.is_served or deadline.left_to_wait() <= 0:
                raise httpcore.PoolTimeout("no connection became free in time")
        except BaseException:
            with self._lock:
                is_served = waiter.is_served
                if not is_served:
                    self._waiting.remove(waiter)
            if is_served:  # too late to be of use here
                self.give(waiter.connection, reuse=True)
            raise

    def take(self, connection: Connection | None, deadline: Deadline) -> Connection:
        """The connection to use at a place: the one that came with it, or a new one."""
        try:
            if connection is not None and connection.http.has_expired():
                connection.link.close()
                connection = None
            if connection is None:
                connection = self._connect()
            connection.link.begin(deadline)
            with self._lock:
                self._check()
                self._used.add(connection)
        except BaseException:
            self.give(connection, reuse=False)
            raise
        return connection

    def give(self, connection: Connection | None, *, reuse: bool) -> None:
        """Give a place back."""
        closing: list[Connection] = []
        with self._lock:
            if connection is not None:
                self._used.discard(connection)
                if not reuse or self.is_closed:
                    closing.append(connection)
                    connection = None
            if self._waiting:
                self._waiting.popleft().serve(connection)
            elif connection is None:
                self._free += 1
            else:
                connection.idle_since = time.monotonic()
                self._idle.append(connection)
                while self._idle[0].idle_since < connection.idle_since - IDLE_SECONDS:
                    self._free += 1
                    closing.append(self._idle.popleft())
        for one in closing:
            one.link.close()

    def close(self) -> None:
        """Close what is idle, end what is used, and let nobody wait."""
        with self._lock:
            self.is_closed = True
            idle, self._idle = self._idle, deque()
            while self._waiting:
                self._waiting.popleft().serve(None)
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


class Pool(Generic[WaiterT]):
    """What an httpx transport sends its requests by, with connections of each process and event loop's own.

    On a connection that both sides of a fork have, each reads the other's responses. The process is asked for, instead
    of a hook told, as not everyone that forks calls Python's hooks; and no lock is shared, as one that another thread
    holds while forking stays locked in the child for ever.
    """

    def __init__(self, link: type[Link], waiter: type[WaiterT], connect: Callable[[Any], Any], most: int) -> None:
        self._new: Callable[[], Stack[WaiterT]] = functools.partial(
            Stack, functools.partial(Connection, link, connect), waiter, most
        )
        self.stacks: dict[tuple[int, object], Stack[WaiterT]] = {}
        weakref.finalize(self, close_stacks, self.stacks)  # a client that nobody closed leaves no socket open

    def stack(self, loop: object) -> Stack[WaiterT]:
        """The connections of this process and event loop."""
        place = (os.getpid(), loop)
        stack = self.stacks.get(place)
        if stack is None:  # of several threads' ones the first is kept; the others have no connection yet
            leave_inherited(self.stacks)
            stack = self.stacks.setdefault(place, self._new())
        return stack


def close_stacks(stacks: dict[tuple[int, object], Stack[Any]]) -> None:
    """Close this process's connections, also under the calls that use them or wait for one; the parent's stay."""
    leave_inherited(stacks)
    for stack in list(stacks.values()):
        stack.close()


def leave_inherited(stacks: dict[tuple[int, object], Stack[Any]]) -> None:
    """Forget the connections of the process that this one was forked from."""
    for place in list(stacks):
        if place[0] != os.getpid() and (inherited := stacks.pop(place, None)) is not None:
            inherited.leave()


class Body:
    """A response's body, whose closing gives the connection back."""

    def __init__(
        self, request: httpcore.Request, response: httpcore.Response, connection: Connection, stack: Stack[Any]
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
