"""Calls through a SOCKS proxy: what was not sent, what is in doubt, and the deadline hold as on any other way."""

import contextlib
import socket
import threading

import pytest

from leadconnector.errors import APIConnectionError, APITimeoutError, OutcomeUnknownError
from tests.support import scenes
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import respond
from tests.support.service import GET, POST, TOKEN

URL = "https://things.example"
NO_PASSWORD, PASSWORD, NONE_ACCEPTABLE = b"\x05\x00", b"\x05\x02", b"\x05\xff"
CONNECTED = b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"
REFUSED = b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"


class Proxy:
    """A SOCKS5 server on loopback that is the server behind it too: each connection plays the same scene in TLS.

    ``replies`` are sent one after another, each once something has come; what came is in ``received``.
    """

    def __init__(self, replies, context=None, scene=None):
        self.replies = replies
        self.context = context
        self.scene = scene
        self.received = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"socks5://127.0.0.1:{self.listener.getsockname()[1]}"
        self.threads = []

    def __enter__(self):
        self.accepting = threading.Thread(target=self.accept)
        self.accepting.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in (self.accepting, *self.threads):
            thread.join(5)

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection = self.listener.accept()[0]
                self.threads.append(threading.Thread(target=self.serve, args=(connection,)))
                self.threads[-1].start()

    def serve(self, connection):
        connection.settimeout(5)
        with connection, contextlib.suppress(OSError):
            for reply in self.replies:
                self.received.append(connection.recv(65536))
                connection.sendall(reply)
            if self.context is None:
                while connection.recv(65536):
                    pass
                return
            with self.context.wrap_socket(connection, server_side=True) as inner:
                while b"\r\n\r\n" not in inner.recv(65536):
                    pass
                self.scene(inner)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("by", ["argument", "environment"])
@pytest.mark.usefixtures("trusted")
def test_a_request_goes_by_it_and_its_name_is_resolved_there(kind, by, context, monkeypatch):
    with Proxy([NO_PASSWORD, CONNECTED], context, respond()) as proxy:
        if by == "environment":
            monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert call(kind, GET, URL, proxy=proxy.url if by == "argument" else None) == {"id": "x"}
    assert b"things.example" in proxy.received[1]
    assert TOKEN.encode() not in b"".join(proxy.received)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_with_a_user_name_and_a_password(kind, context):
    with Proxy([PASSWORD, b"\x01\x00", CONNECTED], context, respond()) as proxy:
        assert call(kind, GET, URL, proxy=proxy.url.replace("//", "//jane:s3cret@")) == {"id": "x"}
    assert proxy.received[1] == b"\x01\x04jane\x06s3cret"


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "replies", [[NONE_ACCEPTABLE], [PASSWORD, b"\x01\x01"], [NO_PASSWORD, REFUSED], [b"HTTP/1.1 400 \r\n\r\n"]]
)
def test_one_that_refuses_was_not_sent_the_request(kind, replies):
    with Proxy(replies) as proxy:
        error = error_of(call, kind, POST, URL, proxy=proxy.url.replace("//", "//jane:s3cret@"), max_retries=1)
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (False, 2)
    assert "s3cret" not in f"{error!r} {error.__dict__}"


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("replies", [[], [NO_PASSWORD], [NO_PASSWORD, CONNECTED]])
def test_one_that_falls_silent_was_not_sent_it_either(kind, replies):
    with Proxy(replies) as proxy:
        error = error_of(call, kind, POST, URL, proxy=proxy.url, timeout=0.3)
    assert type(error) is APITimeoutError
    assert error.applied is False
    assert error.elapsed == pytest.approx(0.3, abs=0.5)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("scene", [scenes.early_close, scenes.reset])
@pytest.mark.usefixtures("trusted")
def test_what_was_sent_through_it_is_in_doubt(kind, scene, context):
    with Proxy([NO_PASSWORD, CONNECTED], context, scene) as proxy:
        error = error_of(call, kind, POST, URL, proxy=proxy.url, max_retries=1)
    assert type(error) is OutcomeUnknownError
    assert error.attempts == 1
