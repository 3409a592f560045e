"""A session of aiohttp that sends what it is given once, and keeps nothing from one call for another."""

import ssl
from importlib import import_module
from typing import Any

import httpx

from leadconnector.runtime.errors import ConfigurationError


def open_session(context: ssl.SSLContext, limits: httpx.Limits) -> Any:
    """A ``ClientSession``; ConfigurationError where it can't be kept from sending again. Needs a running loop."""
    aiohttp = import_module("aiohttp")
    connector = aiohttp.TCPConnector(
        limit=limits.max_connections, keepalive_timeout=limits.keepalive_expiry, ssl=context
    )
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
