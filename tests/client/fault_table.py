"""Writes docs/faults.md from the cases: `python -m tests.client.fault_table`."""

from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.md"

_COLUMNS = {"GET": "GET", "PUT": "PUT", "DELETE": "DELETE", "POST": "POST", "ONCE": "no policy"}
_APPLIED = {True: "applied", False: "not applied", None: "unknown"}
_INTRODUCTION = """\
# What happens when a call fails

This page is written by `python -m tests.client.fault_table` from the cases in `tests/client/cases/`; don't edit it.
Each cell is a case that the tests run with both clients, the async one on asyncio and on trio.

The description says for each operation whether it may be repeated (`x-retry`). In the table GET, PUT and DELETE have
the policy `always`, POST has `unless-applied`; an operation without a policy is repeated only if it is a GET. Pauses
between attempts are random, up to 0.5 s, 1 s, 2 s … 8 s, unless the response says how long to wait. All attempts and
pauses together stay within `timeout`. *Not applied*, *applied* and *unknown* mean that `error.applied` is False, True
or None.

## When the fault persists

In each cell: the number of attempts (with the default `max_retries=2`), the error, and whether the call took effect.

"""
_MIXTURES = """
## When the fault passes, or another follows

| operation | responses in order | result |
|---|---|---|
"""


def table() -> str:
    """The document."""
    return _INTRODUCTION + _matrix(_load("matrix.yaml")) + _MIXTURES + _mixtures(_load("recoveries.yaml"))


def _matrix(rows: list[dict[str, Any]]) -> str:
    lines = [["fault", *_COLUMNS.values()], ["---"] * (len(_COLUMNS) + 1)]
    lines += [[row["fault"], *(_cell(row[operation]) for operation in _COLUMNS)] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(cell: dict[str, Any]) -> str:
    return f"{cell['attempts']} · {cell['error']} · {_APPLIED[cell['applied']]}"


def _mixtures(cases: list[dict[str, Any]]) -> str:
    return "".join(
        f"| {_COLUMNS[case['operation']]} | {', '.join(_response(response) for response in case['responses'])} "
        f"| {case['name']}: {_result(case)} |\n"
        for case in cases
        if "options" not in case
    )


def _response(response: dict[str, Any]) -> str:
    if "raise" in response:
        return str(response["raise"])
    said = " ".join(response["body"]) if "body" in response and response["status"] >= 400 else ""
    return f"{response['status']}{' broken off' if 'break' in response else ''}{f' `{said}`' if said else ''}"


def _result(case: dict[str, Any]) -> str:
    if "result" in case:
        return f"`{case['result']}`"
    return f"{case['error']} · {_APPLIED[case['facts']['applied']]}"


def _load(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return loaded


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(table(), encoding="utf-8")
