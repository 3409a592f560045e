"""The token: asked for each attempt, checked each time, and what a failing token function does to a call."""

import copy
import functools
import pickle

import anyio
import pytest

from leadconnector.errors import APIConnectionError, APITimeoutError, ConfigurationError, OutcomeUnknownError
from leadconnector.secret import Secret
from tests.support.drive import error_of
from tests.support.script import FakeTime, Script, clocked, thing
from tests.support.service import DELETE, GET, POST, PUT, AsyncThings, Things


class Tokens:
    """Gives its values one after the other; an exception among them is raised."""

    def __init__(self, *values):
        self.values = list(values)

    def __call__(self):
        value = self.values.pop(0)
        if isinstance(value, Exception):
            raise value
        return value

    async def later(self):
        await anyio.lowlevel.checkpoint()
        return self()


def send(kind, token, operation, *responses):
    """The bearer tokens that were sent, then what came of the call."""
    time = FakeTime()
    script = Script(responses, time)
    options = {"token": token, "transport": script}
    outcome = None
    if kind == "sync":
        with clocked(Things, time)(**options) as client:
            outcome = _result(lambda: client.send(thing(client, operation)))
    else:

        async def main():
            async with clocked(AsyncThings, time)(**options) as client:
                try:
                    return await client.send(thing(client, operation))
                except Exception as exc:
                    return exc

        outcome = anyio.run(main)
    return [request.headers["authorization"] for request in script.requests], outcome


def _result(act):
    try:
        return act()
    except Exception as exc:
        return exc


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_token_function_is_asked_for_each_attempt(kind):
    sent, response = send(kind, Tokens("one", "two"), GET, {"status": 503}, {"status": 200})
    assert sent == ["Bearer one", "Bearer two"]
    assert response.attempts == 2


def test_an_async_token_function_is_awaited_for_each_attempt():
    sent, _ = send("async", Tokens("one", "two").later, GET, {"status": 503}, {"status": 200})
    assert sent == ["Bearer one", "Bearer two"]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_what_a_token_function_raises_comes_out_as_it_is(kind):
    sent, error = send(kind, Tokens(KeyError("vault")), POST, {"status": 200})
    assert sent == []
    assert type(error) is KeyError


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("bad", ["", "two words", None, 17])
def test_a_token_that_can_t_be_sent_is_not_sent(kind, bad):
    sent, error = send(kind, Tokens(bad), POST, {"status": 200})
    assert sent == []
    assert type(error) is ConfigurationError
    assert error.applied is False


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("second", [KeyError("vault"), "two words"])
def test_without_a_token_for_the_second_attempt_a_write_stays_unknown(kind, second):
    sent, error = send(kind, Tokens("one", second), DELETE, {"raise": "ReadTimeout"})
    assert sent == ["Bearer one"]
    assert type(error) is OutcomeUnknownError
    assert isinstance(error.__cause__, KeyError | ConfigurationError)
    assert error.attempts == 1


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("second", [KeyError("vault"), "", None])
def test_without_a_token_for_the_second_attempt_a_write_that_took_effect_says_so(kind, second):
    sent, error = send(kind, Tokens("one", second), PUT, {"status": 200, "break": "ReadError"})
    assert sent == ["Bearer one"]
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (True, 1)
    assert isinstance(error.__cause__, KeyError | ConfigurationError)


@pytest.mark.parametrize("second", [KeyError("vault"), ""])
def test_without_a_token_for_the_second_attempt_a_write_that_did_nothing_just_fails(second):
    _, error = send("sync", Tokens("one", second), PUT, {"status": 429})
    assert type(error) in (KeyError, ConfigurationError)


def test_without_a_token_for_the_second_attempt_a_read_just_fails():
    _, error = send("sync", Tokens("one", KeyError("vault")), GET, {"raise": "ReadTimeout"})
    assert type(error) is KeyError


def test_a_token_function_that_takes_all_the_time_there_is():
    def slow():
        time.now += 31
        return "late"

    time = FakeTime()
    script = Script([{"status": 200}], time)
    with clocked(Things, time)(token=slow, transport=script) as client:
        error = error_of(client.send, thing(client, POST))
    assert type(error) is APITimeoutError
    assert (error.applied, error.attempts, script.requests) == (False, 0, [])


def test_a_sync_client_takes_no_async_function():
    later = Tokens("one").later
    for given in (later, functools.partial(later)):
        assert "async client" in str(error_of(Things, token=given))
        with Things(token="pit-first") as client:
            assert "async client" in str(error_of(client.with_options, token=given))


def test_a_sync_client_does_not_await():
    tokens = Tokens("one")
    sent, error = send("sync", lambda: tokens.later(), GET, {"status": 200})
    assert sent == []
    assert "async client" in str(error)


def test_an_async_token_function_ends_with_the_deadline():
    async def main():
        async with AsyncThings(token=lambda: anyio.sleep(5), timeout=0.05, transport=Script([], FakeTime())) as client:
            await client.send(thing(client, POST))

    error = error_of(anyio.run, main)
    assert type(error) is APITimeoutError
    assert error.applied is False
    assert error.attempts == 0


@pytest.mark.parametrize("act", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_is_neither_pickled_nor_copied(act):
    secret = Secret("pit-secret")
    assert type(error_of(act, secret)) is TypeError
    assert "pit-secret" not in repr(secret)


@pytest.mark.parametrize("kind", [Things, AsyncThings])
def test_no_repr_shows_what_a_token_function_holds(kind):
    client = kind(token=functools.partial(str, "pit-secret"))
    assert "pit-secret" not in f"{client!r} {vars(client)} {vars(client.with_options(timeout=1))}"
