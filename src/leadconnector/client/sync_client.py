"""The client for threads: performs a call's effects one by one, blocking."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Self, TypeVar, cast

from leadconnector.client.call import Announce, AskToken, Effect, Reserve, Sleep, check_asked, closed_meanwhile
from leadconnector.client.client_base import ClientBase
from leadconnector.client.events import is_unawaited
from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response
from leadconnector.errors import ConfigurationError
from leadconnector.secret import Secret, Token
from leadconnector.transport.attempt import Attempt, Failure
from leadconnector.transport.httpx_bridge import SyncSender

if TYPE_CHECKING:
    import httpx
    import httpx2

    Transport = httpx.BaseTransport | httpx2.BaseTransport
    HTTPClient = httpx.Client | httpx2.Client

T = TypeVar("T")


class SyncClient(ClientBase[Token, "Transport", "HTTPClient"]):
    """Base of the generated sync client. Share one between threads; close it, or use it in a ``with`` block."""

    _open_sender = SyncSender
    _sender: SyncSender

    def send(
        self,
        prepared: PreparedRequest[T],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: Mapping[str, str] | None = None,
        on_turn: Callable[[], object] | None = None,
        on_wait: Callable[[], object] | None = None,
    ) -> Response[T]:
        """Send a prepared request, again where that is harmless, and return the response, whatever its status.

        Raises where there is none: APIConnectionError, APITimeoutError, or, for a write that may have taken effect,
        OutcomeUnknownError. `timeout` is in seconds, for everything; it and
        `max_retries` default to the client's. `extra_headers` stand for those of the same name.

        `on_wait` is called at least every 0.1 s while the call waits for its first turn at the throttle. What it raises
        ends the call; nothing was sent.

        `on_turn` is called once when the throttle grants the call its turn, before the first attempt. With it `timeout`
        counts from there, however long that took. A token function is asked between the two. What `on_turn` raises ends
        the call; nothing was sent.
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
                    result = self._perform(effect)
                except Exception as exc:  # of the caller's own code: raised again, once the call has told of it
                    effects.throw(exc)
        finally:
            effects.close()  # at once: a cancelled task may live on in a traceback, and must not keep its turn

    def _perform(self, effect: Effect) -> object:
        if isinstance(effect, Sleep):
            self._clock.sleep(effect.seconds, lambda: self._sender.is_closed)
        if self._sender.is_closed:  # since the call began
            return closed_meanwhile()
        if isinstance(effect, Sleep):
            return None
        if isinstance(effect, Attempt):
            return self._sender.attempt(effect, self._options.max_body)
        if isinstance(effect, Announce):
            if is_unawaited(effect.on_turn()):
                raise ConfigurationError("on_turn must be a plain function (not an async one)")
            return None
        if isinstance(effect, Reserve):
            return effect.throttle.ask(effect.ticket, effect.now, effect.seconds)
        return _ask(effect)

    def close(self) -> None:
        """Close the connections, unless they are another client's; calls after it raise ClientClosedError."""
        if self._owner and not self._sender.is_closed:
            self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _ask(step: AskToken) -> Secret | Failure:
    try:
        token = step.ask()
    except Exception as exc:
        return Failure(exc, applied=False)
    if is_unawaited(token):
        return Failure(ConfigurationError("an async token function needs the async client"), applied=False)
    return check_asked(token)
