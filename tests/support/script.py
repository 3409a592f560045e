"""Scripted responses and a clock that only sleeping moves: a case runs through both clients without waiting."""

import functools
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import anyio
import httpx
import httpx2

from leadconnector.client.operation import Operation
from leadconnector.client.request import PreparedRequest, prepare
from leadconnector.client.response import Response
from leadconnector.client.retry_policy import Clock
from tests.support.service import TOKEN, AsyncThings, Things, decode

WALL = 1_700_000_000.0
"""Tue, 14 Nov 2023 22:13:20 GMT, at the beginning of each case."""


@dataclass
class FakeTime:
    """Time that passes only by sleeping, or by a response that says how long it took."""

    now: float = 100.0
    sleeps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float, _is_over: object = None) -> None:
        self.sleeps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await anyio.lowlevel.checkpoint()

    def clock(self) -> Clock:
        """The clock; chance always takes the upper bound."""
        return Clock(
            monotonic=lambda: self.now,
            wall=lambda: WALL + self.now - 100.0,
            sleep=self.sleep,
            sleep_async=self.sleep_async,
            uniform=lambda _, upper: upper,
        )


class Body(httpx.SyncByteStream, httpx.AsyncByteStream, httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that arrives in parts, and may end in an error."""

    def __init__(self, parts: Sequence[bytes], error: Exception | None = None) -> None:
        self.parts = parts
        self.error = error
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.parts
        if self.error is not None:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.close()


class Script(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Gives each request the next of `responses`; the last one stays."""

    def __init__(self, responses: Sequence[Mapping[str, Any]], time: FakeTime, library: Any = httpx) -> None:
        self.responses = responses
        self.library = library
        self.time = time
        self.requests: list[httpx.Request] = []
        self.bodies: list[Body] = []
        self.closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self.responses[min(len(self.requests), len(self.responses) - 1)]
        self.requests.append(request)
        self.time.now += response.get("seconds", 0)
        if "raise" in response:
            raise fault(response["raise"], self.library)
        return self.respond(response)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await anyio.lowlevel.checkpoint()
        return self.handle_request(request)

    def transport(self) -> httpx.MockTransport:
        """For a sync client; it is a transport whose errors are believed, as its type is known."""
        mock: httpx.MockTransport = self.library.MockTransport(self.handle_request)
        mock.close = self.close  # type: ignore[method-assign]
        return mock

    def async_transport(self) -> httpx.MockTransport:
        """The same for an async client."""
        mock: httpx.MockTransport = self.library.MockTransport(self.handle_async_request)
        mock.aclose = self.aclose  # type: ignore[method-assign]
        return mock

    def respond(self, response: Mapping[str, Any]) -> httpx.Response:
        headers = [(name.encode(), str(value).encode("latin-1")) for name, value in response.get("headers", {}).items()]
        body = Body([part.encode() for part in response.get("body", ['{"id": "x"}'])])
        if "break" in response:
            body.error = fault(response["break"], self.library)
        self.bodies.append(body)
        made: httpx.Response = self.library.Response(response["status"], headers=headers, stream=body)
        return made

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.close()


def fault(name: str, library: Any = httpx) -> Exception:
    """A transport's exception by its name, as httpx chains it."""
    if name == "certificate":
        error: Exception = library.ConnectError("certificate verify failed")
        error.__cause__ = ssl.SSLCertVerificationError("certificate verify failed")
        return error
    return cast("Exception", getattr(library, name)(f"scripted {name}"))


@dataclass
class Run:
    """What a call did and came to."""

    requests: list[httpx.Request]
    sleeps: list[float]
    bodies: list[Body]
    response: Response[dict[str, Any]] | None = None
    result: dict[str, Any] | None = None
    error: Exception | None = None
    rate_limit: Any = None


def thing(client: Any, operation: Operation, id_: str = "x", **more: Any) -> PreparedRequest[dict[str, Any]]:
    """A prepared request for one thing; those that write carry a body."""
    content = b'{"name": "n"}' if operation.method in ("PUT", "POST") else None
    more.setdefault("content", content)
    return prepare(client.options, operation, decode, path={"id": id_}, **more)


def run_sync(
    operation: Operation, responses: Sequence[Mapping[str, Any]], options: Mapping[str, Any], library: Any = httpx
) -> Run:
    """The call by the sync client."""
    time = FakeTime()
    script = Script(responses, time, library)
    run = Run(script.requests, time.sleeps, script.bodies)
    with clocked(Things, time)(token=TOKEN, location_id="L", transport=script.transport(), **options) as client:
        try:
            run.response = client.send(thing(client, operation))
            run.result = run.response.parse()
        except Exception as exc:
            run.error = exc
        run.rate_limit = client.rate_limit
    assert script.closed
    return run


def run_async(
    operation: Operation,
    responses: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
    library: Any = httpx,
    backend: str = "asyncio",
) -> Run:
    """The call by the async client."""
    time = FakeTime()
    script = Script(responses, time, library)
    run = Run(script.requests, time.sleeps, script.bodies)

    async def main() -> None:
        transport = script.async_transport()
        async with clocked(AsyncThings, time)(token=TOKEN, location_id="L", transport=transport, **options) as client:
            try:
                run.response = await client.send(thing(client, operation))
                run.result = run.response.parse()
            except Exception as exc:
                run.error = exc
            run.rate_limit = client.rate_limit

    anyio.run(main, backend=backend)
    assert script.closed
    return run


Runner = Callable[[Operation, Sequence[Mapping[str, Any]], Mapping[str, Any]], Run]
RUNNERS: dict[str, Runner] = {
    "sync": run_sync,
    "asyncio": run_async,
    "trio": functools.partial(run_async, backend="trio"),
}
ALL_RUNNERS: dict[str, Runner] = {
    **RUNNERS,
    **{f"{name} httpx2": functools.partial(runner, library=httpx2) for name, runner in RUNNERS.items()},
}


def clocked(kind: Any, time: FakeTime) -> Any:
    """The client class with that clock."""
    return type(kind.__name__, (kind,), {"_clock": time.clock()})
