"""A client that is taken into another process by a fork: each side has connections of its own."""

import json
import os
import time
from pathlib import Path

import pytest

from tests.support.programs import output_of
from tests.support.scenes import respond
from tests.support.server import Scene, Seen, Server

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
ROOT = Path(__file__).parents[2]


def slow_echo(seen: Seen) -> Scene:
    """Responds with the id that was asked for, late enough that both sides wait at the same time."""
    reply = respond(200, json.dumps({"id": seen.target.split("/")[2]}).encode())

    def scene(connection):
        time.sleep(0.1)
        return reply(connection)

    return scene


def run(*arguments, warnings=("error",)):
    """What the program said."""
    return json.loads(output_of("-m", "tests.transport.forked", *arguments, warnings=warnings))


# Python 3.12 warns of any fork while there are threads, which is what these tests are about.
THREADS = ("error", "ignore::DeprecationWarning")


def test_parent_and_child_each_get_their_own_responses():
    with Server(reply=slow_echo) as played:
        assert run("apart", played.url) == [["parent0", "parent1", "parent2"], "child"]
    assert played.connections_made == 2


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_async_client_too(backend):
    with Server(reply=slow_echo) as played:
        assert run("apart_async", played.url, backend) == [["parent0", "parent1"], ["child0", "child1"]]


def test_the_parent_s_loop_goes_on():
    with Server(reply=slow_echo) as played:
        assert run("loop_kept", played.url) == [["parent0", "parent1"], ["child0", "child1"]]
    assert played.connections_made == 2


@pytest.mark.parametrize("how", ["closes", "exits"])
def test_a_child_that_gives_the_client_up_does_not_disturb_the_parent(how):
    with Server(reply=slow_echo) as played:
        assert run("undisturbed", played.url, how, warnings=THREADS) == [["parent"], "again"]
    assert played.connections_made == 1


def test_a_child_does_not_wait_for_a_thread_of_the_parent_s_that_closes_its_loop_s_connections():
    with Server(reply=slow_echo) as played:
        assert run("closing", played.url, warnings=THREADS) == [["child0", "child1"]]


def test_what_other_threads_held_while_forking_holds_nothing_up():
    assert run("locks", warnings=THREADS) == [True]


def test_a_child_calls_its_hooks_whatever_other_threads_were_doing_while_forking():
    assert run("events", warnings=THREADS) == ["things.get"] * 10
