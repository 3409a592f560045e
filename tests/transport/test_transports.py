"""Any httpx transport of the caller's own."""

import gzip
import time
from collections.abc import Iterator

import httpx
import pytest

from leadconnector.errors import (
    APIConnectionError,
    AuthenticationError,
    DecodeError,
)
from tests.support.drive import CLIENTS, call, error_of
from tests.support.script import thing
from tests.support.service import GET, TOKEN, Things


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_mock_transport(kind):
    content = gzip.compress(b'{"name": "packed"}')
    canned = httpx.MockTransport(lambda _: httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=content))
    assert call(kind, GET, "https://things.example", transport=canned) == {"name": "packed"}


def test_a_canned_response_over_the_limit():
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b"x" * 100))
    with Things(token=TOKEN, transport=transport, max_body=10) as client:
        response = client.send(thing(client, GET))
    assert response.content == b"x" * 10
    assert type(error_of(response.parse)) is DecodeError


def test_a_canned_error():
    with Things(token=TOKEN, transport=httpx.MockTransport(lambda _: httpx.Response(401, json={}))) as client:
        assert type(error_of(client.send(thing(client, GET)).parse)) is AuthenticationError


def test_someone_else_s_bug_comes_out_as_it_is():
    def handle(request):
        raise AssertionError("the test's own")

    with Things(token=TOKEN, transport=httpx.MockTransport(handle)) as client:
        assert type(error_of(client.send, thing(client, GET))) is AssertionError


@pytest.mark.parametrize("error", [OSError("os"), TimeoutError("late"), httpx.StreamClosed()])
def test_what_a_transport_may_raise_besides(error):
    def handle(request):
        raise error

    with Things(token=TOKEN, transport=httpx.MockTransport(handle), max_retries=0) as client:
        assert isinstance(error_of(client.send, thing(client, GET)), APIConnectionError)


def test_an_error_while_closing_a_whole_response_changes_nothing():
    class Sticky(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b'{"id": "x"}'

        def close(self) -> None:
            raise httpx.CloseError("sticky")

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Sticky()))
    with Things(token=TOKEN, transport=transport) as client:
        assert client.send(thing(client, GET)).parse() == {"id": "x"}


def test_a_body_that_takes_too_long_between_its_parts():
    class Slow(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(100):
                time.sleep(0.02)
                yield b" "

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Slow()))
    with Things(token=TOKEN, transport=transport, timeout=0.1) as client:
        error = error_of(client.send, thing(client, GET))
    assert error.elapsed == pytest.approx(0.1, abs=0.4)
    assert (error.applied, error.status) == (True, 200)
