"""The sandbox behind httpx: transports for the clients under test."""

from typing import TYPE_CHECKING

import anyio
import httpx

from leadconnector.client.clock import SYSTEM_CLOCK

if TYPE_CHECKING:
    from leadconnector.sandbox.answer import Answer
    from leadconnector.sandbox.core import Sandbox


class SandboxTransport(httpx.BaseTransport):
    """Hands requests to a sandbox; a dropped connection is `httpx.ReadError`."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer `request`, after the delay that the sandbox was told of."""
        request.read()
        answer = _ask(self._sandbox, request)
        SYSTEM_CLOCK.sleep(_pause(answer, request))
        return _respond(answer, request)


class AsyncSandboxTransport(httpx.AsyncBaseTransport):
    """Hands requests to a sandbox; a dropped connection is `httpx.ReadError`."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer `request`, after the delay that the sandbox was told of, which other tasks can use."""
        await request.aread()
        answer = _ask(self._sandbox, request)
        await anyio.sleep(_pause(answer, request))
        return _respond(answer, request)


def _ask(sandbox: "Sandbox", request: httpx.Request) -> "Answer":
    target = request.url.raw_path.decode("ascii")
    return sandbox.handle(request.method, target, request.headers.multi_items(), request.content)


def _pause(answer: "Answer", request: httpx.Request) -> float:
    patience = _patience(request)
    return answer.delay if patience is None else min(answer.delay, patience)


def _respond(answer: "Answer", request: httpx.Request) -> httpx.Response:
    patience = _patience(request)
    if patience is not None and answer.delay > patience:
        raise httpx.ReadTimeout("The read operation timed out", request=request)
    if answer.drop:
        raise httpx.ReadError("The connection was dropped, as the sandbox was told", request=request)
    return httpx.Response(answer.status, headers=list(answer.headers), content=answer.body, request=request)


def _patience(request: httpx.Request) -> float | None:
    timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
    return timeouts.get("read")
