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
from typing import Any, Final, NoReturn, TextIO

from leadconnector.bulk import LedgerError, Result, State, Summary, run
from leadconnector.bulk.core import MARGIN, MOST_AT_ONCE
from leadconnector.client.request import PreparedRequest
from leadconnector.client.sync_client import SyncClient
from leadconnector.errors import ConfigurationError, InvalidRequestError

_COMMANDS: Final = {
    "cancel": ("schedules", "cancel"),
    "delete": ("invoices", "delete"),
    "update-and-schedule": ("schedules", "update_and_schedule"),
}
_LOCATIONS: Final = ("location", "locationid", "altid")
_IDS: Final = ("id", "schedule", "scheduleid", "invoice", "invoiceid")
_PLAIN_ID: Final = re.compile(r"[0-9A-Za-z._~-]+")
_PAUSE: Final = 5.0  # seconds between two lines of progress

Prepare = Callable[[str], PreparedRequest[Any]]
Columns = tuple[int | None, int]
"""Which fields are the location and the id."""


class _InputError(ValueError):
    """An argument or the file of ids can't be used."""


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
        with _client_class(options.package, resource)(timeout=options.timeout, throttle=True) as client:

            @functools.lru_cache(1024)
            def preparer(location: str) -> Prepare:
                prepare: Prepare = getattr(getattr(client.with_options(location_id=location), resource).prepare, method)
                return prepare

            location = client.options.location_id
            about = resource.removesuffix("s")
            report.total = sum(1 for _ in _read(options.ids, about, location, preparer))  # nothing begins if one is bad
            calls = _read(options.ids, about, location, preparer)
            if options.dry_run:
                return 0 if all(_write(_text_of(prepared), sys.stdout) for _, prepared in calls) else 2
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
        status = 130
    except (_InputError, ConfigurationError, LedgerError, OSError) as error:
        _write(f"error: {error}", sys.stderr)
        if not report.summary.total:
            return 2
        status = report.summary.exit_status
    else:
        status = report.summary.exit_status
    _write(str(report.summary), sys.stdout)
    return status


def _client_class(package: str, resource: str) -> type[Any]:
    try:
        found = getattr(importlib.import_module(package), "Client", None)
    except (ImportError, TypeError, ValueError) as error:  # of a relative name, and of an empty one
        raise _InputError(f"--package {package!r}: {error}") from error
    if not (isinstance(found, type) and issubclass(found, SyncClient) and hasattr(found, resource)):
        raise _InputError(f"--package {package!r} is no generated client's package with {resource}")
    return found


def _write(text: str, stream: TextIO) -> bool:
    """Write to a stream; False on a full disk. That changes nothing about the calls, and a reader may leave (head)."""
    try:
        print(text, file=stream, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # what is left in it would fail again at exit
        if isinstance(error, BrokenPipeError):
            return True
        if stream is sys.stdout:
            _write(f"error: {error}", sys.stderr)
        return False
    return True


def _read(
    path: Path, about: str, location: str | None, preparer: Callable[[str], Prepare]
) -> Iterator[tuple[str, PreparedRequest[Any]]]:
    """The calls that a file lists, by "location/id"; _InputError with file and line where one can't be made."""
    if path.exists() and not path.is_file():
        raise _InputError(f"{path} must be a file, which is read twice")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, strict=True)
        columns: Columns | None = None
        width = 0
        try:
            for fields in lines:
                cells = [field.strip() for field in fields]
                if not any(cells):
                    continue
                if columns is None:
                    width = len(cells)
                    if columns := _header(cells, about):
                        continue
                    if width > 2:
                        raise _InputError(f"{width} fields, where location and id are expected")
                    columns = (0, 1) if width == 2 else (None, 0)
                if len(cells) != width:
                    raise _InputError(f"{len(cells)} fields, where the first line has {width}")
                yield _call(cells, columns, location, preparer)
        except (csv.Error, UnicodeDecodeError, InvalidRequestError, _InputError) as error:
            raise _InputError(f"{path}:{lines.line_num}: {error}") from None


def _header(cells: list[str], about: str) -> Columns | None:
    """The columns that a first line names; None if it names none. An _InputError where they could be mistaken."""
    names = [re.sub(r"[\W_]", "", cell.casefold()) for cell in cells]
    at, location = _column(names, _IDS, about), _column(names, _LOCATIONS, "location")
    if at is None and location is None:
        return None
    if at is None or names[at] not in ("id", about, f"{about}id"):
        raise _InputError(f"the first line names no column {about}_id")
    if location is None and len(names) > 1:
        raise _InputError("the first line names no column location_id")
    return location, at


def _column(names: list[str], known: tuple[str, ...], kind: str) -> int | None:
    """The column with a known name; of several the one that is named after its kind of id."""
    found = [at for at, name in enumerate(names) if name in known]
    if len(found) > 1:
        found = [at for at in found if names[at] == f"{kind}id"]
        if len(found) != 1:
            raise _InputError(f"the first line names several columns, and not one of them {kind}_id")
    return found[0] if found else None


def _call(
    cells: list[str], columns: Columns, location: str | None, preparer: Callable[[str], Prepare]
) -> tuple[str, PreparedRequest[Any]]:
    at, id_ = columns[0], cells[columns[1]]
    location = location if at is None else cells[at]
    if location is None:
        raise _InputError("no location: write location,id, or set LEADCONNECTOR_LOCATION_ID")
    for each in (location, id_):
        if not _PLAIN_ID.fullmatch(each):
            raise _InputError(f"{each[:50]!r} is no id")
    return f"{location}/{id_}", preparer(location)(id_)


def _text_of(prepared: PreparedRequest[Any]) -> str:
    headers = [f"{name}: {value}" for name, value in prepared.headers.items()]
    return "\n".join([f"{prepared.method} {prepared.url}", *headers, (prepared.content or b"").decode(), ""])


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
        if not (console.is_terminal and console.file.isatty()):  # FORCE_COLOR makes anything a terminal
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
            _write(line, sys.stderr)
        else:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(max(round(seconds), 0), 60)
    return f"{minutes}:{seconds:02}"


def _interrupt(number: int, _frame: object) -> NoReturn:
    said = b"interrupted: calls under way end first; once more leaves them to the next run\n"
    with contextlib.suppress(OSError, AttributeError):  # print() can't be called amid another that was interrupted
        os.write(sys.stderr.fileno(), said)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
