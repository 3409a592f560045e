"""The raw response, and what parsing makes of it."""

import contextlib
import tracemalloc

import httpx
import pytest

from leadconnector.client.request import prepare
from leadconnector.errors import APIStatusError, DecodeError
from leadconnector_invoices import Client
from tests.support.drive import error_of
from tests.support.script import RUNNERS, FakeTime, Script, clocked
from tests.support.service import DELETE, GET, TOKEN, Things


def respond(script, operation=GET, decode=bytes, **options):
    with clocked(Things, time := FakeTime())(token=TOKEN, transport=Script([script], time), **options) as client:
        return client.send(prepare(client.options, operation, decode, path={"id": "x"}))


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_each_2xx_is_as_good_as_200(runner, status):
    run = RUNNERS[runner](GET, [{"status": status}], {})
    assert run.result == {"id": "x"}
    assert run.response.status == status


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_raw_response_has_it_all(runner):
    run = RUNNERS[runner](GET, [{"status": 503}, {"status": 404, "headers": {"X-A": "1"}, "body": ["no"]}], {})
    response = run.response
    assert (response.status, response.content, response.headers["x-a"]) == (404, b"no", "1")
    assert (response.operation, response.attempts, response.elapsed) == (GET, 2, 0.5)
    assert (response.applied, response.defect, response.already_gone) == (None, None, False)
    assert TOKEN not in repr(response)


def test_header_bytes_over_0x7f_and_repeated_fields():
    response = respond({"status": 200, "headers": {"X-A": "é\x80"}})
    assert response.headers["x-a"] == "é\x80"


def test_a_cookie_is_not_shown():
    assert "s3cret" not in repr(respond({"status": 200, "headers": {"Set-Cookie": "s3cret"}}))


def test_a_body_over_the_limit_is_cut_and_says_so():
    response = respond({"status": 200, "body": ["abc", "def"]}, max_body=4)
    assert (response.content, response.defect) == (b"abcd", "a body of more than 4 bytes")
    error = error_of(response.parse)
    assert type(error) is DecodeError
    assert (error.got, error.applied, error.status) == ("a body of more than 4 bytes", True, 200)


def test_an_error_s_body_over_the_limit_is_still_that_error():
    response = respond({"status": 500, "body": ["abc", "def"]}, max_body=4)
    assert (response.content, response.defect) == (b"abcd", "a body of more than 4 bytes")
    assert error_of(response.parse).body == "abcd"


def test_a_decoder_s_error_is_given_the_call_s_facts_and_keeps_no_body():
    def decode(content):
        try:
            raise ValueError(content)
        except ValueError:
            raise DecodeError(pointer="/id", expected="a str", got=f"'{TOKEN}'")  # noqa: B904

    error = error_of(respond({"status": 201}, decode=decode).parse)
    assert (error.operation, error.status, error.attempts, error.elapsed) == ("things.get", 201, 1, 0.0)
    assert (error.pointer, error.got, error.body) == ("/id", "'***'", '{"id": "x"}')
    assert str(error) == "things.get: at /id: expected a str, got '***'"
    assert error.__cause__ is error.__context__ is None


def test_a_decoder_that_recurses_too_deep():
    def decode(content):
        return decode(content)

    error = error_of(respond({"status": 200}, decode=decode).parse)
    assert type(error) is DecodeError
    assert error.status == 200


def test_the_token_is_masked_before_the_body_is_cut():
    script = {"status": 500, "body": ["x" * 495, TOKEN]}
    assert "pit" not in error_of(respond(script, max_body=100_000).parse).body


def test_a_result_is_shown_to_whoever_reports_on_it():
    seen = []
    response = respond({"status": 200}, decode=bytes)
    response.on_result = lambda *found: seen.append(found)
    assert response.parse() == b'{"id": "x"}'
    assert seen == [("things.get", b'{"id": "x"}', True)]


def test_a_delete_that_was_gone_keeps_the_response_as_it_was():
    responses = [{"raise": "ReadError"}, {"status": 400, "body": ['{"message": "unable to find"}']}]
    run = RUNNERS["sync"](DELETE, responses, {})
    assert run.response.content == b'{"message": "unable to find"}'
    assert run.result == {"id": "x", "deleted": True}


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("filler", [b'a", "' * 1_000_000, b"a" * 5_000_000])
@pytest.mark.parametrize("half", [b"\\ud800", b"\xed\xa0\x80"])
def test_half_a_surrogate_pair_in_a_body_of_10_mib_takes_little_memory(status, filler, half):
    start, end = b'{"_id": "x", "name": ["', b'"], "message": "no"}'
    body = start + filler + half + b"a" * (10 * 1024 * 1024 - len(start + filler + half + end)) + end
    with client_of(lambda _: httpx.Response(status, content=body)) as client:
        tracemalloc.start()
        try:
            with contextlib.suppress(DecodeError, APIStatusError):
                client.schedules.get("x")
        finally:
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert most < 150 * 1024 * 1024


def client_of(handler):
    return Client(token=TOKEN, location_id="L", transport=httpx.MockTransport(handler), max_retries=0)
