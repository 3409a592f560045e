"""What is believed of transports that nobody knows, as `transport=` and inside of an `http_client=`."""

import asyncio
import concurrent.futures
import contextlib

import httpx
import pytest

from leadconnector.errors import APIConnectionError, OutcomeUnknownError
from leadconnector.transport.attempt import causes
from tests.support import scenes
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import respond
from tests.support.server import Server
from tests.support.service import GET, POST, PUT, TOKEN
from tests.transport.test_other_transports import LIBRARIES, UNUSED, refused_url
from tests.transport.test_tools import opentelemetry

URL = "https://things.example"
WAYS = ("transport", "http_client")


def given(library, kind, way, transport):
    """The client's option that has the transport."""
    if way == "transport":
        return {"transport": transport}
    return {"http_client": (library.Client if kind == "sync" else library.AsyncClient)(transport=transport)}


def raising(library, error):
    """A transport that raises."""

    class Raising(library.BaseTransport, library.AsyncBaseTransport):
        def handle_request(self, request):
            raise error

        async def handle_async_request(self, request):
            raise error

    return Raising()


def resending(library, kind, sends):
    """A transport that sends several times, whether its own request or ours, and there or to nobody."""
    is_sync = kind == "sync"
    inner = (library.HTTPTransport if is_sync else library.AsyncHTTPTransport)(verify=UNUSED)
    nowhere = library.URL(refused_url())

    def requests(request):
        for own, arrives in sends:
            headers, extensions = request.headers, {} if own else request.extensions
            url = request.url if arrives else request.url.copy_with(port=nowhere.port)
            yield library.Request(request.method, url, headers=headers, content=request.content, extensions=extensions)

    class Resending(library.BaseTransport, library.AsyncBaseTransport):
        def handle_request(self, request):
            for each in requests(request):
                try:
                    return inner.handle_request(each)
                except library.TransportError as exc:
                    last = exc
            raise last

        async def handle_async_request(self, request):
            for each in requests(request):
                try:
                    return await inner.handle_async_request(each)
                except library.TransportError as exc:
                    last = exc
            raise last

    return Resending()


OWN, OURS, LOST, REFUSED = True, False, True, False


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "sends",
    [
        [(OWN, LOST), (OWN, REFUSED)],
        [(OURS, LOST), (OWN, REFUSED)],
        [(OWN, LOST), (OURS, REFUSED)],
        [(OURS, REFUSED), (OWN, LOST), (OWN, REFUSED)],
        [(OURS, REFUSED), (OWN, LOST), (OURS, REFUSED)],
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_one_that_sends_again_by_itself_is_not_believed(library, kind, way, sends):
    with Server(then=scenes.early_close) as played:
        own = given(library, kind, way, resending(library, kind, sends))
        error = error_of(call, kind, POST, played.url, max_retries=2, **own)
    assert (type(error), error.applied, error.attempts, len(played.requests)) == (OutcomeUnknownError, None, 1, 1)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_client_whose_own_class_sends_again_neither(library):
    class Signing(library.Client):
        def send(self, request, **options):
            own = [library.Request(request.method, url) for url in (request.url, refused_url())]
            try:
                return super().send(own[0], **options)
            except library.TransportError:
                return super().send(own[1], **options)

    with Server(then=scenes.early_close) as played:
        error = error_of(call, "sync", POST, played.url, http_client=Signing(verify=UNUSED), max_retries=2)
    assert (type(error), error.applied, len(played.requests)) == (OutcomeUnknownError, None, 1)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_connection_that_never_gets_free_is_proof(library):
    limits = library.Limits(max_connections=1)
    with Server(then=respond()) as played, library.Client(verify=UNUSED, limits=limits) as http_client:
        with http_client.stream("GET", played.url):
            error = error_of(call, "sync", POST, played.url, http_client=http_client, timeout=0.3)
        assert (type(error.__cause__), error.applied) == (library.PoolTimeout, False)
        assert len(played.requests) == 1


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_tool_that_watches_takes_no_proof_away(kind):
    with opentelemetry():
        client = httpx.Client(verify=UNUSED) if kind == "sync" else httpx.AsyncClient(verify=UNUSED)
        error = error_of(call, kind, POST, refused_url(), http_client=client, max_retries=1)
    assert (type(error), error.applied, error.attempts) == (APIConnectionError, False, 2)


class OwnError(Exception):
    """A library's error that is none of httpx's."""


FAILURES = [
    concurrent.futures.CancelledError(),
    OwnError("lost"),
    EOFError("lost"),
    ExceptionGroup("lost", [ConnectionResetError()]),
    UnicodeDecodeError("ascii", b"\xff", 0, 1, "lost"),
    RuntimeError("the loop is closed"),
    ValueError("lost"),
    KeyError("status"),
]
BUGS = [
    TypeError("bug"),
    AttributeError("bug"),
    NameError("bug"),
    AssertionError("bug"),
    NotImplementedError(),
    ImportError(),
]


def named(error):
    return type(error).__name__


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
class TestErrorsOfItsOwn:
    """They are failures of which nothing is known; a read's plain bug comes out as it is."""

    def error(self, library, kind, way, operation, error):
        return error_of(call, kind, operation, URL, max_retries=2, **given(library, kind, way, raising(library, error)))

    @pytest.mark.parametrize("raised", [*FAILURES, *BUGS, asyncio.CancelledError()], ids=named)
    def test_of_a_write(self, library, kind, way, raised):
        if kind == "trio" and isinstance(raised, asyncio.CancelledError):
            pytest.skip("asyncio's own")
        error = self.error(library, kind, way, POST, raised)
        assert (type(error), error.applied, error.attempts) == (OutcomeUnknownError, None, 1)
        assert error.__cause__ is raised

    @pytest.mark.parametrize("raised", FAILURES, ids=named)
    def test_of_a_read(self, library, kind, way, raised):
        error = self.error(library, kind, way, GET, raised)
        assert (type(error), error.attempts) == (APIConnectionError, 3)
        assert error.__cause__ is raised

    @pytest.mark.parametrize("raised", BUGS, ids=named)
    def test_a_bug(self, library, kind, way, raised):
        assert self.error(library, kind, way, GET, raised) is raised
        assert self.error(library, kind, way, PUT, raised).attempts == 1

    @pytest.mark.parametrize("raised", [OwnError("lost"), EOFError("lost")], ids=named)
    @pytest.mark.parametrize("status", [200, 503])
    def test_in_the_body(self, library, kind, way, raised, status):
        class Body(library.SyncByteStream, library.AsyncByteStream):
            def __iter__(self):
                yield b"{"
                raise raised

            async def __aiter__(self):
                yield b"{"
                raise raised

        class Breaking(library.BaseTransport, library.AsyncBaseTransport):
            def handle_request(self, request):
                return library.Response(status, stream=Body())

            async def handle_async_request(self, request):
                return library.Response(status, stream=Body())

        error = error_of(call, kind, POST, URL, **given(library, kind, way, Breaking()))
        assert (error.status, error.applied) == (status, True if status == 200 else None)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("operation", [GET, POST])
def test_what_a_mocked_response_raises_comes_out_as_it_is(library, way, operation):
    def handler(request):
        raise error

    for error in (AssertionError("the test's own"), ValueError("the test's own")):
        own = given(library, "sync", way, library.MockTransport(handler))
        assert error_of(call, "sync", operation, URL, **own) is error


@pytest.mark.parametrize("way", WAYS)
def test_members_of_a_group_keep_no_token(way):
    class Grouping(httpx.BaseTransport):
        def handle_request(self, request):
            raise ExceptionGroup("lost", [OSError(f"with {TOKEN}"), httpx.ReadError("lost", request=request)])

    error = error_of(call, "sync", POST, URL, **given(httpx, "sync", way, Grouping()))
    links = list(causes(error))
    assert len(links) == 4
    for link in links[1:]:
        with contextlib.suppress(AttributeError):
            assert "authorization" not in link.request.headers
        assert (TOKEN in str(link), link.__traceback__) == (False, None)
