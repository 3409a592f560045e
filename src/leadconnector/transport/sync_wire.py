"""Sending one attempt by httpx, blocking."""

import weakref
from collections.abc import Callable, Iterable
from typing import cast

import httpx

from leadconnector.client.effects import Attempt
from leadconnector.client.errors import ClientClosedError, ConfigurationError
from leadconnector.client.options import Options
from leadconnector.client.outcome import Outcome
from leadconnector.transport.exchange import Exchange
from leadconnector.transport.own_pool import Pool
from leadconnector.transport.transports import DeadlineTransport
from leadconnector.transport.urls import URLs


class Wire:
    """The way requests go out, and what gives its connections back."""

    def __init__(
        self, urls: URLs, send: Callable[[httpx.Request], httpx.Response], release: Callable[[], None]
    ) -> None:
        self._urls = urls
        self._send = send
        self.release = release

    def release_when_forgotten(self) -> None:
        """Free the connections of a client that nobody closed."""
        weakref.finalize(self, self.release)

    def attempt(self, step: Attempt, limit: int) -> Outcome:
        """Send once and read the answer, at most `limit` bytes of it."""
        exchange = Exchange(step, limit, self._urls)
        try:
            response = self._send(exchange.request)
            try:
                if exchange.begin(response):
                    for chunk in cast("Iterable[bytes]", response.stream):
                        if not exchange.feed(chunk):
                            break
                answer = exchange.end()
            finally:
                response.close()
        except Exception as exc:
            return exchange.fail(exc)
        return answer


def open_wire(options: Options, transport: object, http_client: object) -> Wire:
    """A wire over the caller's client or transport, else over our own."""
    urls = URLs(options.base_url)
    if transport is not None and http_client is not None:
        raise ConfigurationError("give transport= or http_client=, not both")
    if http_client is not None:
        if not isinstance(http_client, httpx.Client):
            raise ConfigurationError(f"http_client is to be an httpx.Client, not {type(http_client).__name__}")
        return Wire(urls, _through(http_client), _nothing)
    if transport is None:
        pool = Pool(lambda: DeadlineTransport(options.base_url))
        wire = Wire(urls, pool.send, pool.release)
        wire.release_when_forgotten()
        return wire
    if not isinstance(transport, httpx.BaseTransport):
        raise ConfigurationError(f"transport is to be an httpx.BaseTransport, not {type(transport).__name__}")
    return Wire(urls, transport.handle_request, transport.close)


def _through(client: httpx.Client) -> Callable[[httpx.Request], httpx.Response]:
    def send(request: httpx.Request) -> httpx.Response:
        if client.is_closed:
            raise ClientClosedError("the http_client is closed")
        merged = client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.content,
            extensions=request.extensions,
        )
        merged.stream = request.stream
        merged.url = request.url  # parameters of the caller's client would have taken the query's place
        return client.send(merged, stream=True, auth=None, follow_redirects=False)

    return send


def _nothing() -> None:
    """The connections are the caller's."""
