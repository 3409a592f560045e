"""What the client expects of an httpx transport, tried over loopback, for those who write or choose one."""

import asyncio
import socket
import struct
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Any

from leadconnector.transport.errors import is_kind, libraries, says_unsent

_BODY = b'{"name": "x"}'
_PATIENCE = 2.0
_TIMEOUTS = {"connect": _PATIENCE, "read": 0.4, "write": _PATIENCE, "pool": _PATIENCE}
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
    for name, play in _PLAYS.items():
        with _served(play) as (url, requests):
            began = time.monotonic()
            result = _sent(transport, library, url)
            took = time.monotonic() - began
        if requests != [b"POST"]:
            faults.append(f"{name}: the server saw {len(requests)} requests, not one POST")
        elif fault := _fault(name, result, took):
            faults.append(f"{name}: {fault}")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = _url(gone)
    result = _sent(transport, library, url)
    if not (isinstance(result, Exception) and is_kind(result, "TransportError")):
        faults.append(f"a refused connection: {_shown(result)}, where a ConnectError is due")
    assert not faults, "; ".join(faults)


def _fault(name: str, result: Any, took: float) -> str | None:
    if name in _STATUSES:
        return None if result == _STATUSES[name] else f"{_shown(result)}, where status {_STATUSES[name]} is due"
    if not isinstance(result, Exception):
        return f"{_shown(result)}, where an error is due"
    if not is_kind(result, "TransportError"):
        return f"{_shown(result)} is no TransportError"
    if says_unsent(result):
        return f"{_shown(result)} says that the request was not sent, but it was"
    if took > _PATIENCE:
        return f"it took {took:.1f} s, where the read timeout is {_TIMEOUTS['read']} s"
    return None


def _sent(transport: Any, library: Any, url: str) -> Any:
    """The status of a whole response, or what was raised."""
    try:
        if isinstance(transport, library.BaseTransport):
            response = transport.handle_request(_request(library, url))
            try:
                response.read()
            finally:
                response.close()
            return response.status_code
        return asyncio.run(_sent_async(transport, library, url))
    except (Exception, asyncio.CancelledError) as exc:
        return exc


async def _sent_async(transport: Any, library: Any, url: str) -> Any:
    response = await transport.handle_async_request(_request(library, url))
    try:
        await response.aread()
    finally:
        await response.aclose()
    return response.status_code


def _request(library: Any, url: str) -> Any:
    return library.Request("POST", f"{url}/things", content=_BODY, extensions={"timeout": dict(_TIMEOUTS)})


def _shown(result: Any) -> str:
    return f"{type(result).__name__}: {result}" if isinstance(result, BaseException) else f"status {result}"


def _url(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _silent(connection: socket.socket) -> None:
    connection.settimeout(_PATIENCE)
    connection.recv(1)  # until the client goes


_PLAYS: dict[str, Callable[[socket.socket], object]] = {
    "a response": lambda connection: connection.sendall(_OK),
    "a redirect": lambda connection: connection.sendall(_REDIRECT),
    "a connection that is closed": lambda _: None,
    "a connection that is reset": _reset,
    "a server that is silent": _silent,
    "a body that is cut short": lambda connection: connection.sendall(_CUT),
}
_STATUSES = {"a response": 200, "a redirect": 307}


@contextmanager
def _served(play: Callable[[socket.socket], object]) -> Generator[tuple[str, list[bytes]]]:
    """Play a scene for each request; give the URL, and a list that gets the requests' methods."""
    requests: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.settimeout(_PATIENCE)
                    data = b""
                    while not data.endswith(_BODY) and (part := connection.recv(65536)):
                        data += part
                    if data:
                        requests.append(data.split(b" ")[0])
                        play(connection)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield _url(listener), requests
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes the thread
        listener.close()
        thread.join(2 * _PATIENCE)
