"""The sandbox over HTTP on loopback, by uvicorn."""

import asyncio
import contextlib
import socket
import sys
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

from leadconnector.sandbox.asgi import Application
from leadconnector.sandbox.errors import MissingExtraError

if TYPE_CHECKING:
    from uvicorn import Server

    from leadconnector.sandbox.core import Sandbox

HOST: Final = "127.0.0.1"
_GRACE: Final = 1  # seconds that calls under way have when the server stops


def listen(port: int) -> tuple[socket.socket, str]:
    """Return a listening socket, on a free port where `port` is 0, and its base URL; OSError if the port is in use."""
    # Only where the protocol is named does asyncio turn Nagle's algorithm off, which costs 40 ms for each answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two servers have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener, f"http://{HOST}:{listener.getsockname()[1]}"


def make_server(sandbox: "Sandbox") -> "Server":
    """Return a server that is yet to be run; MissingExtraError without uvicorn."""
    try:
        import uvicorn
        from uvicorn.protocols.http.h11_impl import H11Protocol
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or "uvicorn") from None

    connections: dict[Any, asyncio.Transport] = {}

    class Protocol(H11Protocol):
        """Knows its connections by the client's address, for ASGI has no message that drops one."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            connections[self.client] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            connections.pop(self.client, None)
            super().connection_lost(exc)

    application = Application(sandbox, lambda client: connections[client].abort())
    config = uvicorn.Config(
        application,
        http=Protocol,
        ws="none",
        lifespan="off",
        server_header=False,
        proxy_headers=False,  # they would change the client's address
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=_GRACE,
    )
    return uvicorn.Server(config)


@contextlib.contextmanager
def serving(sandbox: "Sandbox", port: int) -> Generator[str]:
    """Serve in a thread while the context lasts, and give the base URL."""
    server = make_server(sandbox)
    listener, url = listen(port)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name=f"sandbox {url}", daemon=True)
    thread.start()
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join()
