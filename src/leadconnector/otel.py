"""OpenTelemetry spans and durations of a client's calls: ``instrument(client)``. Needs the extra ``[otel]``.

Each call is an INTERNAL span with the operation's name. Each attempt to send it is a CLIENT span below that, by the
stable semantic conventions for HTTP, and is counted in the histogram ``http.client.request.duration``. What is recorded
says which operation was called and what became of it, never of what object: no id, query, header or body.
"""

import re
import time
from contextvars import Token
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

try:
    from opentelemetry import context, metrics, trace
except ImportError as exc:
    raise ImportError(
        "leadconnector.otel needs the extra: pip install 'leadconnector-invoices[otel]'", name=exc.name
    ) from exc

try:
    from opentelemetry.instrumentation.utils import is_instrumentation_enabled
except ImportError:  # without that package nobody can suppress anything

    def is_instrumentation_enabled() -> bool:
        return True


from leadconnector import __version__
from leadconnector.client.client_base import ClientBase
from leadconnector.client.events import CallEvent, CallInfo, RequestEvent, ResponseEvent

__all__ = ["instrument", "uninstrument"]

ClientT = TypeVar("ClientT", bound=ClientBase[Any, Any, Any])
Attributes = dict[str, str | int]

_SCHEMA = "https://opentelemetry.io/schemas/1.27.0"
"""The version of the conventions, the first with all attributes that are set here."""
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""Seconds, as the conventions recommend."""
_PARAMETER = re.compile(r"\{[^{}]*\}")
_APPLIED = {True: "true", False: "false", None: "unknown"}


def instrument(
    client: ClientT,
    tracer_provider: trace.TracerProvider | None = None,
    meter_provider: metrics.MeterProvider | None = None,
) -> ClientT:
    """Record all calls of a client that begin from now on, and of clients that its `with_options` makes later.

    Hooks of the client's own are called as before, within the spans. Instrumenting a client again only changes the
    providers.

    Args:
        client: a sync or async client.
        tracer_provider: where spans go; OpenTelemetry's global provider by default.
        meter_provider: where durations go; OpenTelemetry's global provider by default.

    Returns:
        The client itself.
    """
    tracer = trace.get_tracer("leadconnector.otel", __version__, tracer_provider, _SCHEMA)
    meter = metrics.get_meter("leadconnector.otel", __version__, meter_provider, _SCHEMA)
    spans = _Spans(client.options.base_url, tracer, meter)
    client.set_observer({name: getattr(spans, name) for name in ("on_start", "on_request", "on_response", "on_call")})
    return client


def uninstrument(client: ClientBase[Any, Any, Any]) -> None:
    """Record no calls of a client that begin from now on; those that `with_options` made before go on."""
    client.set_observer({})


class _Open(NamedTuple):
    """A span that has begun and is the current one; ``attributes`` are those that its duration has too."""

    span: trace.Span
    token: Token[context.Context]
    began: float
    attributes: Attributes

    def describe(self, status: int | None, error: str | None, facts: Attributes) -> None:
        """Say what came of it: whatever isn't success is an error."""
        if error is not None or (status is not None and not 200 <= status < 300):
            facts["error.type"] = error or str(status)
            self.span.set_status(trace.StatusCode.ERROR)
        self.span.set_attributes(facts)
        self.attributes.update(facts)

    def end(self) -> None:
        """End it; the span around it is the current one again."""
        context.detach(self.token)
        self.span.end()


class _Spans:
    """The observer of a client: what it has begun, by the id of the call. A call that began suppressed has no spans."""

    def __init__(self, base_url: str, tracer: trace.Tracer, meter: metrics.Meter) -> None:
        url = urlsplit(base_url)
        self._base_url, self._base_path = base_url, url.path
        self._server: Attributes = {
            "server.address": url.hostname or "",
            "server.port": url.port or {"http": 80, "https": 443}[url.scheme],
        }
        self._tracer = tracer
        self._durations = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BUCKETS,
        )
        self._calls: dict[str, _Open] = {}
        self._attempts: dict[str, _Open] = {}

    def on_start(self, event: CallInfo) -> None:
        if is_instrumentation_enabled():
            self._calls[event.call_id] = self._begin(event.operation, trace.SpanKind.INTERNAL, {}, {})

    def on_request(self, event: RequestEvent) -> None:
        if event.call_id not in self._calls:
            return
        template = self._base_path + event.path
        shared: Attributes = {"http.request.method": event.method, **self._server, "url.template": template}
        # The conventions require the full URL, scrubbed of what is sensitive: here that is each parameter.
        own: Attributes = {"url.full": self._base_url + _PARAMETER.sub("REDACTED", event.path)}
        if event.attempt > 1:
            own["http.request.resend_count"] = event.attempt - 1
        self._attempts[event.call_id] = self._begin(f"{event.method} {template}", trace.SpanKind.CLIENT, shared, own)

    def on_response(self, event: ResponseEvent) -> None:
        if event.call_id not in self._attempts:
            return
        facts: Attributes = {}
        if event.status is not None:
            facts["http.response.status_code"] = event.status
        if event.http_version is not None:
            facts["network.protocol.version"] = event.http_version.removeprefix("HTTP/")
        self._end_attempt(self._attempts.pop(event.call_id), event.status, event.error, facts)

    def on_call(self, event: CallEvent) -> None:
        if event.call_id in self._attempts:  # cut short
            self._end_attempt(self._attempts.pop(event.call_id), None, event.error, {})
        if (call := self._calls.pop(event.call_id, None)) is None:
            return
        facts: Attributes = {"leadconnector.attempts": event.attempts, "leadconnector.applied": _APPLIED[event.applied]}
        call.describe(None if event.already_gone else event.status, event.error, facts)
        call.end()

    def _begin(self, name: str, kind: trace.SpanKind, shared: Attributes, own: Attributes) -> _Open:
        span = self._tracer.start_span(name, kind=kind, attributes=shared | own)
        return _Open(span, context.attach(trace.set_span_in_context(span)), time.perf_counter(), shared)

    def _end_attempt(self, attempt: _Open, status: int | None, error: str | None, facts: Attributes) -> None:
        attempt.describe(status, error, facts)
        self._durations.record(time.perf_counter() - attempt.began, attempt.attributes)
        attempt.end()
