"""What a server sends beyond an answer's end is never taken for the answer to the next call."""

import time

import anyio
import pytest

from tests.client.drive import CLIENTS
from tests.client.scenes import answer, head
from tests.client.script import thing
from tests.client.server import Server
from tests.client.service import GET, POST, TOKEN, AsyncThings, Things

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


SURPLUS = [
    at_once(whole() + GHOST),
    at_once(whole(b"") + GHOST),
    at_once(head(204) + b"{}"),
    at_once(head(200, "Transfer-Encoding: chunked") + b"2\r\n{}\r\n0\r\n\r\n" + GHOST),
    at_once(whole() + b"\0"),
    a_little_later,
]


def second(kind, url, pause):
    """The answer to a POST that follows a GET on the same client."""
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
def test_the_next_call_has_an_answer_of_its_own(kind, scene):
    with Server([scene], then=answer(422)) as played:
        assert second(kind, played.url, 0.1 if scene is a_little_later else 0) == 422
    assert [seen.method for seen in played.requests] == ["GET", "POST"]


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_connection_on_which_nothing_more_came_is_kept(kind):
    used = []

    def scene(connection):
        used.append(connection)
        return answer()(connection)

    with Server(then=scene) as played:
        assert second(kind, played.url, 0.02) == 200
    assert used[0] is used[1]
