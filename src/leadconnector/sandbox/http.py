"""The sandbox over HTTP on loopback, by the standard library's server: it alone lets go of a connection unanswered."""

import contextlib
import io
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Protocol, cast

from leadconnector.sandbox.messages import Headers, Response, error_response

HOST: Final = "127.0.0.1"
MAX_HEAD: Final = 64 * 1024  # bytes of request line and headers
MAX_BODY: Final = 32 * 1024 * 1024
MAX_CONNECTIONS: Final = 500
REQUEST_SECONDS: Final = 30.0  # from the first byte of a request to its last
IDLE_SECONDS: Final = 120.0
_READ_AHEAD: Final = 8192  # not more, or a head is read before it is known how long it may be
_GRACE: Final = 1.0  # seconds that calls under way have when the server stops

OnResponse = Callable[[str, str, Response], object]


class _Sandbox(Protocol):
    def handle(self, method: str, target: str, headers: Headers, body: bytes) -> Response: ...


class _BadRequestError(Exception):
    """A request that can't be read to its end; the connection is closed after the response."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Server(ThreadingHTTPServer):
    """A server that listens once it is made. A thread for each connection."""

    daemon_threads = True
    block_on_close = False  # `stop` waits
    request_queue_size = 128
    allow_reuse_address = sys.platform != "win32"  # there it would let two servers have one port

    def __init__(self, sandbox: _Sandbox, port: int, on_response: OnResponse | None = None) -> None:
        """Listen on `port`, a free one for 0; OSError if it is in use."""
        self.sandbox = sandbox
        self.on_response = on_response
        self.stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__((HOST, port), _Connection)
        self.url = f"http://{HOST}:{self.server_address[1]}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, unless there are too many."""
        with self._changed:
            if len(self._connections) < MAX_CONNECTIONS:
                self._connections.add(request)
                super().process_request(request, client_address)
                return
        with contextlib.suppress(OSError):
            request.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self.shutdown_request(request)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._changed:
            self._connections.discard(request)
            self._changed.notify_all()
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that has left; anything else is for the person who runs this."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        """Stop listening, let calls under way end for a second, and close all connections."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        with self._changed:
            for how in (socket.SHUT_RD, socket.SHUT_RDWR):  # no further request, then no response either
                for connection in self._connections:
                    with contextlib.suppress(OSError):
                        connection.shutdown(how)  # its thread meets the end, and closes it
                self._changed.wait_for(lambda: not self._connections, _GRACE)


class _Connection(BaseHTTPRequestHandler):
    """The requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # it would cost 40 ms for each response

    def setup(self) -> None:
        super().setup()
        self._server = cast("Server", self.server)
        self._source = _BoundedSocket(self.connection)
        self.rfile.close()
        self.rfile = self._reader = io.BufferedReader(self._source, _READ_AHEAD)

    def handle_one_request(self) -> None:
        """Read a request, within limits, and respond to it."""
        self.close_connection = True
        self._source.allow(IDLE_SECONDS, MAX_HEAD, 0)
        try:
            if self._reader.peek(1):
                self._source.allow(REQUEST_SECONDS, MAX_HEAD, 414)
                self._respond()
        except _BadRequestError as error:
            if error.status:
                self._refuse(error.status, str(error))
        except OSError:
            self.close_connection = True

    def _respond(self) -> None:
        self.raw_requestline = b"\n"
        while self.raw_requestline in (b"\r\n", b"\n"):  # an empty line before a request is allowed
            self.raw_requestline = self.rfile.readline(MAX_HEAD + 1)
        if len(self.raw_requestline) > MAX_HEAD:
            raise _BadRequestError(414, f"The request line is longer than {MAX_HEAD} bytes")
        self._source.allow(REQUEST_SECONDS, MAX_HEAD - len(self.raw_requestline), 431)
        if not self.parse_request():
            return
        if self.request_version == "HTTP/0.9":
            raise _BadRequestError(505, "The request line has no HTTP version")
        if self._source.has_ended or self.headers.defects:  # after a line without a colon, all others would be lost
            raise _BadRequestError(400, "The request ends within its head, or a header of it can't be read")
        body = self._body()
        target = self.requestline.split()[1]  # `path` has lost slashes
        try:
            response = self._server.sandbox.handle(self.command, target, self.headers.items(), body)
        except Exception as error:  # of a handler, or a document that can't be used
            self._server.handle_error(self.connection, self.client_address)
            response = error_response(500, f"The sandbox can't respond: {type(error).__name__}: {error}"[:1000])
        if self._server.on_response is not None:
            self._server.on_response(self.command, target, response)
        if self._is_over_within(response.delay) or response.drop:
            self.close_connection = True
        else:
            self._send(response)

    def _body(self) -> bytes:
        self._source.allow(REQUEST_SECONDS, 2 * MAX_BODY, 413)
        codings, lengths = self.headers.get_all("Transfer-Encoding", []), self.headers.get_all("Content-Length", ["0"])
        if codings:
            if "Content-Length" in self.headers or [each.strip().lower() for each in codings] != ["chunked"]:
                raise _BadRequestError(400, "Transfer-Encoding must be chunked, without Content-Length")
            return self._chunks()
        if len(lengths) > 1 or not re.fullmatch("[0-9]+", lengths[0].strip()):
            raise _BadRequestError(400, "Content-Length must be one whole number")
        return self._exactly(int(lengths[0].strip()[:20]))

    def _chunks(self) -> bytes:
        body = bytearray()
        while True:
            size = self._line().partition(b";")[0].strip()
            if not re.fullmatch(b"[0-9a-fA-F]{1,16}", size):
                raise _BadRequestError(400, "A chunk of the body has no size")
            length = int(size, 16)
            body += self._exactly(length, len(body))
            trailer = self._line()
            if length and trailer:
                raise _BadRequestError(400, "A chunk of the body is longer than its size")
            if not length:
                while trailer:
                    trailer = self._line()
                return bytes(body)

    def _line(self) -> bytes:
        line = self.rfile.readline(4096)
        if not line.endswith(b"\n"):
            raise _BadRequestError(400, "The request ends within its body, or a line of it is too long")
        return line.strip()

    def _exactly(self, length: int, before: int = 0) -> bytes:
        if length + before > MAX_BODY:
            raise _BadRequestError(413, f"The body is longer than {MAX_BODY} bytes")
        read = self.rfile.read(length)
        if len(read) < length:
            raise _BadRequestError(400, "The request ends within its body")
        return read

    def _is_over_within(self, seconds: float) -> bool:
        """Wait; True as soon as the server stops, or the client has closed the connection."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if self._server.stopping.wait(min(left, 0.1)):
                return True
            self.connection.setblocking(False)
            with contextlib.suppress(BlockingIOError):  # the client waits
                if not self.connection.recv(1, socket.MSG_PEEK):
                    return True
        return False

    def _send(self, response: Response) -> None:
        self.connection.settimeout(REQUEST_SECONDS)
        self.send_response_only(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        has_body = response.status not in (204, 304)
        if has_body:
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(response.body)

    def _refuse(self, status: int, message: str) -> None:
        self.close_connection = True
        self.command, self.request_version = "", self.protocol_version  # whatever has been read of them
        with contextlib.suppress(OSError, _BadRequestError):
            self._send(error_response(status, message))
            # What the client is still sending would make the system discard the response.
            self.connection.shutdown(socket.SHUT_WR)
            self._source.allow(_GRACE, MAX_BODY, status)
            while self._source.read(65536):
                pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what `parse_request` can't read, as JSON."""
        raise _BadRequestError(int(code), message or "The request can't be read")


class _BoundedSocket(io.RawIOBase):
    """Reads a connection until a point in time, however slowly the bytes drip in, and up to a number of bytes."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self.has_ended = False

    def allow(self, seconds: float, size: int, status: int) -> None:
        """Allow so much from now on; more is refused with a status, 0 for none."""
        self._ends, self._left, self._status = time.monotonic() + seconds, size, status

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        seconds = self._ends - time.monotonic()
        if self._left <= 0:
            raise _BadRequestError(self._status, "The request is longer than is allowed")
        try:
            if seconds <= 0:
                raise TimeoutError
            self._connection.settimeout(seconds)
            size = self._connection.recv_into(cast("bytearray", buffer))
        except TimeoutError:
            raise _BadRequestError(self._status and 408, "The request did not come to its end in time") from None
        self.has_ended = not size
        self._left -= size
        return size


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
