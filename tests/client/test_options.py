"""What callers add to a client's requests, and clients that are made from others."""

import copy
import pickle

import pytest

from leadconnector.errors import ConfigurationError, InvalidRequestError
from tests.support.drive import error_of
from tests.support.script import RUNNERS, FakeTime, Script, thing
from tests.support.service import GET, TOKEN, AsyncThings, Things

BAD = [
    {"Authorization": "x"}, {"host": "x"}, {"Content-Length": "1"}, {"Accept-Encoding": "br"}, {"a b": "x"}, {"": "x"},
    {"X": "a\r\nY: b"}, {"X": "é"}, {"X": 1}, {1: "x"}, [("X", "y")],
]  # fmt: skip


@pytest.fixture
def script():
    return Script([{"status": 200}], FakeTime())


@pytest.mark.parametrize("runner", RUNNERS)
def test_default_headers_go_with_every_attempt(runner):
    options = {"default_headers": {"X-App": "a", "user-agent": "u"}}
    run = RUNNERS[runner](GET, [{"status": 503}, {"status": 200}], options)
    assert [(request.headers["x-app"], request.headers["user-agent"]) for request in run.requests] == [("a", "u")] * 2


def test_extra_headers_stand_for_those_of_the_same_name(script):
    with Things(token=TOKEN, transport=script, default_headers={"X-App": "a", "X-B": "b"}) as client:
        client.send(thing(client, GET), extra_headers={"x-app": "c"})
        client.send(thing(client, GET))
    first, second = (request.headers for request in script.requests)
    assert (first["x-app"], first["x-b"], second["x-app"]) == ("c", "b", "a")
    assert first["authorization"] == f"Bearer {TOKEN}"
    assert len(first.get_list("x-app")) == 1


@pytest.mark.parametrize("headers", BAD)
def test_headers_that_are_refused(script, headers):
    error = error_of(Things, token=TOKEN, default_headers=headers)
    assert type(error) is ConfigurationError
    with Things(token=TOKEN, transport=script) as client:
        error = error_of(client.send, thing(client, GET), extra_headers=headers)
    assert type(error) is InvalidRequestError
    assert script.requests == []


def test_other_options_on_the_same_connections(script):
    seen = []
    with Things(token=TOKEN, transport=script, default_headers={"X-App": "a"}) as client:
        other = client.with_options(default_headers={"X-App": "b"}, on_call=seen.append, throttle=True, on_request=None)
        other.send(thing(other, GET))
        client.send(thing(client, GET))
        assert [request.headers["x-app"] for request in script.requests] == ["b", "a"]
        assert len(seen) == 1
        plain = other.with_options(default_headers=None, on_call=None)
        plain.send(thing(plain, GET))
        assert "x-app" not in script.requests[-1].headers
        assert len(seen) == 1
        assert type(error_of(client.with_options, throttle="memory://")) is ConfigurationError
        assert type(error_of(client.with_options, on_retry=17)) is ConfigurationError


@pytest.mark.parametrize("kind", [Things, AsyncThings])
@pytest.mark.parametrize("act", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_copy_says_what_to_do_instead(kind, act):
    error = error_of(act, kind(token=TOKEN))
    assert type(error) is TypeError
    assert "with_options()" in str(error)


@pytest.mark.parametrize("kind", [Things, AsyncThings])
def test_a_proxy_is_refused_without_its_password(kind):
    error = error_of(kind, token=TOKEN, proxy="http://user:s3c#ret@127.0.0.1:9")
    assert type(error) is ConfigurationError
    assert "s3c" not in str(error)


def test_the_raw_response_as_text_and_json():
    run = RUNNERS["sync"](GET, [{"status": 200, "body": ['{"id": "x", "n": 0.10}']}], {})
    assert run.response.text == '{"id": "x", "n": 0.10}'
    assert str(run.response.json()["n"]) == "0.10"
