"""The sandbox behind httpx: transports for the clients under test."""

from typing import Any

import httpx

from leadconnector.sandbox.messages import Response
from leadconnector.transport.errors import TRUE_TRANSPORTS

_Sandbox = Any  # a `Sandbox`, whose module imports this one


class _Delivery:
    def __init__(self, sandbox: _Sandbox) -> None:
        self._sandbox = sandbox
        self.clock = sandbox.clock.for_client()
        """By which a client with this transport waits between its attempts."""

    def _respond(self, request: httpx.Request) -> tuple[Response, float]:
        """Return the response, and how long to pause before it: no longer than the client has patience."""
        target = request.url.raw_path.decode("ascii")
        headers = request.headers.multi_items()
        response: Response = self._sandbox.handle(request.method, target, headers, request.content)
        timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
        patience = timeouts.get("read")
        return response, response.delay if patience is None else min(response.delay, patience)


class SandboxTransport(_Delivery, httpx.BaseTransport):
    """Hands requests to a sandbox; a dropped connection is `httpx.ReadError`."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Respond to `request`, after the delay that the sandbox was told to make."""
        request.read()
        response, pause = self._respond(request)
        self._sandbox.clock.sleep(pause)
        return _deliver(response, request, pause)


class AsyncSandboxTransport(_Delivery, httpx.AsyncBaseTransport):
    """Hands requests to a sandbox; a dropped connection is `httpx.ReadError`."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Respond to `request`, after the delay that the sandbox was told to make, which other tasks can use."""
        await request.aread()
        response, pause = self._respond(request)
        await self._sandbox.clock.sleep_async(pause)
        return _deliver(response, request, pause)


TRUE_TRANSPORTS.update((SandboxTransport, AsyncSandboxTransport))


def _deliver(response: Response, request: httpx.Request, paused: float) -> httpx.Response:
    if paused < response.delay:
        raise httpx.ReadTimeout("The read operation timed out", request=request)
    if response.drop:
        raise httpx.ReadError("The connection was dropped, as the sandbox was told", request=request)
    return httpx.Response(response.status, headers=list(response.headers), content=response.body, request=request)
