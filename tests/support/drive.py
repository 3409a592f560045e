"""One call over a real socket, by either client."""

from collections.abc import Callable
from typing import Any

import anyio

from leadconnector.client.operation import Operation
from leadconnector.client.retry_policy import Clock
from tests.support.script import thing
from tests.support.service import TOKEN, AsyncThings, Things

CLIENTS = ("sync", "asyncio", "trio")
PROMPT = Clock(uniform=lambda lower, _: lower)
"""The system's clock, with no pause between attempts that the service did not ask for."""


class PromptThings(Things):
    _clock = PROMPT


class AsyncPromptThings(AsyncThings):
    _clock = PROMPT


def call(kind: str, operation: Operation, url: str, id_: str = "x", **options: Any) -> dict[str, Any]:
    """The result of one call; raises its error."""
    options = {"token": TOKEN, "base_url": url, "timeout": 5.0, "max_retries": 0, **options}
    if kind == "sync":
        with PromptThings(**options) as client:
            return client.send(thing(client, operation, id_)).parse()

    async def main() -> dict[str, Any]:
        async with AsyncPromptThings(**options) as client:
            return (await client.send(thing(client, operation, id_))).parse()

    return anyio.run(main, backend=kind)


def error_of(act: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """What a call raises."""
    try:
        result = act(*arguments, **options)
    except Exception as exc:
        return exc
    raise AssertionError(f"no error, but {result!r}")
