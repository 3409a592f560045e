"""The one way out: each attempt goes through ``Client.send`` of httpx or httpx2, where everyone's tools can see it."""

import functools
import logging
import math
import select
import threading
import time
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import httpcore
import httpx

from leadconnector.errors import ClientClosedError, ConfigurationError
from leadconnector.transport.attempt import CURRENT, Attempt, Failure, Outcome
from leadconnector.transport.errors import Evidence, evidence_of, is_cancellation, libraries
from leadconnector.transport.exchange import Exchange, Requests
from leadconnector.transport.network import CLOSED, Link, Steps, Wait
from leadconnector.transport.pool import Body, Pool, Waiter, close_stacks, current
from leadconnector.transport.route import IDLE_SECONDS, Route, check_url

MOST_CONNECTIONS = 100
_LIMITS = httpx.Limits(
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


class OnOurPool:
    """A transport of httpx, on our connection pool in place of httpcore's."""

    kinds: ClassVar[tuple[type[Any], Callable[[Route, int], Pool]]]
    """Httpcore's pool of this flavour, and ours."""

    def __init__(self, base_url: str, proxy: str | None) -> None:
        route = Route(base_url, proxy)
        options: dict[str, Any] = {"verify": route.context, "limits": _LIMITS, "proxy": route.proxy}
        super().__init__(**options)
        theirs, ours = self.kinds
        if isinstance(getattr(self, "_pool", None), theirs):  # httpx has no public way to be given one
            self._pool: Any = ours(route, MOST_CONNECTIONS)
        else:
            say_once(
                f"httpx {httpx.__version__} does not take our connection pool: the deadline is kept for each read and "
                "write only, and calls are slower; a later release of this package may know it"
            )


@functools.cache
def say_once(text: str) -> None:
    """Log a warning, once in a process."""
    logger.warning(text)


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
        library: Any = httpx
        self._client: Any
        if http_client is not None:
            library = _library_of(http_client, f"{self._prefix}Client", "http_client")
            self._client, self._evidence = http_client, Evidence.PATH
        elif transport is not None:
            library = _library_of(transport, f"{self._prefix}BaseTransport", "transport")
            self._client = getattr(library, f"{self._prefix}Client")(transport=transport)
            self._evidence = evidence_of(transport)
        else:
            self._client, self._evidence = self._own_client(base_url, proxy), Evidence.OURS
        check_url(library, base_url)
        self._requests = Requests(library)
        if self._is_ours:
            self._client.event_hooks = {"response": [self._note_response]}
        # An Auth that does nothing spares httpx the search for one in the URL.
        self._options = {"stream": True, "auth": library.Auth(), "follow_redirects": False}

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
        return Exchange(attempt, limit, self._requests, self._evidence)

    def _request(self, exchange: Exchange) -> Any:
        """The request to send; what the caller's client raises as it builds its own is a failure of this attempt."""
        if not self._is_ours:
            exchange.merge(self._client, is_async=self.is_async)
        return exchange.request


class _Link(Link, httpcore.NetworkBackend, httpcore.NetworkStream):
    """One blocking connection; no operation outlives the call that it is for."""

    def run(self, steps: Steps[Any]) -> Any:
        try:
            while True:
                _wait(next(steps))
        except StopIteration as done:
            return done.value
        finally:
            steps.close()


def _wait(wait: Wait) -> None:
    if wait.sock is None:
        time.sleep(wait.seconds)
    elif hasattr(select, "poll"):
        waiting = select.poll()
        waiting.register(wait.sock, select.POLLOUT if wait.to_write else select.POLLIN)
        waiting.poll(None if wait.seconds == math.inf else math.ceil(wait.seconds * 1000))
    else:  # Windows, where a connection that failed shows in the third list
        readable, writable = ([], [wait.sock]) if wait.to_write else ([wait.sock], [])
        select.select(readable, writable, [wait.sock], None if wait.seconds == math.inf else wait.seconds)


class _Pool(Pool):
    """Blocking connections of one process."""

    def __init__(self, route: Route, most: int) -> None:
        super().__init__(_Link, route, most)
        self.stack(None)  # now, so that closing a pool without requests closes it too

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request within the deadline of the running attempt; closing the response frees its connection."""
        stack, deadline = self.stack(None), current()
        place = stack.join(threading.Event)
        if isinstance(place, Waiter):
            with stack.queue(place, deadline):
                place.event.wait(deadline.left_to_wait())
        connection = stack.take(place, request, deadline)
        try:
            response: httpcore.Response = connection.http.handle_request(request)
            response.stream = Body(request, response, connection, stack)
        except BaseException:
            stack.give(connection, reuse=False)
            raise
        return response

    def close(self) -> None:
        """Close the connections, also under the calls that use them or wait for one."""
        close_stacks(self.stacks)


class _Transport(OnOurPool, httpx.HTTPTransport):
    kinds = (httpcore.ConnectionPool, _Pool)


class _Client(WithoutCookies, httpx.Client): ...


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
