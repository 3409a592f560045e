"""A lock between the threads of one process, whatever process that is."""

import os
import threading


class ProcessLock:
    """A lock that each process has anew: one that another thread holds while forking stays locked in the child.

    What it guards has to make sense at any moment, as a fork finds it there.
    """

    __slots__ = ("_locks",)

    def __init__(self) -> None:
        self._locks = {os.getpid(): threading.Lock()}

    def __enter__(self) -> None:
        process = os.getpid()
        lock = self._locks.get(process)
        if lock is None:
            lock = self._locks.setdefault(process, threading.Lock())
        lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._locks[os.getpid()].release()
