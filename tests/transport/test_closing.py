"""Closing a client ends its calls in every phase, at once, and what was waiting is never sent."""

import socket
import threading
import time

import anyio
import httpx
import pytest

from leadconnector.client.throttle import Throttle
from leadconnector.errors import APIConnectionError, ClientClosedError, LeadConnectorError, OutcomeUnknownError
from leadconnector.transport import httpx_bridge
from tests.support import scenes
from tests.support.drive import CLIENTS, call
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, POST, TOKEN, AsyncThings, Things


def closed_meanwhile(kind, url, operation=POST, calls=1, **options):
    """The errors of calls whose client is closed after a little while, and how long they took."""
    errors = []
    options = {"token": TOKEN, "base_url": url, "timeout": 8, **options}

    async def main():
        client = AsyncThings(**options)

        async def send():
            with pytest.raises(LeadConnectorError) as caught:
                await client.send(thing(client, operation))
            await anyio.sleep(0)  # the task itself is not cancelled
            errors.append(caught.value)

        async with anyio.create_task_group() as group:
            for _ in range(calls):
                group.start_soon(send)
            await anyio.sleep(0.3)
            await client.aclose()

    began = time.monotonic()
    if kind == "sync":
        client = Things(**options)

        def send():
            with pytest.raises(LeadConnectorError) as caught:
                client.send(thing(client, operation))
            errors.append(caught.value)

        threads = [threading.Thread(target=send) for _ in range(calls)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        client.close()
        for thread in threads:
            thread.join(10)
    else:
        anyio.run(main, backend=kind)
    assert len(errors) == calls
    assert time.monotonic() - began < 1.0
    return errors


@pytest.mark.parametrize("kind", CLIENTS)
def test_while_connecting(kind):
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        (error,) = closed_meanwhile(kind, f"http://127.0.0.1:{full.getsockname()[1]}")
        for one in crowd:
            one.close()
    assert error.applied is False


@pytest.mark.parametrize("kind", CLIENTS)
def test_while_a_name_is_resolved(kind, monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(5) and [])
    (error,) = closed_meanwhile(kind, "https://things.example")
    over.set()
    assert error.applied is False


@pytest.mark.parametrize("kind", CLIENTS)
def test_in_the_handshake(kind):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        (error,) = closed_meanwhile(kind, f"https://127.0.0.1:{mute.getsockname()[1]}")
    assert error.applied is False


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("scene", [scenes.silence, scenes.dripped_headers()])
def test_while_it_waits_for_the_response(kind, scene):
    with Server(then=scene) as played:
        (error,) = closed_meanwhile(kind, played.url)
        assert len(played.requests) == 1
        assert played.closed_by_client.wait(2)
    assert type(error) is OutcomeUnknownError
    assert "closed" in str(error)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_while_it_waits_for_the_response_in_tls(kind, context):
    with Server(then=scenes.silence, tls=context) as played:
        (error,) = closed_meanwhile(kind, played.url)
        assert len(played.requests) == 1
        assert played.closed_by_client.wait(2)
    assert (type(error), "closed" in str(error)) == (OutcomeUnknownError, True)


@pytest.mark.parametrize("kind", CLIENTS)
def test_while_the_body_arrives(kind):
    with Server(then=scenes.dripped_body()) as played:
        (error,) = closed_meanwhile(kind, played.url, max_retries=0)
    assert isinstance(error, APIConnectionError)
    assert error.applied is True


@pytest.mark.parametrize("kind", CLIENTS)
def test_in_a_pause(kind):
    with Server(then=respond(429, b"", "Retry-After: 5")) as played:
        (error,) = closed_meanwhile(kind, played.url)
        assert len(played.requests) == 1
    assert error.applied is False


@pytest.mark.parametrize("kind", CLIENTS)
def test_while_it_waits_for_its_turn(kind):
    throttle = Throttle(requests=1, interval=6)
    with Server(then=respond()) as played:
        call(kind, GET, played.url, throttle=throttle)
        errors = closed_meanwhile(kind, played.url, calls=2, throttle=throttle, timeout=30)
        assert [seen.method for seen in played.requests] == ["GET"]
    assert [(type(error), error.applied) for error in errors] == [(ClientClosedError, False)] * 2


@pytest.mark.parametrize("kind", CLIENTS)
def test_while_they_wait_for_a_connection(kind, monkeypatch):
    monkeypatch.setattr(httpx_bridge, "MOST_CONNECTIONS", 1)
    with Server(then=scenes.silence) as played:
        errors = closed_meanwhile(kind, played.url, calls=3)
        assert len(played.requests) == 1
    assert sorted(str(error.applied) for error in errors) == ["False", "False", "None"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_while_a_token_is_asked_for(backend):
    (error,) = closed_meanwhile(backend, "https://things.example", token=lambda: anyio.sleep(5))
    assert type(error) is ClientClosedError


@pytest.mark.parametrize("kind", CLIENTS)
def test_calls_afterwards_open_no_connection(kind):
    with Server(then=scenes.silence) as played:
        closed_meanwhile(kind, played.url, GET)
        made = played.connections_made
        time.sleep(0.1)
        assert played.connections_made == made == 1


def test_a_call_that_passed_the_gate_before_the_first_one_was_made(monkeypatch):
    original = httpx.HTTPTransport.handle_request

    def late(transport, request):
        client.close()
        return original(transport, request)

    with Server(then=respond(200)) as played:
        client = Things(token=TOKEN, base_url=played.url, max_retries=0)
        monkeypatch.setattr(httpx.HTTPTransport, "handle_request", late)
        with pytest.raises(LeadConnectorError) as caught:
            client.send(thing(client, POST))
        assert (caught.value.applied, played.connections_made) == (False, 0)
