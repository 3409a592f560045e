"""The same as `transports`, for tasks; and one on aiohttp."""

from importlib import import_module

import httpcore
import httpx

from leadconnector.client.errors import ConfigurationError
from leadconnector.transport.aiohttp_session import open_session
from leadconnector.transport.answer_stream import AsyncAnswerStream
from leadconnector.transport.errors import before_sending
from leadconnector.transport.network_async import AsyncDeadlineBackend
from leadconnector.transport.places import pool_of, take_lost
from leadconnector.transport.proxy import environment_proxy
from leadconnector.transport.transports import CONNECTIONS, environment, trusted


class AsyncDeadlineTransport(httpx.AsyncHTTPTransport):
    """An httpx transport that keeps to a call's deadline, on asyncio and trio."""

    def __init__(self, base_url: str) -> None:
        with environment():
            super().__init__(verify=trusted(base_url), limits=CONNECTIONS, proxy=environment_proxy(base_url))
        self._known_pool = pool_of(self, httpcore.AsyncNetworkBackend)
        backend = AsyncDeadlineBackend(self._known_pool._network_backend)
        self._known_pool._network_backend = backend
        self._opening = backend.opening

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; one that fails or is cancelled gives its place in the pool back."""
        try:
            response = await super().handle_async_request(request)
        except BaseException as exc:
            await self._known_pool._close_connections(take_lost(self._known_pool))
            if (other := before_sending(exc, request)) is not None:
                raise other from exc
            raise
        response.stream = AsyncAnswerStream(response, self._known_pool)
        return response

    async def aclose(self) -> None:
        """Close the connections; from now on none is opened, for the calls that wait neither."""
        self._opening.end()
        await super().aclose()


def aiohttp_transport(base_url: str) -> httpx.AsyncBaseTransport:
    """A transport on aiohttp, from the extra of that name; ConfigurationError where it isn't installed."""
    try:
        module = import_module("httpx_aiohttp")
    except ImportError as exc:
        raise ConfigurationError(
            "transport='aiohttp' needs the extra: pip install 'leadconnector-invoices[aiohttp]'"
        ) from exc
    with environment():
        proxy = environment_proxy(base_url)
        context = httpx.create_ssl_context()
        transport: httpx.AsyncBaseTransport = module.AiohttpTransport(
            verify=context,
            proxy=None if proxy is None else httpx.Proxy(proxy),
            client=lambda: open_session(context, CONNECTIONS),
        )
    return transport
