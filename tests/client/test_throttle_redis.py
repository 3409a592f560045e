"""The shared throttle, on a Redis server that the tests start."""

import shutil
import socket
import subprocess
import sys
import time

import anyio
import pytest

from leadconnector.client.errors import ConfigurationError
from leadconnector.client.throttle import Reservation
from leadconnector.client.throttle_redis import RedisThrottle
from tests.client.drive import error_of
from tests.client.scenes import answer
from tests.client.script import thing
from tests.client.server import Server
from tests.client.service import GET, TOKEN, AsyncThings, Things

needs_redis = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    directory = tmp_path_factory.mktemp("redis")
    with subprocess.Popen([*command, "--dir", str(directory)], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()


@needs_redis
def test_two_throttles_share_the_window(redis_url):
    one, two = RedisThrottle(redis_url, 3, 10), RedisThrottle(redis_url, 3, 10)
    turns = [throttle.reserve("shared", 0.0, 60) for throttle in (one, two, one)]
    assert turns == [Reservation(0.0, granted=True)] * 3
    for throttle in (one, two):
        turn = throttle.reserve("shared", 0.0, 60)
        assert not turn.granted
        assert 9 < turn.wait <= 10.05
    assert two.reserve("another", 0.0, 60).granted


@needs_redis
def test_a_turn_comes_back_after_the_interval(redis_url):
    throttle = RedisThrottle(redis_url, 1, 1)
    assert throttle.reserve("again", 0.0, 60).granted
    time.sleep(throttle.reserve("again", 0.0, 60).wait)
    assert throttle.reserve("again", 0.0, 60).granted


WORKER = """
import sys, time
from leadconnector.client.throttle_redis import RedisThrottle
throttle = RedisThrottle(sys.argv[1], 20, 10)
print(sum(throttle.reserve("fleet", 0.0, 60).granted for _ in range(30)))
"""


@needs_redis
def test_processes_share_the_window(redis_url):
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, redis_url], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert sum(int(worker.communicate(timeout=30)[0]) for worker in workers) == 20


@needs_redis
def test_the_sync_client_throttles_by_redis(redis_url):
    with Server(then=answer()) as played, Things(token=TOKEN, base_url=played.url, throttle=redis_url) as client:
        client._context.throttle.reserve("", 0.0, 60)
        assert client.send(thing(client, GET)).status == 200
        assert repr(client._context.throttle) == "RedisThrottle('***', 100, 10)"


@needs_redis
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_async_client_throttles_by_redis(redis_url, backend):
    throttle = RedisThrottle(redis_url, 1, 1)

    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url, throttle=throttle, location_id=backend) as client:
            began = time.monotonic()
            for _ in range(2):
                await client.send(thing(client, GET))
            return time.monotonic() - began

    with Server(then=answer()) as played:
        assert 0.9 < anyio.run(main, backend=backend) < 3


def test_without_redis_each_process_counts_for_itself(caplog):
    throttle = RedisThrottle(f"redis://:s3cret@127.0.0.1:{free_port()}", 1, 10)
    assert throttle.reserve("L", 0.0, 60) == Reservation(0.0, granted=True)
    assert throttle.reserve("L", 0.0, 60) == Reservation(10.0, granted=True)
    assert len(caplog.records) == 1, "a Redis that failed is left alone for a while"
    throttle.reserve("L", 11.0, 60)
    assert len(caplog.records) == 2
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("module", ["limits.storage", "redis.retry"])
def test_without_the_extra_there_is_one_clear_error(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    error = error_of(RedisThrottle, "redis://127.0.0.1")
    assert type(error) is ConfigurationError
    assert "leadconnector-invoices[redis]" in str(error)


def test_the_interval_is_whole_seconds():
    assert "whole seconds" in str(error_of(RedisThrottle, "redis://127.0.0.1", 1, 1.5))
