"""Many threads or tasks, one client, random faults: no response lost or mixed up, no POST twice, no socket open."""

import collections
import gc
import json
import random
import threading
import time
from pathlib import Path

import anyio
import pytest

from leadconnector.errors import LeadConnectorError
from tests.support import scenes
from tests.support.drive import AsyncPromptThings, PromptThings
from tests.support.long import LONG
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Scene, Seen, Server
from tests.support.service import DELETE, GET, POST, PUT, TOKEN

FILES = Path("/proc/self/fd")
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="open sockets are counted in /proc")
CROWD = 200
SECONDS = 30.0 if LONG else 2.0  # at most
CALLS = 100 if LONG else 4  # of each
OPERATIONS = (GET, PUT, DELETE, POST)
FAULTS = [scenes.reset, scenes.early_close, scenes.reset_mid_body(), scenes.bad_chunk()]
FAULTS += [respond(500), respond(503), respond(404)]
REFUSALS = [respond(429), respond(521)]


class Chance:
    """Responds to most requests with their own id, and plays a fault for the others."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.posts: collections.Counter[str] = collections.Counter()

    def __call__(self, seen: Seen) -> Scene:
        id_ = seen.target.split("/")[2]
        if self.random.random() < 0.7:
            scene = respond(200, json.dumps({"id": id_}).encode())
        else:
            scene = self.random.choice(REFUSALS + FAULTS)
        if seen.method == "POST" and scene not in REFUSALS:
            self.posts[id_] += 1
        return scene


class Tally:
    """What became of the calls."""

    def __init__(self) -> None:
        self.results: dict[str, str] = {}
        self.errors: dict[str, str] = {}

    def take(self, id_: str, parse) -> None:
        try:
            self.results[id_] = parse()["id"]
        except LeadConnectorError as exc:
            self.errors[id_] = type(exc).__name__


def check(tally: Tally, asked: list[str], chance: Chance) -> None:
    assert sorted([*tally.results, *tally.errors]) == sorted(asked)
    assert all(got == id_ for id_, got in tally.results.items())
    assert len(tally.results) > len(asked) / 2
    assert tally.errors
    assert set(chance.posts.values()) == {1}


def open_files() -> int:
    gc.collect()
    return len(list(FILES.iterdir()))


def no_socket_is_left(before: int) -> bool:
    ends = time.monotonic() + 2
    while open_files() > before and time.monotonic() < ends:
        time.sleep(0.02)
    return open_files() <= before


def ids(worker: int) -> list[str]:
    return [f"w{worker}c{number}" for number in range(CALLS)]


def test_threads():
    before, chance, tally = open_files(), Chance(1), Tally()
    asked: list[str] = []
    with Server(reply=chance) as played, PromptThings(token=TOKEN, base_url=played.url, timeout=10) as client:
        ends = time.monotonic() + SECONDS

        def work(worker: int) -> None:
            for number, id_ in enumerate(ids(worker)):
                if time.monotonic() < ends:
                    asked.append(id_)
                    prepared = thing(client, OPERATIONS[(worker + number) % 4], id_)
                    tally.take(id_, lambda prepared=prepared: client.send(prepared).parse())

        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(CROWD)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS + 20)
        client.close()
    check(tally, asked, chance)
    assert no_socket_is_left(before)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tasks(backend):
    before, chance, tally = open_files(), Chance(2), Tally()
    asked: list[str] = []

    async def main() -> None:
        options = {"token": TOKEN, "base_url": played.url, "timeout": 10}
        async with AsyncPromptThings(**options) as client, anyio.create_task_group() as group:
            ends = time.monotonic() + SECONDS

            async def work(worker: int) -> None:
                for number, id_ in enumerate(ids(worker)):
                    if time.monotonic() < ends:
                        asked.append(id_)
                        try:
                            response = await client.send(thing(client, OPERATIONS[(worker + number) % 4], id_))
                        except LeadConnectorError as exc:
                            tally.errors[id_] = type(exc).__name__
                        else:
                            tally.take(id_, response.parse)

            for worker in range(CROWD):
                group.start_soon(work, worker)

    with Server(reply=chance) as played:
        anyio.run(main, backend=backend)
    check(tally, asked, chance)
    assert no_socket_is_left(before)
