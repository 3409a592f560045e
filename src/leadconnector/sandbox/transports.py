"""The sandbox behind httpx: transports for the clients under test."""

from typing import Protocol

import httpx

from leadconnector.sandbox.messages import Headers, Response
from leadconnector.sandbox.state import SandboxClock
from leadconnector.transport.errors import TRUE_TRANSPORTS


class _Sandbox(Protocol):
    @property
    def clock(self) -> SandboxClock: ...
    def handle(self, method: str, target: str, headers: Headers, body: bytes) -> Response: ...


class SandboxTransport(httpx.BaseTransport):
    """Hands requests to a sandbox; a dropped connection is `httpx.ReadError`."""

    def __init__(self, sandbox: _Sandbox) -> None:
        self._sandbox = sandbox
        self.clock = sandbox.clock.for_client()
        """By which a client with this transport waits between its attempts."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Respond to `request`, after the delay that the sandbox was told to make."""
        request.read()
        response = _respond(self._sandbox, request)
        self._sandbox.clock.sleep(_pause(response, request))
        return _deliver(response, request)


class AsyncSandboxTransport(httpx.AsyncBaseTransport):
    """Hands requests to a sandbox; a dropped connection is `httpx.ReadError`."""

    def __init__(self, sandbox: _Sandbox) -> None:
        self._sandbox = sandbox
        self.clock = sandbox.clock.for_client()
        """By which a client with this transport waits between its attempts."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Respond to `request`, after the delay that the sandbox was told to make, which other tasks can use."""
        await request.aread()
        response = _respond(self._sandbox, request)
        await self._sandbox.clock.sleep_async(_pause(response, request))
        return _deliver(response, request)


TRUE_TRANSPORTS.update((SandboxTransport, AsyncSandboxTransport))


def _respond(sandbox: _Sandbox, request: httpx.Request) -> Response:
    target = request.url.raw_path.decode("ascii")
    return sandbox.handle(request.method, target, request.headers.multi_items(), request.content)


def _pause(response: Response, request: httpx.Request) -> float:
    patience = _patience(request)
    return response.delay if patience is None else min(response.delay, patience)


def _deliver(response: Response, request: httpx.Request) -> httpx.Response:
    patience = _patience(request)
    if patience is not None and response.delay > patience:
        raise httpx.ReadTimeout("The read operation timed out", request=request)
    if response.drop:
        raise httpx.ReadError("The connection was dropped, as the sandbox was told", request=request)
    return httpx.Response(response.status, headers=list(response.headers), content=response.body, request=request)


def _patience(request: httpx.Request) -> float | None:
    timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
    return timeouts.get("read")
