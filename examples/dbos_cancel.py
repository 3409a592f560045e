"""Cancel a list of schedules with DBOS: what is left goes on after a crash, and none is cancelled twice.

    python examples/dbos_cancel.py IDS.csv

IDS.csv has a location and a schedule id per line. Token and base URL come from the environment, as elsewhere
(`LEADCONNECTOR_TOKEN`). After a crash run it again: the file's name is the batch, by which its schedules are known. The
state is in `IDS.csv.sqlite`, or where `DBOS_SYSTEM_DATABASE_URL` says. With Postgres it may run on several machines at
once, each with an id that stays the same (`DBOS__VMID`), as each takes up what itself has left.
"""

import collections
import csv
import functools
import os
import sys
import time
import uuid
from pathlib import Path
from typing import TypedDict

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID, WorkflowHandle

from leadconnector_invoices import Client
from leadconnector_invoices.errors import (
    APIConnectionError,
    APIStatusError,
    DecodeError,
    OutcomeUnknownError,
    RateLimitError,
)

QUEUE = "cancel"
RATE, PERIOD = 40, 10.0
"""Schedules of one location that are begun in so many seconds: each takes two requests, and 100 in 10 s are allowed."""
TIMEOUT = 30.0
"""Seconds for all requests of an attempt."""
MARGIN = 120.0
"""Seconds that the service may still work on a request after its client has given up."""
ATTEMPTS = 5
PERMITS: set[str] = set()
"""Attempts that this process has begun and not made yet. A crash forgets them, so no attempt is made twice."""


class Attempt(TypedDict):
    """Recorded before anything is sent: its permit, and when the last of its requests will be over."""

    permit: str
    ends: float


@DBOS.step()
def begin() -> Attempt:
    """Record that an attempt begins. DBOS has it in its database before the next step does anything."""
    permit = uuid.uuid4().hex
    PERMITS.add(permit)
    return {"permit": permit, "ends": time.time() + TIMEOUT}


@DBOS.step()
def look_and_cancel(location_id: str, schedule_id: str, attempt: Attempt) -> str:
    """Look first, then act: one cancel at most. Return what became of it; "unknown" calls for another look, later."""
    try:
        PERMITS.remove(attempt["permit"])
    except KeyError:  # the process died in this step: its request may still be under way
        return "unknown"
    try:
        schedule = client().schedules.get(schedule_id, location_id=location_id, timeout=TIMEOUT / 4)
        if schedule.status == "cancelled":
            return "cancelled"
        left = attempt["ends"] - time.time()
        if left < TIMEOUT / 4:  # this process was held up
            return "unknown"
        client().schedules.cancel(schedule_id, location_id=location_id, timeout=left)
    except APIStatusError as error:
        if error.applied is False and not isinstance(error, RateLimitError):
            return f"refused: {error}"
        return "unknown"
    except (APIConnectionError, OutcomeUnknownError, DecodeError):
        return "unknown"
    return "cancelled"


@DBOS.workflow()
def cancel_schedule(location_id: str, schedule_id: str) -> str:
    """Cancel one schedule. After an unknown outcome it looks again, once no request of the attempt can be under way."""
    for _ in range(ATTEMPTS):
        attempt = begin()
        outcome = look_and_cancel(location_id, schedule_id, attempt)
        if outcome != "unknown":
            return outcome
        DBOS.sleep(TIMEOUT + MARGIN)  # always as long: a run that repeats the workflow must find the same steps
    return "unknown"


@functools.cache
def client() -> Client:
    """The client of this process."""
    return Client(throttle=True)


def main(ids: Path) -> int:
    """Cancel all schedules of a file; 0 if they all are cancelled."""
    database = os.environ.get("DBOS_SYSTEM_DATABASE_URL", f"sqlite:///{ids}.sqlite")
    # A version of our own: DBOS's changes with the code, and workflows of another version are left alone.
    DBOS(config={"name": "cancel", "system_database_url": database, "application_version": "1", "log_level": "ERROR"})
    DBOS.launch()  # takes up what this machine's last run left
    DBOS.register_queue(QUEUE, partition_limiter={"limit": RATE, "period": PERIOD}, worker_concurrency=32)
    outcomes: dict[tuple[str, str], str] = {}
    with ids.open(newline="", encoding="utf-8") as lines:
        handles: dict[tuple[str, str], WorkflowHandle[str]] = {}
        for location_id, schedule_id in csv.reader(lines):
            workflow_id = f"{ids.stem}:{location_id}:{schedule_id}"  # begun once, however often it is asked for
            with SetWorkflowID(workflow_id), SetEnqueueOptions(queue_partition_key=location_id):
                handles[location_id, schedule_id] = DBOS.enqueue_workflow(
                    QUEUE, cancel_schedule, location_id, schedule_id
                )
    for key, handle in handles.items():
        outcomes[key] = handle.get_result()
        if outcomes[key] != "cancelled":
            print(*key, outcomes[key], sep=",", file=sys.stderr)
    print(dict(collections.Counter(outcome.partition(":")[0] for outcome in outcomes.values())))
    DBOS.destroy()
    return 0 if set(outcomes.values()) <= {"cancelled"} else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
