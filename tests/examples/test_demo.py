"""`make demo`: what it prints, and that it notices whatever is off."""

import copy
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from examples import demo
from leadconnector.sandbox import Call, Handler, Response, Sandbox, handlers, json_response

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = [
    "schedules.get",
    "schedules.cancel",
    "schedules.update_and_schedule",
    "invoices.update",
    "invoices.delete",
]
LINE = re.compile(r"(sync|async) +(\S+) +(\d{3})  (.+?) +(\d+) *")


def play(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/demo.py"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode(environment.get("PYTHONIOENCODING", "utf-8"))


def test_the_demo_shows_five_calls_of_both_clients_and_a_refused_one() -> None:
    output = play(PYTHONIOENCODING="utf-8", COLUMNS="80")
    rows = [match.groups() for match in map(LINE.fullmatch, output.splitlines()) if match]
    assert [(client, operation) for client, operation, *_ in rows] == [
        (client, operation) for client in ("sync", "async") for operation in OPERATIONS
    ]
    assert [int(status) for _, _, status, *_ in rows] == [200, 201, 200, 200, 200] * 2
    changes = [changed for *_, changed, _ in rows]
    assert changes[:5] == changes[5:]
    assert changes[1:4] == ["active to cancelled", "cancelled to active", "total: 1280.04 to 1379.94"]
    assert "BadRequestError 400: Invoice status need to be draft to delete an invoice" in output
    assert "\x1b" not in output
    assert max(map(len, output.splitlines())) <= 80
    port = re.search(r"http://127\.0\.0\.1:(\d+)", output)
    assert port
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(port[1])), timeout=1)


def test_the_demo_prints_what_the_terminal_can_show() -> None:
    assert "active to cancelled" in play(PYTHONIOENCODING="ascii")


@contextmanager
def in_process() -> Generator[tuple[str, list[str]]]:
    sandbox = Sandbox(tokens={demo.TOKEN: demo.LOCATION_ID}, location_id=demo.LOCATION_ID)
    with sandbox.serve() as url:
        yield url, [each for each, schedule in sandbox.schedules.items() if schedule["status"] == "active"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[int, str]]:
    """Run the demo on a sandbox in this process; gives the exit code and what went to standard error."""
    monkeypatch.setattr(demo, "running_sandbox", in_process)

    def run() -> tuple[int, str]:
        code = demo.main()
        return code, capsys.readouterr().err

    return run


def test_it_is_content_with_a_sandbox_that_works(run: Callable[[], tuple[int, str]]) -> None:
    assert run() == (0, "")


def unchanged_schedule(call: Call) -> object:
    return json_response(call.state.schedule_with_invoices(call.path["scheduleId"]), 201)


def response_only(play: Handler) -> Handler:
    """An operation that says that it acted, and didn't."""

    def pretend(call: Call) -> object:
        return play(replace(call, state=copy.deepcopy(call.state)))

    return pretend


def with_status(play: Handler, status: int) -> Handler:
    def respond(call: Call) -> object:
        result = play(call)
        return json_response(result.json() if isinstance(result, Response) else result, status)

    return respond


def delete_anything(call: Call) -> object:
    return {**call.state.remove_invoice(call.path["invoiceId"]), "deleted": True}


def half_an_update(call: Call) -> object:
    invoice: Any = handlers.update_invoice(call)
    return {**invoice, "total": 5}


@pytest.mark.parametrize(
    ("operation", "broken", "expected"),
    [
        ("get-invoice-schedule", lambda call: {"_id": call.path["scheduleId"]}, "an active schedule with two invoices"),
        ("cancel-invoice-schedule", response_only(handlers.cancel_schedule), "a cancelled schedule"),
        ("cancel-invoice-schedule", unchanged_schedule, "a cancelled schedule"),
        ("cancel-invoice-schedule", with_status(handlers.cancel_schedule, 200), "status 201"),
        ("update-and-schedule-invoice-schedule", with_status(unchanged_schedule, 200), "a schedule in force"),
        ("update-and-schedule-invoice-schedule", response_only(handlers.update_and_schedule), "a schedule in force"),
        ("update-invoice", half_an_update, "the total to grow by 99.90"),
        ("update-invoice", response_only(handlers.update_invoice), "the schedule to have the same invoice"),
        ("delete-invoice", response_only(handlers.delete_invoice), "the invoice to be gone"),
        ("delete-invoice", with_status(handlers.delete_invoice, 500), "500 Internal Server Error"),
        ("delete-invoice", delete_anything, "a paid invoice was deleted"),
    ],
)
def test_it_notices_what_is_off(
    run: Callable[[], tuple[int, str]], monkeypatch: pytest.MonkeyPatch, operation: str, broken: Handler, expected: str
) -> None:
    monkeypatch.setitem(handlers.HANDLERS, operation, broken)
    code, message = run()
    assert code == 1
    assert message.startswith("error: the demo went wrong: ")
    assert expected in message
    assert message.count("\n") == 1


def stand_in(directory: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let another program start in the sandbox's place."""
    program = directory / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_a_sandbox_that_does_not_start_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_in(tmp_path, monkeypatch, "echo 'error: no uvicorn' >&2; exit 2")
    assert demo.main() == 1
    assert capfd.readouterr().err == (
        "error: no uvicorn\nerror: the demo went wrong: the sandbox did not start; it says why above\n"
    )


def test_it_ends_in_time(run: Callable[[], tuple[int, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "LIMIT", 0.001)
    assert run() == (1, "error: the demo went wrong: not done after 0.001 s\n")


def test_the_process_ends_when_the_demo_fails() -> None:
    with pytest.raises(RuntimeError, match="midway"), demo.running_sandbox() as (url, _):  # noqa: PT012
        port = int(url.rpartition(":")[2])
        raise RuntimeError("midway")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=1)
