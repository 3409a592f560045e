"""Blocking connections to one origin: a stack of idle ones, and a fair limit on how many are open."""

import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import cast

import httpcore

from leadconnector.transport.deadline import Deadline, current
from leadconnector.transport.network import CLOSED, IDLE_SECONDS
from leadconnector.transport.network_sync import SyncLink

Connect = Callable[[SyncLink], httpcore.ConnectionInterface]


class SyncPool:
    """What an httpx transport sends its requests by, with connections of each process's own.

    On a connection that both sides of a fork have, each reads the other's responses. The process is asked for, instead
    of a hook told, as not everyone that forks calls Python's hooks; and no lock is shared, as one that another thread
    holds while forking stays locked in the child for ever.
    """

    def __init__(self, connect: Connect, most: int) -> None:
        self._connect = connect
        self._most = most
        self._stacks = {os.getpid(): _Stack(connect, most)}
        weakref.finalize(self, _close, self._stacks)  # a client that nobody closed leaves no socket open

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request within the deadline of the running attempt; closing the response frees its connection."""
        stack = self._stack()
        connection = stack.take(current())
        try:
            response = connection.http.handle_request(request)
            connection.link.framing.expect(request.method, response.status, response.headers)
        except BaseException:
            stack.give(connection, reuse=False)
            raise
        response.stream = _Body(response.stream, connection, stack)
        return response

    def close(self) -> None:
        """Close this process's connections, also under the calls that use them or wait for one; the parent's stay."""
        _close(self._stacks)

    def __enter__(self) -> "SyncPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _stack(self) -> "_Stack":
        process = os.getpid()
        stack = self._stacks.get(process)
        if stack is None:  # of several threads' ones the first is kept; the others have no connection yet
            stack = self._stacks.setdefault(process, _Stack(self._connect, self._most))
            _leave_inherited(self._stacks)
        return stack


def _close(stacks: "dict[int, _Stack]") -> None:
    _leave_inherited(stacks)
    for stack in list(stacks.values()):
        stack.close()


def _leave_inherited(stacks: "dict[int, _Stack]") -> None:
    for process in list(stacks):
        if process != os.getpid() and (inherited := stacks.pop(process, None)) is not None:
            inherited.leave()


class _Connection:
    def __init__(self, connect: Connect) -> None:
        self.link = SyncLink()
        self.http = connect(self.link)
        self.idle_since = 0.0


class _Waiter:
    """Stands in the queue for the place of a connection, which may be open already."""

    def __init__(self) -> None:
        self.is_served = False
        self.connection: _Connection | None = None
        self._served = threading.Lock()
        self._served.acquire()

    def serve(self, connection: _Connection | None) -> None:
        self.is_served, self.connection = True, connection
        self._served.release()

    def wait(self, seconds: float) -> bool:
        return self._served.acquire(timeout=max(seconds, 0))


class _Stack:
    """The connections of one process. Each has a place, and so has whoever is about to open one."""

    def __init__(self, connect: Connect, most: int) -> None:
        self._connect = connect
        self._free = most
        self._lock = threading.Lock()
        self._idle: deque[_Connection] = deque()
        self._used: set[_Connection] = set()
        self._waiting: deque[_Waiter] = deque()
        self._is_closed = False

    def take(self, deadline: Deadline) -> _Connection:
        """The connection that was used last, else a new one, else the next that becomes free."""
        connection = self._place(deadline)
        try:
            if connection is not None and connection.http.has_expired():
                connection.link.close()
                connection = None
            if connection is None:
                connection = _Connection(self._connect)
            connection.link.begin(deadline)
            with self._lock:
                self._check()
                self._used.add(connection)
        except BaseException:
            self.give(connection, reuse=False)
            raise
        return connection

    def give(self, connection: _Connection | None, *, reuse: bool) -> None:
        """Give a place back."""
        closing: list[_Connection] = []
        with self._lock:
            if connection is not None:
                self._used.discard(connection)
                if not reuse or self._is_closed:
                    closing.append(connection)
                    connection = None
            if self._waiting:
                self._waiting.popleft().serve(connection)
            elif connection is None:
                self._free += 1
            else:
                connection.idle_since = time.monotonic()
                self._idle.append(connection)
                closing += self._take_expired(connection.idle_since - IDLE_SECONDS)
        for one in closing:
            one.link.close()

    def close(self) -> None:
        """Close what is idle, end what is used, and let nobody wait."""
        with self._lock:
            self._is_closed = True
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

    def _place(self, deadline: Deadline) -> _Connection | None:
        with self._lock:
            self._check()
            if self._idle:
                return self._idle.pop()
            if self._free:
                self._free -= 1
                return None
            waiter = _Waiter()
            self._waiting.append(waiter)
        try:
            if not waiter.wait(deadline.left_to_wait()) or deadline.left_to_wait() <= 0:
                raise httpcore.PoolTimeout("no connection became free in time")
        except BaseException:
            self._leave_queue(waiter)
            raise
        return waiter.connection

    def _leave_queue(self, waiter: _Waiter) -> None:
        with self._lock:
            if not waiter.is_served:
                self._waiting.remove(waiter)
                return
        self.give(waiter.connection, reuse=True)

    def _check(self) -> None:
        if self._is_closed:
            raise httpcore.ConnectError(CLOSED)

    def _take_expired(self, since: float) -> Iterator[_Connection]:
        while self._idle and self._idle[0].idle_since < since:
            self._free += 1
            yield self._idle.popleft()


class _Body:
    """A response's body, whose closing gives the connection back."""

    def __init__(self, stream: object, connection: _Connection, stack: _Stack) -> None:
        self._stream = stream
        self._connection = connection
        self._stack = stack
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return iter(cast("Iterable[bytes]", self._stream))

    def close(self) -> None:
        if not self._is_open:
            return
        self._is_open = reuse = False
        try:
            if (close := getattr(self._stream, "close", None)) is not None:
                close()
            reuse = self._connection.http.is_available() and self._connection.link.may_be_reused()
        finally:
            self._stack.give(self._connection, reuse=reuse)
