"""The one way out: each attempt goes through ``Client.send`` of httpx or httpx2, where everyone's tools can see it."""

import functools
import logging
from abc import abstractmethod
from typing import Any, ClassVar, cast

import httpcore
import httpx

from leadconnector.errors import ClientClosedError, ConfigurationError
from leadconnector.transport.attempt import CURRENT, Attempt, Failure, Outcome
from leadconnector.transport.errors import Evidence, evidence_of, is_cancellation, libraries
from leadconnector.transport.exchange import Exchange, header_fields
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
    """An httpx client, the caller's or our own, and what is known of it."""

    is_async: ClassVar[bool] = False
    is_closed = False
    """Whether the client that it was made for has been closed."""
    _prefix: ClassVar[str] = ""
    """What the library's names of this flavour begin with."""

    def __init__(self, base_url: str, transport: object, http_client: object, proxy: str | None = None) -> None:
        values = {"transport": transport, "http_client": http_client, "proxy": proxy}
        given = [f"{name}=" for name, value in values.items() if value is not None]
        if len(given) > 1:
            raise ConfigurationError(f"give {' or '.join(given)}, not both")
        if isinstance(transport, str):
            raise ConfigurationError(
                f"transport={transport!r} is not supported: leave transport= out for the fastest; "
                "for another HTTP library pass an httpx transport that stands on it, as AiohttpTransport does"
            )
        self._is_ours = http_client is None
        self._library: Any = httpx
        if http_client is not None:
            self._library = _library_of(http_client, f"{self._prefix}Client", "http_client")
        elif transport is not None:
            self._library = _library_of(transport, f"{self._prefix}BaseTransport", "transport")
        self._fields = header_fields(self._library)
        check_url(self._library, base_url)
        self._client: Any
        if http_client is not None:
            self._client, self._evidence = http_client, Evidence.TRACE
        elif transport is not None:
            self._client = getattr(self._library, f"{self._prefix}Client")(transport=transport)
            self._evidence = evidence_of(transport)
        else:
            self._client, self._evidence = self._own_client(base_url, proxy), Evidence.OURS
        if self._is_ours:
            self._client.event_hooks = {"response": [self._note_response]}
        # An Auth that does nothing spares httpx the search for one in the URL.
        self._options = {"stream": True, "auth": self._library.Auth(), "follow_redirects": False}

    @abstractmethod
    def _own_client(self, base_url: str, proxy: str | None) -> Any:
        """A client on our own connection pool."""

    @staticmethod
    @abstractmethod
    def _note_response(response: object) -> Any:
        """Keep what httpx has of a response, should it fail afterwards."""

    def _exchange(self, attempt: Attempt, limit: int) -> Exchange | Failure:
        if self._client.is_closed:
            said = CLOSED if self._is_ours else "the http_client is closed"
            return Failure(ClientClosedError(said), applied=False, permanent=True, foreign=True)
        return Exchange(attempt, limit, self._library, self._evidence, self._fields)

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
                    for chunk in response.stream:
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
        self.is_closed = True
        if self._is_ours:
            self._client.close()

    def _own_client(self, base_url: str, proxy: str | None) -> Any:
        return _Client(transport=_Transport(base_url, proxy))

    @staticmethod
    def _note_response(response: object) -> None:
        CURRENT.get().response = response


def _library_of(value: object, kind: str, name: str) -> Any:
    for library in libraries():
        if isinstance(value, getattr(library, kind)):
            return library
    raise ConfigurationError(f"{name} must be an httpx.{kind} or httpx2.{kind}, not {type(value).__name__}")
