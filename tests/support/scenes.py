"""Scenes for the loopback server: what no transport can fake."""

import functools
import socket
import struct
import time
import zlib

from tests.support.server import Scene


def head(status: int = 200, *fields: str) -> bytes:
    """A response's head, up to and with the empty line."""
    return "\r\n".join([f"HTTP/1.1 {status} Said", *fields, "", ""]).encode("latin-1")


def respond(status: int = 200, body: bytes = b'{"id": "x"}', *fields: str) -> Scene:
    """A whole response; the connection stays."""

    def scene(connection: socket.socket) -> bool:
        connection.sendall(head(status, f"Content-Length: {len(body)}", *fields) + body)
        return True

    return scene


def raw(data: bytes) -> Scene:
    """Any bytes, then the end."""

    def scene(connection: socket.socket) -> bool:
        connection.sendall(data)
        return False

    return scene


def drip(data: bytes, *, after: int, pause: float = 0.02) -> Scene:
    """The bytes, from the given one on a byte at a time, until the client has had enough."""

    def scene(connection: socket.socket) -> bool:
        connection.sendall(data[:after])
        for position in range(after, len(data)):
            connection.sendall(data[position : position + 1])
            time.sleep(pause)
        return False

    return scene


def dripped_headers() -> Scene:
    """A head that never comes to its end."""
    return drip(head(200, *(f"X-Field-{n}: value" for n in range(100))), after=9)


def dripped_body() -> Scene:
    """A body that takes far too long."""
    return drip(head(200, "Content-Length: 400") + b" " * 400, after=60)


def silence(connection: socket.socket) -> bool:
    """Half open: the request is taken, nothing follows."""
    connection.recv(1)
    return True


def reset(connection: socket.socket) -> bool:
    """The connection is reset after the request."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def reset_mid_body(status: int = 200) -> Scene:
    """The connection is reset in the middle of the body."""

    def scene(connection: socket.socket) -> bool:
        connection.sendall(head(status, "Content-Length: 100") + b'{"id": ')
        time.sleep(0.05)  # else the reset overtakes what was sent
        return reset(connection)

    return scene


def early_close(connection: socket.socket) -> bool:
    """The connection is closed after the request, without a response."""
    return False


def bad_chunk() -> Scene:
    """A chunk whose length is no number."""
    return raw(head(200, "Transfer-Encoding: chunked") + b'5\r\n{"id"\r\nzz\r\n')


def bomb(status: int = 200) -> Scene:
    """64 KB that decode to 64 MB."""
    return respond(status, packed_zeros(64), "Content-Encoding: gzip")


@functools.cache
def packed_zeros(megabytes: int) -> bytes:
    """So many million zero bytes in gzip, without ever holding them."""
    packer = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(megabytes)), packer.flush()])
