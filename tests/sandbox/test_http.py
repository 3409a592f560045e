"""The HTTP server under what no decent client sends: each is bounded, and gets a response."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from leadconnector.sandbox import Sandbox, http
from tests.sandbox.calls import SCHEDULE, headers, owner, update_body

Address = tuple[str, int]


@pytest.fixture
def address(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    monkeypatch.setattr(http, "REQUEST_SECONDS", 0.5)
    with sandbox.serve() as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def receive(client: socket.socket) -> bytes:
    parts: list[bytes] = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        parts.append(b"")
    return b"".join(parts)


def exchange(address: Address, *parts: bytes, end: bool = False) -> tuple[int, Any]:
    """Send parts, read to the end; the status and JSON of the response."""
    with socket.create_connection(address, timeout=10) as client:
        for part in parts:
            client.sendall(part)
        if end:
            client.shutdown(socket.SHUT_WR)
        head, _, body = receive(client).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 "), head
    return int(head.split()[1]), json.loads(body)


def get(path: str = "/", *more: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *more]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def put(*more: str, body: bytes = b"") -> bytes:
    lines = ["PUT /invoices/x HTTP/1.1", "Host: x", *more]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"GET / FTP/1.1\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 400),
        (get("/", *(f"X-{number}: {'y' * 3000}" for number in range(30))), 431),
        (get("/", "no colon", "Host: x"), 400),
        (put("Content-Length : 3", body=b"abc"), 400),
        (put("Content-Length: x"), 400),
        (put("Content-Length: -1"), 400),
        (put("Content-Length: 1", "Content-Length: 2"), 400),
        (put("Content-Length: 99999999999999999999"), 413),
        (put(f"Content-Length: {http.MAX_BODY + 1}"), 413),
        (put("Transfer-Encoding: gzip"), 501),
        (put("Transfer-Encoding: chunked", body=b"x\r\n"), 400),
        (put("Transfer-Encoding: chunked", body=b"3\r\nabcd\r\n0\r\n\r\n"), 400),
        (put("Transfer-Encoding: chunked", body=b"fffffffffffffff\r\n"), 408),
        (put("Transfer-Encoding: chunked", body=b"0\r\n" + b"X: y\r\n" * 200), 408),
        (put("Transfer-Encoding: chunked", body=b"1;" + b"x" * 90_000), 431),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_no_request_is_refused(sandbox: Sandbox, address: Address, sent: bytes, status: int) -> None:
    found, body = exchange(address, sent)
    assert (found, body["statusCode"]) == (status, status)
    assert sandbox.requests == []


@pytest.mark.parametrize(
    "half",
    [
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        put("Content-Length: 5", body=b"{"),
        put("Transfer-Encoding: chunked", body=b"5\r\nab"),
        put("Transfer-Encoding: chunked", body=b"5\r\nabcde\r\n"),
    ],
)
def test_half_a_request_gets_a_response(sandbox: Sandbox, address: Address, half: bytes) -> None:
    start = time.monotonic()
    assert exchange(address, half)[0] == 408
    assert exchange(address, half, end=True)[0] == 400
    assert time.monotonic() - start < 5
    assert sandbox.requests == []


def test_a_request_that_drips_in_has_an_end(sandbox: Sandbox, address: Address) -> None:
    start = time.monotonic()
    with socket.create_connection(address, timeout=10) as client:
        client.settimeout(0.05)
        response = b""
        while not response and time.monotonic() - start < 5:
            client.sendall(b"x")
            try:
                response = client.recv(4096)
            except TimeoutError:
                continue
    assert response.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("origin", ["http://127.0.0.1", "HTTPS://service.example:444", ""])
def test_a_whole_url_may_be_asked_for(sandbox: Sandbox, address: Address, origin: str) -> None:
    target = f"{origin}/invoices/schedule/{SCHEDULE}?altId={sandbox.location_id}&altType=location"
    status, body = exchange(address, get(target, *(f"{name}: {value}" for name, value in headers().items())))
    assert (status, body["_id"]) == (200, SCHEDULE)
    assert sandbox.requests[0].path == f"/invoices/schedule/{SCHEDULE}"


def test_a_long_target_takes_no_time(sandbox: Sandbox, address: Address) -> None:
    start = time.monotonic()
    assert exchange(address, get("a" * 60_000))[0] == 401
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("target", ["http://service.example", "http://service.example?x=1", "*", "service:80", "//x/y"])
def test_other_targets_are_no_operations(sandbox: Sandbox, address: Address, target: str) -> None:
    assert exchange(address, get(target))[0] == 401


def test_a_body_may_come_in_chunks(sandbox: Sandbox, address: Address) -> None:
    content = json.dumps(update_body(sandbox, name="Dach")).encode()
    chunks = [b"%X;x=y\r\n%b\r\n" % (len(part), part) for part in (content[:7], content[7:])]
    lines = [f"{name}: {value}" for name, value in headers().items()]
    path = "/invoices/6578278e879ad2646715ba9e"
    head = [f"PUT {path} HTTP/1.1", "Host: x", "Connection: close", "Transfer-Encoding: chunked", *lines, "", ""]
    sent = "\r\n".join(head).encode()
    status, body = exchange(address, sent, *chunks, b"0\r\nTrailer: x\r\n\r\n")
    assert (status, body["name"]) == (200, "Dach")
    assert sandbox.requests[0].body == content


def test_a_client_may_ask_before_it_sends(sandbox: Sandbox, address: Address) -> None:
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(put("Expect: 100-continue", "Content-Length: 2", "Connection: close"))
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"{}")
        assert receive(client).startswith(b"HTTP/1.1 401 ")


def test_requests_follow_one_another_on_a_connection(sandbox: Sandbox, address: Address) -> None:
    one = b"GET /one HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(one * 3 + b"HEAD /two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        received = receive(client)
    assert received.count(b"HTTP/1.1 401 Unauthorized\r\n") == 4
    assert received.endswith(b"\r\n\r\n")  # a response to HEAD has no body
    assert [request.path for request in sandbox.requests] == ["/one"] * 3 + ["/two"]


def test_a_failure_without_a_body_has_none(sandbox: Sandbox, address: Address) -> None:
    sandbox.fail_next(status=304)
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(get())
        received = receive(client)
    assert received.startswith(b"HTTP/1.1 304 ")
    assert received.endswith(b"\r\n\r\n")


def test_the_log_keeps_the_first_64_kib_of_a_body(sandbox: Sandbox, address: Address) -> None:
    body = b"x" * 3_000_000
    assert exchange(address, put(f"Content-Length: {len(body)}", "Connection: close", body=body))[0] == 401
    [request] = sandbox.requests
    assert request.body == body[: 64 * 1024]
    assert request.body_length == len(body)


def test_a_handler_that_fails_is_told_and_the_server_goes_on(
    sandbox: Sandbox, address: Address, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.register("schedules.get", lambda _: 1 / 0)
    target = f"/invoices/schedule/{SCHEDULE}?altId={sandbox.location_id}&altType=location"
    asked = get(target, *(f"{name}: {value}" for name, value in headers().items()))
    status, body = exchange(address, asked)
    assert (status, body["message"]) == (500, "The sandbox can't respond: ZeroDivisionError: division by zero")
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert exchange(address, get())[0] == 401


def test_a_client_that_does_not_read_holds_up_no_other(sandbox: Sandbox, address: Address) -> None:
    sandbox.add_schedule({"_id": "big", "altId": sandbox.location_id, "note": "x" * 30_000_000})
    target = f"/invoices/schedule/big?altId={sandbox.location_id}&altType=location"
    asked = get(target, *(f"{name}: {value}" for name, value in headers().items()))
    with socket.create_connection(address, timeout=10) as deaf:
        deaf.sendall(asked)
        assert exchange(address, get())[0] == 401


def test_a_client_that_leaves_during_a_delay_leaves_no_thread(sandbox: Sandbox, address: Address) -> None:
    before = threading.active_count()
    sandbox.fail_next(2, delay=3600)
    for _ in range(2):
        with socket.create_connection(address, timeout=10) as client:
            client.sendall(get())
    ends = time.monotonic() + 5
    while len(sandbox.requests) < 2 or threading.active_count() > before:
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.parametrize("ahead", [get("/two"), b"\r\n", b"x" * 50_000])
def test_what_comes_during_a_delay_does_not_end_it(sandbox: Sandbox, address: Address, ahead: bytes) -> None:
    sandbox.fail_next(delay=0.4)
    with socket.create_connection(address, timeout=10) as client:
        start = time.monotonic()
        client.sendall(b"GET /one HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.05)
        client.sendall(ahead)
        assert client.recv(65536).startswith(b"HTTP/1.1 401 ")
        assert time.monotonic() - start > 0.35
        client.shutdown(socket.SHUT_WR)
        receive(client)
    assert [request.path for request in sandbox.requests] == ["/one", "/two"][: 1 + (b"/two" in ahead)]


def test_who_sends_on_and_on_during_a_delay_is_left(sandbox: Sandbox, address: Address) -> None:
    sandbox.fail_next(delay=3600)
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(b"GET /one HTTP/1.1\r\nHost: x\r\n\r\n" + b"x" * 80_000)
        assert receive(client) == b""


def test_empty_lines_may_come_before_a_request(sandbox: Sandbox, address: Address) -> None:
    assert exchange(address, b"\r\n\r", b"\n" + get())[0] == 401
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(b"\r\nGET /one HTTP/1.1\r\nHost: x\r\n\r\n\r\n" + get("/two"))
        assert receive(client).count(b"HTTP/1.1 401 ") == 2


def test_it_leaves_neither_threads_nor_sockets(sandbox: Sandbox) -> None:
    before = threading.active_count()
    sandbox.fail_next(delay=3600)
    with sandbox.serve() as url:
        host, _, port = url.removeprefix("http://").partition(":")
        clients = [socket.create_connection((host, int(port)), timeout=10) for _ in range(20)]
        clients[0].sendall(get())
        while not sandbox.requests:
            time.sleep(0.01)
        start = time.monotonic()
    assert time.monotonic() - start < 3
    assert all(receive(client) == b"" for client in clients)
    for client in clients:
        client.close()
    ends = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < ends:
        time.sleep(0.01)
    assert threading.active_count() == before


def test_the_owner_of_a_connection_is_served_in_turn(sandbox: Sandbox, address: Address) -> None:
    """Many threads, each with calls of its own; nothing gets mixed up."""
    invoices = {sandbox.add_invoice(name=f"n{number}"): f"n{number}" for number in range(20)}
    found: dict[str, str] = {}

    def delete(invoice: str) -> None:
        query = "&".join(f"{name}={value}" for name, value in owner(sandbox).items())
        lines = [f"{name}: {value}" for name, value in headers().items()]
        head = [f"DELETE /invoices/{invoice}?{query} HTTP/1.1", "Host: x", "Connection: close", *lines, "", ""]
        found[invoice] = exchange(address, "\r\n".join(head).encode())[1]["name"]

    threads = [threading.Thread(target=delete, args=(invoice,)) for invoice in invoices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == invoices
