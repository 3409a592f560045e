"""The client for tasks, on asyncio and trio: performs a call's effects one by one, awaiting."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Self, TypeVar, cast

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar

from leadconnector.client.call import Announce, AskToken, Effect, Reserve, Sleep, check_asked, closed_meanwhile
from leadconnector.client.client_base import ClientBase
from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response
from leadconnector.client.throttle import Reservation
from leadconnector.errors import ConfigurationError
from leadconnector.secret import AsyncToken, Secret
from leadconnector.transport.attempt import Attempt, Failure
from leadconnector.transport.httpx_bridge_async import AsyncSender

if TYPE_CHECKING:
    import httpx
    import httpx2

    Transport = httpx.AsyncBaseTransport | httpx2.AsyncBaseTransport
    HTTPClient = httpx.AsyncClient | httpx2.AsyncClient

T = TypeVar("T")
_MOST_THREADS = 64
_THREADS: RunVar[anyio.CapacityLimiter | None] = RunVar("leadconnector threads")
"""The worker threads that a loop's throttles may use at a time."""


class AsyncClient(ClientBase[AsyncToken, "Transport", "HTTPClient"]):
    """Base of the generated async client. Share one between tasks; close it, or use it in an ``async with`` block.

    It may serve several event loops: each has its own connections, which the loop closes as it ends. A ``transport`` or
    ``http_client`` of the caller's is used in whatever loop a call is made.
    """

    _open_sender = AsyncSender
    _sender: AsyncSender

    async def send(
        self,
        prepared: PreparedRequest[T],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: Mapping[str, str] | None = None,
        on_turn: Callable[[], Awaitable[object]] | None = None,
        on_wait: Callable[[], object] | None = None,
    ) -> Response[T]:
        """Send a prepared request, again where that is harmless, and return the response, whatever its status.

        Raises where there is none: APIConnectionError, APITimeoutError, or, for a write that may have taken effect,
        OutcomeUnknownError. `timeout` is in seconds, for everything; it and
        `max_retries` default to the client's. `extra_headers` stand for those of the same name.

        `on_wait` is called at least every 0.1 s while the call waits for its first turn at the throttle. What it raises
        ends the call; nothing was sent.

        `on_turn` is called and awaited once when the throttle grants the call its turn, before the first attempt. With
        it `timeout` counts from there, however long that took. A token function is asked between the two. What
        `on_turn` raises ends the call; nothing was sent.
        """
        effects = self._begin(prepared, timeout, max_retries, extra_headers, on_turn, on_wait).effects()
        result: object = None
        try:
            while True:
                try:
                    effect = effects.send(result)
                except StopIteration as done:
                    return cast("Response[T]", done.value)
                try:
                    result = await self._perform(effect)
                except Exception as exc:  # of the caller's own code: raised again, once the call has told of it
                    effects.throw(exc)
        finally:
            effects.close()  # at once: a cancelled task may live on in a traceback, and must not keep its turn

    async def _perform(self, effect: Effect) -> object:
        if self._sender.is_closed:  # since the call began: another connection would never be closed
            return closed_meanwhile()
        if isinstance(effect, Attempt):
            return await self._sender.attempt(effect, self._options.max_body)
        if isinstance(effect, Announce):
            if not inspect.isawaitable(told := effect.on_turn()):
                raise ConfigurationError("on_turn must be an async function")
            return await told
        with self._sender.running():
            if isinstance(effect, Sleep):
                await self._clock.sleep_async(effect.seconds)
                return None
            if isinstance(effect, AskToken):
                return await _ask(effect)
            return await _reserve(effect)
        return closed_meanwhile()  # meanwhile

    async def aclose(self) -> None:
        """Close the connections, unless they are another client's; calls after it raise ClientClosedError."""
        if self._owner and not self._sender.is_closed:
            await self._sender.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


async def _ask(step: AskToken) -> Secret | Failure:
    try:
        token = step.ask()
        if not inspect.isawaitable(token):
            return check_asked(token)
        with anyio.move_on_after(step.seconds):
            return check_asked(await token)
    except Exception as exc:
        return Failure(exc, applied=False)
    return Failure(TimeoutError("the token function was not done in time"), applied=False, timed_out=True)


async def _reserve(step: Reserve) -> Reservation:
    throttle, arguments = step.throttle, (step.ticket, step.now, step.seconds)
    if not throttle.blocking:
        return throttle.ask(*arguments)
    # Not the loop's own worker threads: those may all be busy.
    limiter = _THREADS.get(None) or anyio.CapacityLimiter(_MOST_THREADS)
    _THREADS.set(limiter)
    with anyio.move_on_after(max(step.seconds, 0)):
        return await anyio.to_thread.run_sync(throttle.ask, *arguments, abandon_on_cancel=True, limiter=limiter)
    return Reservation(step.seconds, granted=False)
