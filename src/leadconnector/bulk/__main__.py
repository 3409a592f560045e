"""Make one call for each line of a CSV file, none of them twice.

The exit status is 0 if all are done, 1 if some were refused, 2 if nothing was begun (arguments, the file or the ledger
can't be used), 3 if the outcome of some is unknown, 4 if some did not happen yet or the run ended early, so that it
should be run again; the highest that applies. 130 after Ctrl-C.
"""

import argparse
import contextlib
import csv
import functools
import importlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

from leadconnector.bulk import LedgerError, Result, State, Summary, run
from leadconnector.bulk.core import MARGIN, MOST_AT_ONCE
from leadconnector.client.request import PreparedRequest
from leadconnector.errors import ConfigurationError, InvalidRequestError
from leadconnector.secret import Secret

_COMMANDS: Final = {
    "cancel": ("schedules", "cancel"),
    "delete": ("invoices", "delete"),
    "update-and-schedule": ("schedules", "update_and_schedule"),
}
_COLUMNS: Final = {
    **dict.fromkeys(("location", "locationid", "altid"), "location"),
    **dict.fromkeys(("id", "schedule", "scheduleid", "invoice", "invoiceid"), "id"),
}
_PLAIN_ID: Final = re.compile(r"[0-9A-Za-z._~-]+")
_PAUSE: Final = 5.0  # seconds between two lines of progress

Prepare = Callable[[str], PreparedRequest[Any]]


class _InputError(ValueError):
    """The file of ids can't be used."""


def main() -> int:
    """Run the command; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m leadconnector.bulk", description=__doc__)
    parser.add_argument("command", choices=_COMMANDS, help="the call to make")
    parser.add_argument("ids", type=Path, help="CSV: location and id in each line, or the id alone")
    parser.add_argument("--ledger", type=Path, required=True, help="notes what is done; a later run goes on from there")
    parser.add_argument("--dry-run", action="store_true", help="print the requests and send none")
    parser.add_argument(
        "--concurrency", type=int, default=32, help=f"calls at a time, up to {MOST_AT_ONCE} (%(default)s)"
    )
    parser.add_argument("--timeout", type=float, help="seconds for a call, counted from its turn (30)")
    parser.add_argument(
        "--margin", type=float, default=MARGIN, help="seconds after that until an outcome is looked up (%(default)g)"
    )
    parser.add_argument("--package", default="leadconnector_invoices", help="the client's package (%(default)s)")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    report = _Report()
    try:
        resource, method = _COMMANDS[options.command]
        client_class = importlib.import_module(options.package).Client
        with client_class(timeout=options.timeout, throttle=True) as client:

            @functools.lru_cache(1024)
            def preparer(location: str) -> Prepare:
                prepare: Prepare = getattr(getattr(client.with_options(location_id=location), resource).prepare, method)
                return prepare

            location = client.options.location_id
            report.total = sum(1 for _ in _read(options.ids, location, preparer))  # nothing begins if a line is bad
            calls = _read(options.ids, location, preparer)
            if options.dry_run:
                for _, prepared in calls:
                    _show(prepared)
                return 0
            with report.shown():
                run(
                    client,
                    calls,
                    ledger=options.ledger,
                    concurrency=options.concurrency,
                    margin=options.margin,
                    on_result=report.on_result,
                    progress=report.on_progress,
                )
    except KeyboardInterrupt:
        print(report.summary)
        return 130
    except (_InputError, ConfigurationError, LedgerError, ImportError, OSError) as error:
        if options.dry_run and isinstance(error, BrokenPipeError):  # who reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        with contextlib.suppress(OSError):
            print(f"error: {error}", file=sys.stderr)
        if not report.summary.total:
            return 2
    print(report.summary)
    return report.summary.exit_status


def _read(
    path: Path, location: str | None, preparer: Callable[[str], Prepare]
) -> Iterator[tuple[str, PreparedRequest[Any]]]:
    """The calls that a file lists, by "location/id"; _InputError with file and line where one can't be made."""
    if path.exists() and not path.is_file():
        raise _InputError(f"{path} must be a file, which is read twice")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, strict=True)
        columns: dict[str, int] | None = None
        try:
            for fields in lines:
                cells = [field.strip() for field in fields]
                if not any(cells):
                    continue
                if columns is None and (columns := _header(cells)) is not None:
                    continue
                columns = columns or {}
                yield _call(cells, columns, location, preparer)
        except (csv.Error, UnicodeDecodeError, InvalidRequestError, _InputError) as error:
            raise _InputError(f"{path}:{lines.line_num}: {error}") from None


def _header(cells: list[str]) -> dict[str, int] | None:
    """The columns that a first line names; None if it names no id."""
    named = [_COLUMNS.get(re.sub("[^a-z]", "", cell.lower()), "") for cell in cells]
    return {name: named.index(name) for name in ("location", "id") if name in named} if "id" in named else None


def _call(
    cells: list[str], columns: dict[str, int], location: str | None, preparer: Callable[[str], Prepare]
) -> tuple[str, PreparedRequest[Any]]:
    if not columns:
        if len(cells) > 2:
            raise _InputError(f"{len(cells)} fields, where location and id are expected")
        columns = {"location": 0, "id": 1} if len(cells) == 2 else {"id": 0}
    try:
        found = {name: cells[at] for name, at in columns.items()}
    except IndexError:
        raise _InputError("fewer fields than the first line") from None
    location = found.get("location", location)
    if location is None:
        raise _InputError("no location: write location,id, or set LEADCONNECTOR_LOCATION_ID")
    for each in (location, found["id"]):
        if not _PLAIN_ID.fullmatch(each):
            raise _InputError(f"{each[:50]!r} is no id")
    return f"{location}/{found['id']}", preparer(location)(found["id"])


def _show(prepared: PreparedRequest[Any]) -> None:
    print(prepared.method, prepared.url)
    for name, value in prepared.headers.pairs():
        print(f"{name}: {'***' if isinstance(value, Secret) else value}")
    print((prepared.content or b"").decode(), end="\n\n")


class _Report:
    """Tells of a run: by a bar on a terminal where there is rich, else by lines on standard error."""

    def __init__(self) -> None:
        self.total = 0
        self.summary = Summary()
        self._bar: Any = None
        self._began = self._told = time.monotonic()

    def shown(self) -> Any:
        """The context in which a bar is shown, or not."""
        self._began = self._told = time.monotonic()
        try:
            from rich import progress
            from rich.console import Console
        except ImportError:
            return contextlib.nullcontext()
        console = Console(stderr=True)
        if not console.is_terminal:
            return contextlib.nullcontext()
        columns = (progress.BarColumn(), progress.MofNCompleteColumn(), progress.TextColumn("{task.description}"))
        self._bar = progress.Progress(*columns, console=console)
        self._bar.add_task("", total=self.total)
        return self._bar

    def on_result(self, result: Result) -> None:
        """Tell of a call that isn't done."""
        if result.state is not State.DONE:
            said = result.error if result.exception is None else f"{result.error}: {result.exception}"
            self._say(f"{result.key}: {result.state}, {result.evidence}" + (f", {said}" if said else ""))

    def on_progress(self, summary: Summary) -> None:
        """Tell how far the run is."""
        self.summary = summary
        now = time.monotonic()
        if self._bar is None and now < self._told + _PAUSE:
            return
        self._told = now
        over = summary.total + summary.repeated
        rate = over / max(now - self._began, 0.001)
        text = f"{rate:.1f}/s, {_duration((self.total - over) / max(rate, 0.001))} left"
        if summary.waiting:
            text += f"; {summary.waiting} to be looked up, in {_duration(summary.next_look_up - now)}"
        if self._bar is None:
            self._say(f"{over:,} of {self.total:,}, {text}; {summary}")
        else:
            self._bar.update(self._bar.task_ids[0], completed=over, description=text)

    def _say(self, line: str) -> None:
        if self._bar is None:
            print(line, file=sys.stderr, flush=True)
        else:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(max(round(seconds), 0), 60)
    return f"{minutes}:{seconds:02}"


def _interrupt(number: int, _frame: object) -> NoReturn:
    print("interrupted: calls under way end first; once more leaves them to the next run", file=sys.stderr, flush=True)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
