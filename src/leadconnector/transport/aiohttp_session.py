"""A session of aiohttp that sends what it is given once, and keeps nothing from one call for another."""

import select
import ssl
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from weakref import WeakSet

import httpx

from leadconnector.client.errors import ConfigurationError


def open_session(context: ssl.SSLContext, limits: httpx.Limits) -> Any:
    """A ``ClientSession``; ConfigurationError where it can't be kept from sending again. Needs a running loop."""
    aiohttp = import_module("aiohttp")
    connector = aiohttp.TCPConnector(
        limit=limits.max_connections, keepalive_timeout=limits.keepalive_expiry, ssl=context
    )
    connector.connect = _unspoilt(connector.connect)
    # One session serves all locations: a cookie would go out with another one's token.
    session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
    # GET, PUT and DELETE are sent once more when a kept connection breaks, which is for the call to decide: only it
    # knows what an operation may, and what became of an attempt. aiohttp has no public way to forbid it.
    if not hasattr(session, "_retry_connection"):
        session.detach()
        raise ConfigurationError(
            f"aiohttp {aiohttp.__version__} can't be kept from sending requests again by itself; install a later one"
        )
    session._retry_connection = False
    return session


def _unspoilt(connect: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    # What came on a kept connection since its last answer would be taken for the next one: aiohttp looks for it when a
    # connection is put aside, but not when it is taken up again.
    known: WeakSet[Any] = WeakSet()

    async def unspoilt(*arguments: Any, **options: Any) -> Any:
        while True:
            connection = await connect(*arguments, **options)
            protocol = connection.protocol
            if protocol not in known:
                known.add(protocol)
                return connection
            if not protocol.should_close and not _is_readable(connection.transport):
                return connection
            connection.close()

    return unspoilt


def _is_readable(transport: Any) -> bool:
    sock = transport.get_extra_info("socket")
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
