"""The network backends beneath httpx's transports, address by address and operation by operation."""

import os
import socket
import time

import anyio
import httpcore
import httpx
import pytest

from leadconnector.client.errors import APIConnectionError, APITimeoutError
from leadconnector.transport.deadline import TimeLeft
from leadconnector.transport.network import DeadlineBackend, resolve
from leadconnector.transport.network_async import AsyncDeadlineBackend
from tests.client.drive import CLIENTS, call, error_of
from tests.client.scenes import answer
from tests.client.script import thing
from tests.client.server import Server
from tests.client.service import GET, POST, PUT, TOKEN, Things


class Inner(httpcore.NetworkBackend):
    """Connects to nothing, and says what it was asked for."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.asked = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.asked.append((host, timeout))
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def entries(*numbers):
    return [(0, 0, 0, "", (f"10.0.0.{number}", 1)) for number in numbers]


class TestBlockingNetwork:
    """The sync backend, address by address and operation by operation."""

    def test_addresses_are_tried_in_turn_within_one_time_out(self, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries(1, 2, 2))
        inner = Inner(httpcore.ConnectError("refused"), httpcore.MockStream([b"x"]))
        stream = DeadlineBackend(inner).connect_tcp("two.example", 1, TimeLeft(3.0, time.monotonic() + 3.0))
        assert [host for host, _ in inner.asked] == ["10.0.0.1", "10.0.0.2"]
        assert [timeout for _, timeout in inner.asked] == pytest.approx([1.5, 3.0], abs=0.5)
        assert stream.read(1) == b"x"

    def test_an_address_that_is_never_reached_leaves_time_for_the_next(self, monkeypatch):
        class Hole(Inner):
            def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
                if host != "10.0.0.3":
                    self.outcomes.insert(0, httpcore.ConnectTimeout("silent"))
                    time.sleep(timeout)
                return super().connect_tcp(host, port, timeout)

        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries(1, 2, 3))
        inner = Hole(httpcore.MockStream([]))
        DeadlineBackend(inner).connect_tcp("three.example", 1, TimeLeft(0.6, time.monotonic() + 0.6))
        assert [timeout for _, timeout in inner.asked] == pytest.approx([0.2] * 3, abs=0.15)

    def test_when_all_fail_the_last_failure_is_told(self, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries(1, 2))
        inner = Inner(httpcore.ConnectError("first"), httpcore.ConnectTimeout("second"))
        with pytest.raises(httpcore.ConnectTimeout, match="second"):
            DeadlineBackend(inner).connect_tcp("two.example", 1)

    def test_no_address_is_tried_after_the_end(self):
        inner = Inner()
        with pytest.raises(httpcore.ConnectTimeout):
            DeadlineBackend(inner).connect_tcp("127.0.0.1", 1, TimeLeft(3.0, time.monotonic() - 1.0))
        assert inner.asked == []

    def test_a_name_without_an_address(self, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
        with pytest.raises(httpcore.ConnectError, match=r"no address for none\.example"):
            DeadlineBackend(Inner()).connect_tcp("none.example", 1)

    @pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long")])
    def test_a_name_that_can_t_be_resolved(self, monkeypatch, error):
        def fail(*_, **__):
            raise error

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        with pytest.raises(httpcore.ConnectError):
            resolve("none.example", 1, 1.0)

    def test_a_resolver_that_hangs_is_left_behind(self, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
        began = time.monotonic()
        with pytest.raises(httpcore.ConnectTimeout, match="not resolved in time"):
            resolve("slow.example", 1, 0.05)
        assert time.monotonic() - began < 0.8

    def test_an_unknown_name_is_not_sent(self):
        error = error_of(call, "sync", POST, "https://things.invalid", timeout=5)
        assert type(error) in (APIConnectionError, APITimeoutError)
        assert error.applied is False

    def test_localhost_is_resolved(self):
        with Server(then=answer()) as played:
            assert call("sync", GET, f"http://localhost:{played.port}") == {"id": "x"}

    def test_after_the_end_nothing_is_read_written_or_wrapped(self):
        stream = DeadlineBackend(Inner(httpcore.MockStream([]))).connect_tcp("127.0.0.1", 1)
        over = TimeLeft(3.0, time.monotonic() - 1.0)
        with pytest.raises(httpcore.ReadTimeout):
            stream.read(1, over)
        with pytest.raises(httpcore.WriteTimeout):
            stream.write(b"x", over)
        with pytest.raises(httpcore.ConnectTimeout):
            stream.start_tls(httpx.create_ssl_context(), "x", over)

    def test_a_large_write_looks_at_the_clock_in_between(self):
        class Slow(httpcore.MockStream):
            def write(self, buffer, timeout=None):
                written.append((len(buffer), timeout))
                time.sleep(0.06)

        written = []
        stream = DeadlineBackend(Inner(Slow([]))).connect_tcp("127.0.0.1", 1)
        with pytest.raises(httpcore.WriteTimeout):
            stream.write(bytes(10_000_000), TimeLeft(0.1, time.monotonic() + 0.1))
        assert [size for size, _ in written] == [16_384, 16_384]
        assert written[0][1] > written[1][1]

    def test_a_large_request_arrives_whole(self):
        content = b"x" * 1_000_000
        with Server(then=answer()) as played, Things(token=TOKEN, base_url=played.url) as client:
            assert client.send(thing(client, PUT, content=content)).status == 200
        assert played.requests[0].body == content


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_name_that_can_t_be_written_is_not_sent(kind):
    error = error_of(call, kind, POST, f"https://{'x' * 64}.example")
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (False, 1)


@pytest.mark.parametrize("forked", [True, False])
def test_only_the_process_that_opened_a_connection_ends_it(forked, monkeypatch):
    with Server(then=answer()) as played:
        stream = DeadlineBackend(httpcore.SyncBackend()).connect_tcp("127.0.0.1", played.port, 2.0)
        with stream.get_extra_info("socket").dup() as parent_s:  # what a fork leaves the parent
            if forked:
                monkeypatch.setattr(os, "getpid", lambda: -1)
            stream.close()
            if forked:
                parent_s.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert parent_s.recv(12) == (b"HTTP/1.1 200" if forked else b"")


class AsyncInner(httpcore.AsyncNetworkBackend):
    """Connects to nothing."""

    async def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        return httpcore.AsyncMockStream([b"x"])


def test_the_async_network_after_the_end():
    async def main():
        backend = AsyncDeadlineBackend(AsyncInner())
        over = TimeLeft(3.0, time.monotonic() - 1.0)
        with pytest.raises(httpcore.ConnectTimeout):
            await backend.connect_tcp("127.0.0.1", 1, over)
        stream = await backend.connect_tcp("127.0.0.1", 1)
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(1, over)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(b"x", over)
        with pytest.raises(httpcore.ConnectTimeout):
            await stream.start_tls(httpx.create_ssl_context(), "x", over)

    anyio.run(main)
