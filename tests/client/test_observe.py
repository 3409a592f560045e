"""Logs and hooks: metadata only, and never able to break a call."""

import asyncio
import logging

import pytest

from leadconnector.client.events import RequestEvent, ResponseEvent, RetryEvent
from tests.client.script import RUNNERS
from tests.client.service import GET, POST, TOKEN

ANSWERS = [{"status": 503, "seconds": 0.25}, {"raise": "ReadTimeout"}, {"status": 200}]
WHAT = {"operation": "things.get", "method": "GET", "path": "/things/{id}"}


@pytest.mark.parametrize("runner", RUNNERS)
def test_hooks_see_each_attempt(runner):
    seen = []
    run = RUNNERS[runner](GET, ANSWERS, dict.fromkeys(("on_request", "on_response", "on_retry"), seen.append))
    assert run.result == {"id": "x"}
    assert seen == [
        RequestEvent(**WHAT, attempt=1),
        ResponseEvent(**WHAT, attempt=1, status=503, error=None, elapsed=0.25),
        RetryEvent(**WHAT, attempt=1, delay=0.5, reason="503"),
        RequestEvent(**WHAT, attempt=2),
        ResponseEvent(**WHAT, attempt=2, status=None, error="ReadTimeout", elapsed=0.0),
        RetryEvent(**WHAT, attempt=2, delay=1.0, reason="ReadTimeout"),
        RequestEvent(**WHAT, attempt=3),
        ResponseEvent(**WHAT, attempt=3, status=200, error=None, elapsed=0.0),
    ]


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("hook", ["on_request", "on_response", "on_retry"])
def test_a_hook_that_raises_breaks_nothing_and_its_text_is_not_logged(runner, hook, caplog):
    def fail(event):
        raise RuntimeError(f"s3cret {event}")

    run = RUNNERS[runner](GET, ANSWERS, {hook: fail})
    assert run.result == {"id": "x"}
    assert "a hook failed on" in caplog.text
    assert "s3cret" not in caplog.text


def test_a_hook_that_gives_a_coroutine_is_told_off_and_not_awaited(caplog):
    async def later():
        raise AssertionError

    assert RUNNERS["sync"](GET, [{"status": 200}], {"on_request": lambda _: later()}).result
    assert "hooks are plain functions" in caplog.text


def test_a_hook_may_end_the_program():
    def interrupt(event):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        RUNNERS["sync"](GET, [{"status": 200}], {"on_request": interrupt})


@pytest.mark.parametrize("runner", RUNNERS)
def test_log_lines_are_metadata_only(runner, caplog):
    caplog.set_level(logging.DEBUG, "leadconnector")
    body = '{"message": "jane@customer.example"}'
    answers = [{"status": 503, "body": [body], "headers": {"X-Private": "private"}}, {"status": 400, "body": [body]}]
    assert RUNNERS[runner](GET, answers, {}).error
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
