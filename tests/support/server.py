"""A loopback server that plays a script, one scene for each request."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

PATIENCE = 10.0
Scene = Callable[[socket.socket], bool]
"""Plays on a connection whose request has been read; says whether the connection stays open."""


@dataclass
class Seen:
    """One request as it stood on the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """Plays `scenes` in the order in which requests arrive, then `then` for ever; closes all it opened."""

    scenes: Iterable[Scene] = ()
    then: Scene | None = None
    reply: Callable[[Seen], Scene] | None = None
    """Chooses the scene by the request, where there are neither `scenes` nor `then`."""
    tls: ssl.SSLContext | None = None
    greeting: bytes = b""
    """Sent before any request is read."""
    requests: list[Seen] = field(default_factory=list)
    connections_made: int = 0
    closed_by_client: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Server":
        self._script = iter(self.scenes)
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        # Only shutdown wakes a thread that is blocked in accept or recv.
        _shut(self._listener)
        with self._lock:
            for connection in self._connections:
                _shut(connection)
            threads = list(self._threads)
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        self._listener.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def open_connections(self) -> int:
        with self._lock:
            return len(self._connections)

    def _start(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, daemon=True)
        with self._lock:
            self._threads = [known for known in self._threads if known.is_alive()]
            self._threads.append(thread)
            thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(PATIENCE)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections.add(connection)
                self.connections_made += 1
            self._start(lambda raw=connection: self._serve(raw))  # type: ignore[misc]

    def _serve(self, raw: socket.socket) -> None:
        connection = raw
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(raw, server_side=True)
            connection.sendall(self.greeting)
            while (seen := read_request(connection)) is not None:
                with self._lock:
                    self.requests.append(seen)
                    scene = next(self._script, self.then)
                    if scene is None and self.reply is not None:
                        scene = self.reply(seen)
                if scene is None or not scene(connection):
                    return
            self.closed_by_client.set()
        except OSError:
            self.closed_by_client.set()
        finally:
            with self._lock:
                self._connections.discard(raw)
            connection.close()
            raw.close()


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def read_request(connection: socket.socket) -> Seen | None:
    """Read a request whole; None where the client goes before its end."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        part = connection.recv(65536)
        if not part:  # a client whose time is over goes in the middle of its request
            return None
        body += part
    return Seen(method, target, headers, body)
