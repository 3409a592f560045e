"""What a server sends beyond a response's end is never taken for the response to the next call."""

import gzip
import json
import random
import time

import anyio
import pytest

from leadconnector.errors import OutcomeUnknownError
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import head, respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, POST, PUT, TOKEN, AsyncThings, Things

CHUNKED = b"2\r\n{}\r\n0\r\n\r\n"
GHOST = head(200, "Content-Length: 15") + b'{"id": "ghost"}'


def whole(body=b"{}"):
    return head(200, f"Content-Length: {len(body)}") + body


def at_once(data):
    def scene(connection):
        connection.sendall(data)
        return True

    return scene


def a_little_later(connection):
    connection.sendall(whole())
    time.sleep(0.05)
    connection.sendall(GHOST)
    return True


def at_once_but_for(data, dripped):
    """The first bytes one by one, then all others."""

    def scene(connection):
        for position in range(dripped):
            connection.sendall(data[position : position + 1])
            time.sleep(0.002)
        connection.sendall(data[dripped:])
        return True

    return scene


SURPLUS = [
    at_once(whole() + GHOST),
    at_once(whole(b"") + GHOST),
    at_once(head(204) + b"{}"),
    at_once(head(200, "Transfer-Encoding: chunked") + CHUNKED + GHOST),
    at_once(whole() + b"\0"),
    # A length that isn't the body's, so that more than the response may be read with its head.
    at_once(head(204, f"Content-Length: {len(GHOST)}") + GHOST),
    at_once(head(103, f"Content-Length: {len(whole() + GHOST)}") + whole() + GHOST),
    at_once(head(103, f"Content-Length: {len(whole())}") + whole() + GHOST),
    at_once(
        head(200, f"Content-Length: {len(CHUNKED + GHOST)}", "Transfer-Encoding: chunked") + CHUNKED + GHOST,
    ),
    a_little_later,
    *(at_once_but_for(whole() + GHOST, len(whole()) - left) for left in range(1, 7)),
]


def second(kind, url, pause):
    """The response to a POST that follows a GET on the same client."""
    if kind == "sync":
        with Things(token=TOKEN, base_url=url, max_retries=0) as client:
            client.send(thing(client, GET))
            time.sleep(pause)
            return client.send(thing(client, POST)).status

    async def main():
        async with AsyncThings(token=TOKEN, base_url=url, max_retries=0) as client:
            await client.send(thing(client, GET))
            await anyio.sleep(pause)
            return (await client.send(thing(client, POST))).status

    return anyio.run(main, backend=kind)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("scene", SURPLUS)
def test_the_next_call_has_an_response_of_its_own(kind, scene):
    with Server([scene], then=respond(422)) as played:
        assert second(kind, played.url, 0.1 if scene is a_little_later else 0) == 422
    assert [seen.method for seen in played.requests] == ["GET", "POST"]


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_connection_on_which_nothing_more_came_is_kept(kind):
    used = []

    def scene(connection):
        used.append(connection)
        return respond()(connection)

    with Server(then=scene) as played:
        assert second(kind, played.url, 0.02) == 200
    assert used[0] is used[1]


@pytest.mark.parametrize("kind", CLIENTS)
def test_one_that_comes_as_the_next_request_is_sent_leaves_it_in_doubt(kind):
    """Nothing but the id that it tells shows whose it is, and the response proper is still to come."""

    def late(connection):
        connection.sendall(GHOST)
        return True

    with Server([respond(), late, respond(422)], then=respond()) as played:
        error, status = error_and_next(kind, played.url)
        assert [seen.method for seen in played.requests] == ["GET", "POST", "PUT"]
    assert (type(error), error.applied, error.attempts) == (OutcomeUnknownError, None, 1)
    assert "another request's" in str(error)
    assert status == 422
    assert played.connections_made == 2


def error_and_next(kind, url):
    if kind == "sync":
        with Things(token=TOKEN, base_url=url) as client:
            client.send(thing(client, GET))
            error = error_of(client.send, thing(client, POST))
            return error, client.send(thing(client, PUT)).status

    async def main():
        async with AsyncThings(token=TOKEN, base_url=url) as client:
            await client.send(thing(client, GET))
            with pytest.raises(OutcomeUnknownError) as caught:
                await client.send(thing(client, POST))
            return caught.value, (await client.send(thing(client, PUT))).status

    return anyio.run(main, backend=kind)


TEXT = b'{"name": \n\n"a" \n\n\n\r\n\n }'


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "parts", [(TEXT,), tuple(TEXT[at : at + 1] for at in range(len(TEXT))), (TEXT[:13], TEXT[13:])]
)
@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_a_blank_line_in_a_body_is_not_its_end(kind, parts, newline):
    used = []
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (*parts, b""))

    def scene(connection):
        used.append(connection)
        connection.sendall(head(200, "Transfer-Encoding: chunked").replace(b"\r\n", newline) + chunks)
        return True

    with Server(then=scene) as played:
        assert call(kind, GET, played.url) == {"name": "a"}
        assert second(kind, played.url, 0.02) == 200
    assert used[1] is used[2]


@pytest.mark.parametrize("kind", CLIENTS)
def test_nor_are_such_bytes_in_what_is_packed(kind):
    value = random.Random(7).randbytes(200_000).hex()
    packed = gzip.compress(json.dumps({"name": value}).encode())
    assert b"\n\n" in packed
    chunked = b"".join(
        b"%x\r\n%b\r\n" % (len(packed[at : at + 8192]), packed[at : at + 8192])
        for at in range(0, len(packed) + 8192, 8192)
    )
    fields = ("Transfer-Encoding: chunked", "Content-Encoding: gzip")
    with Server(then=at_once(head(200, *fields) + chunked)) as played:
        assert call(kind, GET, played.url) == {"name": value}
