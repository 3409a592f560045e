"""Thousands of calls, none of them twice: with a ledger, by which a run that was killed goes on.

    from leadconnector import bulk

    calls = ((id_, client.schedules.prepare.cancel(id_)) for id_ in ids)
    summary = bulk.run(client, calls, ledger="cancel.jsonl")

`run_async` is the same for the async client; ``python -m leadconnector.bulk`` takes the calls from a CSV file.
"""

from leadconnector.bulk.core import ChangedRequestError
from leadconnector.bulk.ledger import LedgerError, State
from leadconnector.bulk.outcome import Result, Summary
from leadconnector.bulk.runners import run, run_async

__all__ = ("ChangedRequestError", "LedgerError", "Result", "State", "Summary", "run", "run_async")
