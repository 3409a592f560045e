"""Logs and hooks: metadata only, and never able to break a call."""

import asyncio
import gc
import logging

import anyio
import httpx
import pytest

from leadconnector.client.events import CallEvent, RequestEvent, ResponseEvent, RetryEvent
from leadconnector.client.throttle import Throttle
from tests.support.drive import PromptThings, call, error_of
from tests.support.programs import finished
from tests.support.scenes import respond
from tests.support.script import RUNNERS, thing
from tests.support.server import Server
from tests.support.service import DELETE, GET, POST, TOKEN, AsyncThings, Things

RESPONSES = [{"status": 503, "seconds": 0.25}, {"raise": "ReadTimeout"}, {"status": 200}]
CALL = {"call_id": "0" * 16, "location": "L", "server": "things.example"}
WHAT = {**CALL, "operation": "things.get", "method": "GET", "path": "/things/{id}"}


@pytest.mark.parametrize("runner", RUNNERS)
def test_hooks_see_each_attempt(runner, monkeypatch):
    monkeypatch.setattr("random.getrandbits", lambda _: 0)
    seen = []
    run = RUNNERS[runner](
        GET, RESPONSES, dict.fromkeys(("on_request", "on_response", "on_retry", "on_call"), seen.append)
    )
    assert run.result == {"id": "x"}
    assert seen == [
        RequestEvent(**WHAT, attempt=1),
        ResponseEvent(**WHAT, attempt=1, status=503, error=None, elapsed=0.25, trace_id=None),
        RetryEvent(**WHAT, attempt=1, delay=0.5, reason="503"),
        RequestEvent(**WHAT, attempt=2),
        ResponseEvent(**WHAT, attempt=2, status=None, error="ReadTimeout", elapsed=0.0, trace_id=None),
        RetryEvent(**WHAT, attempt=2, delay=1.0, reason="ReadTimeout"),
        RequestEvent(**WHAT, attempt=3),
        ResponseEvent(**WHAT, attempt=3, status=200, error=None, elapsed=0.0, trace_id=None),
        CallEvent(**WHAT, attempts=3, status=200, error=None, applied=True, elapsed=1.75, trace_id=None),
    ]


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("hook", ["on_request", "on_response", "on_retry", "on_call"])
def test_a_hook_that_raises_breaks_nothing_and_its_text_is_not_logged(runner, hook, caplog):
    def fail(event):
        raise RuntimeError(f"s3cret {event}")

    run = RUNNERS[runner](GET, RESPONSES, {hook: fail})
    assert run.result == {"id": "x"}
    assert "a hook failed on" in caplog.text
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_hook_that_would_have_to_be_awaited_is_told_in_the_log(runner, caplog):
    class Later:
        async def __call__(self, event):
            raise AssertionError("nobody awaits it")

    hook = Later()
    assert RUNNERS[runner](GET, [{"status": 200}], {"on_call": hook, "on_request": lambda event: hook(event)}).result
    assert [record.getMessage() for record in caplog.records] == [
        f"a hook on {event} gave an awaitable, which nobody awaits" for event in ("RequestEvent", "CallEvent")
    ]


def test_a_hook_may_end_the_program():
    def interrupt(event):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        RUNNERS["sync"](GET, [{"status": 200}], {"on_request": interrupt})


@pytest.mark.parametrize("runner", RUNNERS)
def test_log_lines_are_metadata_only(runner, caplog):
    caplog.set_level(logging.DEBUG, "leadconnector")
    body = '{"message": "jane@customer.example"}'
    responses = [{"status": 503, "body": [body], "headers": {"X-Private": "private"}}, {"status": 400, "body": [body]}]
    assert RUNNERS[runner](GET, responses, {}).error
    assert [record.getMessage() for record in caplog.records if record.name == "leadconnector"] == [
        "GET /things/{id}: 503, attempt 1, 0.0 ms",
        "GET /things/{id}: 503, attempt 1; again in 0.50 s",
        "GET /things/{id}: 400, attempt 2, 0.0 ms",
    ]
    assert all(record.levelno <= logging.INFO for record in caplog.records)
    for private in (TOKEN, "jane", "private", "things.example", "things/x"):
        assert private not in caplog.text


def test_a_failed_attempt_is_logged_by_its_type_only(caplog):
    caplog.set_level(logging.DEBUG, "leadconnector")
    assert RUNNERS["sync"](POST, [{"raise": "ReadTimeout"}], {}).error
    assert "POST /things/{id}/cancel: ReadTimeout, attempt 1, 0.0 ms" in caplog.text


def test_without_logging_set_up_nothing_is_written(capfd):
    logging.getLogger("leadconnector").propagate = False
    try:
        RUNNERS["sync"](GET, [{"status": 503}], {"on_request": lambda _: asyncio.nonsense})
    finally:
        logging.getLogger("leadconnector").propagate = True
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_call_that_fails_is_reported_too(runner):
    seen = []
    assert RUNNERS[runner](POST, [{"raise": "ReadTimeout"}], {"on_call": seen.append}).error
    (event,) = seen
    assert (event.error, event.status, event.applied, event.attempts) == ("OutcomeUnknownError", None, None, 1)


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_call_that_found_its_work_done_says_so(runner):
    seen = []
    responses = [{"raise": "ReadTimeout"}, {"status": 400, "body": ['{"message": "unable to find"}']}]
    assert RUNNERS[runner](DELETE, responses, {"on_call": seen.append}).result == {"id": "x", "deleted": True}
    assert [(event.status, event.error, event.already_gone) for event in seen] == [(400, None, True)]


def test_an_observer_is_the_first_to_see_what_begins_and_the_last_to_see_its_end():
    order = []

    def hooks(who, *names):
        return {f"on_{name}": lambda _, name=name: order.append(f"{who} {name}") for name in names}

    responses = iter([httpx.Response(503), httpx.Response(200, json={"id": "x"})])
    transport = httpx.MockTransport(lambda _: next(responses))
    with PromptThings(token=TOKEN, transport=transport, **hooks("user", "request", "response", "call")) as client:
        client.set_observer(hooks("observer", "start", "request", "response", "retry", "call"))
        other = client.with_options(**hooks("other", "request"))
        client.set_observer({})
        other.send(thing(other, GET))
    attempt = ["observer request", "other request", "user response", "observer response"]
    assert order == ["observer start", *attempt, "observer retry", *attempt, "user call", "observer call"]


def test_an_observer_must_be_callable():
    with Things(token=TOKEN) as client:
        assert "on_start must be a plain function" in str(error_of(client.set_observer, {"on_start": 1}))


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_the_version_of_http_is_told(kind):
    seen = []
    with Server([respond()]) as server:
        call(kind, GET, server.url, on_response=seen.append)
    assert [event.http_version for event in seen] == ["HTTP/1.1"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_call_that_is_cancelled_is_reported_too(backend):
    async def wait(request):
        await anyio.sleep(5)

    async def main():
        transport = httpx.MockTransport(wait)
        async with AsyncThings(token=TOKEN, transport=transport, on_call=seen.append) as client:
            with anyio.move_on_after(0.05):
                await client.send(thing(client, GET))

    seen = []
    anyio.run(main, backend=backend)
    gc.collect()
    assert [(event.error, event.attempts, event.applied) for event in seen] == [("Cancelled", 1, None)]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_gives_its_turn_back_though_its_traceback_lives(backend):
    async def wait(request):
        await anyio.sleep(5)

    async def call(client):
        try:
            await client.send(thing(client, GET))
        except BaseException as error:
            kept.append(error)
            raise

    async def main():
        throttle = Throttle(1, 60)
        options = {"token": TOKEN, "transport": httpx.MockTransport(wait), "on_call": seen.append}
        async with AsyncThings(**options, throttle=throttle) as client, anyio.create_task_group() as group:
            for _ in range(2):
                group.start_soon(call, client)
            await anyio.sleep(0.05)
            group.cancel_scope.cancel()
        facts = {event.attempts: (event.error, event.applied) for event in seen}
        assert facts == {0: ("Cancelled", False), 1: ("Cancelled", None)}

    seen, kept = [], []
    anyio.run(main, backend=backend)
    assert len(kept) == 2


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_a_bug_in_a_transport_after_sending_does_not_say_that_nothing_was_applied(kind):
    class Buggy(httpx.BaseTransport, httpx.AsyncBaseTransport):
        def handle_request(self, request):
            raise ValueError

        async def handle_async_request(self, request):
            raise ValueError

    seen = []
    error = error_of(call, kind, POST, "https://things.example", transport=Buggy(), on_call=seen.append)
    assert (type(error.__cause__), error.applied, seen[0].applied) == (ValueError, None, None)


def test_a_trace_id_is_told_without_the_token():
    seen = []
    headers = {"X-Trace-Id": f"of {TOKEN}"}
    RUNNERS["sync"](GET, [{"status": 200, "headers": headers}], {"on_response": seen.append, "on_call": seen.append})
    assert [event.trace_id for event in seen] == ["of ***"] * 2


@pytest.mark.parametrize(("level", "lines"), [("debug", 3), ("INFO", 1)])
def test_the_environment_turns_the_log_on(level, lines):
    code = (
        "import httpx; from leadconnector_invoices import Client\n"
        "seen = []\n"
        "def reply(request): seen.append(1); return httpx.Response(503 if len(seen) < 2 else 404)\n"
        "for _ in range(2): c = Client(token='pit-12345678', location_id='l', transport=httpx.MockTransport(reply))\n"
        "try: c.schedules.get('x')\n"
        "except Exception: pass"
    )
    run = finished("-c", code, LEADCONNECTOR_LOG=level)
    assert len(run.stderr.splitlines()) == lines, run.stderr
    assert "pit-" not in run.stderr


def test_a_log_level_that_is_none(monkeypatch):
    monkeypatch.setenv("LEADCONNECTOR_LOG", "loud")
    assert str(error_of(Things, token=TOKEN)) == "LEADCONNECTOR_LOG must be debug or info, not 'LOUD'"
