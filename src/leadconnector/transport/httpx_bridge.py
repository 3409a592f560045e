"""The one way out: each attempt goes through ``Client.send`` of httpx or httpx2, where everyone's tools can see it."""

import functools
import logging
from collections.abc import Callable, Iterable
from typing import Any, cast

import httpcore
import httpx

from leadconnector.errors import ClientClosedError, ConfigurationError
from leadconnector.transport.attempt import CURRENT, Attempt, Failure, Outcome
from leadconnector.transport.errors import Evidence, evidence_of, is_cancellation, libraries
from leadconnector.transport.exchange import Exchange, common_fields
from leadconnector.transport.network import CLOSED
from leadconnector.transport.pool import IDLE_SECONDS
from leadconnector.transport.pool_sync import SyncPool
from leadconnector.transport.route import Route, check_url

MOST_CONNECTIONS = 100
LIMITS = httpx.Limits(
    max_connections=MOST_CONNECTIONS, max_keepalive_connections=MOST_CONNECTIONS, keepalive_expiry=IDLE_SECONDS
)

logger = logging.getLogger("leadconnector")


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them where they are."""


class WithoutCookies:
    """A client that keeps no cookie: one location's would go out with another one's token, and reading takes time."""

    _none = _NoCookies()

    @property
    def cookies(self) -> httpx.Cookies:
        """None."""
        return self._none

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise NotImplementedError


class _Client(WithoutCookies, httpx.Client): ...


class _Transport(httpx.HTTPTransport):
    """Httpx's transport on our connection pool."""

    def __init__(self, base_url: str, proxy: str | None) -> None:
        route = Route(base_url, proxy)
        super().__init__(verify=route.context, limits=LIMITS, proxy=route.proxy)
        if takes_a_pool(self, httpcore.ConnectionPool):
            self._pool = cast("httpcore.ConnectionPool", SyncPool(route.connection, MOST_CONNECTIONS))


@functools.cache
def say_once(text: str) -> None:
    """Log a warning, once in a process."""
    logger.warning(text)


def takes_a_pool(transport: object, kind: type[Any]) -> bool:
    """Whether httpx keeps its connection pool where ours must go; it has no public way to be given one."""
    if isinstance(getattr(transport, "_pool", None), kind):
        return True
    say_once(
        f"httpx {httpx.__version__} does not take our connection pool: the deadline is kept for each read and write "
        "only, and calls are slower; a later release of this package may know it"
    )
    return False


class Sender:
    """An httpx client, and what is known of it."""

    is_async = False

    def __init__(self, client: Any, library: Any, evidence: Evidence, *, is_ours: bool) -> None:
        self._client = client
        self._library = library
        self._evidence = evidence
        self._is_ours = is_ours
        self._fields = common_fields(library)
        # An Auth that does nothing spares httpx the search for one in the URL.
        self._options = {"stream": True, "auth": library.Auth(), "follow_redirects": False}

    def _exchange(self, attempt: Attempt, limit: int) -> Exchange | Failure:
        if self._client.is_closed:
            said = CLOSED if self._is_ours else "the http_client is closed"
            return Failure(ClientClosedError(said), applied=False, permanent=True, foreign=True)
        return Exchange(attempt, limit, self._library, self._evidence, self._fields, is_async=self.is_async)

    def _request(self, exchange: Exchange) -> Any:
        """The request to send; what the caller's client raises as it builds its own is a failure of this attempt."""
        if not self._is_ours:
            exchange.merge(self._client, is_async=self.is_async)
        return exchange.request


class SyncSender(Sender):
    """Sends attempts by an httpx client."""

    def attempt(self, attempt: Attempt, limit: int) -> Outcome:
        """Send once and read the response, at most `limit` bytes of its body."""
        exchange = self._exchange(attempt, limit)
        if isinstance(exchange, Failure):
            return exchange
        token = CURRENT.set(exchange.deadline)
        try:
            response = self._client.send(self._request(exchange), **self._options)
            try:
                if exchange.begin(response):
                    for chunk in cast("Iterable[bytes]", response.stream):
                        if not exchange.feed(chunk):
                            break
                return exchange.end()
            finally:
                response.close()
        except BaseException as exc:
            # Not a cancellation, unless by an event loop inside of the transport.
            if not isinstance(exc, Exception) and not is_cancellation(exc):
                raise
            return exchange.fail(exc)
        finally:
            CURRENT.reset(token)

    def close(self) -> None:
        """Close the connections, unless the client is the caller's, and end the calls that use or await one."""
        if self._is_ours:
            self._client.close()


def open_sender(base_url: str, transport: object, http_client: object, proxy: str | None = None) -> SyncSender:
    """A sender over the caller's client or transport, else over our own."""
    client, library, evidence = choose_client(
        base_url,
        transport,
        http_client,
        proxy,
        own=lambda: _Client(transport=_Transport(base_url, proxy)),
        note_response=_note_response,
    )
    return SyncSender(client, library, evidence, is_ours=http_client is None)


def choose_client(
    base_url: str,
    transport: object,
    http_client: object,
    proxy: str | None,
    *,
    own: Callable[[], Any],
    note_response: Callable[[Any], Any],
    flavour: str = "",
) -> tuple[Any, Any, Evidence]:
    """The client of httpx or httpx2 to send by, its library, and what its errors are worth."""
    values = {"transport": transport, "http_client": http_client, "proxy": proxy}
    given = [f"{name}=" for name, value in values.items() if value is not None]
    if len(given) > 1:
        raise ConfigurationError(f"give {' or '.join(given)}, not both")
    if isinstance(transport, str):
        raise ConfigurationError(
            f"transport={transport!r} is not supported: leave transport= out for the fastest; "
            "for another HTTP library pass an httpx transport that stands on it, as AiohttpTransport does"
        )
    if http_client is not None:
        library = _library_of(http_client, f"{flavour}Client", "http_client")
        check_url(library, base_url)
        return http_client, library, Evidence.TRACE
    if transport is not None:
        library = _library_of(transport, f"{flavour}BaseTransport", "transport")
        check_url(library, base_url)
        client, evidence = getattr(library, f"{flavour}Client")(transport=transport), evidence_of(transport)
    else:
        library, client, evidence = httpx, own(), Evidence.OURS
    client.event_hooks = {"response": [note_response]}
    return client, library, evidence


def _library_of(value: object, kind: str, name: str) -> Any:
    for library in libraries():
        if isinstance(value, getattr(library, kind)):
            return library
    raise ConfigurationError(f"{name} must be an httpx.{kind} or httpx2.{kind}, not {type(value).__name__}")


def _note_response(response: object) -> None:
    CURRENT.get().response = response
