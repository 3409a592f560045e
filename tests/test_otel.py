"""Spans and durations of calls: over sockets, with both clients, whatever becomes of the call."""

import asyncio
import contextlib
import socket
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import anyio
import httpx
import pytest
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.instrumentation.utils import suppress_instrumentation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from leadconnector.otel import instrument, uninstrument
from leadconnector.sandbox import Sandbox
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.errors import LeadConnectorError
from leadconnector_invoices.types import Throttle
from tests.support.programs import finished

KINDS = ("sync", "asyncio", "trio")
TOKEN = "pit-secret-token"
GET = "/invoices/schedule/{scheduleId}"


class Recorder:
    """OpenTelemetry's providers, and what they were given."""

    def __init__(self):
        self.exporter = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.meters = MeterProvider(metric_readers=[self.reader])
        self.tracer = self.tracers.get_tracer("caller")

    @property
    def spans(self):
        """The spans, in the order in which they began."""
        return sorted(self.exporter.get_finished_spans(), key=lambda span: (span.start_time, span.context.span_id))

    def named(self, name):
        return [span for span in self.spans if span.name == name]

    def instrument(self, client):
        return instrument(client, self.tracers, self.meters)

    def durations(self):
        (scope,) = self.reader.get_metrics_data().resource_metrics[0].scope_metrics
        (metric,) = scope.metrics
        assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
        return list(metric.data.data_points)

    def text(self):
        data = self.reader.get_metrics_data()
        return "".join(span.to_json() for span in self.spans) + (data.to_json() if data is not None else "")


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def sandbox():
    return Sandbox()


@contextlib.contextmanager
def client_of(kind, sandbox, **options):
    """A client of either flavour, and a function that makes one call and gives what came of it."""
    with contextlib.ExitStack() as stack:
        if "base_url" not in options:
            options["base_url"] = stack.enter_context(sandbox.serve())
        options = {"token": TOKEN, "location_id": sandbox.location_id, "timeout": 5, **options}
        client = (Client if kind == "sync" else AsyncClient)(**options)

        def call(name, *arguments):
            resource, method = name.split(".")

            async def main():
                try:
                    return await getattr(getattr(client, resource), method)(*arguments)
                except LeadConnectorError as error:
                    return error
                finally:
                    await client.aclose()

            if kind != "sync":
                return anyio.run(main, backend=kind)
            try:
                return getattr(getattr(client, resource), method)(*arguments)
            except LeadConnectorError as error:
                return error

        yield client, call
        if kind == "sync":
            client.close()


def parent_of(span, spans):
    return next((each for each in spans if span.parent and each.context.span_id == span.parent.span_id), None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_is_a_span_and_each_attempt_is_one_below_it(kind, recorder, sandbox):
    schedule_id = sandbox.add_schedule()
    sandbox.fail_next(status=503)
    with client_of(kind, sandbox) as (client, call), recorder.tracer.start_as_current_span("caller"):
        recorder.instrument(client)
        assert call("schedules.get", schedule_id).id == schedule_id
        assert trace.get_current_span().name == "caller"
    caller, made, first, second = recorder.spans
    assert [span.name for span in recorder.spans] == ["caller", "schedules.get", f"GET {GET}", f"GET {GET}"]
    assert [parent_of(span, recorder.spans) for span in (made, first, second)] == [caller, made, made]
    assert [span.kind for span in (made, first, second)] == [SpanKind.INTERNAL, SpanKind.CLIENT, SpanKind.CLIENT]
    assert [span.status.status_code for span in (made, first, second)] == [
        StatusCode.UNSET,
        StatusCode.ERROR,
        StatusCode.UNSET,
    ]
    assert made.attributes == {"leadconnector.attempts": 2, "leadconnector.applied": "true"}
    host, port = "127.0.0.1", httpx.URL(client.options.base_url).port
    shared = {"http.request.method": "GET", "server.address": host, "server.port": port, "url.template": GET}
    shared |= {"network.protocol.version": "1.1"}
    url = f"http://{host}:{port}/invoices/schedule/REDACTED"
    failed = {"http.response.status_code": 503, "error.type": "503"}
    assert first.attributes == shared | failed | {"url.full": url}
    fine = {"http.response.status_code": 200}
    assert second.attributes == shared | fine | {"url.full": url, "http.request.resend_count": 1}
    assert first.end_time <= second.start_time
    assert made.start_time <= first.start_time
    assert second.end_time <= made.end_time
    points = {point.attributes["http.response.status_code"]: point for point in recorder.durations()}
    assert points[503].attributes == shared | failed
    assert points[200].attributes == shared | fine
    assert [point.count for point in points.values()] == [1, 1]
    assert points[200].explicit_bounds[:3] == (0.005, 0.01, 0.025)
    assert points[200].explicit_bounds[-1] == 10
    assert 0 < points[200].sum < 5


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_tells_of_whom_or_by_whom(kind, recorder, sandbox):
    schedule_id, invoice_id = sandbox.add_schedule(), sandbox.add_invoice()
    for name, id_ in (("schedules.get", schedule_id), ("schedules.cancel", schedule_id), ("invoices.delete", "nobody")):
        with client_of(kind, sandbox) as (client, call):
            recorder.instrument(client)
            call(name, id_)
    text = recorder.text()
    assert "invoices.delete" in text
    for private in (TOKEN, schedule_id, invoice_id, sandbox.location_id, "nobody", "altId", "?"):
        assert private not in text


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


APPLIED = {"drop": True, "applied": True}
OUTCOMES = {
    "a refusal": ("schedules.get", {"status": 404}, {}, "404", ["404"], "false"),
    "a redirect": ("schedules.get", {"status": 307}, {}, "307", ["307"], "false"),
    "a fault of the service": ("schedules.cancel", {"status": 503}, {}, "503", ["503"], "unknown"),
    "a lost response": ("schedules.cancel", APPLIED, {}, "OutcomeUnknownError", ["RemoteProtocolError"], "unknown"),
    "a time-out": ("schedules.get", {"delay": 1}, {"timeout": 0.3}, "APITimeoutError", ["TimeoutError"], "unknown"),
    "no connection": ("schedules.cancel", {}, {"base_url": ""}, "APIConnectionError", ["ConnectError"] * 3, "false"),
    "no turn": ("schedules.cancel", {}, {"throttle": Throttle(1, 600)}, "APITimeoutError", [], "false"),
    "a lost delete": ("invoices.delete", APPLIED, {}, None, ["RemoteProtocolError", "400"], "unknown"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", OUTCOMES)
def test_whatever_becomes_of_a_call_its_spans_end_and_say_so(kind, name, recorder, sandbox):
    operation, fault, options, error, attempts, applied = OUTCOMES[name]
    id_ = sandbox.add_schedule() if operation.startswith("schedules") else sandbox.add_invoice()
    options = dict(options)
    if "base_url" in options:
        options["base_url"] = f"http://127.0.0.1:{closed_port()}"
    if "throttle" in options:
        options["throttle"] = Throttle(1, 600)
        with client_of("sync", sandbox, throttle=options["throttle"]) as (_, call):
            call("schedules.get", id_)
    if fault:
        sandbox.fail_next(**fault)
    with client_of(kind, sandbox, **options) as (client, call):
        recorder.instrument(client)
        result = call(operation, id_)
    (made,) = recorder.named(operation)
    sent = [span for span in recorder.spans if span is not made]
    assert isinstance(result, LeadConnectorError) == (error is not None)
    assert made.attributes.get("error.type") == error
    assert made.status.status_code is (StatusCode.ERROR if error else StatusCode.UNSET)
    assert made.attributes["leadconnector.applied"] == applied
    assert made.attributes["leadconnector.attempts"] == len(sent)
    errors = [span.attributes["error.type"] for span in sent]
    assert ["TimeoutError" if error == "ReadTimeout" else error for error in errors] == attempts  # httpx's, or anyio's
    assert all(span.status.status_code is StatusCode.ERROR for span in sent)
    assert all(parent_of(span, recorder.spans) is made for span in sent)
    assert [span.attributes.get("http.request.resend_count") for span in sent] == [None, 1, 2][: len(sent)]
    assert trace.get_current_span() is trace.INVALID_SPAN


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_ends_both_its_spans(backend, recorder, sandbox, caplog):
    schedule_id = sandbox.add_schedule()
    sandbox.fail_next(delay=1)

    async def main(url):
        async with AsyncClient(token=TOKEN, location_id=sandbox.location_id, base_url=url) as client:
            recorder.instrument(client)
            with anyio.move_on_after(0.2):
                await client.schedules.get(schedule_id)
            assert trace.get_current_span() is trace.INVALID_SPAN

    with sandbox.serve() as url:
        anyio.run(main, url, backend=backend)
    made, sent = recorder.spans
    assert [span.attributes["error.type"] for span in (made, sent)] == ["Cancelled", "Cancelled"]
    assert parent_of(sent, recorder.spans) is made
    (point,) = recorder.durations()
    assert 0.1 < point.sum < 0.9
    assert caplog.text == ""


def test_each_task_and_thread_has_a_trace_of_its_own(recorder, sandbox):
    schedule_id = sandbox.add_schedule()
    sandbox.fail_next(10, status=503)
    options = {"token": TOKEN, "location_id": sandbox.location_id, "timeout": 30, "max_retries": 9}

    async def tasks(url):
        async def one(client, number):
            with recorder.tracer.start_as_current_span(f"task {number}"):
                await client.schedules.get(schedule_id)

        async with AsyncClient(**options, base_url=url) as client:
            recorder.instrument(client)
            await asyncio.gather(*(one(client, number) for number in range(20)))

    def threads(url):
        def one(number):
            with recorder.tracer.start_as_current_span(f"thread {number}"):
                client.schedules.get(schedule_id)

        with recorder.instrument(Client(**options, base_url=url)) as client, ThreadPoolExecutor(8) as pool:
            list(pool.map(one, range(20)))

    with sandbox.serve() as url:
        asyncio.run(tasks(url))
        threads(url)
    spans = recorder.spans
    callers = [span for span in spans if span.parent is None]
    assert sorted(span.name for span in callers) == sorted(
        f"{kind} {number}" for kind in ("task", "thread") for number in range(20)
    )
    made = recorder.named("schedules.get")
    assert sorted(parent_of(span, spans).name for span in made) == sorted(span.name for span in callers)
    assert {parent_of(span, spans).name for span in recorder.named(f"GET {GET}")} == {"schedules.get"}
    assert len(recorder.named(f"GET {GET}")) == sum(span.attributes["leadconnector.attempts"] for span in made) == 50
    assert sum(point.count for point in recorder.durations()) == 50


def test_hooks_are_called_too_within_the_spans(recorder, sandbox):
    seen = []

    def hook(event):
        span = trace.get_current_span()
        span.set_attribute("mine", type(event).__name__)
        seen.append(span.name)

    hooks = dict.fromkeys(("on_request", "on_response", "on_retry", "on_call"), hook)
    sandbox.fail_next(status=503)
    with client_of("sync", sandbox, **hooks) as (client, call):
        recorder.instrument(client)
        call("schedules.get", sandbox.add_schedule())
    attempt = [f"GET {GET}"] * 2
    assert seen == [*attempt, "schedules.get", *attempt, "schedules.get"]
    made, *sent = recorder.spans
    assert [span.attributes["mine"] for span in (made, *sent)] == ["CallEvent", "ResponseEvent", "ResponseEvent"]


@pytest.mark.parametrize("hook", ["on_request", "on_response", "on_retry", "on_call"])
def test_a_hook_that_ends_the_program_leaves_no_span_open(hook, recorder, sandbox):
    def interrupt(event):
        raise KeyboardInterrupt

    sandbox.fail_next(status=503)
    with client_of("sync", sandbox, **{hook: interrupt}) as (client, call):
        recorder.instrument(client)
        with pytest.raises(KeyboardInterrupt):
            call("schedules.get", sandbox.add_schedule())
    assert trace.get_current_span() is trace.INVALID_SPAN
    made, *sent = recorder.spans
    assert made.name == "schedules.get"
    assert len(sent) == made.attributes["leadconnector.attempts"]


def test_a_call_within_a_hook_is_a_child_of_the_attempt(recorder, sandbox):
    schedule_id = sandbox.add_schedule()
    with client_of("sync", sandbox) as (client, _):
        recorder.instrument(client)
        other = client.with_options(on_request=lambda _: client.schedules.get(schedule_id))
        other.schedules.get(schedule_id)
    outer, sent, inner, _ = recorder.spans
    assert [parent_of(span, recorder.spans) for span in (outer, sent, inner)] == [None, outer, sent]


def test_clients_made_from_it_are_recorded_too_with_hooks_of_their_own(recorder, sandbox):
    seen = []
    with client_of("sync", sandbox) as (client, _):
        before = client.with_options(timeout=3)
        recorder.instrument(client)
        client.with_options(on_call=seen.append, on_request=None).schedules.get(sandbox.add_schedule())
        assert [span.name for span in recorder.spans] == ["schedules.get", f"GET {GET}"]
        before.schedules.get(sandbox.add_schedule())
    assert len(recorder.spans) == 2
    assert len(seen) == 1


def test_twice_is_once_and_there_is_a_way_back(recorder, sandbox):
    schedule_id = sandbox.add_schedule()
    other = Recorder()
    with client_of("sync", sandbox) as (client, _):
        assert other.instrument(client) is client
        recorder.instrument(recorder.instrument(client))
        client.schedules.get(schedule_id)
        uninstrument(client)
        uninstrument(client)
        client.schedules.get(schedule_id)
    assert [span.name for span in recorder.spans] == ["schedules.get", f"GET {GET}"]
    assert [point.count for point in recorder.durations()] == [1]
    assert other.spans == []


def test_a_way_back_is_one_client_s_and_of_those_made_from_it_later(recorder, sandbox):
    schedule_id = sandbox.add_schedule()
    with client_of("sync", sandbox) as (client, _):
        before = recorder.instrument(client).with_options(timeout=3)
        uninstrument(client)
        client.with_options(timeout=3).schedules.get(schedule_id)
        assert recorder.spans == []
        before.schedules.get(schedule_id)
        assert len(recorder.spans) == 2
        uninstrument(before)
        before.schedules.get(schedule_id)
    assert len(recorder.spans) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_suppressed_call_is_not_recorded(kind, recorder, sandbox, caplog):
    seen = []
    sandbox.fail_next(status=503)
    with client_of(kind, sandbox, on_call=seen.append) as (client, call):
        recorder.instrument(client)
        with suppress_instrumentation():
            call("schedules.get", sandbox.add_schedule())
    assert (recorder.spans, recorder.reader.get_metrics_data(), caplog.text) == ([], None, "")
    assert [event.attempts for event in seen] == [2]


def test_what_begins_or_ends_suppressed_in_part_is_recorded_as_it_began(recorder, sandbox, caplog):
    suppressed = contextlib.ExitStack()
    sandbox.fail_next(status=503)
    with client_of("sync", sandbox, on_retry=lambda _: suppressed.enter_context(suppress_instrumentation())) as (
        client,
        call,
    ):
        recorder.instrument(client)
        call("schedules.get", sandbox.add_schedule())
    assert [span.name for span in recorder.spans] == ["schedules.get", f"GET {GET}", f"GET {GET}"]
    assert caplog.text == ""


def test_several_clients_share_one_histogram(recorder, sandbox, caplog):
    for kind in KINDS:
        with client_of(kind, sandbox, base_url=None, transport=None) as (client, _):
            recorder.instrument(client)
    with client_of("sync", sandbox, transport=sandbox.transport(), base_url="https://lc.example/v2") as (client, call):
        recorder.instrument(client)
        call("schedules.get", sandbox.add_schedule())
    assert caplog.text == ""
    sent = recorder.spans[1]
    assert (sent.attributes["server.address"], sent.attributes["server.port"]) == ("lc.example", 443)
    assert "network.protocol.version" not in sent.attributes  # the sandbox's transport tells none


def test_what_a_token_function_does_is_part_of_the_call(recorder, sandbox):
    def token():
        with recorder.tracer.start_as_current_span("renew"):
            return TOKEN

    with client_of("sync", sandbox, token=token) as (client, call):
        recorder.instrument(client)
        call("schedules.get", sandbox.add_schedule())
    (renewed,) = recorder.named("renew")
    assert parent_of(renewed, recorder.spans).name == "schedules.get"


@pytest.mark.parametrize(("excluded", "spans"), [("", 3), ("127.0.0.1", 2)])
@pytest.mark.parametrize("kind", KINDS)
def test_beside_an_instrumentation_of_httpx(kind, excluded, spans, recorder, sandbox, monkeypatch):
    if excluded and tuple(map(int, version("opentelemetry-instrumentation-httpx").split("b")[0].split("."))) < (0, 60):
        pytest.skip("this version of the instrumentation excludes no URLs")
    monkeypatch.setenv("OTEL_PYTHON_HTTPX_EXCLUDED_URLS", excluded)
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=recorder.tracers)
    try:
        with client_of(kind, sandbox) as (client, call):
            recorder.instrument(client)
            call("schedules.get", sandbox.add_schedule())
    finally:
        instrumentor.uninstrument()
    assert len(recorder.spans) == spans
    made, sent, *inner = recorder.spans
    assert (made.name, sent.name) == ("schedules.get", f"GET {GET}")
    assert [parent_of(span, recorder.spans) for span in inner] == [sent] * len(inner)


@pytest.mark.parametrize("missing", ["", "opentelemetry.instrumentation"])
def test_the_global_providers_are_the_default(missing, sandbox):
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from opentelemetry import trace\n"
        "from opentelemetry.sdk.trace import TracerProvider\n"
        "from opentelemetry.sdk.trace.export import SimpleSpanProcessor\n"
        "from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter\n"
        "from leadconnector.otel import instrument\n"
        "from leadconnector.sandbox import Sandbox\n"
        "from leadconnector_invoices import Client\n"
        "sandbox = Sandbox()\n"
        "client = instrument(Client(token='t', location_id=sandbox.location_id, transport=sandbox.transport()))\n"
        "client.schedules.get(sandbox.add_schedule())\n"  # with no provider, nothing happens
        "exporter = InMemorySpanExporter()\n"
        "trace.set_tracer_provider(TracerProvider())\n"
        "trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(exporter))\n"
        "client.schedules.get(sandbox.add_schedule())\n"
        "assert len(exporter.get_finished_spans()) == 2\n"
    )
    done = finished("-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_extra_the_error_says_what_to_install():
    done = finished("-c", "import sys; sys.modules['opentelemetry'] = None; import leadconnector.otel")
    assert "ImportError: leadconnector.otel needs the extra: pip install 'leadconnector-invoices[otel]'" in done.stderr
