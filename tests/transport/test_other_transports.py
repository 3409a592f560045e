"""Transports and clients of the caller's own: whose word is taken for "never sent", httpx2's among them."""

import asyncio
import functools
import gc
import ssl
import warnings

import anyio
import httpx
import httpx2
import pytest

from leadconnector.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ClientClosedError,
    OutcomeUnknownError,
)
from tests.support import scenes
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import DELETE, GET, ONCE, OPERATIONS, POST, PUT, TOKEN, AsyncThings

LIBRARIES = (httpx, httpx2)


@pytest.fixture(autouse=True)
def forgotten_clients():
    """Async transports can't be closed outside of their loop: the garbage collector does it, without a warning."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


FAULTS = {
    "closed early": scenes.early_close,
    "reset": scenes.reset,
    "no HTTP": scenes.raw(b"SSH-2.0\r\n\r\n"),
    "a head that breaks off": scenes.raw(scenes.head()[:20]),
    "a body that breaks off": scenes.raw(scenes.head(200, "Content-Length: 20") + b"{"),
    "an error whose body breaks off": scenes.raw(scenes.head(503, "Content-Length: 20") + b"{"),
    "a chunk that is none": scenes.raw(scenes.head(200, "Transfer-Encoding: chunked") + b"xyz\r\n"),
    "no gzip": respond(200, b"{}", "Content-Encoding: gzip"),
    "unavailable": respond(503, b""),
    "too many": respond(429, b"", "Retry-After: 0"),
}


UNUSED = ssl.create_default_context()
"""Each transport would make one, which takes longer than the call."""


def given(library, kind, way, base=None):
    """A transport, or a client with it."""
    is_sync = kind == "sync"
    transport = (base or (library.HTTPTransport if is_sync else library.AsyncHTTPTransport))(verify=UNUSED)
    if way == "transport":
        return {"transport": transport}
    return {"http_client": (library.Client if is_sync else library.AsyncClient)(transport=transport)}


def facts_of(kind, operation, fault, **own):
    """What a fault comes to."""
    with Server([FAULTS[fault]], then=respond(422)) as played:
        error = error_of(call, kind, operation, played.url, max_retries=1, **own)
    return (type(error), error.applied, error.attempts, error.status, len(played.requests))


@functools.cache
def facts_on_our_own(kind, operation, fault):
    return facts_of(kind, OPERATIONS[operation], fault)


def refused_url():
    with Server() as gone:
        return gone.url


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("way", ["transport", "http_client"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")
class TestBothLibraries:
    """Their own transports are believed."""

    @pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
    def test_each_operation(self, library, kind, way, operation):
        with Server(then=respond()) as played:
            assert call(kind, operation, played.url, **given(library, kind, way)) == {"id": "x"}
        (seen,) = played.requests
        assert (seen.method, seen.headers["authorization"]) == (operation.method, f"Bearer {TOKEN}")
        assert seen.body == (b'{"name": "n"}' if operation.method in ("PUT", "POST") else b"")

    @pytest.mark.parametrize("operation", [POST, PUT, DELETE, ONCE])
    def test_a_refused_connection_was_not_sent(self, library, kind, way, operation):
        error = error_of(call, kind, operation, refused_url(), max_retries=1, **given(library, kind, way))
        assert type(error) is APIConnectionError
        assert error.applied is False
        assert "authorization" not in getattr(error.__cause__.request, "headers", {})

    @pytest.mark.parametrize("scene", [scenes.early_close, scenes.reset])
    def test_a_response_that_is_lost_leaves_it_in_doubt(self, library, kind, way, scene):
        with Server(then=scene) as played:
            error = error_of(call, kind, POST, played.url, max_retries=2, **given(library, kind, way))
        assert (type(error), error.applied, len(played.requests)) == (OutcomeUnknownError, None, 1)

    @pytest.mark.parametrize("operation", ["GET", "PUT", "POST", "ONCE"])
    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_fault_comes_to_the_same_as_on_our_own(self, library, kind, way, fault, operation):
        theirs = facts_of(kind, OPERATIONS[operation], fault, **given(library, kind, way))
        assert theirs == facts_on_our_own(kind, operation, fault)

    def test_silence_ends_with_the_deadline(self, library, kind, way):
        with Server(then=scenes.silence) as played:
            error = error_of(call, kind, GET, played.url, timeout=0.3, **given(library, kind, way))
        assert type(error) is APITimeoutError
        assert error.elapsed < 1

    @pytest.mark.parametrize("location", ["/elsewhere", "http://[::bad", "//", "https://evil.example"])
    def test_redirects_are_not_followed(self, library, kind, way, location):
        with Server(then=respond(307, b"", f"Location: {location}")) as played:
            error = error_of(call, kind, POST, played.url, **given(library, kind, way))
        assert len(played.requests) == 1
        assert (isinstance(error, APIStatusError) and error.status == 307) or (
            way == "http_client" and type(error) is OutcomeUnknownError and location == "http://[::bad"
        )


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("way", ["transport", "http_client"])
@pytest.mark.parametrize("scene", [scenes.silence, scenes.dripped_headers(), scenes.dripped_body()])
def test_a_cancelled_call_ends_at_once_and_its_connection_too(backend, library, way, scene):
    async def main():
        own = given(library, "async", way)
        async with AsyncThings(token=TOKEN, base_url=played.url, **own) as client:
            with anyio.move_on_after(0.1) as scope:
                await client.send(thing(client, GET))
            assert scope.cancelled_caught
            assert await anyio.to_thread.run_sync(played.closed_by_client.wait, 2)
        if way == "http_client":
            await own[way].aclose()

    with Server(then=scene) as played:
        anyio.run(main, backend=backend)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("location", ["/elsewhere", "http://[::bad", "https://evil.example"])
def test_redirects_are_not_followed_by_our_own_either(kind, location):
    with Server(then=respond(307, b"", f"Location: {location}")) as played:
        error = error_of(call, kind, POST, played.url)
    assert (error.status, len(played.requests)) == (307, 1)


class LiarMixin:
    """Sends the request, loses the response, and says that it could not connect."""

    def handle_request(self, request):
        response = super().handle_request(request)
        response.close()
        raise httpx.ConnectError("lost")

    async def handle_async_request(self, request):
        response = await super().handle_async_request(request)
        await response.aclose()
        raise httpx.ConnectError("lost")


class Liar(LiarMixin, httpx.HTTPTransport):
    pass


class AsyncLiar(LiarMixin, httpx.AsyncHTTPTransport):
    pass


class Repeater(httpx.HTTPTransport):
    """Sends again what failed, and tells of the last failure only."""

    def handle_request(self, request):
        try:
            return super().handle_request(request)
        except httpx.TransportError:
            raise httpx.ConnectTimeout("the second time") from None


@pytest.mark.parametrize("way", ["transport", "http_client"])
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_subclass_is_not_believed(way, kind):
    with Server(then=respond()) as played:
        base = Liar if kind == "sync" else AsyncLiar
        error = error_of(call, kind, POST, played.url, max_retries=2, **given(httpx, kind, way, base))
        assert len(played.requests) == 1
    assert (type(error), error.applied, error.attempts) == (OutcomeUnknownError, None, 1)


@pytest.mark.parametrize("way", ["transport", "http_client"])
def test_one_that_hides_an_earlier_failure_neither(way):
    with Server(then=scenes.early_close) as played:
        error = error_of(call, "sync", POST, played.url, max_retries=2, **given(httpx, "sync", way, Repeater))
        assert len(played.requests) == 1
    assert (type(error), error.applied) == (OutcomeUnknownError, None)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_mock_transport_is_believed(library, kind):
    def refuse(request):
        raise library.ConnectError("refused")

    error = error_of(call, kind, POST, "https://things.example", transport=library.MockTransport(refuse), max_retries=1)
    assert (type(error), error.applied, error.attempts) == (APIConnectionError, False, 2)


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_application_behind_a_transport_is_believed(library):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"id": "x"}'})

    def wsgi(environ, start_response):
        start_response("200 OK", [])
        return [b'{"id": "x"}']

    assert call("asyncio", PUT, "https://things.example", transport=library.ASGITransport(app)) == {"id": "x"}
    assert call("sync", PUT, "https://things.example", transport=library.WSGITransport(wsgi)) == {"id": "x"}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("operation", [GET, PUT])
def test_a_transport_may_ask_for_the_content_without_reading_it(library, kind, operation):
    def reply(request):
        contents.append(request.content)
        return library.Response(200, json={"id": "x"})

    class Foreign(library.BaseTransport, library.AsyncBaseTransport):
        def handle_request(self, request):
            return reply(request)

        async def handle_async_request(self, request):
            return reply(request)

    contents = []
    assert call(kind, operation, "https://things.example", transport=Foreign()) == {"id": "x"}
    assert contents == [b"" if operation is GET else b'{"name": "n"}']


def test_our_own_cancellation_is_none():
    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            await asyncio.sleep(5)

    async def main():
        async with AsyncThings(token=TOKEN, transport=Slow()) as client:
            task = asyncio.ensure_future(client.send(thing(client, POST)))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_closed_http_client_is_told(library):
    http_client = library.Client()
    http_client.close()
    error = error_of(call, "sync", POST, "https://things.example", http_client=http_client)
    assert type(error) is ClientClosedError
