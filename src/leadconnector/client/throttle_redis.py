"""A throttle that any number of processes on any number of machines share, by way of Redis."""

import contextlib
import os
import queue
import threading
import time
import weakref
from collections.abc import Sequence
from concurrent.futures import Future
from importlib import import_module
from typing import Any

from msgspec import Struct

from leadconnector.client.events import logger
from leadconnector.client.rate_limit import RateLimit
from leadconnector.client.throttle import INTERVAL, POLL, REQUESTS, Reservation, Rules, Throttle, Ticket
from leadconnector.errors import ConfigurationError

_REPLY_WITHIN = 0.5
_LEAVE_ALONE = 10.0  # seconds for which a Redis that failed is not asked again
_BATCH = 256

_GRACE = 2.0  # seconds for which a process that says nothing more keeps the places of its calls

_Job = tuple[Sequence[object], "Future[Any]"]

# `Window` in Lua, on Redis's clock, so that nothing comes between reading and writing. A ticket's score in `waiting` is
# its number; in `sent`, from when on it counts an interval; in `flying`, until it is finished, when it began. Its lease
# ends soon after it should have asked again.
_SCRIPT = """
local sent, flying, waiting, leases, told = unpack(KEYS)
local command, ticket = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000

local known = redis.call('HMGET', told, 'limit', 'interval', 'left_for_us', 'others_until', 'left_today', 'at', 'heard')
local limit, interval = tonumber(known[1] or ARGV[3]), tonumber(known[2] or ARGV[4])
local left_for_us, left_today = tonumber(known[3]), tonumber(known[5])

local function forget(key, earliest, latest)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', earliest)
  for _, late in ipairs(redis.call('ZRANGEBYSCORE', key, string.format('(%.17g', latest), '+inf')) do
    redis.call('ZADD', key, latest, late)  -- the clock was put back
  end
end

local function leave()
  redis.call('ZREM', waiting, ticket)
  redis.call('ZREM', leases, ticket)
end

local function keep()
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, math.ceil(math.max(3 * interval, 3600) * 1000)) end
end

local function count_from(start)
  redis.call('ZADD', sent, start, ticket)
  if left_today then redis.call('HINCRBY', told, 'left_today', -1) end
  keep()
end

if command == 'leave' then
  redis.call('ZREM', sent, ticket)
  redis.call('ZREM', flying, ticket)
  return leave()
end

if command == 'record' then return count_from(now - tonumber(ARGV[5])) end

if command == 'finish' then
  local start = redis.call('ZSCORE', sent, ticket)
  if start then redis.call('ZADD', sent, math.min(tonumber(start), now), ticket) end
  local began = tonumber(redis.call('ZSCORE', flying, ticket) or now)
  redis.call('ZREM', flying, ticket)
  local others_until = tonumber(known[4]) or 0
  if now >= others_until or others_until > now + interval then
    left_for_us = nil
    redis.call('HDEL', told, 'left_for_us')
  end
  local new_limit, remaining, new_interval, today = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8]
  if new_limit then
    new_limit = math.max(new_limit, 1)
    redis.call('HSET', told, 'limit', new_limit, 'interval', ARGV[7])
    for _, unended in ipairs(new_interval == interval and {} or redis.call('ZRANGE', flying, 0, -1)) do
      redis.call('ZADD', sent, 'XX', tonumber(redis.call('ZSCORE', flying, unended)) + new_interval / 2, unended)
    end
    if remaining then
      forget(sent, now - new_interval, now + new_interval / 2)
      forget(flying, now - 1.5 * new_interval, now)
      if ARGV[9] == '1' then remaining = -1 end
      local at, heard = tonumber(known[6]) or 0, tonumber(known[7]) or 0
      if began >= at or at > now or remaining <= heard then
        redis.call('HSET', told, 'at', string.format('%.17g', now), 'heard', remaining)
      else
        remaining = heard
      end
      local left = math.min(new_limit, remaining + redis.call('ZCARD', sent) - redis.call('ZCARD', flying))
      if remaining < 0 and left_for_us then left = math.min(left, left_for_us) end
      redis.call('HSET', told, 'left_for_us', left, 'others_until', now + new_interval)
    end
  end
  if today ~= '' then redis.call('HSET', told, 'left_today', tonumber(today) - redis.call('ZCARD', flying)) end
  return keep()
end

local patience, grace = tonumber(ARGV[5]), tonumber(ARGV[6])
forget(sent, now - interval, now + interval / 2)
forget(flying, now - 1.5 * interval, now)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do redis.call('ZREM', waiting, gone) end
forget(leases, now, now + interval + grace)
if not redis.call('ZSCORE', waiting, ticket) then
  redis.call('ZADD', waiting, redis.call('HINCRBY', told, 'number', 1), ticket)
end

limit = math.max(math.min(limit, left_for_us or limit), 1)
if left_today and left_today <= 0 then limit = 1 end

local in_flight = redis.call('ZCARD', flying)
local ahead = redis.call('ZRANK', waiting, ticket)
local free = limit - redis.call('ZCARD', sent)
local expected = 0
if ahead >= free then
  local behind = ahead - math.max(free, 0)
  local rounds, place = math.floor(behind / limit), behind % limit + math.max(-free, 0)
  local first = redis.call('ZRANGE', sent, place, place, 'WITHSCORES')
  local start = now
  if first[1] then start = tonumber(redis.call('ZSCORE', flying, first[1]) or first[2]) end
  expected = math.max(start + (rounds + 1) * interval - now, in_flight > 0 and 0.05 or 0.002)
end

-- One that is counted already was granted a turn of which its process has not heard.
if expected == 0 or redis.call('ZSCORE', sent, ticket) then
  leave()
  redis.call('ZADD', flying, now, ticket)
  count_from(now + interval / 2)
  return {1, '0', '0'}
end

local wait = expected
if expected >= patience then
  if known[1] or in_flight == 0 then
    leave()
    return {0, tostring(expected), tostring(expected)}
  end
  wait = math.max(patience / 2, 0.05)
end
wait = math.min(wait, interval / 10)
redis.call('ZADD', leases, now + wait + grace, ticket)
keep()
return {0, tostring(wait), tostring(expected)}
"""


class _Health(Struct):
    """How Redis does, as the worker that talks to it sees it."""

    silent_since: float | None = None
    """Since when a reply is missing, on the clock of this process."""

    def is_out_of_reach(self) -> bool:
        """Whether Redis has been silent for as long as it is given; a late thread of ours is no reason."""
        return self.silent_since is not None and time.monotonic() - self.silent_since >= 0.9 * _REPLY_WITHIN


class RedisThrottle(Throttle):
    """A `Throttle` whose windows all processes share that name the same Redis, by its clock.

    `url` begins with ``redis://``, ``rediss://`` or ``unix://``. The limit is `requests` in `interval` seconds until a
    response tells another. Redis is given half a second for each reply; where it doesn't come (a warning is logged),
    this process counts for itself for the next ten, what Redis granted included.
    """

    blocking = True

    def __init__(self, url: str, requests: int = REQUESTS, interval: float = INTERVAL) -> None:
        super().__init__(requests, interval)
        self.rules = Rules(requests, interval, is_fixed=False)
        self._redis = _connect(url)
        self._alone_until: float | None = None
        self._unreported: list[tuple[Ticket, float]] = []
        self._process = 0
        self._health = _Health()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()

    def ask(self, ticket: Ticket, now: float, patience: float) -> Reservation:
        if self._alone_until is None or now >= self._alone_until:
            reported = list(self._unreported)
            for sent, moment in reported:
                self._submit("record", sent, now - moment)
            reply = self._submit("ask", ticket, patience, _GRACE)
            try:
                granted, wait, expected = reply.result(min(_REPLY_WITHIN, patience / 2))
            except Exception as exc:  # of redis-py, or the time-out
                reply.cancel()
                if isinstance(exc, TimeoutError) and not self._health.is_out_of_reach():
                    return Reservation(POLL, granted=False)
                self._alone_until = now + _LEAVE_ALONE
                _empty(self._jobs)
                logger.warning("the throttle's Redis is out of reach (%s); counting alone", type(exc).__name__)
            else:
                self._alone_until = None
                del self._unreported[: len(reported)]
                if granted:
                    self.record(ticket, now)
                return Reservation(float(wait), granted=bool(granted), expected=float(expected))
        turn = super().ask(ticket, now, patience)
        if turn.granted:
            self._unreported.append((ticket, now))
            del self._unreported[: -4 * self.requests]
        return turn

    def withdraw(self, ticket: Ticket) -> None:
        super().withdraw(ticket)
        if self._alone_until is None:
            self._submit("leave", ticket)

    def finish(self, ticket: Ticket, now: float, told: RateLimit | None, *, refused: bool = False) -> None:
        if self._alone_until is None:  # first, with the limit that Redis knows so far
            said = told or RateLimit()
            interval = said.interval or self.interval
            facts = (said.limit, said.remaining, interval, said.daily_remaining, int(refused))
            self._submit("finish", ticket, *("" if fact is None else fact for fact in facts))
        super().finish(ticket, now, told, refused=refused)

    def _submit(self, command: str, ticket: Ticket, *arguments: object) -> "Future[Any]":
        """Have the worker run the script. One thread talks to Redis, so that nobody waits longer than agreed."""
        with self._lock:
            if self._process != os.getpid():  # at first, and in a child: threads don't survive a fork
                self._process, self._jobs, self._health = os.getpid(), queue.SimpleQueue(), _Health()
                threading.Thread(target=_work, args=(self._redis, self._jobs, self._health), daemon=True).start()
                weakref.finalize(self, self._jobs.put, None)
        keys = [
            f"leadconnector:{{{ticket.location}}}:{name}" for name in ("sent", "flying", "waiting", "leases", "told")
        ]
        window = self._windows.get(ticket.location)
        # The limit until Redis knows one, as when it comes back empty.
        first = (window and window.told) or (self.requests, self.interval)
        reply: Future[Any] = Future()
        self._jobs.put(([len(keys), *keys, command, ticket.key, *first, *arguments], reply))
        return reply


def _work(redis: Any, jobs: "queue.SimpleQueue[_Job | None]", health: _Health) -> None:
    taken: list[_Job | None] = []
    while None not in taken:
        taken = [jobs.get()]
        while len(taken) < _BATCH and not jobs.empty():
            taken.append(jobs.get())
        if not (batch := [job for job in taken if job and job[1].set_running_or_notify_cancel()]):
            continue
        if health.silent_since is None:
            health.silent_since = time.monotonic()
        try:
            pipeline = redis.pipeline(transaction=False)
            for arguments, _ in batch:
                pipeline.eval(_SCRIPT, *arguments)
            replies = pipeline.execute()
        except Exception as exc:
            for _, reply in batch:
                reply.set_exception(exc)
        else:
            health.silent_since = None
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
