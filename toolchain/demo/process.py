"""The sandbox in a process of its own, which always ends."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Generator

from toolchain.demo.stage import DemoError

GRACE = 5.0  # seconds from asking the process to end to killing it


@contextlib.contextmanager
def running_sandbox(token: str, location_id: str, limit: float) -> Generator[str]:
    """Give the URL of a sandbox on a free port of loopback, for `limit` seconds at most.

    Raises:
        DemoError: if it doesn't start, or the time is up.
    """
    command = [sys.executable, "-m", "leadconnector.sandbox", "--token", token, "--location", location_id]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    up = threading.Event()

    def stop() -> None:
        up.set()
        process.kill()

    timer = threading.Timer(limit, stop)
    timer.start()
    try:
        yield _url(process)
    except Exception as error:
        if up.is_set():
            # Whatever it was that failed, this is why.
            raise DemoError(f"it was not over after {limit:g} s") from error
        raise
    finally:
        timer.cancel()
        _end(process)


def _url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if not url.startswith("http://"):
        raise DemoError("the sandbox did not start; it says why above")
    return url


def _end(process: subprocess.Popen[str]) -> None:
    with process:  # closes the pipe and waits
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
