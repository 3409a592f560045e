"""The places in httpcore's connection pool: which of them no call will ever give back, and how to take them back."""

from typing import Any

import httpcore
import httpx

from leadconnector.client.errors import ConfigurationError

_PARTS = ("_connections", "_requests", "_optional_thread_lock", "_assign_requests_to_connections", "_close_connections")


def pool_of(transport: object, kind: type[Any]) -> Any:
    """A transport's pool, which reaches the network by that kind of backend; ConfigurationError where it can't be told.

    httpx has no public way to give its pool a network backend, httpcore's pool has. A release that keeps it elsewhere
    must be noticed: without ours the deadline would quietly not hold.
    """
    pool = getattr(transport, "_pool", None)
    is_known = isinstance(getattr(pool, "_network_backend", None), kind)
    if not is_known or not all(hasattr(pool, name) for name in _PARTS):
        raise ConfigurationError(
            f"httpx {httpx.__version__} and httpcore {httpcore.__version__} don't let the deadline be installed; "
            "give transport= or http_client= of your own, or install httpx 0.28"
        )
    return pool


def take_lost(pool: Any, ended: object = None) -> list[Any]:
    """Take the connections out of the pool that no call has and none can get; they are to be closed.

    httpcore forgets the one that was given to a call in the moment in which the call ended, and the one to a proxy
    behind which the handshake failed: neither is ever used or closed, and the pool has a place less for ever.
    `ended` is what the pool knows a call by that is over, whatever the pool says.
    """
    with pool._optional_thread_lock:
        pool._requests = [request for request in pool._requests if request is not ended]
        held = {id(request.connection) for request in pool._requests}
        lost = [one for one in pool._connections if id(one) not in held and not (one.is_idle() or one.is_closed())]
        if lost:
            pool._connections = [one for one in pool._connections if one not in lost]
            lost += pool._assign_requests_to_connections()
    return lost


def request_of(body: object) -> object:
    """What the pool knows a call by, from its answer's body; None where it can't be told."""
    return getattr(getattr(body, "_httpcore_stream", None), "_pool_request", None)
