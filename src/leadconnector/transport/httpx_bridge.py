"""The one way out: each attempt goes through ``Client.send`` of httpx or httpx2, where everyone's tools can see it."""

import functools
import logging
from typing import TYPE_CHECKING, Any, cast

import httpcore
import httpx

from leadconnector.errors import ClientClosedError, ConfigurationError
from leadconnector.transport.attempt import Attempt
from leadconnector.transport.deadline import CURRENT
from leadconnector.transport.errors import Evidence, evidence_of, is_cancellation, libraries
from leadconnector.transport.exchange import Exchange
from leadconnector.transport.network import CLOSED, IDLE_SECONDS
from leadconnector.transport.network_sync import SyncLink
from leadconnector.transport.outcome import Failure, Outcome
from leadconnector.transport.pool_sync import SyncPool
from leadconnector.transport.proxy import proxy_for
from leadconnector.transport.tls import client_context

MOST_CONNECTIONS = 100
LIMITS = httpx.Limits(
    max_connections=MOST_CONNECTIONS, max_keepalive_connections=MOST_CONNECTIONS, keepalive_expiry=IDLE_SECONDS
)
SEND_OPTIONS = {"stream": True, "auth": None, "follow_redirects": False}

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadconnector.transport.network_async import AsyncLink

logger = logging.getLogger("leadconnector")


class _NoCookies(httpx.Cookies):
    """Keeps no cookie: one location's would go out with another one's token, and reading them takes time."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them where they are."""


NO_COOKIES = _NoCookies()


class _Client(httpx.Client):
    @property
    def cookies(self) -> httpx.Cookies:
        return NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise NotImplementedError


class Transport(httpx.HTTPTransport):
    """Httpx's transport on our connection pool."""

    def __init__(self, base_url: str, proxy: str | None) -> None:
        way = Route(base_url, proxy)
        super().__init__(verify=way.context, limits=LIMITS, proxy=way.proxy)
        if takes_a_pool(self, httpcore.ConnectionPool):
            self._pool = cast("httpcore.ConnectionPool", SyncPool(way.connection, MOST_CONNECTIONS))


class Route:
    """How a connection gets to the base URL's server."""

    def __init__(self, base_url: str, proxy: str | None) -> None:
        url = check_url(httpx, base_url)
        self._origin = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/").origin
        self.context = client_context(base_url)
        self.proxy = proxy_for(base_url, proxy)

    def connection(self, link: SyncLink) -> httpcore.ConnectionInterface:
        if self.proxy is None:
            return httpcore.HTTPConnection(
                self._origin, ssl_context=self.context, keepalive_expiry=IDLE_SECONDS, network_backend=link
            )
        return cast("httpcore.ConnectionInterface", self._proxied(httpcore.HTTPProxy, httpcore.SOCKSProxy, link))

    def async_connection(self, link: "AsyncLink") -> httpcore.AsyncConnectionInterface:
        if self.proxy is None:
            return httpcore.AsyncHTTPConnection(
                self._origin, ssl_context=self.context, keepalive_expiry=IDLE_SECONDS, network_backend=link
            )
        proxied = self._proxied(httpcore.AsyncHTTPProxy, httpcore.AsyncSOCKSProxy, link)
        return cast("httpcore.AsyncConnectionInterface", proxied)

    def _proxied(self, http: Any, socks: Any, link: "SyncLink | AsyncLink") -> Any:
        proxy = cast("httpx.Proxy", self.proxy)
        options: dict[str, Any] = {
            "proxy_url": httpcore.URL(
                scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=proxy.url.raw_path
            ),
            "proxy_auth": proxy.raw_auth,
            "ssl_context": self.context,
            "keepalive_expiry": IDLE_SECONDS,
            "network_backend": link,
        }
        if proxy.url.scheme.startswith("socks"):
            return socks(**options).create_connection(self._origin)
        if proxy.url.scheme == "https":
            options["proxy_ssl_context"] = self.context
        return http(**options).create_connection(self._origin)


@functools.cache
def say_once(text: str) -> None:
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


class SyncSender:
    """Sends attempts by an httpx client."""

    def __init__(self, client: Any, library: Any, evidence: Evidence, *, is_ours: bool) -> None:
        self._client = client
        self._library = library
        self._evidence = evidence
        self._is_ours = is_ours

    def attempt(self, attempt: Attempt, limit: int) -> Outcome:
        """Send once and read the response, at most `limit` bytes of its body."""
        if self._client.is_closed:
            return closed_failure(is_ours=self._is_ours)
        exchange = Exchange(attempt, limit, self._library, self._evidence)
        token = CURRENT.set(exchange.deadline)
        try:
            response = self._client.send(self._merged(exchange), **SEND_OPTIONS)
            try:
                if exchange.begin(response):
                    for chunk in cast("Iterable[bytes]", response.stream):
                        if not exchange.feed(chunk):
                            break
                return exchange.end()
            finally:
                response.close()
        except Exception as exc:
            return exchange.fail(exc)
        except BaseException as exc:
            if not is_cancellation(exc):  # an event loop inside of the transport
                raise
            return exchange.fail(exc)
        finally:
            CURRENT.reset(token)

    def _merged(self, exchange: Exchange) -> Any:
        if self._is_ours:
            return exchange.request
        exchange.request.extensions["trace"] = exchange.trace
        return merge(self._client, exchange)

    def close(self) -> None:
        """Close the connections, unless the client is the caller's, and end the calls that use or await one."""
        if self._is_ours:
            self._client.close()


def open_sender(base_url: str, transport: object, http_client: object, proxy: str | None = None) -> SyncSender:
    """A sender over the caller's client or transport, else over our own."""
    check_given(transport, http_client, proxy)
    if http_client is not None:
        library = library_of(http_client, "Client", "http_client")
        check_url(library, base_url)
        return SyncSender(http_client, library, Evidence.TRACE, is_ours=False)
    if transport is not None:
        library = library_of(transport, "BaseTransport", "transport")
        check_url(library, base_url)
        client = library.Client(transport=transport, event_hooks={"response": [_note_response]})
        return SyncSender(client, library, evidence_of(transport), is_ours=True)
    own = _Client(transport=Transport(base_url, proxy), event_hooks={"response": [_note_response]})
    return SyncSender(own, httpx, Evidence.OURS, is_ours=True)


def check_given(transport: object, http_client: object, proxy: str | None) -> None:
    values = {"transport": transport, "http_client": http_client, "proxy": proxy}
    given = [f"{name}=" for name, value in values.items() if value is not None]
    if len(given) > 1:
        raise ConfigurationError(f"give {' or '.join(given)}, not both")
    if isinstance(transport, str):
        raise ConfigurationError(
            f"transport={transport!r} is not supported: leave transport= out for the fastest; "
            "for another HTTP library pass an httpx transport that stands on it, as AiohttpTransport does"
        )


def library_of(value: object, kind: str, name: str) -> Any:
    for library in libraries():
        if isinstance(value, getattr(library, kind)):
            return library
    raise ConfigurationError(f"{name} must be an httpx.{kind} or httpx2.{kind}, not {type(value).__name__}")


def check_url(library: Any, base_url: str) -> Any:
    """Return the base URL as the library takes it; ConfigurationError where it can't."""
    try:
        url = library.URL(base_url)
        _ = url.host  # decodes it
    except (library.InvalidURL, UnicodeError) as exc:
        raise ConfigurationError(f"base_url can't be used: {exc}") from None
    return url


def merge(client: Any, exchange: Exchange) -> Any:
    """The request with the headers and cookies of the caller's client."""
    request = exchange.request
    merged = client.build_request(
        request.method, request.url, headers=request.headers, content=exchange.content, extensions=request.extensions
    )
    merged.stream = request.stream
    merged.url = request.url  # parameters of the caller's client would have taken the query's place
    return merged


def _note_response(response: object) -> None:
    CURRENT.get().response = response


def closed_failure(*, is_ours: bool) -> Failure:
    said = CLOSED if is_ours else "the http_client is closed"
    return Failure(ClientClosedError(said), applied=False, permanent=True, foreign=True)
