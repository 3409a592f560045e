"""The sandbox over HTTP on loopback, by the standard library's server: it alone lets go of a connection unanswered."""

import contextlib
import io
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
_GRACE: Final = 1.0  # seconds that calls under way have when the server stops

OnResponse = Callable[[str, str, Response], object]


class _Sandbox(Protocol):
    def handle(self, method: str, target: str, headers: Headers, body: bytes) -> Response: ...


class _BadRequestError(Exception):
    """A request that can't be read to its end; the connection is closed after the response."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _UnreadError(Exception):
    """The client does not take the response."""


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
        self.connections: dict[socket.socket, bool] = {}
        """Each open connection, and whether a call on it is under way."""
        self.changed = threading.Condition()
        super().__init__((HOST, port), _Connection)
        self.url = f"http://{HOST}:{self.server_address[1]}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, unless there are too many."""
        with self.changed:
            full = len(self.connections) >= MAX_CONNECTIONS
            if not full:
                self.connections[request] = False
        if full:
            with contextlib.suppress(OSError):
                request.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self.changed:
            self.connections.pop(request, None)
            self.changed.notify_all()
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
        with self.changed:
            self.changed.wait_for(lambda: not any(self.connections.values()), _GRACE)
            for connection in self.connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)  # its thread meets the end, and closes it
            self.changed.wait_for(lambda: not self.connections, _GRACE)


class _Connection(BaseHTTPRequestHandler):
    """The requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # it would cost 40 ms for each response

    def setup(self) -> None:
        super().setup()
        self._server = cast("Server", self.server)
        self._source = _TimedSocket(self.connection)
        self.rfile.close()
        self.rfile = self._reader = io.BufferedReader(self._source)

    def handle_one_request(self) -> None:
        """Read a request, within limits, and respond to it."""
        self.close_connection = True
        self._source.seconds_left(IDLE_SECONDS)
        try:
            if not self._reader.peek(1):
                return
        except TimeoutError:
            return
        self._source.seconds_left(REQUEST_SECONDS)
        try:
            self._respond()
        except _UnreadError:
            self.close_connection = True
        except TimeoutError:
            self._refuse(408, "The request did not come to its end in time")
        except _BadRequestError as error:
            self._refuse(error.status, str(error))

    def _respond(self) -> None:
        head = self._head()
        if head is None:
            return
        first, rest = head
        self.raw_requestline = first
        self.rfile = io.BytesIO(rest)
        try:
            if not self.parse_request():  # it has responded by send_error
                return
        finally:
            self.rfile = self._reader
        if self.request_version == "HTTP/0.9":
            raise _BadRequestError(505, "The request line has no HTTP version")
        body = self._body()
        target = self.requestline.split()[1]  # `path` has lost slashes
        self._busy(True)
        try:
            response = self._handle(target, body)
            if (response.delay and self._client_left_within(response.delay)) or response.drop:
                self.close_connection = True
            else:
                self._send(response)
        finally:
            self._busy(False)

    def _handle(self, target: str, body: bytes) -> Response:
        try:
            response = self._server.sandbox.handle(self.command, target, self.headers.items(), body)
        except Exception as error:  # of a handler, or a document that can't be used
            self._server.handle_error(self.connection, self.client_address)
            response = error_response(500, f"The sandbox can't respond: {type(error).__name__}: {error}"[:1000])
        if self._server.on_response is not None:
            self._server.on_response(self.command, target, response)
        return response

    def _head(self) -> tuple[bytes, bytes] | None:
        """Return the request line and the headers; None if nothing came."""
        lines: list[bytes] = []
        size = 0
        while True:
            line = self.rfile.readline(MAX_HEAD + 1)
            size += len(line)
            if size > MAX_HEAD:
                status = 431 if lines else 414
                raise _BadRequestError(status, f"The head of the request is longer than {MAX_HEAD} bytes")
            if not line.endswith(b"\n"):
                if not lines and not line:
                    return None
                raise _BadRequestError(400, "The request ends within its head")
            if line in (b"\r\n", b"\n"):
                if lines:
                    return lines[0], b"".join([*lines[1:], line])
                continue  # an empty line before a request is allowed
            lines.append(line)

    def _body(self) -> bytes:
        codings, lengths = self.headers.get_all("Transfer-Encoding", []), self.headers.get_all("Content-Length", [])
        if codings:
            if lengths or [each.strip().lower() for each in codings] != ["chunked"]:
                raise _BadRequestError(400, "Transfer-Encoding must be chunked, without Content-Length")
            return self._chunks()
        if not lengths:
            return b""
        text = lengths[0].strip()
        if len(lengths) > 1 or not (text.isascii() and text.isdecimal()):
            raise _BadRequestError(400, "Content-Length must be one whole number")
        return self._exactly(int(text) if len(text) < 20 else MAX_BODY + 1, 0)

    def _chunks(self) -> bytes:
        body = bytearray()
        while True:
            size = self._line().partition(b";")[0].strip()
            if not size or size.strip(b"0123456789abcdefABCDEF") or len(size) > 16:
                raise _BadRequestError(400, "A chunk of the body has no size")
            length = int(size, 16)
            if not length:
                for _ in range(100):
                    if not self._line().strip():
                        return bytes(body)
                raise _BadRequestError(431, "More than 100 trailers")
            body += self._exactly(length, len(body))
            if self._line().strip():
                raise _BadRequestError(400, "A chunk of the body is longer than its size")

    def _line(self) -> bytes:
        line = self.rfile.readline(4096)
        if not line.endswith(b"\n"):
            raise _BadRequestError(400, "The request ends within its body, or a line of it is too long")
        return line

    def _exactly(self, length: int, before: int) -> bytes:
        if length + before > MAX_BODY:
            raise _BadRequestError(413, f"The body is longer than {MAX_BODY} bytes")
        read = self.rfile.read(length)
        if len(read) < length:
            raise _BadRequestError(400, "The request ends within its body")
        return read

    def _client_left_within(self, seconds: float) -> bool:
        """Wait; True as soon as the client has closed the connection, or the server stops."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0 and not self._server.stopping.is_set():
            self._source.seconds_left(left)
            try:
                if not self._reader.peek(1):
                    return True
            except TimeoutError:
                return False
            except OSError:
                return True
            self._server.stopping.wait(left)  # the next request is there already, so the client is too
        return self._server.stopping.is_set()

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
        try:
            self.end_headers()
            if has_body and self.command != "HEAD":
                self.wfile.write(response.body)
        except OSError:
            raise _UnreadError from None

    def _refuse(self, status: int, message: str) -> None:
        self.close_connection = True
        self.command, self.request_version = "", self.protocol_version  # whatever has been read of them
        with contextlib.suppress(OSError, _UnreadError):
            self._send(error_response(status, message))
            # What the client is still sending would make the system discard the response.
            self.connection.shutdown(socket.SHUT_WR)
            self._source.seconds_left(_GRACE)
            while self._source.read(65536):
                pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what `parse_request` can't read, as JSON."""
        raise _BadRequestError(int(code), message or "The request can't be read")

    def _busy(self, busy: bool) -> None:
        with self._server.changed:
            if self.connection in self._server.connections:
                self._server.connections[self.connection] = busy
            self._server.changed.notify_all()


class _TimedSocket(io.RawIOBase):
    """Reads a connection until a point in time, however slowly the bytes drip in; then TimeoutError."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self._ends = 0.0

    def seconds_left(self, seconds: float) -> None:
        """Allow reading for so long from now on."""
        self._ends = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(cast("bytearray", buffer))


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
