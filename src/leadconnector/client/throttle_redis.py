"""A throttle that any number of processes on any number of machines share, by way of Redis."""

import contextlib
import math
import os
import queue
import threading
import uuid
import weakref
from collections.abc import Sequence
from concurrent.futures import Future
from importlib import import_module
from typing import Any

from leadconnector.client.events import logger
from leadconnector.client.rate_limit import RateLimit
from leadconnector.client.throttle import INTERVAL, ProcessLock, Queue, Reservation, Throttle, Ticket
from leadconnector.errors import ConfigurationError

_REPLY_WITHIN = 0.5
_LEAVE_ALONE = 10.0  # seconds for which a Redis that failed is not asked again
_BATCH = 256

_Job = tuple[Sequence[object], "Future[Any]"]

# `Throttle` in Lua, on Redis's clock. A ticket's score in `waiting` is when it first asked; in `sent` and, until it is
# finished, in `flying`, from when on it counts an interval. Its lease ends soon after it should have asked again.
_SCRIPT = """
local sent, flying, waiting, leases, told = unpack(KEYS)
local command, ticket, requests, interval, is_fixed = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000

local known = redis.call('HMGET', told, 'limit', 'interval', 'left_for_us', 'others_until', 'left_today')
local limit, left_today = known[1] and tonumber(known[1]), known[5] and tonumber(known[5])
local allowed = requests
if limit then
  if is_fixed == '0' or limit / tonumber(known[2]) < requests / interval then
    allowed, interval = limit, tonumber(known[2])
  end
  if known[4] and now < tonumber(known[4]) then allowed = math.min(allowed, tonumber(known[3])) end
end
if left_today and left_today <= 0 then allowed = 1 end
allowed = math.max(allowed, 1)
local slack = interval / 2

local function leave()
  redis.call('ZREM', waiting, ticket)
  redis.call('ZREM', leases, ticket)
end

local function keep()
  for _, key in ipairs({sent, flying, waiting, leases}) do redis.call('PEXPIRE', key, math.ceil(interval * 3000)) end
end

if command == 'leave' then return leave() end

if command == 'record' then
  redis.call('ZADD', sent, now - tonumber(ARGV[6]), ticket)
  return keep()
end

if command == 'finish' then
  local counts_from = redis.call('ZSCORE', sent, ticket)
  if counts_from then
    redis.call('ZADD', sent, math.min(tonumber(counts_from), now), ticket)
    redis.call('ZREM', flying, ticket)
    keep()
  end
  local new_limit, remaining, new_interval, today = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
  if new_limit ~= '' then
    redis.call('HSET', told, 'limit', math.max(tonumber(new_limit), 1), 'interval', new_interval)
    if remaining ~= '' then
      redis.call('ZREMRANGEBYSCORE', sent, '-inf', now - interval)
      local others = math.max(0, tonumber(new_limit) - tonumber(remaining) - redis.call('ZCARD', sent))
      redis.call('HSET', told, 'left_for_us', tonumber(new_limit) - others)
      redis.call('HSET', told, 'others_until', now + tonumber(new_interval))
    end
  end
  if today ~= '' then redis.call('HSET', told, 'left_today', tonumber(today) - redis.call('ZCARD', flying)) end
  redis.call('EXPIRE', told, 3600)
  return
end

redis.call('ZREMRANGEBYSCORE', sent, '-inf', now - interval)
redis.call('ZREMRANGEBYSCORE', flying, '-inf', now - interval)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do redis.call('ZREM', waiting, gone) end
redis.call('ZREMRANGEBYSCORE', leases, '-inf', now)
redis.call('ZADD', waiting, 'NX', now, ticket)

local patience = tonumber(ARGV[6])
local ahead = redis.call('ZRANK', waiting, ticket)
local count, in_flight = redis.call('ZCARD', sent), redis.call('ZCARD', flying)
local free = allowed - count
if ahead < free then
  leave()
  redis.call('ZADD', sent, now + slack, ticket)
  redis.call('ZADD', flying, now + slack, ticket)
  if left_today then redis.call('HINCRBY', told, 'left_today', -1) end
  keep()
  return {1, '0', '0'}
end

ahead = ahead - math.max(free, 0)
local rounds, place = math.floor(ahead / allowed), ahead % allowed
local ends = redis.call('ZRANGE', sent, place + math.max(-free, 0), place + math.max(-free, 0), 'WITHSCORES')
local expected = interval
if ends[1] then
  expected = tonumber(ends[2]) + interval - now
  if redis.call('ZSCORE', flying, ends[1]) then expected = expected - slack end
end
expected = math.max(expected + rounds * interval, in_flight > 0 and 0.05 or 0.002)
local wait = expected
if expected >= patience then
  if limit or in_flight == 0 then
    leave()
    return {0, tostring(expected), tostring(expected)}
  end
  wait = math.max(patience / 2, 0.05)
end
wait = math.min(wait, interval / 10)
redis.call('ZADD', leases, now + wait + 2, ticket)
keep()
return {0, tostring(wait), tostring(expected)}
"""


class RedisThrottle(Queue):
    """A `Throttle` whose window, queue and told limits all processes share that name the same Redis.

    `url` begins with ``redis://``, ``rediss://`` or ``unix://``. Redis is given half a second for each reply; where it
    doesn't come (a warning is logged), this process counts for itself for the next ten, what Redis granted included.
    """

    blocking = True

    def __init__(self, url: str, requests: int | None = None, interval: float = INTERVAL) -> None:
        self._alone = Throttle(requests, interval)
        self._window = self._alone.requests, self._alone.interval, int(requests is not None)
        self._redis = _connect(url)
        self._alone_until = -math.inf
        self._is_alone = False
        self._unreported: list[tuple[Ticket, float]] = []
        self._lock = ProcessLock()
        self._process = 0
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()

    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        ticket.key = ticket.key or uuid.uuid4().hex
        if now >= self._alone_until:
            reported = list(self._unreported)
            for sent, moment in reported:
                self._submit("record", sent, now - moment)
            reply = self._submit("ask", ticket, patience)
            try:
                granted, wait, expected = reply.result(min(_REPLY_WITHIN, patience / 2))
            except Exception as exc:  # of redis-py, or the time-out
                reply.cancel()
                self._alone_until, self._is_alone = now + _LEAVE_ALONE, True
                _empty(self._jobs)
                logger.warning("the throttle's Redis is out of reach (%s); counting alone", type(exc).__name__)
            else:
                self._is_alone = False
                del self._unreported[: len(reported)]
                if granted:
                    self._alone.record(ticket, now)
                return Reservation(float(wait), granted=bool(granted), expected=float(expected))
        turn = self._alone.ask(ticket, now, patience)
        if turn.granted:
            self._unreported.append((ticket, now))
            del self._unreported[: -4 * self._alone.requests]
        return turn

    def withdraw(self, ticket: Ticket) -> None:
        self._alone.withdraw(ticket)
        if not self._is_alone:
            self._submit("leave", ticket)

    def finish(self, ticket: Ticket, now: float, told: RateLimit | None) -> None:
        self._alone.finish(ticket, now, told)
        if not self._is_alone:
            told = told or RateLimit()
            interval = told.interval or self._alone.interval
            facts = (told.limit, told.remaining, interval, told.daily_remaining)
            self._submit("finish", ticket, *("" if fact is None else fact for fact in facts))

    def _submit(self, command: str, ticket: Ticket, *arguments: object) -> "Future[Any]":
        """Have the worker run the script. One thread talks to Redis, so that nobody waits longer than they want to."""
        with self._lock:
            if self._process != os.getpid():  # at first, and in a child: threads don't survive a fork
                self._process, self._jobs = os.getpid(), queue.SimpleQueue()
                threading.Thread(target=_work, args=(self._redis, self._jobs), daemon=True).start()
                weakref.finalize(self, self._jobs.put, None)
        names = ("sent", "flying", "waiting", "leases", "told")
        keys = [f"leadconnector:{{{ticket.location}}}:{name}" for name in names]
        reply: Future[Any] = Future()
        self._jobs.put(([len(keys), *keys, command, ticket.key, *self._window, *arguments], reply))
        return reply

    def __repr__(self) -> str:
        return f"RedisThrottle('***', {self._alone.requests}, {self._alone.interval})"


def _work(redis: Any, jobs: "queue.SimpleQueue[_Job | None]") -> None:
    while (job := jobs.get()) is not None:
        batch = [job]
        while len(batch) < _BATCH and not jobs.empty():
            if (job := jobs.get()) is None:
                jobs.put(None)
                break
            batch.append(job)
        batch = [job for job in batch if job[1].set_running_or_notify_cancel()]
        try:
            pipeline = redis.pipeline(transaction=False)
            for arguments, _ in batch:
                pipeline.eval(_SCRIPT, *arguments)
            replies = pipeline.execute()
        except Exception as exc:
            for _, reply in batch:
                reply.set_exception(exc)
        else:
            for (_, reply), result in zip(batch, replies, strict=True):
                reply.set_result(result)
    redis.close()


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
