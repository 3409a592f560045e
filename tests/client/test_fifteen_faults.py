"""The fifteen faults under which API clients were compared, over real sockets, for both clients."""

import copy
import logging
import pickle
import time

import pytest

from leadconnector import errors
from leadconnector.errors import APIStatusError, DecodeError, InvalidRequestError, OutcomeUnknownError
from tests.support import scenes
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import respond
from tests.support.server import Server
from tests.support.service import GET, POST, TOKEN, AsyncThings, Things

pytestmark = pytest.mark.parametrize("kind", CLIENTS)
PAGE = b"<!DOCTYPE html><title>520</title>"


def failing(kind, operation, *scenes, **options):
    with Server(scenes, then=respond()) as played:
        error = error_of(call, kind, operation, played.url, **options)
    return error, played.requests


def test_01_a_520_with_html_is_a_typed_server_error(kind):
    error, _ = failing(kind, GET, respond(520, PAGE))
    assert type(error) is errors.ServerError
    assert (error.status, error.body, error.applied) == (520, PAGE.decode(), None)


def test_02_a_200_with_html_is_a_decode_error_with_status_and_body(kind):
    error, _ = failing(kind, GET, respond(200, PAGE))
    assert type(error) is DecodeError
    assert (error.status, error.body, error.applied, error.operation) == (200, PAGE.decode(), True, "things.get")


@pytest.mark.parametrize("body", [b"[]", b"null", b""])
def test_03_a_200_that_is_no_object_is_a_decode_error(kind, body):
    error, _ = failing(kind, GET, respond(200, body))
    assert type(error) is DecodeError
    assert (error.status, error.body) == (200, body.decode())


def test_04_a_post_that_times_out_is_not_sent_again_and_says_so(kind):
    error, requests = failing(kind, POST, scenes.silence, timeout=0.5, max_retries=2)
    assert len(requests) == 1
    assert type(error) is OutcomeUnknownError
    assert (error.applied, error.outcome_check, error.attempts) == (None, "things.get", 1)
    assert "things.get" in str(error)


@pytest.mark.parametrize(
    ("scene", "kind_of_error"),
    [
        (scenes.silence, errors.APITimeoutError),
        (scenes.dripped_headers(), errors.APITimeoutError),
        (scenes.dripped_body(), errors.APITimeoutError),
        (scenes.reset, errors.APIConnectionError),
        (scenes.early_close, errors.APIConnectionError),
        (scenes.reset_mid_body(), errors.APIConnectionError),
        (scenes.bad_chunk(), errors.APIConnectionError),
        (scenes.raw(b"SSH-2.0-OpenSSH\r\n"), errors.APIConnectionError),
    ],
)
def test_05_failures_are_ours_not_httpx_s(kind, scene, kind_of_error):
    timeout = 0.15 if kind_of_error is errors.APITimeoutError else 5  # a busy machine is slow to connect
    error, _ = failing(kind, GET, scene, timeout=timeout)
    assert type(error) is kind_of_error
    assert error.cause


def test_05_a_refused_connection_is_ours_and_was_not_applied(kind):
    with Server() as gone:
        url = gone.url
    error = error_of(call, kind, POST, url)
    assert type(error) is errors.APIConnectionError
    assert error.applied is False


RETRY_AFTER = [
    "3600",
    "nan",
    "inf",
    "-5",
    "1e400",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "garbage",
    "Wed, 21 Oct 2015 07:28:00 GMT",
]


@pytest.mark.parametrize("value", RETRY_AFTER)
def test_06_no_retry_after_makes_a_crash_or_a_long_sleep(kind, value):
    limited = respond(429, b"{}", f"Retry-After: {value}")
    began = time.monotonic()
    error, requests = failing(kind, GET, limited, limited, timeout=2, max_retries=1)
    assert time.monotonic() - began < 1
    assert type(error) is errors.RateLimitError
    assert (error.retry_after, len(requests)) == ((3600, 1) if value == "3600" else (None, 2))


@pytest.mark.parametrize("id_", ["..", ".", "%2e%2e", "%2E%2e", "%252e%252e", "../x", "x/../y", "..\\x", "%2e%2e%2fx"])
def test_07_dot_segments_are_refused_before_any_request(kind, id_):
    with Server(then=respond()) as played:
        error = error_of(call, kind, GET, played.url, id_)
    assert type(error) is InvalidRequestError
    assert error.applied is False
    assert not played.requests


@pytest.mark.parametrize(
    ("id_", "target"),
    [
        ("a/b", "a%2Fb"),
        ("a?b", "a%3Fb"),
        ("a#b", "a%23b"),
        ("a b", "a%20b"),
        ("ä", "%C3%A4"),
        ("a;b=%2F", "a%3Bb%3D%252F"),
    ],
)
def test_08_an_id_is_one_path_segment(kind, id_, target):
    with Server(then=respond(200, b"{}")) as played:
        assert call(kind, GET, played.url, id_) == {}
    assert [seen.target for seen in played.requests] == [f"/things/{target}"]


@pytest.mark.parametrize("id_", ["", " ", "\t", "\n", "\u00a0", "a\nb", "a\x00", "\u200b", "\ud800"])
def test_09_blank_and_invisible_ids_are_refused_before_any_request(kind, id_):
    with Server(then=respond()) as played:
        error = error_of(call, kind, GET, played.url, id_)
    assert type(error) is InvalidRequestError
    assert not played.requests


def test_10_the_token_is_in_no_repr_vars_or_log(kind, caplog):
    with caplog.at_level(logging.DEBUG), Server([respond(503), scenes.reset], then=respond()) as played:
        call(kind, GET, played.url, max_retries=2)
        assert played.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert "leadconnector" in {record.name for record in caplog.records}
    assert TOKEN not in caplog.text
    client = (Things if kind == "sync" else AsyncThings)(token=TOKEN)
    assert TOKEN not in f"{client!r} {client} {vars(client)}"
    assert TOKEN not in " ".join(repr(value) for value in vars(client).values())


def everything_in(error):
    seen = []
    while error is not None:
        seen += [str(error), repr(error), repr(error.__dict__), repr(error.args)]
        error = error.__cause__ or error.__context__
    return " ".join(seen)


@pytest.mark.parametrize(
    "scene",
    [
        respond(401, f'{{"message": "bad token {TOKEN}"}}'.encode()),
        respond(200, TOKEN.encode()),
        scenes.reset,
        scenes.silence,
    ],
)
def test_11_the_token_is_in_no_error(kind, scene):
    error, _ = failing(kind, POST, scene, timeout=0.15)
    assert TOKEN not in everything_in(error)
    assert error.__cause__ is None or error.__cause__.__traceback__ is None, "the transport's frames hold the headers"


@pytest.mark.parametrize(
    "scene", [respond(422, b'{"message": ["a", "b"]}'), respond(200, PAGE), scenes.reset, scenes.silence]
)
def test_12_an_error_survives_pickle_and_deepcopy(kind, scene):
    error, _ = failing(kind, POST, scene, timeout=0.15)
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error), copy.copy(error)):
        assert type(twin) is type(error)
        assert (str(twin), twin.args, twin.__dict__) == (str(error), error.args, error.__dict__)


@pytest.mark.parametrize("body", [b"x" * 2_000_000, b'{"message": "' + b"x" * 2_000_000 + b'"}'])
def test_13_a_2_mb_error_body_makes_a_short_error(kind, body):
    error, _ = failing(kind, GET, respond(500, body))
    assert type(error) is errors.ServerError
    assert len(str(error)) < 600
    assert 8000 < len(error.body.encode()) <= 8192
    assert sum(map(len, error.messages)) <= 500
    assert len(pickle.dumps(error)) < 10_000


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_14_a_redirect_is_not_followed(kind, status):
    with Server(then=respond()) as elsewhere:
        error, requests = failing(kind, POST, respond(status, b"", f"Location: {elsewhere.url}/things/x"))
    assert type(error) is APIStatusError
    assert len(requests) == 1
    assert not elsewhere.requests


@pytest.mark.parametrize("status", [200, 400])
def test_15_a_nesting_bomb_makes_no_recursion_error(kind, status):
    error, _ = failing(kind, GET, respond(status, b"[" * 100_000))
    assert type(error) is (DecodeError if status == 200 else errors.BadRequestError)
    assert len(error.body) == (500 if status == 200 else 8191)
