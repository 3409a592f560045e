"""`python -m leadconnector.sandbox`, as a process."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import SCHEDULE, headers, owner

COMMAND = [sys.executable, "-W", "error", "-m", "leadconnector.sandbox"]


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().rstrip("\n")
    finally:
        process.kill()
        process.communicate(timeout=10)


def fails(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_the_first_line_is_the_url_and_the_rest_what_there_is() -> None:
    with running("--port", "0", "--location", "here") as (process, url):
        response = httpx.get(f"{url}/invoices/schedule/{SCHEDULE}?altId=here&altType=location", headers=headers())
        assert response.json()["_id"] == SCHEDULE
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        listed = [line.split() for line in process.stdout]
        known = Sandbox()
        assert listed[0] == ["location", "here"]
        assert {line[1]: line[2] for line in listed[1:]} == {
            identifier: thing["status"] for identifier, thing in {**known.schedules, **known.invoices}.items()
        }


def test_ctrl_c_ends_it_in_peace() -> None:
    with running() as (process, url):
        with httpx.Client(base_url=url) as client:  # a connection that is kept alive doesn't hold it up
            client.get("/")
            start = time.monotonic()
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0
        assert time.monotonic() - start < 5
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_takes_the_tokens_that_it_is_told() -> None:
    with running("--token", "one", "--token", "two") as (_, url):
        statuses = {
            token: httpx.get(
                f"{url}/invoices/schedule/{SCHEDULE}",
                params=owner(Sandbox()),
                headers=headers(Authorization=f"Bearer {token}"),
            ).status_code
            for token in ("one", "two", "three")
        }
    assert statuses == {"one": 200, "two": 200, "three": 401}


def test_a_port_in_use_is_named() -> None:
    with running() as (_, url):
        port = url.rpartition(":")[2]
        message = fails(*COMMAND, "--port", port)
    assert message.startswith(f"error: can't listen on 127.0.0.1:{port}: ")
    assert message.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert fails(*COMMAND, "--port", port).startswith(f"error: can't listen on 127.0.0.1:{port}: ")


def test_a_document_that_is_not_json_is_told_in_one_line(tmp_path: Path) -> None:
    document = tmp_path / "x.yaml"
    document.write_text("openapi: 3.1.0\ninfo:\n  title: x\n")
    message = fails(*COMMAND, "--document", str(document))
    assert message.startswith(f"error: {document} is not JSON: ")
    assert message.count("\n") == 1


@pytest.mark.parametrize("package", ["jsonschema", "referencing"])
def test_without_the_extra_one_line_says_what_to_install(package: str) -> None:
    code = (
        f"import runpy, sys; sys.modules[{package!r}] = None;"
        "runpy.run_module('leadconnector.sandbox', run_name='__main__')"
    )
    message = fails(sys.executable, "-W", "error", "-c", code)
    assert message == f"error: the sandbox needs {package}: pip install 'leadconnector-invoices[sandbox]'\n"
