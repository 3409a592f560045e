"""`docs-check`: compare captured documentation pages with the description, or the record of them."""

import argparse
import glob
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from toolchain.docs_check import record
from toolchain.docs_check.check import Coverage, check, collect
from toolchain.docs_check.description import Description
from toolchain.docs_check.report import FORMATS, Report
from toolchain.errors import ToolchainError
from toolchain.generate.pipeline import ROOT, Layout
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import JSON
from toolchain.openapi.report import dump, write_stdout
from toolchain.openapi.yaml import key_lines, load, load_object

PAGE_ENDINGS: Final = (".txt", ".md", ".markdown", ".text")
"""What files in a folder of pages are called; what else lies there, and a README, is none."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "pages", metavar="PAGE", nargs="*",
        help="a page saved as text, or a folder of such; without any, the record is verified instead",
    )  # fmt: skip
    parser.add_argument("--pages", dest="listed", metavar="PAGES", default="", help="pages in one text, as make has it")
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="how to report (default: %(default)s)")
    parser.add_argument("--all", action="store_true", help="report every fact too (JSON always has them)")
    parser.add_argument("--draft", action="store_true", help="print the YAML to paste for each change")
    parser.add_argument("--record", action="store_true", help="put the pages into openapi/pages.yaml if all agree")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository to work on (default: this one)")


def run(args: argparse.Namespace) -> int:
    """Run the command: 0 if pages and description agree, 1 if there is something to do, 2 for unusable pages."""
    try:
        layout = Layout(args.root.resolve())
        recorded = layout.root / "openapi/pages.yaml"
        named = [*args.pages, *split(args.listed)]
        return _check_pages(named, layout, recorded, args) if named else _verify_record(layout, recorded, args)
    except ToolchainError as error:
        if args.format == "json":
            write_stdout(dump({"pages": [], "changes": [], "error": str(error)}))
        raise


def split(listed: str) -> list[str]:
    """Return the paths in a text that lists them: quoted, with wildcards, or with spaces in the paths themselves."""
    if not listed.strip() or Path(listed).exists():
        return [listed] if listed.strip() else []
    if found := sorted(glob.glob(listed)):  # noqa: PTH207 -- a pattern with a space, maybe an absolute one
        return found
    try:
        words = shlex.split(listed)
    except ValueError:
        words = listed.split()
    found = [path for word in words for path in sorted(glob.glob(word)) or [word]]  # noqa: PTH207 -- absolute ones too
    if all(Path(path).exists() for path in found):
        return found
    # Words that together make a path that exists are one, as many as do.
    words, found = listed.split(), list[str]()
    while words:
        lengths = (length for length in range(len(words), 1, -1) if Path(" ".join(words[:length])).exists())
        length = next(lengths, 1)
        found.append(" ".join(words[:length]))
        words = words[length:]
    return found


def _check_pages(named: Sequence[str], layout: Layout, recorded: Path, args: argparse.Namespace) -> int:
    root = load_object(layout.source)
    description = Description(Document(layout.name(layout.source), root), key_lines(layout.source))
    coverage = Coverage(root, [(layout.name(path), load(path)) for path in layout.overlays])
    entries = record.read(recorded) if recorded.exists() else []
    order = [*description.operations]
    checked = [check(path, description, coverage, entries) for path in _files(named)]
    checked.sort(key=lambda page: order.index(page.key[0]) if page.key[0] in order else len(order))
    results = collect(checked, entries, description, is_folder=any(Path(name).is_dir() for name in named))
    can_record = args.record and results.is_recordable(description)
    if can_record:
        new = [record.Entry.of(page.sha256, page.compared, coverage.touching) for page in checked if page.compared]
        record.write(recorded, new, description)
        results.findings, results.work, results.notes = [], [], []
    report = Report(results, description)
    if args.format == "json":
        write_stdout(report.json())
    elif any(page.facts for page in checked):
        write = report.markdown if args.format == "markdown" else report.terminal
        write_stdout(write(everything=args.all, drafts=args.draft))
    for page in checked:
        if page.error:
            print(f"error: {page.name}: {page.error}", file=sys.stderr)
    if args.record and not can_record:
        print("nothing recorded: first edit the description until it says what the pages say", file=sys.stderr)
    return results.exit_code


def _files(named: Sequence[str]) -> Iterator[Path]:
    """Yield the files of pages, those of folders in the order of their names; ToolchainError for a folder without."""
    for path in map(Path, named):
        if not path.is_dir():
            yield path
            continue
        files = [
            file
            for file in sorted(path.iterdir())
            if file.suffix.lower() in PAGE_ENDINGS and not file.name.startswith((".", "README")) and file.is_file()
        ]
        if not files:
            raise ToolchainError(f"{path}: is a folder without pages (files that end with {', '.join(PAGE_ENDINGS)})")
        yield from files


def _verify_record(layout: Layout, recorded: Path, args: argparse.Namespace) -> int:
    if args.record:
        raise ToolchainError("--record needs the pages to record")
    description = Description(Document(layout.name(layout.source), load_object(layout.source)))
    problems = record.problems(record.read(recorded), description)
    if args.format == "json":
        pages = list[JSON]({"page": None, "operation": name, "facts": [], "problem": text} for name, text in problems)
        write_stdout(dump({"pages": pages, "changes": []}))
    else:
        bullet = "- " if args.format == "markdown" else ""
        lines = [f"{bullet}{name}: {text}\n" for name, text in problems]
        write_stdout("".join(lines) or f"{layout.name(recorded)} holds\n")
    return 1 if problems else 0
