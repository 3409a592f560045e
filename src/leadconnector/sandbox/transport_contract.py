"""What the client expects of an httpx transport, tried over loopback, for those who write or choose one."""

import asyncio
import socket
import struct
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, TCPServer
from typing import Any

from leadconnector.transport.errors import is_kind, libraries, says_unsent

_BODY = b'{"name": "x"}'
_PATIENCE = 2.0
_READ_TIMEOUT = 0.4
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
_REDIRECT = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"


def check_transport(transport: Any) -> None:
    """Try an httpx or httpx2 transport, sync or async, and raise AssertionError that names each way to harm a call.

    It must send a request once, whatever becomes of it; deliver a redirect instead of following it; keep to the read
    timeout; raise the library's ``TransportError`` where there is no response; and say by ``ConnectError``,
    ``ConnectTimeout``, ``PoolTimeout`` or ``ProxyError`` only that nothing was sent. Takes about a second, opens
    loopback connections only, and leaves the transport open. An async transport is tried in an event loop of its own,
    so call this outside of any other.
    """
    kinds = ((one, (one.BaseTransport, one.AsyncBaseTransport)) for one in libraries())
    library = next((one for one, kind in kinds if isinstance(transport, kind)), None)
    if library is None:
        raise TypeError(f"not a transport of httpx or httpx2: {type(transport).__name__}")
    faults: list[str] = []
    for name, (play, status) in _PLAYS.items():
        with _served(play) as (url, requests):
            began = time.monotonic()
            result = _sent(transport, library, url)
            took = time.monotonic() - began
        if requests != [b"POST"]:
            faults.append(f"{name}: the server saw {len(requests)} requests, not one POST")
        elif fault := _fault(result, status, took):
            faults.append(f"{name}: {fault}")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    result = _sent(transport, library, f"http://127.0.0.1:{port}")
    if not is_kind(result, "TransportError"):
        faults.append(f"a refused connection: {_shown(result)}, where a ConnectError is due")
    assert not faults, "; ".join(faults)


def _fault(result: Any, status: int | None, took: float) -> str | None:
    if status is not None:
        return None if result == status else f"{_shown(result)}, where status {status} is due"
    if not isinstance(result, Exception):
        return f"{_shown(result)}, where an error is due"
    if not is_kind(result, "TransportError"):
        return f"{_shown(result)} is no TransportError"
    if says_unsent(result):
        return f"{_shown(result)} says that the request was not sent, but it was"
    if took > _PATIENCE:
        return f"it took {took:.1f} s, where the read timeout is {_READ_TIMEOUT} s"
    return None


def _sent(transport: Any, library: Any, url: str) -> Any:
    """The status of a whole response, or what was raised."""
    timeout = library.Timeout(_PATIENCE, read=_READ_TIMEOUT)

    async def send() -> Any:
        client = library.AsyncClient(transport=transport, timeout=timeout)
        return await client.post(f"{url}/things", content=_BODY)

    try:
        if isinstance(transport, library.AsyncBaseTransport):
            return asyncio.run(send()).status_code
        # Not closed, as this would close the transport.
        return library.Client(transport=transport, timeout=timeout).post(f"{url}/things", content=_BODY).status_code
    except (Exception, asyncio.CancelledError) as exc:
        return exc


def _shown(result: Any) -> str:
    return f"{type(result).__name__}: {result}" if isinstance(result, BaseException) else f"status {result}"


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _wait(connection: socket.socket) -> None:
    connection.recv(1)  # until the client goes


_PLAYS: dict[str, tuple[Callable[[socket.socket], object], int | None]] = {
    "a response": (lambda connection: connection.sendall(_OK), 200),
    "a redirect": (lambda connection: connection.sendall(_REDIRECT), 307),
    "a connection that is closed": (lambda _: None, None),
    "a connection that is reset": (_reset, None),
    "a server that is silent": (_wait, None),
    "a body that is cut short": (lambda connection: connection.sendall(_CUT), None),
}
"""What the server does after a request, and the status that comes of it; None where an error is due."""


@contextmanager
def _served(play: Callable[[socket.socket], object]) -> Generator[tuple[str, list[bytes]]]:
    """Play a scene for each request; give the URL, and a list that gets the requests' methods."""
    requests: list[bytes] = []

    class Connection(BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(_PATIENCE)
            data = b""
            with suppress(OSError):
                while not data.endswith(_BODY) and (part := self.request.recv(65536)):
                    data += part
                if data:
                    requests.append(data.split(b" ")[0])
                    play(self.request)

    with TCPServer(("127.0.0.1", 0), Connection) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", requests
        finally:
            server.shutdown()
