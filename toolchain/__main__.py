"""`python -m toolchain <command>`: the development commands behind the Makefile.

Exit codes: 0 done, 1 the command's own "no", 2 bad input or usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Entry(NamedTuple):
    module: str
    help: str


class _Command(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace) -> int: ...


COMMANDS = {
    "docs-check": _Entry("toolchain.docs_check.command", "compare captured documentation pages with the description"),
    "diff": _Entry("toolchain.diff.command", "say what changes of the description mean for callers"),
    "generate": _Entry("toolchain.generate.command", "make the package from the description"),
    "site": _Entry("toolchain.site.command", "build the documentation into a static site"),
    "release": _Entry("toolchain.release.command", "check that version, changelog, SBOM and diff agree"),
    "resolve": _Entry("toolchain.overlay.resolve", "apply overlays to a document"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; only that command's module is imported."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    parser = argparse.ArgumentParser(prog="python -m toolchain", description="Development commands of this repository.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    command: _Command | None = None
    for name, entry in COMMANDS.items():
        subparser = subparsers.add_parser(
            name, help=entry.help, description=f"{entry.help[0].upper()}{entry.help[1:]}."
        )
        if arguments[:1] == [name]:
            command = cast("_Command", import_module(entry.module))
            command.add_arguments(subparser)
    options = parser.parse_args(arguments)
    if command is None:
        parser.error("the command comes first")
    return _run(command, options)


def _run(command: _Command, options: argparse.Namespace) -> int:
    try:
        return command.run(options)
    except ToolchainError as error:
        for message in error.messages:
            print(f"error: {message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("error: interrupted", file=sys.stderr)
        return 130
    except OSError as error:
        _abandon_stdout()
        # The reader of a pipe went away, as `head` does: nothing to tell anyone.
        if not isinstance(error, BrokenPipeError):
            print(f"error: {error}", file=sys.stderr)
        return 1


def _abandon_stdout() -> None:
    """Let what is still buffered go nowhere: Python would fail once more when it flushes stdout on exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
