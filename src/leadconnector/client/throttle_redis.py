"""A throttle that any number of processes on any number of machines share, by way of Redis."""

import contextlib
import functools
import itertools
import math
import os
import queue
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from importlib import import_module
from typing import Any

import msgspec
from msgspec.structs import replace

from leadconnector.client.events import logger
from leadconnector.client.rate_limit import RateLimit
from leadconnector.client.throttle import INTERVAL, ProcessLock, Queue, Reservation, Rules, Throttle, Ticket, Window
from leadconnector.errors import ConfigurationError

_REPLY_WITHIN = 0.5
_LEAVE_ALONE = 10.0  # seconds for which a Redis that failed is not asked again
_BATCH = 256

_GRACE = 2.0  # seconds for which a process that says nothing more keeps the places of its calls
_MOST_TRIES = 100
_KEPT = 3600.0  # seconds for which the limits that were told are known

_Command = Callable[[Window, float], Any]
_Job = tuple[str, _Command, "Future[Any]"]

# Gives the time and the window, or takes a new window in if it is still the one of that version.
_SCRIPT = """
local time, known = redis.call('TIME'), redis.call('HMGET', KEYS[1], 'version', 'window')
local version = known[1] or '0'
if ARGV[1] ~= version then return {time[1], time[2], version, known[2] or ''} end
redis.call('HSET', KEYS[1], 'version', version + 1, 'window', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {}
"""


class RedisThrottle(Queue):
    """A `Throttle` whose windows all processes share that name the same Redis, by its clock.

    `url` begins with ``redis://``, ``rediss://`` or ``unix://``. Redis is given half a second for each reply; where it
    doesn't come (a warning is logged), this process counts for itself for the next ten, what Redis granted included.
    """

    blocking = True

    def __init__(self, url: str, requests: int | None = None, interval: float = INTERVAL) -> None:
        self._alone = Throttle(requests, interval)
        self._rules = replace(self._alone.rules, grace=_GRACE)
        self._redis = _connect(url)
        self._alone_until = -math.inf
        self._is_alone = False
        self._unreported: list[tuple[Ticket, float]] = []
        self._lock = ProcessLock()
        self._process = 0
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()

    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        if now >= self._alone_until:
            reported = list(self._unreported)
            for sent, moment in reported:
                self._submit(sent, functools.partial(_record, sent.key, now - moment, self._rules))
            rules = self._rules  # not this object itself: the worker would keep it, and never end
            reply = self._submit(ticket, lambda window, at: window.ask(ticket.key, at, patience, rules))
            try:
                turn: Reservation = reply.result(min(_REPLY_WITHIN, patience / 2))
            except Exception as exc:  # of redis-py, or the time-out
                reply.cancel()
                self._alone_until, self._is_alone = now + _LEAVE_ALONE, True
                _empty(self._jobs)
                logger.warning("the throttle's Redis is out of reach (%s); counting alone", type(exc).__name__)
            else:
                self._is_alone = False
                del self._unreported[: len(reported)]
                if turn.granted:
                    self._alone.record(ticket, now)
                return turn
        turn = self._alone.ask(ticket, now, patience)
        if turn.granted:
            self._unreported.append((ticket, now))
            del self._unreported[: -4 * self._alone.requests]
        return turn

    def withdraw(self, ticket: Ticket) -> None:
        self._alone.withdraw(ticket)
        if not self._is_alone:
            self._submit(ticket, lambda window, _: window.leave(ticket.key))

    def finish(self, ticket: Ticket, now: float, told: RateLimit | None) -> None:
        self._alone.finish(ticket, now, told)
        if not self._is_alone:
            rules = self._rules
            self._submit(ticket, lambda window, at: window.finish(ticket.key, at, told, rules))

    def _submit(self, ticket: Ticket, command: _Command) -> "Future[Any]":
        """Have the worker do it with the window. One thread talks to Redis, so that nobody waits longer than agreed."""
        with self._lock:
            if self._process != os.getpid():  # at first, and in a child: threads don't survive a fork
                self._process, self._jobs = os.getpid(), queue.SimpleQueue()
                threading.Thread(target=_work, args=(self._redis, self._jobs, self._rules), daemon=True).start()
                weakref.finalize(self, self._jobs.put, None)
        reply: Future[Any] = Future()
        self._jobs.put((ticket.location, command, reply))
        return reply

    def __repr__(self) -> str:
        return f"RedisThrottle('***', {self._alone.requests}, {self._alone.interval})"


def _record(key: str, age: float, rules: Rules, window: Window, now: float) -> None:
    window.grant(key, now - age, rules)
    window.finish(key, now - age, None, rules)


def _work(redis: Any, jobs: "queue.SimpleQueue[_Job | None]", rules: Rules) -> None:
    while (job := jobs.get()) is not None:
        batch: dict[str, list[_Job]] = {job[0]: [job]}
        for _ in range(_BATCH):
            if jobs.empty():
                break
            if (job := jobs.get()) is None:
                jobs.put(None)
                break
            batch.setdefault(job[0], []).append(job)
        live = {place: [job for job in own if job[2].set_running_or_notify_cancel()] for place, own in batch.items()}
        try:
            results = _exchange(redis, {place: [job[1] for job in own] for place, own in live.items()}, rules)
        except Exception as exc:
            for job in itertools.chain(*live.values()):
                job[2].set_exception(exc)
        else:
            for place, own in live.items():
                for job, result in zip(own, results[place], strict=True):
                    job[2].set_result(result)
    redis.close()


def _exchange(redis: Any, commands: Mapping[str, Sequence[_Command]], rules: Rules) -> dict[str, list[Any]]:
    """Do it all with the locations' windows that Redis has: again where another process was quicker."""
    results: dict[str, list[Any]] = {}
    kept = math.ceil(max(3 * rules.interval, _KEPT) * 1000)
    replies = _evaluated(redis, dict.fromkeys(commands, ("",)))
    for _ in range(_MOST_TRIES):
        windows: dict[str, tuple[Any, ...]] = {}
        for location, (seconds, microseconds, version, text) in replies.items():
            window = msgspec.json.decode(text, type=Window) if text else Window()
            now = int(seconds) + int(microseconds) / 1e6
            results[location] = [command(window, now) for command in commands[location]]
            windows[location] = (version, msgspec.json.encode(window), kept)
        replies = {location: reply for location, reply in _evaluated(redis, windows).items() if reply}
        if not replies:
            return results
    raise TimeoutError("other processes were quicker each time")


def _evaluated(redis: Any, arguments: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    pipeline = redis.pipeline(transaction=False)
    for location, own in arguments.items():
        pipeline.eval(_SCRIPT, 1, f"leadconnector:{{{location}}}:window", *own)
    return dict(zip(arguments, pipeline.execute(), strict=True))


def _empty(jobs: "queue.SimpleQueue[_Job | None]") -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            jobs.get_nowait()


def _connect(url: str) -> Any:
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigurationError("throttle must be True, a Throttle, or a redis://, rediss:// or unix:// URL")
    try:
        redis = import_module("redis")
        retry = import_module("redis.retry").Retry(import_module("redis.backoff").NoBackoff(), 0)
    except ImportError as exc:
        raise ConfigurationError(
            "a Redis throttle needs the extra: pip install 'leadconnector-invoices[redis]'"
        ) from exc
    try:
        return redis.Redis.from_url(
            url, socket_timeout=_REPLY_WITHIN, socket_connect_timeout=_REPLY_WITHIN, retry=retry
        )
    except Exception:
        # Neither the URL nor what its parser says is shown: it may hold a password.
        raise ConfigurationError("throttle is a Redis URL that redis-py can't use") from None
