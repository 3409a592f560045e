"""The sandbox over HTTP on loopback: the standard library's threading server, with h11 to read and write HTTP/1.1."""

import contextlib
import socket
import sys
import threading
import time
from collections.abc import Generator
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any, Final, Protocol, cast

import h11

from leadconnector.sandbox.messages import Headers, Response, error_response, phrase

HOST: Final = "127.0.0.1"
MAX_HEAD: Final = 64 * 1024  # bytes of request line and headers
MAX_BODY: Final = 32 * 1024 * 1024
REQUEST_SECONDS: Final = 30.0  # from the first byte of a request to its last
IDLE_SECONDS: Final = 120.0
_GRACE: Final = 1.0  # seconds that calls under way have when the server stops


class _Sandbox(Protocol):
    def handle(self, method: str, target: str, headers: Headers, body: bytes) -> Response: ...


class Server(ThreadingTCPServer):
    """A server that listens once it is made. A thread for each connection."""

    daemon_threads = True
    block_on_close = False  # `stop` waits
    request_queue_size = 128
    allow_reuse_address = sys.platform != "win32"  # there it would let two servers have one port

    def __init__(self, sandbox: _Sandbox, port: int) -> None:
        """Listen on `port`, a free one for 0; OSError if it is in use."""
        self.sandbox = sandbox
        self._connections: set[socket.socket] = set()
        super().__init__((HOST, port), _Connection)
        self.url = f"http://{HOST}:{self.server_address[1]}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        super().shutdown_request(request)
        self._connections.discard(request)

    def stop(self) -> None:
        """Stop listening, let calls under way end for a second, and close all connections."""
        self.shutdown()
        self.server_close()
        for how in (socket.SHUT_RD, socket.SHUT_RDWR):  # no further request, then no response either
            for connection in self._connections.copy():
                with contextlib.suppress(OSError):
                    connection.shutdown(how)  # its thread meets the end, and closes it
            ends = time.monotonic() + _GRACE
            while self._connections and time.monotonic() < ends:
                time.sleep(0.01)


class _Connection(BaseRequestHandler):
    """The requests of one connection, one after the other."""

    request: socket.socket

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._http = h11.Connection(h11.SERVER)
        self._server = cast("Server", self.server)
        self._method = b""

    def handle(self) -> None:
        """Respond to requests until the connection ends, by either side or by a request that can't be read."""
        with contextlib.suppress(OSError):  # the client has left
            try:
                while self._exchange():
                    pass
            except h11.RemoteProtocolError as error:
                self._refuse(error)

    def _exchange(self) -> bool:
        """Read a request and respond to it; whether another may follow."""
        ahead, _ = self._http.trailing_data
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD)
        self._has_begun, self._ends = False, time.monotonic() + IDLE_SECONDS
        self._take(ahead)
        head = self._next_event()
        if not isinstance(head, h11.Request):
            return False
        if not head.http_version.startswith(b"1."):
            raise h11.RemoteProtocolError("The version must be HTTP/1.1", 505)
        self._method = head.method
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers]
        body = self._body(int(dict(headers).get("content-length", 0)))
        try:
            response = self._server.sandbox.handle(head.method.decode(), head.target.decode(), headers, body)
        except Exception as error:  # of a handler, or a document that can't be used
            self._server.handle_error(self.request, self.client_address)
            response = error_response(500, f"The sandbox can't respond: {type(error).__name__}: {error}"[:1000])
        if self._ends_within(response.delay) or response.drop:
            return False
        self._send(response)
        return self._http.our_state is h11.DONE

    def _body(self, length: int) -> bytes:
        body = bytearray()
        while length <= MAX_BODY and isinstance(event := self._next_event(), h11.Data):
            body += event.data
            length = max(length, len(body))
        if length > MAX_BODY:
            raise h11.RemoteProtocolError(f"The body is longer than {MAX_BODY} bytes", 413)
        return bytes(body)

    def _next_event(self) -> object:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                go_on = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
                self.request.sendall(self._http.send(go_on) or b"")
            self._receive()
        return event

    def _receive(self) -> None:
        left = self._ends - time.monotonic()
        try:
            if left <= 0:  # however fast small pieces come
                raise TimeoutError
            self.request.settimeout(left)
            received = self.request.recv(8192)
        except TimeoutError:
            if not self._has_begun:
                raise
            raise h11.RemoteProtocolError("The request did not come to its end in time", 408) from None
        if received:
            self._take(received)
        else:
            self._http.receive_data(b"")

    def _take(self, received: bytes) -> None:
        if not self._has_begun:
            received = received.lstrip(b"\r\n")  # RFC 9112, 2.2: empty lines may come before a request
            if not received:
                return
            self._has_begun, self._ends = True, time.monotonic() + REQUEST_SECONDS
        self._http.receive_data(received)

    def _ends_within(self, seconds: float) -> bool:
        """Wait; True as soon as the client has closed the connection or sent far too much, or the server stops."""
        ends, ahead = time.monotonic() + seconds, 0
        while ahead <= MAX_HEAD and (left := ends - time.monotonic()) > 0:
            self.request.settimeout(left)
            try:
                received = self.request.recv(8192)  # of the next request
            except TimeoutError:
                break
            if not received:
                return True
            ahead += len(received)
            self._http.receive_data(received)
        return ahead > MAX_HEAD

    def _send(self, response: Response, *more: tuple[str, str]) -> None:
        headers = [*response.headers, *more]
        if has_body := response.status not in (204, 304):
            headers.append(("Content-Length", str(len(response.body))))
        events: list[Any] = [
            h11.Response(
                status_code=response.status,
                headers=[(name.encode(), value.strip().encode("latin-1")) for name, value in headers],
                reason=phrase(response.status).encode(),
            ),
            h11.Data(data=response.body if has_body and self._method != b"HEAD" else b""),
            h11.EndOfMessage(),
        ]
        self.request.settimeout(REQUEST_SECONDS)
        self.request.sendall(b"".join(cast("bytes", self._http.send(event)) for event in events))

    def _refuse(self, error: h11.RemoteProtocolError) -> None:
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        self._send(error_response(error.error_status_hint, str(error)), ("Connection", "close"))
        # What the client is still sending would make the system discard the response.
        self.request.shutdown(socket.SHUT_WR)
        self.request.settimeout(_GRACE)
        ends = time.monotonic() + _GRACE
        while self.request.recv(65536) and time.monotonic() < ends:
            pass


@contextlib.contextmanager
def serving(sandbox: _Sandbox, port: int) -> Generator[str]:
    """Serve in a thread while the context lasts, and give the base URL."""
    server = Server(sandbox, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=f"sandbox {server.url}", daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.stop()
        thread.join()
