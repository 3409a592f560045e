"""Names, addresses and handshakes: what happens before a request is sent."""

import asyncio
import errno
import gc
import signal
import socket
import threading
import time
import tracemalloc
from contextlib import ExitStack, contextmanager, suppress

import anyio
import pytest

from leadconnector.errors import APIConnectionError, APITimeoutError, LeadConnectorError
from tests.support import scenes
from tests.support.drive import CLIENTS, AsyncPromptThings, PromptThings, call, error_of
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, POST, PUT, TOKEN, AsyncThings, Things

NAME = "things.example"


def resolve_to(monkeypatch, *addresses):
    """Let the name have these addresses."""
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)


def refusing():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return gone.getsockname()


@contextmanager
def black_hole():
    """A listening socket whose queue is full: to its address nobody can connect."""
    with socket.socket() as full, ExitStack() as crowd:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            one = crowd.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        yield full


@pytest.fixture
def by_name(context, monkeypatch, trusted):
    """A server that is called by its name."""
    with Server(then=respond(), tls=context) as played:
        yield played


@pytest.mark.parametrize("kind", CLIENTS)
def test_addresses_are_tried_in_turn(kind, by_name, monkeypatch):
    resolve_to(monkeypatch, refusing(), refusing(), ("127.0.0.1", by_name.port))
    assert call(kind, GET, f"https://{NAME}") == {"id": "x"}


@pytest.mark.parametrize("kind", CLIENTS)
def test_an_address_that_is_never_reached_leaves_time_for_the_next(kind, by_name, monkeypatch):
    with black_hole() as full:
        resolve_to(monkeypatch, full.getsockname(), ("127.0.0.1", by_name.port))
        began = time.monotonic()
        assert call(kind, GET, f"https://{NAME}", timeout=2) == {"id": "x"}
        assert time.monotonic() - began < 1.6


@pytest.mark.parametrize("kind", CLIENTS)
def test_many_addresses_that_are_never_reached_leave_time_for_the_last(kind, by_name, monkeypatch):
    with black_hole() as one, black_hole() as two, black_hole() as three:
        dead = [full.getsockname() for full in (one, two, three)]
        resolve_to(monkeypatch, *dead, ("127.0.0.1", by_name.port))
        assert call(kind, GET, f"https://{NAME}", timeout=3, max_retries=0) == {"id": "x"}


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("is_refusing", [True, False])
def test_an_address_that_takes_long_is_tried_once_more_after_the_others(kind, is_refusing, monkeypatch):
    def serve(slow):
        time.sleep(0.5)
        slow.listen(50)  # the client's first try asks again only a second after it began
        slow.settimeout(8)
        served = False
        while not served:
            connection, _ = slow.accept()
            connection.settimeout(0.3)
            with connection, suppress(TimeoutError):  # of those who were in the queue already
                served = bool(connection.recv(65536)) and respond()(connection)

    with black_hole() as slow, black_hole() as dead:
        resolve_to(monkeypatch, slow.getsockname(), refusing() if is_refusing else dead.getsockname())
        server = threading.Thread(target=serve, args=(slow,), daemon=True)
        server.start()
        assert call(kind, GET, f"http://{NAME}.localhost", timeout=8, max_retries=0) == {"id": "x"}
        server.join(5)


@pytest.mark.parametrize("kind", CLIENTS)
def test_of_several_failures_a_refusal_is_told(kind, monkeypatch):
    monkeypatch.setattr("leadconnector.transport.exchange._CONNECT_TIMEOUT", 1.5)
    with black_hole() as dead:
        resolve_to(monkeypatch, dead.getsockname(), refusing())
        error = error_of(call, kind, POST, f"https://{NAME}", timeout=8, max_retries=0)
    assert (type(error), error.applied) == (APIConnectionError, False)
    assert "refused" in str(error)


@pytest.mark.parametrize("kind", CLIENTS)
def test_when_all_fail_it_was_not_sent(kind, monkeypatch):
    resolve_to(monkeypatch, refusing(), refusing())
    error = error_of(call, kind, POST, f"https://{NAME}", max_retries=1)
    assert (type(error), error.applied, error.attempts) == (APIConnectionError, False, 2)
    assert "refused" in str(error)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("failure", [socket.gaierror(-2, "unknown"), UnicodeError("label too long"), None])
def test_a_name_without_an_address_was_not_sent(kind, failure, monkeypatch):
    def ask(*_, **__):
        if failure is not None:
            raise failure
        return []

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    error = error_of(call, kind, POST, f"https://{NAME}")
    assert (type(error), error.applied) == (APIConnectionError, False)


def test_look_ups_go_on_after_a_time_without_file_descriptors(monkeypatch):
    def fail():
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "socketpair", fail)
        for _ in range(20):
            error = error_of(call, "sync", POST, f"https://{NAME}", timeout=5, max_retries=0)
            assert (type(error), error.applied) == (APIConnectionError, False)
    with Server(then=respond()) as played:
        assert call("sync", GET, f"http://localhost:{played.port}", timeout=5) == {"id": "x"}


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_resolver_that_hangs_is_left_behind(kind, monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(5) and [])
    began = time.monotonic()
    error = error_of(call, kind, POST, f"https://{NAME}", timeout=0.3)
    assert time.monotonic() - began < 0.9
    over.set()
    assert (type(error), error.applied) == (APITimeoutError, False)


def test_hanging_resolvers_hold_a_bounded_number_of_threads(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(10) and [])
    before = threading.active_count()
    with Things(token=TOKEN, base_url=f"https://{NAME}", timeout=0.8, max_retries=0) as client:
        callers = [threading.Thread(target=error_of, args=(client.send, thing(client, POST))) for _ in range(40)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(5)
        left = threading.active_count() - before
    over.set()
    assert 0 < left <= 16
    ends = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < ends:
        time.sleep(0.01)
    assert threading.active_count() <= before


@pytest.mark.parametrize("kind", CLIENTS)
def test_localhost_is_resolved(kind):
    with Server(then=respond()) as played:
        assert call(kind, GET, f"http://localhost:{played.port}") == {"id": "x"}


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_a_large_request_arrives_whole(kind, context):
    content = bytes(range(256)) * 8000
    for tls in (None, context):
        with Server(then=respond(), tls=tls) as played:

            async def main(url=played.url):
                async with AsyncPromptThings(token=TOKEN, base_url=url) as client:
                    await client.send(thing(client, PUT, content=content))

            if kind == "sync":
                with PromptThings(token=TOKEN, base_url=played.url) as client:
                    client.send(thing(client, PUT, content=content))
            else:
                anyio.run(main, backend=kind)
            assert played.requests[0].body == content


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_large_request_that_is_never_read_ends_with_the_deadline(kind):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began = time.monotonic()

        def run():
            options = {"token": TOKEN, "base_url": f"http://127.0.0.1:{mute.getsockname()[1]}", "timeout": 0.4}
            content = bytes(30_000_000)

            async def main():
                async with AsyncPromptThings(**options) as client:
                    await client.send(thing(client, POST, content=content))

            if kind != "sync":
                anyio.run(main, backend=kind)
            with PromptThings(**options) as client:
                client.send(thing(client, POST, content=content))

        error = error_of(run)
        assert time.monotonic() - began < 1.2
    assert error.applied is None


class TestHandshakeThatIsCutShort:
    """Whatever ends it, its socket is closed."""

    @pytest.mark.parametrize("backend", ["asyncio", "trio"])
    def test_by_a_cancellation(self, backend):
        async def main():
            async with AsyncPromptThings(token=TOKEN, base_url=url) as client:
                for _ in range(10):
                    with anyio.move_on_after(0.03):
                        await client.send(thing(client, POST))
                assert await anyio.to_thread.run_sync(ended, mute, 10)

        with socket.create_server(("127.0.0.1", 0)) as mute:
            url = f"https://127.0.0.1:{mute.getsockname()[1]}"
            anyio.run(main, backend=backend)
        gc.collect()

    def test_by_asyncio_itself(self):
        async def main():
            async with AsyncPromptThings(token=TOKEN, base_url=url) as client:
                for _ in range(10):
                    with pytest.raises(asyncio.TimeoutError):
                        await asyncio.wait_for(client.send(thing(client, POST)), 0.03)
                assert await anyio.to_thread.run_sync(ended, mute, 10)

        with socket.create_server(("127.0.0.1", 0)) as mute:
            url = f"https://127.0.0.1:{mute.getsockname()[1]}"
            asyncio.run(main())
        gc.collect()

    @pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here")
    def test_by_a_signal(self):
        class Interrupted(BaseException):
            pass

        def interrupt(*_):
            raise Interrupted

        former = signal.signal(signal.SIGALRM, interrupt)
        try:
            with socket.create_server(("127.0.0.1", 0)) as mute:
                url = f"https://127.0.0.1:{mute.getsockname()[1]}"
                with PromptThings(token=TOKEN, base_url=url) as client:
                    for _ in range(5):
                        signal.setitimer(signal.ITIMER_REAL, 0.05)
                        with pytest.raises(Interrupted):
                            client.send(thing(client, POST))
                    assert ended(mute, 5)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)
        gc.collect()


def ended(listener, count):
    """Whether so many connections came and have been closed by the client."""
    listener.settimeout(2)
    for _ in range(count):
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(2)
            while connection.recv(65536):
                pass
    return True


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_server_that_greets_first_is_not_believed(kind):
    with Server(then=respond(), greeting=b"220 mail.example ESMTP\r\n") as played:
        error = error_of(call, kind, POST, played.url)
    assert isinstance(error, LeadConnectorError)
    assert error.applied is None


@pytest.mark.parametrize("kind", CLIENTS)
def test_one_byte_chunks_cost_a_bounded_time(kind):
    chunk = b"1\r\n \r\n" * 20_000

    def scene(connection):
        connection.sendall(scenes.head(200, "Transfer-Encoding: chunked"))
        while True:
            connection.sendall(chunk)

    with Server(then=scene) as played:
        began = time.process_time()
        error = error_of(call, kind, GET, played.url, timeout=25)
        assert time.process_time() - began < 10
    assert "small parts" in str(error)


@pytest.mark.parametrize("kind", CLIENTS)
def test_one_byte_chunks_take_no_more_memory_than_allowed(kind):
    most = 1_000_000
    large = most - 20_000
    body = b"1\r\n \r\n" * 19_000 + b"%x\r\n%b\r\n0\r\n\r\n" % (large, b" " * large)
    scene = scenes.raw(scenes.head(200, "Transfer-Encoding: chunked") + body)

    with Server(then=scene) as played:
        tracemalloc.start()
        try:
            assert len(content(kind, played.url, max_body=most)) == large + 19_000
            assert tracemalloc.get_traced_memory()[1] < 2 * most + 200_000  # the client itself
        finally:
            tracemalloc.stop()


def content(kind, url, **options):
    """A response's body, not parsed."""
    if kind == "sync":
        with Things(token=TOKEN, base_url=url, **options) as client:
            return client.send(thing(client, GET)).content

    async def main():
        async with AsyncThings(token=TOKEN, base_url=url, **options) as client:
            return (await client.send(thing(client, GET))).content

    return anyio.run(main, backend=kind)
