"""What the tests of forking run as programs of their own: ``python -m tests.transport.forked <act> <url>``.

Each prints what came of it. pytest's process has threads, which is no place to fork from.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import anyio

from leadconnector.client.call import Call
from leadconnector.client.throttle import Throttle, Ticket
from leadconnector.transport.network import Link
from tests.support.script import FakeTime, Script, thing
from tests.support.service import GET, POST, TOKEN, AsyncThings, Things


def apart(url: str) -> None:
    """Parent and child call at the same time, after the parent has connected."""
    with Things(token=TOKEN, base_url=url, max_retries=0, timeout=5) as client:
        client.send(thing(client, GET, "warm"))
        get, other = in_child(lambda: got(client, "child")), client.with_options(timeout=4)
        say([got(other, f"parent{number}") for number in range(3)], get())


def apart_async(url: str, backend: str) -> None:
    """The same of the async client: forked between two of the parent's loops."""
    client = AsyncThings(token=TOKEN, base_url=url, max_retries=0, timeout=5)

    def all_got(name: str) -> list[Any]:
        return anyio.run(all_of, client, name, backend=backend)

    all_got("warm")
    get = in_child(lambda: all_got("child"))
    say(all_got("parent"), get())


async def all_of(client: AsyncThings, name: str) -> list[Any]:
    return [(await client.send(thing(client, GET, f"{name}{number}"))).parse()["id"] for number in range(2)]


def loop_kept(url: str) -> None:
    """A loop that the parent goes on with after the fork, while the child has its own."""
    import asyncio

    client = AsyncThings(token=TOKEN, base_url=url, max_retries=0, timeout=5)
    with asyncio.Runner() as runner:
        runner.run(all_of(client, "warm"))
        get = in_child(lambda: asyncio.run(all_of(client, "child")))
        say(runner.run(all_of(client, "parent")), get())


def undisturbed(url: str, how: str) -> None:
    """A child gives the client up while a call of the parent's is on its way."""
    client = Things(token=TOKEN, base_url=url, max_retries=0, timeout=5)
    client.send(thing(client, GET, "warm"))
    results: list[Any] = []
    caller = threading.Thread(target=lambda: results.append(got(client, "parent", POST)))
    caller.start()
    time.sleep(0.1)
    child = os.fork()
    if child == 0:
        if how == "closes":
            client.close()
            os._exit(0)
        sys.exit(0)  # whatever is still to be done at exit is done
    os.waitpid(child, 0)
    caller.join()
    say(results, got(client, "again"))
    client.close()


def closing(url: str) -> None:
    """A fork while another thread closes the connections of its loop, which the child must not wait for."""
    import asyncio
    import signal

    client = AsyncThings(token=TOKEN, base_url=url, max_retries=0, timeout=5)
    held, done = threading.Event(), threading.Event()
    abort = Link.abort

    def abort_slowly(link: Link) -> None:
        if threading.current_thread() is closer:
            held.set()
            done.wait(10)
        abort(link)

    def close() -> None:
        loop = asyncio.new_event_loop()
        call = loop.create_task(all_of(client, "parent"))
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(asyncio.gather(call, return_exceptions=True))
        loop.close()

    def call_in_time() -> list[Any]:
        signal.alarm(5)
        return asyncio.run(all_of(client, "child"))

    closer = threading.Thread(target=close)
    Link.abort = abort_slowly  # type: ignore[method-assign]
    closer.start()
    assert held.wait(5)
    get = in_child(call_in_time)
    say(get())
    done.set()
    closer.join()


def locks() -> None:
    """A fork while another thread is within the throttle."""
    throttle = Throttle()
    held, done = threading.Event(), threading.Event()

    class Slow(str):
        """A location that is looked up until `done`."""

        def __hash__(self) -> int:
            held.set()
            done.wait(5)
            return super().__hash__()

    holder = threading.Thread(target=lambda: throttle.ask(Ticket(Slow("slow")), 0.0, 1.0))
    holder.start()
    assert held.wait(5)
    get = in_child(lambda: throttle.ask(Ticket("L"), 0.0, 1.0).granted)
    say(get())
    done.set()
    holder.join()


def events() -> None:
    """A fork while other threads begin calls that have hooks."""
    import signal

    client = Things(token=TOKEN, transport=Script([], FakeTime()), on_call=lambda _: None)
    prepared = thing(client, GET, "thing")
    done = threading.Event()

    def begin() -> Any:
        return Call(context=client._context, prepared=prepared, timeout=5, max_retries=0)._info["operation"]

    def begin_again_and_again() -> None:
        while not done.is_set():
            begin()

    def begin_in_time() -> Any:
        signal.alarm(5)
        return begin()

    others = [threading.Thread(target=begin_again_and_again) for _ in range(2)]
    for other in others:
        other.start()
    said = [in_child(begin_in_time)() for _ in range(10)]
    done.set()
    for other in others:
        other.join()
    say(*said)


def got(client: Things, id_: str, operation: Any = GET) -> Any:
    return client.send(thing(client, operation, id_)).parse()["id"]


def in_child(act: Callable[[], Any]) -> Callable[[], Any]:
    """Start in a forked process; returns what waits for the result."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = json.dumps(act())
        except BaseException as exc:
            said = json.dumps(repr(exc))
        os.write(writer, said.encode())
        os._exit(0)

    def wait() -> Any:
        os.close(writer)
        with os.fdopen(reader) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return json.loads(said)

    return wait


def say(*results: Any) -> None:
    print(json.dumps(results))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
