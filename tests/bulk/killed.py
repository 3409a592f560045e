"""Runs the command again and again, kills it after a random time, and in the end lets it come to its end.

``python -m tests.bulk.killed KILLS SEED LONGEST COMMAND…``. Each run is a process of its own, forked from this one, in
which all that it needs is loaded already.
"""

import os
import random
import signal
import sys
import time

import leadconnector_invoices.models  # noqa: F401  loaded before the forks
from leadconnector.bulk import __main__ as command
from leadconnector_invoices import Client


def child(arguments: list[str], output: int) -> int:
    """Fork a process that runs the command; its id."""
    if (pid := os.fork()) == 0:
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.argv = ["bulk", *arguments]
        status = 70
        try:
            status = command.main()
        finally:
            sys.stdout.flush()
            os._exit(status)
    return pid


def main() -> None:
    """Kill so many runs; then print the exit status of one that was left alone, and how many had been killed."""
    kills, seed, longest = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    chance, killed = random.Random(seed), 0
    with Client(token="pit-0123456789", location_id="L") as client:
        client.schedules.prepare.cancel("x")
    for _ in range(kills):
        pid = child(sys.argv[4:], 2)
        time.sleep(chance.uniform(0, longest))
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            break
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        killed += 1
    for _ in range(10):  # what the service failed in too often is left to the next run
        _, status = os.waitpid(child(sys.argv[4:], 2), 0)
        if os.waitstatus_to_exitcode(status) not in (3, 4):
            break
    print(os.waitstatus_to_exitcode(status), killed)


if __name__ == "__main__":
    main()
