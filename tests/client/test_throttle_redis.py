"""The shared throttle, on a Redis server that the tests start."""

import contextlib
import gc
import random
import shutil
import socket
import subprocess
import sys
import threading
import time

import anyio
import anyio.to_thread
import pytest
import redis

from leadconnector.client import throttle_redis
from leadconnector.client.rate_limit import RateLimit
from leadconnector.client.throttle import Throttle, Ticket
from leadconnector.client.throttle_redis import RedisThrottle
from leadconnector.errors import ConfigurationError
from tests.support.drive import error_of
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, TOKEN, AsyncThings, Things

needs_redis = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def running_redis(directory, port):
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    with subprocess.Popen([*command, "--dir", str(directory)], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            process.kill()


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    port = free_port()
    with running_redis(tmp_path_factory.mktemp("redis"), port):
        yield f"redis://127.0.0.1:{port}"


def ask(throttle, location, patience=60.0):
    return throttle.ask(Ticket(location), time.monotonic(), patience)


def take(throttle, location, *, told=None):
    """Wait for a turn, and finish at once; the moment at which it came."""
    ticket = Ticket(location)
    while not (turn := throttle.ask(ticket, time.monotonic(), 60.0)).granted:
        time.sleep(turn.wait)
    moment = time.monotonic()
    throttle.finish(ticket, moment, told)
    return moment


@needs_redis
def test_a_process_forgets_what_redis_granted_long_ago(redis_url):
    throttle = RedisThrottle(redis_url, 20, 0.05)
    for _ in range(200):
        take(throttle, "forgotten")
    assert len(throttle._windows["forgotten"].sent) <= 40


@needs_redis
def test_two_throttles_share_the_window(redis_url):
    one, two = RedisThrottle(redis_url, 3, 10), RedisThrottle(redis_url, 3, 10)
    assert [ask(throttle, "shared").granted for throttle in (one, two, one)] == [True] * 3
    for throttle in (one, two):
        turn = ask(throttle, "shared")
        assert not turn.granted
        assert 9 < turn.expected <= 10
        assert turn.wait <= 1
    assert ask(two, "another").granted


@needs_redis
def test_those_who_wait_are_served_in_order_whoever_asks(redis_url):
    one, two = RedisThrottle(redis_url, 1, 0.5), RedisThrottle(redis_url, 1, 0.5)
    take(one, "order")
    first, second = Ticket("order"), Ticket("order")
    assert not one.ask(first, 0.0, 60).granted
    assert not two.ask(second, 0.0, 60).granted
    time.sleep(0.55)
    assert not two.ask(second, 0.0, 60).granted
    one.withdraw(first)
    assert one.ask(Ticket("other"), 0.0, 60).granted, "by now the withdrawal has arrived"
    assert two.ask(second, 0.0, 60).granted


@needs_redis
def test_who_can_t_wait_is_told_at_once(redis_url):
    throttle = RedisThrottle(redis_url, 1, 10)
    take(throttle, "patience")
    turn = ask(throttle, "patience", 5.0)
    assert (turn.granted, turn.wait) == (False, pytest.approx(10, abs=0.5))


@needs_redis
def test_a_turn_comes_back_after_the_interval(redis_url):
    throttle = RedisThrottle(redis_url, 1, 0.6)
    assert 0.6 <= -(take(throttle, "again") - take(throttle, "again")) < 0.9


@needs_redis
def test_limits_told_to_one_are_kept_by_all(redis_url):
    one, two = RedisThrottle(redis_url), RedisThrottle(redis_url)
    take(one, "told", told=RateLimit(limit=4, remaining=2, interval=0.8, daily_remaining=50))
    assert ask(one, "other").granted
    turns = [ask(two, "told", 0.1).granted for _ in range(4)]
    assert turns == [True, True, False, False], "one is used by somebody else"
    time.sleep(1.3)
    assert [ask(two, "told", 0.1).granted for _ in range(4)] == [True] * 3 + [False], "as the last response told"
    time.sleep(1.3)
    take(one, "told", told=RateLimit(limit=4, remaining=3, interval=0.8))
    assert ask(one, "other").granted
    assert [ask(two, "told").granted for _ in range(4)] == [True] * 3 + [False], "nobody else uses it now"


@needs_redis
def test_a_limit_told_is_kept_when_redis_comes_back_empty(redis_url):
    throttle = RedisThrottle(redis_url)
    take(throttle, "emptied", told=RateLimit(limit=3, interval=30.0))
    with contextlib.closing(redis.Redis.from_url(redis_url)) as connection:
        assert ask(throttle, "another").granted, "by now Redis knows the limit"
        connection.flushall()
    turns = [ask(throttle, "emptied") for _ in range(4)]
    assert [turn.granted for turn in turns] == [True] * 3 + [False]
    assert turns[-1].expected > 20


@needs_redis
def test_a_turn_of_which_nobody_heard_is_granted_again_and_given_back(redis_url):
    throttle = RedisThrottle(redis_url, 1, 10)
    ticket = Ticket("unheard")
    assert [throttle.ask(ticket, 0.0, 60).granted for _ in range(2)] == [True, True]
    throttle.withdraw(ticket)
    assert ask(throttle, "unheard").granted


@pytest.fixture
def own_clock(monkeypatch, redis_url):
    """Sets the time of Redis."""
    script = throttle_redis._SCRIPT.replace("redis.call('TIME')", "{redis.call('GET', 'clock'), '0'}")
    assert script != throttle_redis._SCRIPT
    monkeypatch.setattr(throttle_redis, "_SCRIPT", script)
    with contextlib.closing(redis.Redis.from_url(redis_url)) as connection:
        yield lambda now: connection.set("clock", repr(now))


@needs_redis
def test_a_clock_put_back_holds_nobody_up_for_longer_than_usual(redis_url, own_clock):
    throttle = RedisThrottle(redis_url, 2, 10)
    own_clock(5000.0)
    take(throttle, "back", told=RateLimit(limit=2, remaining=1, interval=10.0))
    assert ask(throttle, "back").granted
    assert not ask(throttle, "back").granted
    own_clock(1400.0)
    turn = ask(throttle, "back")
    assert not turn.granted, "what was sent before counts on"
    assert turn.expected <= 20
    own_clock(1416.0)
    assert ask(throttle, "back").granted, "nobody waits any more"


@needs_redis
@pytest.mark.parametrize("own", [(), (3, 10.0), (6, 2.0), (2, 1.0)])
@pytest.mark.parametrize("seed", range(5))
def test_redis_counts_as_a_process_does(redis_url, own_clock, monkeypatch, own, seed):
    monkeypatch.setattr(throttle_redis, "_GRACE", 1e6)
    choose = random.Random(seed)
    here, there = Throttle(*own), RedisThrottle(redis_url, *own)
    here.rules = there.rules
    now, location, flying = 1000.0, f"alike {own} {seed}", []
    waiting = [Ticket(location) for _ in range(8)]
    granted = 0
    own_clock(now)
    first = Ticket(location)
    for throttle in (here, there):
        throttle.ask(first, now, 1e6)
        throttle.finish(first, now, RateLimit(limit=4, interval=4.0))
    for _ in range(150):
        now += choose.choice([0, 0, 0.05, 0.5, 2]) * choose.random()
        own_clock(now)
        if choose.random() < 0.7:
            ticket = choose.choice(waiting)
            turns = [throttle.ask(ticket, now, 1e6) for throttle in (here, there)]
            assert turns[0].granted == turns[1].granted
            if turns[0].granted:
                granted += 1
                flying.append(ticket)
                waiting[waiting.index(ticket)] = Ticket(location)
        elif flying:
            ticket = flying.pop(choose.randrange(len(flying)))
            limit, remaining = choose.randrange(1, 9), choose.choice([None, 0, 1, 2, 5])
            told = choose.choice([None, RateLimit(limit=limit, remaining=remaining, interval=4.0)])
            refused = choose.random() < 0.3
            for throttle in (here, there):
                throttle.finish(ticket, now, told, refused=refused)
            ask(there, "another")  # by its reply, the one before has arrived
    assert granted > 5


@needs_redis
def test_the_day_s_end_lets_one_through(redis_url):
    throttle = RedisThrottle(redis_url)
    take(throttle, "day", told=RateLimit(daily_remaining=1))
    assert [ask(throttle, "day").granted for _ in range(3)] == [True, False, False]


@needs_redis
def test_a_throttle_that_nobody_has_any_more_leaves_no_thread(redis_url):
    threads = set(threading.enumerate())
    throttle = RedisThrottle(redis_url)
    take(throttle, "gone")
    (worker,) = set(threading.enumerate()) - threads
    del throttle
    gc.collect()
    worker.join(5)
    assert not worker.is_alive()


FLEET = """
import sys, threading, time
from leadconnector.client.throttle import Ticket
from leadconnector.client.throttle_redis import RedisThrottle
url, requests, interval, threads, most, seconds = sys.argv[1], *map(int, sys.argv[2:])
throttle = RedisThrottle(url, requests, interval)
ends = time.monotonic() + seconds
def calls():
    for _ in range(most):
        if time.monotonic() >= ends:
            break
        ticket = Ticket("fleet")
        while not (turn := throttle.ask(ticket, time.monotonic(), 60)).granted:
            time.sleep(turn.wait)
        sys.stdout.write(f"{time.monotonic()}\\n")
        throttle.finish(ticket, time.monotonic(), None)
threads = [threading.Thread(target=calls) for _ in range(threads)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def fleet(processes, redis_url, *, requests, interval, threads, most, seconds):
    """When the calls of so many processes began, in order, and what each process warned of."""
    numbers = map(str, (requests, interval, threads, most, seconds))
    command = [sys.executable, "-c", FLEET, redis_url, *numbers]
    workers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    outputs = [worker.communicate(timeout=60) for worker in workers]
    return sorted(float(line) for lines, _ in outputs for line in lines.split()), [warned for _, warned in outputs]


@needs_redis
def test_a_crowd_of_processes_never_overruns_the_limit(redis_url):
    moments, warnings = fleet(6, redis_url, requests=200, interval=2, threads=16, most=1_000_000, seconds=3)
    assert warnings == [""] * 6
    assert len(moments) > 400
    assert all(later - earlier > 1.7 for earlier, later in zip(moments, moments[200:], strict=False))


@needs_redis
def test_processes_share_the_window_and_lose_no_time(redis_url):
    moments, _ = fleet(4, redis_url, requests=20, interval=2, threads=4, most=4, seconds=60)
    assert len(moments) == 64
    assert all(later - earlier > 1.95 for earlier, later in zip(moments, moments[20:], strict=False))
    assert moments[-1] - moments[0] < 1.1 * 3 * 2 + 1


@needs_redis
def test_the_sync_client_throttles_by_redis(redis_url):
    throttle = RedisThrottle(redis_url, 1, 0.5)
    with Server(then=respond()) as played, Things(token=TOKEN, base_url=played.url, throttle=throttle) as client:
        began = time.monotonic()
        for _ in range(3):
            assert client.send(thing(client, GET)).status == 200
    assert 1.0 <= time.monotonic() - began < 2
    assert repr(throttle) == "RedisThrottle(1, 0.5)"


@needs_redis
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_async_client_throttles_by_redis(redis_url, backend):
    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url, throttle=throttle, location_id=backend) as client:
            began = time.monotonic()
            async with anyio.create_task_group() as tasks:
                for _ in range(3):
                    tasks.start_soon(client.send, thing(client, GET))
            return time.monotonic() - began

    throttle = RedisThrottle(redis_url, 1, 0.5)
    with Server(then=respond()) as played:
        assert 1.0 <= anyio.run(main, backend=backend) < 2


@needs_redis
def test_what_redis_granted_counts_after_it_is_gone_and_what_was_sent_alone_after_it_is_back(
    tmp_path, caplog, monkeypatch
):
    monkeypatch.setattr("leadconnector.client.throttle_redis._LEAVE_ALONE", 0.3)
    port = free_port()
    throttle = RedisThrottle(f"redis://127.0.0.1:{port}", 6, 30)
    with running_redis(tmp_path, port):
        assert all(ask(throttle, "L").granted for _ in range(3))
    assert [ask(throttle, "L").granted for _ in range(4)] == [True] * 3 + [False]
    assert len(caplog.records) == 1, "a Redis that failed is left alone for a while"
    with running_redis(tmp_path, port):
        time.sleep(0.3)
        assert ask(throttle, "M").granted
        other = RedisThrottle(f"redis://127.0.0.1:{port}", 4, 30)
        assert [ask(other, "L").granted for _ in range(2)] == [True, False], "the three that were sent alone count"


@needs_redis
def test_a_call_without_time_for_a_reply_blames_no_redis(redis_url, caplog, monkeypatch):
    monkeypatch.setattr(throttle_redis, "_REPLY_WITHIN", 10.0)  # a busy machine is no silent Redis
    throttle = RedisThrottle(redis_url, 1, 10)
    ticket = Ticket("hasty")
    turn = throttle.ask(ticket, time.monotonic(), 1e-9)
    assert not turn.granted
    assert turn.wait >= 1e-9
    throttle.withdraw(ticket)
    take(throttle, "hasty")
    assert not ask(RedisThrottle(redis_url, 1, 10), "hasty").granted, "Redis has been asked"
    assert not caplog.records


def test_calls_with_little_time_find_a_silent_redis_out_together(caplog):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        throttle = RedisThrottle(f"redis://127.0.0.1:{listener.getsockname()[1]}", 1, 10)
        assert any(ask(throttle, "L", 0.4).granted for _ in range(4))
    assert len(caplog.records) == 1


def test_without_redis_a_process_counts_for_itself(caplog):
    throttle = RedisThrottle(f"redis://:s3cret@127.0.0.1:{free_port()}", 1, 10)
    assert throttle.ask(Ticket("L"), 0.0, 60).granted
    assert not throttle.ask(Ticket("L"), 0.0, 60).granted
    assert len(caplog.records) == 1
    throttle.ask(Ticket("L"), 11.0, 60)
    assert len(caplog.records) == 2
    assert "s3cret" not in caplog.text


def serve_slowly(listener, dripped):
    """Take connections and let them wait, or drip a reply that never ends."""
    with contextlib.ExitStack() as held:
        while True:
            try:
                connection = held.enter_context(listener.accept()[0])
            except OSError:
                return
            if dripped:
                threading.Thread(target=drip, args=(connection,), daemon=True).start()


def drip(connection):
    try:
        while True:
            connection.sendall(b"+")
            time.sleep(0.05)
    except OSError:
        pass


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize("dripped", [False, True])
def test_a_redis_that_does_not_reply_holds_nobody_up(kind, dripped):
    async def main():
        async with AsyncThings(**options) as client, anyio.create_task_group() as tasks:
            for _ in range(60):  # more than the loop has worker threads
                tasks.start_soon(anyio.to_thread.run_sync, time.sleep, 1.0)
            await anyio.sleep(0.05)
            began = time.monotonic()
            await client.send(thing(client, GET))
            return time.monotonic() - began

    with socket.create_server(("127.0.0.1", 0)) as listener, Server(then=respond()) as played:
        threading.Thread(target=serve_slowly, args=(listener, dripped), daemon=True).start()
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}"
        options = {"token": TOKEN, "base_url": played.url, "throttle": url}
        if kind == "sync":
            with Things(**options) as client:
                began = time.monotonic()
                client.send(thing(client, GET))
                took = time.monotonic() - began
        else:
            took = anyio.run(main, backend=kind)
        listener.shutdown(socket.SHUT_RDWR)
    assert took < 1


def test_a_name_that_is_not_resolved_in_time_holds_nobody_up(monkeypatch):
    def resolve(*arguments, **options):
        released.wait(5)
        raise OSError("no such name")

    released = threading.Event()
    throttle = RedisThrottle("redis://cache.example")
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    began = time.monotonic()
    assert ask(throttle, "L").granted
    assert ask(throttle, "L").granted
    assert time.monotonic() - began < 0.8
    released.set()


@pytest.mark.parametrize("module", ["redis", "redis.retry"])
def test_without_the_extra_there_is_one_clear_error(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    error = error_of(RedisThrottle, "redis://127.0.0.1")
    assert type(error) is ConfigurationError
    assert "leadconnector-invoices[redis]" in str(error)


@pytest.mark.parametrize("url", ["memory://", "memcached://127.0.0.1", "", "redis", "redis://:s3cret@h:port/0"])
def test_what_is_no_redis_is_refused_without_its_password(url):
    error = error_of(Things, token=TOKEN, throttle=url)
    assert type(error) is ConfigurationError
    assert "redis" in str(error).lower()
    assert "s3cret" not in str(error)
