"""`python -m toolchain diff`: what the changes between two descriptions mean for those who call the API."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolchain import overlay
from toolchain.diff.classify import accepted_reasons, ordered
from toolchain.diff.compare import compare
from toolchain.diff.inputs import Side, merge_base, opened
from toolchain.diff.report import Report, as_json, as_markdown, as_text
from toolchain.diff.values import key_of, printable, without_fences
from toolchain.generate.pipeline import ROOT
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import find, parse
from toolchain.openapi.report import write_stdout

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from toolchain.diff.classify import Change
    from toolchain.openapi.json_values import JSON

FORMATS = {"terminal": as_text, "markdown": as_markdown, "json": as_json}
MOST_ANNOTATIONS = 10
"""Changes that a workflow shows at their lines; GitHub takes no more of one step."""

ACCEPTED = "openapi/accepted-changes.yaml"

_EFFECT = ("target", "update", "copy", "remove")
"""The fields of an action that say what it does, whatever the reason."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    what = "a git revision, a folder with this project's layout, or an OpenAPI file"
    parser.add_argument("old", metavar="OLD", nargs="?", help=f"{what} (default: where HEAD has left main)")
    parser.add_argument("new", metavar="NEW", nargs="?", help="likewise (default: the working tree)")
    parser.add_argument("--format", choices=FORMATS, default="terminal", help="how to report (default: %(default)s)")
    parser.add_argument(
        "--accept", metavar="FILE", type=Path, help=f"changes that are meant, with reasons (default: {ACCEPTED})"
    )
    parser.add_argument(
        "--fail-on",
        choices=("breaking", "maybe", "never"),
        default="breaking",
        help="exit with 1 where a change of this class, or a worse one, isn't accepted (default: %(default)s)",
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository to work on (default: this one)")


def run(args: argparse.Namespace) -> int:
    """Run the command; 1 if there are breaking changes that aren't accepted, ToolchainError on bad input."""
    root: Path = args.root
    accepted: Path | None = args.accept or (root / ACCEPTED if (root / ACCEPTED).is_file() else None)
    reasons = accepted_reasons(accepted) if accepted else {}
    with ExitStack() as stack:
        old = stack.enter_context(opened(args.old or merge_base(root), root))
        new = stack.enter_context(opened(args.new or str(root), root))
        changes = located(all_changes(old, new), old, new)
    report = Report(
        old.label,
        new.label,
        ordered(replace(change, accepted=reasons.get(change.id, "")) for change in changes),
        stale=tuple(sorted(reasons.keys() - {change.id for change in changes})),
        fail_on=args.fail_on,
        version=old.version,
        warnings=tuple(map(printable, (*old.warnings, *new.warnings))),
    )
    write_stdout(FORMATS[args.format](report))
    if report.verdict and os.environ.get("GITHUB_ACTIONS") == "true":
        # Standard output is the summary; the log of a job is where one looks first.
        print(report.verdict, report.entries, sep="\n", file=sys.stderr)
        for change in report.refused[:MOST_ANNOTATIONS]:
            print(annotation(change), file=sys.stderr)
    return 1 if report.verdict else 0


def annotation(change: Change) -> str:
    """Return the workflow command that shows a change at its line in a pull request."""
    file, _, line = change.location.rpartition(":")
    where = f" file={file},line={line}" if file else ""
    message = without_fences(change.message).replace("%", "%25")
    return f"::{'error' if change.change_class.value == 'breaking' else 'warning'}{where}::{message}"


def all_changes(old: Side, new: Side) -> list[Change]:
    """Return the changes of the resolved documents, and of the generated packages if both sides have one."""
    changes = compare(old.document, new.document)
    if old.package is not None and new.package is not None:
        # Reads both packages, which takes a while and is of no use where only files are compared.
        from toolchain.diff.compare.python_api import compare_packages

        changes += compare_packages(old.package, new.package, changes)
    return changes


def located(changes: list[Change], old: Side, new: Side) -> list[Change]:
    """Return the changes with file and line, as far as they are known."""
    pointers = {change.pointer for change in changes if change.pointer.startswith("/")}
    causes = _causes(old, new, pointers) | _causes(new, old, pointers)
    result: list[Change] = []
    for change in changes:
        location = causes.get(change.pointer, "")
        file, separator, pointer = change.pointer.rpartition("#")
        keys = parse(pointer)
        if keys is not None and (keys or separator) and not location:
            location = (old if change.gone else new).location(file, keys)
        result.append(replace(change, location=location))
    return result


def _causes(side: Side, other: Side, pointers: Iterable[str]) -> dict[str, str]:
    """Return where that action of `side`'s overlays stands that `other` lacks and that last changed each value."""
    actions = list(overlay.one_by_one(side.overlays or []))
    known = {_effect(action) for _, _, action in overlay.one_by_one(other.overlays or [])}
    found: dict[str, str] = {}
    if other.overlays is None or all(_effect(action) in known for _, _, action in actions):
        return found
    content = side.plain
    for name, index, action in actions:
        before = content
        content = overlay.apply(Document("", content).root, [(name, action)])
        for pointer in pointers if _effect(action) not in known else ():
            keys = parse(pointer) or ()
            if find(before, keys) != find(content, keys):
                found[pointer] = side.location(name, ("actions", str(index)))
    return found


def _effect(alone: dict[str, JSON]) -> str:
    """Return what an overlay of one action does, without what it says of itself."""
    (action,) = as_list(alone["actions"])
    return key_of({key: value for key, value in as_object(action).items() if key in _EFFECT})
