"""The client for threads: performs a call's effects one by one, blocking."""

import inspect
from collections.abc import Callable, Mapping
from contextlib import closing
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, cast

from leadconnector.client.client_base import ClientBase, Settings
from leadconnector.client.effects import AskToken, Effect, Reserve, Sleep, check_asked
from leadconnector.client.events import CallEvent, RequestEvent, ResponseEvent, RetryEvent
from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response
from leadconnector.client.throttle import RateLimiter, Reservation, Throttle
from leadconnector.codec.unset import UNSET, Unset
from leadconnector.errors import ClientClosedError, ConfigurationError
from leadconnector.secret import Secret, Token
from leadconnector.transport.attempt import Attempt, Failure
from leadconnector.transport.httpx_bridge import SyncSender, open_sender

if TYPE_CHECKING:
    import httpx
    import httpx2

    from leadconnector.codec.drift import DriftKind

T = TypeVar("T")


class SyncClient(ClientBase):
    """Base of the generated sync client. Share one between threads; close it, or use it in a ``with`` block."""

    def __init__(
        self,
        *,
        token: Token | None = None,
        location_id: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        max_body: int | None = None,
        default_headers: Mapping[str, str] | None = None,
        timezone: str | None = None,
        throttle: bool | str | Throttle | RateLimiter | None = None,
        on_request: Callable[[RequestEvent], object] | None = None,
        on_response: Callable[[ResponseEvent], object] | None = None,
        on_retry: Callable[[RetryEvent], object] | None = None,
        on_call: Callable[[CallEvent], object] | None = None,
        on_drift: "Callable[[str, str, DriftKind], object] | None" = None,
        transport: "httpx.BaseTransport | httpx2.BaseTransport | None" = None,
        http_client: "httpx.Client | httpx2.Client | None" = None,
        proxy: str | None = None,
    ) -> None:
        """Set the client up; ConfigurationError for anything unusable, before any request.

        :param token: the token without "Bearer", or a function asked for it before each attempt;
            else the environment's LEADCONNECTOR_TOKEN.
        :param location_id: used where a call names none; else LEADCONNECTOR_LOCATION_ID.
        :param base_url: HTTPS, or this machine; else LEADCONNECTOR_BASE_URL, else the service's.
        :param api_version: the Version header's value.
        :param timeout: seconds for a whole call: waiting for a connection, all attempts, and the pauses between
            them (30). Your own functions are not interrupted by it.
        :param max_retries: how often a call may be sent again (2), where that is harmless.
        :param max_body: the most bytes of a decoded response (10 MiB).
        :param throttle: True to keep each location's rate limit in this process, as the service tells it (100 requests
            in 10 s until it does); a Throttle for a limit of your own; a ``redis://`` URL to share the limit among
            processes; or an object with ``reserve``.
        :param default_headers: more header fields for every request; the client's own, as Authorization, are refused.
        :param timezone: an IANA name such as ``Europe/Berlin``: dates of responses that came as moments have its days;
            else UTC's.
        :param on_request: called with a RequestEvent before each attempt; what a hook raises is logged only.
        :param on_response: called with a ResponseEvent after each attempt.
        :param on_retry: called with a RetryEvent before the pause between two attempts.
        :param on_call: called with a CallEvent when a call is over, whatever came of it.
        :param on_drift: called with operation, JSON pointer and kind for what a response holds and the description does
            not know: once for each pointer and kind.
        :param transport: any transport of httpx or httpx2, closed with the client. It is told how much time is left;
            between parts of the body the deadline is checked, but a server that drips its headers byte by byte can
            outlive it, as can a transport that ignores timeouts. The default transport holds it.
        :param http_client: a client of httpx or httpx2, which stays yours to close. Its proxies, hooks, headers and
            cookies apply, its auth and redirects don't; for the deadline the same holds as for ``transport``.
        :param proxy: the URL of a proxy for the client's own connections, instead of the environment's.
        """
        settings = Settings(
            location_id=location_id,
            base_url=base_url,
            api_version=api_version,
            timeout=timeout,
            max_retries=max_retries,
            max_body=max_body,
            default_headers=default_headers,
            timezone=timezone,
            throttle=throttle,
            on_request=on_request,
            on_response=on_response,
            on_retry=on_retry,
            on_call=on_call,
            on_drift=on_drift,
        )
        self._set_up(token, settings, transport)
        self._sender: SyncSender = open_sender(self._options.base_url, transport, http_client, proxy)

    def send(
        self,
        prepared: PreparedRequest[T],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> Response[T]:
        """Send a prepared request, again where that is harmless, and return the response, whatever its status.

        Raises where there is none: APIConnectionError, APITimeoutError, or, for a write that may have taken effect,
        OutcomeUnknownError. `timeout` is in seconds, for everything; it and
        `max_retries` default to the client's. `extra_headers` stand for those of the same name.
        """
        effects = self._begin(prepared, timeout, max_retries, extra_headers).effects()
        result: object = None
        with closing(effects):  # at once: a cancelled task may live on in a traceback, and must not keep its turn
            while True:
                try:
                    effect = effects.send(result)
                except StopIteration as done:
                    return cast("Response[T]", done.value)
                result = self._perform(effect)

    def _perform(self, effect: Effect) -> object:
        if self._gate.closed and not isinstance(effect, Sleep):  # since the call began
            return Failure(ClientClosedError("the client was closed"), applied=False, permanent=True)
        if isinstance(effect, Attempt):
            return self._sender.attempt(effect, self._options.max_body)
        if isinstance(effect, Sleep):
            self._clock.sleep(effect.seconds, self._gate.is_closed)
            return None
        if isinstance(effect, AskToken):
            return _ask(effect)
        return _reserve(effect)

    def with_options(
        self,
        *,
        timeout: float | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        token: Token | Unset = UNSET,
        location_id: str | Unset | None = UNSET,
        default_headers: Mapping[str, str] | Unset | None = UNSET,
        timezone: str | Unset | None = UNSET,
        throttle: bool | str | Throttle | RateLimiter | Unset | None = UNSET,
        on_request: Callable[[RequestEvent], object] | Unset | None = UNSET,
        on_response: Callable[[ResponseEvent], object] | Unset | None = UNSET,
        on_retry: Callable[[RetryEvent], object] | Unset | None = UNSET,
        on_call: Callable[[CallEvent], object] | Unset | None = UNSET,
        on_drift: "Callable[[str, str, DriftKind], object] | Unset | None" = UNSET,
    ) -> Self:
        """A client with other options on the same connections; this one stays as it is, and closes them."""
        return self._with_options(
            timeout=timeout,
            max_retries=max_retries,
            token=token,
            location_id=location_id,
            default_headers=default_headers,
            timezone=timezone,
            throttle=throttle,
            on_request=on_request,
            on_response=on_response,
            on_retry=on_retry,
            on_call=on_call,
            on_drift=on_drift,
        )

    def close(self) -> None:
        """Close the connections, unless they are another client's; calls after it raise ClientClosedError."""
        if self._owner and not self._gate.closed:
            self._gate.closed = True
            self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _ask(step: AskToken) -> Secret | Failure:
    try:
        token = step.ask()
    except Exception as exc:
        return Failure(exc, applied=False)
    if inspect.iscoroutine(token):
        token.close()
        return Failure(ConfigurationError("an async token function needs the async client"), applied=False)
    return check_asked(token)


def _reserve(step: Reserve) -> Reservation:
    return step.queue.ask(step.ticket, step.now, step.seconds)
