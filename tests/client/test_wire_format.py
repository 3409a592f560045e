"""Requests as the server sees them, from both clients over a real socket."""

import anyio
import pytest

from tests.client.test_cases import load
from tests.support.drive import CLIENTS
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import OPERATIONS, TOKEN, AsyncThings, Things


def send(kind, url, operation, **arguments):
    options = {"token": TOKEN, "base_url": f"{url}/base", "location_id": "L"}
    if kind == "sync":
        with Things(**options) as client:
            client.send(thing(client, operation, **arguments))
        return

    async def main():
        async with AsyncThings(**options) as client:
            await client.send(thing(client, operation, **arguments))

    anyio.run(main, backend=kind)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("case", load("requests.yaml"), ids=lambda case: f"{case['operation']}-{case['target']}")
def test_the_request_on_the_wire(kind, case):
    content = case["content"].encode() if "content" in case else None
    with Server(then=respond(200, b"{}")) as played:
        host = f"127.0.0.1:{played.port}"
        send(
            kind,
            played.url,
            OPERATIONS[case["operation"]],
            id_=case["id"],
            query=case.get("query"),
            content=content,
            headers={"Version": "v7"},
        )
    (seen,) = played.requests
    assert (seen.method, seen.target) == (OPERATIONS[case["operation"]].method, f"/base{case['target']}")
    assert seen.body.decode() == case["body"]
    expected = {
        "host": host,
        "accept": "application/json",
        "accept-encoding": "gzip",
        "user-agent": "things-client/1.2.3",
        "version": "v7",
        "authorization": f"Bearer {TOKEN}",
    }
    if content is not None:
        expected |= {"content-type": "application/json", "content-length": str(len(content))}
    elif seen.method in ("POST", "PUT"):
        expected["content-length"] = "0"
    assert seen.headers == expected
