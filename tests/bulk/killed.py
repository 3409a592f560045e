"""Runs a list of cancels again and again, kills it after a random time, and in the end lets it come to its end.

``python -m tests.bulk.killed FLAVOUR KILLS SEED COMMAND…``. Each run is a process of its own, forked from this one, in
which all that it needs is loaded already. The flavour is "command", or what runs the same list with the async client.
"""

import csv
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import trio  # noqa: F401  loaded before the forks, as is the next one

import leadconnector_invoices.models  # noqa: F401
from leadconnector import bulk
from leadconnector.bulk import __main__ as command
from leadconnector_invoices import AsyncClient, Client
from tests.bulk.service import MARGIN, TIMEOUT

_LONGEST = 0.3  # seconds until a run is killed


async def cancel_all(path: str, ledger: str) -> int:
    """What the command does, with the async client."""

    def calls() -> Iterator[tuple[str, Any]]:
        with Path(path).open() as file:
            for location, schedule in csv.reader(file):
                yield f"{location}/{schedule}", client.schedules.prepare.cancel(schedule, location_id=location)

    async with AsyncClient(throttle=True, timeout=TIMEOUT) as client:
        summary = await bulk.run_async(client, calls(), ledger=ledger, margin=MARGIN, concurrency=16)
    print(summary)
    return summary.exit_status


def child(flavour: str, arguments: list[str]) -> int:
    """Fork a process that runs the list; its id."""
    if (pid := os.fork()) == 0:
        os.dup2(2, 1)
        sys.argv = ["bulk", *arguments]
        status = 70
        try:
            if flavour == "command":
                status = command.main()
            else:
                status = anyio.run(cancel_all, arguments[1], arguments[3], backend=flavour)
        finally:
            sys.stdout.flush()
            os._exit(status)
    return pid


def main() -> None:
    """Kill so many runs; then print the exit status of one that was left alone, and how many had been killed."""
    flavour, kills, arguments = sys.argv[1], int(sys.argv[2]), sys.argv[4:]
    chance, killed = random.Random(sys.argv[3]), 0
    with Client(token="pit-0123456789", location_id="L") as client:
        client.schedules.prepare.cancel("x")
    for _ in range(kills):
        pid = child(flavour, arguments)
        time.sleep(chance.uniform(0, _LONGEST))
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            break
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        killed += 1
    for _ in range(20):  # what the service failed in too often is left to the next run
        _, status = os.waitpid(child(flavour, arguments), 0)
        if os.waitstatus_to_exitcode(status) not in (3, 4):
            break
    print(os.waitstatus_to_exitcode(status), killed)


if __name__ == "__main__":
    main()
