"""`docs-check`: compare captured documentation pages with the description, or the record of them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toolchain.docs_check import record, report
from toolchain.docs_check.check import check
from toolchain.docs_check.coverage import Coverage
from toolchain.docs_check.description import Description
from toolchain.errors import ToolchainError
from toolchain.generate.layout import ROOT, Layout
from toolchain.openapi.report import dump, write_stdout
from toolchain.openapi.yaml import load, load_object

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from toolchain.docs_check.check import Checked
    from toolchain.openapi.json_values import JSON


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "pages", metavar="PAGE", nargs="*", help="a page saved as text; without any, the record is verified instead"
    )
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="of the report")
    parser.add_argument("--all", action="store_true", help="report what agrees too (JSON always has it)")
    parser.add_argument("--record", action="store_true", help="put the pages into openapi/pages.yaml if all agree")
    parser.add_argument("--captured", metavar="DATE", help="the day the pages were saved (default: the files' own)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository to work on (default: this one)")


def run(args: argparse.Namespace) -> int:
    """Run the command: 0 if nothing contradicts and nothing is page only, 1 if something does, 2 for unusable pages."""
    try:
        return _check_pages(args) if args.pages else _verify_record(args)
    except ToolchainError as error:
        if args.format == "json":
            write_stdout(dump({"pages": [], "error": str(error)}))
        raise


def _check_pages(args: argparse.Namespace) -> int:
    captured = _date(args.captured)
    layout = Layout(args.root.resolve())
    document = load_object(layout.source)
    description = Description(document)
    coverage = Coverage(document, [(layout.name(path), load(path)) for path in layout.overlays])
    checked = [check(Path(page), description, coverage) for page in args.pages]
    order = [operation.name for operation in description.operations.values()]
    checked.sort(key=lambda page: order.index(page.operation) if page.operation in order else len(order))
    _write(checked, args)
    for page in checked:
        if page.error:
            print(f"error: {page.page}: {page.error}", file=sys.stderr)
    if any(page.error for page in checked):
        return 2
    is_wrong = any(page.is_wrong() for page in checked)
    if args.record and is_wrong:
        print("nothing recorded: first edit the description until it says what the pages say", file=sys.stderr)
    elif args.record:
        record.write(_record(layout), checked, description, captured)
    return 1 if is_wrong else 0


def _verify_record(args: argparse.Namespace) -> int:
    if args.record:
        raise ToolchainError("--record needs the pages that are to be recorded")
    layout = Layout(args.root.resolve())
    description = Description(load_object(layout.source))
    problems = record.problems(record.read(_record(layout)), description)
    if args.format == "json":
        pages: list[JSON] = [{"page": None, "operation": name, "facts": [], "problem": text} for name, text in problems]
        write_stdout(dump({"pages": pages}))
    else:
        bullet = "- " if args.format == "markdown" else ""
        lines = [f"{bullet}{name}: {text}\n" for name, text in problems]
        write_stdout("".join(lines) or f"{layout.name(_record(layout))} holds\n")
    return 1 if problems else 0


def _write(checked: Sequence[Checked], args: argparse.Namespace) -> None:
    if args.format == "json":
        write_stdout(report.as_json(checked))
    elif args.format == "markdown":
        write_stdout(report.as_markdown(checked, everything=args.all))
    else:
        write_stdout(report.as_text(checked, everything=args.all))


def _record(layout: Layout) -> Path:
    return layout.root / "openapi/pages.yaml"


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise ToolchainError(f"--captured {text!r} is not a date; write it as 2026-03-04") from None
