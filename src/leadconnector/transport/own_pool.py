"""Our own connections, blocking: those of one process."""

import os
from collections.abc import Callable

import httpx


class Pool:
    """The transport of this process; a process that was forked from it opens another.

    On a connection that both sides of a fork have, each reads the other's answers. The process is asked for, instead
    of a hook told, as not everyone that forks calls Python's hooks; and no lock is held, as one that another thread
    holds while forking stays locked in the child for ever.
    """

    def __init__(self, open_transport: Callable[[], httpx.HTTPTransport]) -> None:
        self._open = open_transport
        self._opened = {os.getpid(): open_transport()}  # at once, so that what it can't take is told at once

    def current(self) -> httpx.HTTPTransport:
        """This process's transport."""
        process = os.getpid()
        transport = self._opened.get(process)
        if transport is None:  # of several threads' ones, the first is kept; the others have no connection yet
            transport = self._opened.setdefault(process, self._open())
            self._leave_inherited()
        return transport

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send a request on a connection of this process."""
        return self.current().handle_request(request)

    def release(self) -> None:
        """Close this process's connections; the parent's stay as they are."""
        self._leave_inherited()
        own = self._opened.get(os.getpid())
        if own is not None:
            own.close()

    def _leave_inherited(self) -> None:
        for process in list(self._opened):
            inherited = None if process == os.getpid() else self._opened.pop(process, None)
            if inherited is not None:
                _leave(inherited)


def _leave(transport: httpx.HTTPTransport) -> None:
    # One by one, which frees this process's handles: the pool's own closing waits for its lock. A stream that another
    # process opened is closed without being shut down, so the parent does not notice.
    for connection in transport._pool.connections:  # pyright: ignore[reportPrivateUsage]
        connection.close()
