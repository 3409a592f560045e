"""The sandbox as an ASGI application."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from leadconnector.sandbox.answer import Answer
from leadconnector.sandbox.control import CONTROL, control

if TYPE_CHECKING:
    from leadconnector.sandbox.core import Sandbox

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Application:
    """Answers over ASGI. `drop` closes the connection of a client, by its address, without an answer."""

    def __init__(self, sandbox: "Sandbox", drop: Callable[[Any], None]) -> None:
        self._sandbox = sandbox
        self._drop = drop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            raise NotImplementedError(f"the sandbox speaks HTTP, not {scope['type']}")
        body = await _body(receive)
        if body is None:
            return
        answer = self._answer(scope, body)
        if answer.delay and await _gone_within(answer.delay, receive):
            return
        if answer.drop:
            self._drop(scope["client"])
            await _gone(receive)
            return
        await _send(answer, send)

    def _answer(self, scope: Scope, body: bytes) -> Answer:
        target = scope["raw_path"].decode("latin-1")
        if scope["query_string"]:
            target += "?" + scope["query_string"].decode("latin-1")
        if target == CONTROL:
            return control(self._sandbox, scope["method"], body)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        return self._sandbox.handle(scope["method"], target, headers, body)


async def _body(receive: Receive) -> bytes | None:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _gone_within(seconds: float, receive: Receive) -> bool:
    try:
        await asyncio.wait_for(_gone(receive), seconds)
    except TimeoutError:
        return False
    return True


async def _send(answer: Answer, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
