"""Everyone's tools see each attempt: whichever way the client reaches httpx, set up before the client or after it."""

import contextlib
import json
import warnings

import anyio
import httpx
import pytest
import pytest_httpx
import respx
import sentry_sdk
import vcr
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sentry_sdk.integrations.httpx import HttpxIntegration

from tests.support.drive import AsyncPromptThings, PromptThings
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, TOKEN

KINDS = ("sync", "asyncio", "trio")
WAYS = ("default", "transport", "http_client")
MOMENTS = ("before", "after")


@contextlib.contextmanager
def opentelemetry():
    """Yields how many attempts it has seen."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        yield lambda: len(exporter.get_finished_spans())
    finally:
        instrumentor.uninstrument()


@contextlib.contextmanager
def sentry(monkeypatch):
    seen = []
    real = httpx.Client.send
    for kind in (httpx.Client, httpx.AsyncClient):
        monkeypatch.setattr(kind, "send", kind.send)  # put back at the end what Sentry replaces for ever
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sentry_sdk.init(
            "http://key@127.0.0.1:9/1",
            transport=lambda _: None,
            traces_sample_rate=1.0,
            default_integrations=False,
            integrations=[HttpxIntegration()],
            before_breadcrumb=lambda crumb, _: seen.append(crumb["category"]),
        )
        if httpx.Client.send is real:  # Sentry sets an integration up once in a process
            HttpxIntegration.setup_once()
    try:
        yield lambda: seen.count("httplib")
    finally:
        sentry_sdk.get_global_scope().set_client(None)


@contextlib.contextmanager
def vcrpy(path, played):
    with vcr.use_cassette(str(path / "calls.yaml"), record_mode="all") as cassette:
        yield lambda: len(cassette)


@contextlib.contextmanager
def respx_mock(url):
    statuses = iter([503, 200])
    with respx.mock(using="httpcore") as router:
        route = router.get(f"{url}/things/x").mock(
            side_effect=lambda _: httpx.Response(next(statuses), json={"id": "x"})
        )
        yield lambda: route.call_count


@contextlib.contextmanager
def pytest_httpx_mock(request):
    mock = request.getfixturevalue("httpx_mock")
    assert isinstance(mock, pytest_httpx.HTTPXMock)
    mock.add_response(status_code=503)
    mock.add_response(status_code=200, json={"id": "x"})
    yield lambda: len(mock.get_requests())


@pytest.fixture
def own(kind, way):
    """What the caller gives of his own."""
    if way == "transport":
        return {way: httpx.HTTPTransport() if kind == "sync" else httpx.AsyncHTTPTransport()}
    if way == "http_client":
        return {way: httpx.Client() if kind == "sync" else httpx.AsyncClient()}
    return {}


def called(kind, moment, tool, url, given):
    """How many attempts the tool has seen of one call, which is sent twice."""
    options = {"token": TOKEN, "base_url": url, "timeout": 5, **given}

    async def main():
        with contextlib.ExitStack() as stack:
            if moment == "before":
                seen = stack.enter_context(tool)
            async with AsyncPromptThings(**options) as client:
                if moment == "after":
                    seen = stack.enter_context(tool)
                response = await client.send(thing(client, GET))
            if "http_client" in given:
                await given["http_client"].aclose()
            return response, seen()

    def sync():
        with contextlib.ExitStack() as stack:
            if moment == "before":
                seen = stack.enter_context(tool)
            with PromptThings(**options) as client:
                if moment == "after":
                    seen = stack.enter_context(tool)
                response = client.send(thing(client, GET))
            if "http_client" in given:
                given["http_client"].close()
            return response, seen()

    response, seen = sync() if kind == "sync" else anyio.run(main, backend=kind)
    assert (response.status, response.attempts, json.loads(response.content)) == (200, 2, {"id": "x"})
    return seen


pytestmark = [
    pytest.mark.parametrize("kind", KINDS),
    pytest.mark.parametrize("way", WAYS),
    pytest.mark.parametrize("moment", MOMENTS),
]


@pytest.fixture
def played():
    with Server([respond(503)], then=respond()) as server:
        yield server


def test_opentelemetry(kind, way, moment, own, played):
    assert called(kind, moment, opentelemetry(), played.url, own) == len(played.requests) == 2


def test_sentry(kind, way, moment, own, played, monkeypatch):
    assert called(kind, moment, sentry(monkeypatch), played.url, own) == len(played.requests) == 2


def test_vcrpy(kind, way, moment, own, played, tmp_path):
    assert called(kind, moment, vcrpy(tmp_path, played), played.url, own) == len(played.requests) == 2


def test_respx(kind, way, moment, own, played):
    assert called(kind, moment, respx_mock(played.url), played.url, own) == 2
    assert played.requests == []


def test_pytest_httpx(kind, way, moment, own, played, request):
    if moment == "before":
        request.getfixturevalue("httpx_mock")
    assert called(kind, moment, pytest_httpx_mock(request), played.url, own) == 2
    assert played.requests == []
