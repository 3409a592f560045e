"""The record of the pages: what was checked, when, with what result, and what the description said at that time.

The pages themselves are not kept. What can be told without them is whether the description still says, of each
operation, what it said when its page was last checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.facts import Verdict
from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import sha256
from toolchain.openapi.report import dump, write_atomically
from toolchain.openapi.yaml import load_object

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolchain.docs_check.check import Checked
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.expected_examples import Wanted
    from toolchain.docs_check.operation import Operation
    from toolchain.openapi.json_values import JSON

_HEADING: Final = """\
# The documentation pages as last checked against invoices.yaml: written by `python -m toolchain docs-check --record`.
# `description` is the digest of what invoices.yaml then said of the operation; see docs/docs-check.md.
"""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page. `sha256` is that of the page's bytes, `description` that of what the description says of it."""

    operation: str
    layout: str
    captured: date
    sha256: str
    description: str
    facts: dict[str, int]


def digest(operation: Operation) -> str:
    """Return the digest of all facts of an operation; texts, and where a schema stands, don't count."""
    groups: list[JSON] = [
        {
            "key": group.key,
            "media type": group.media_type,
            "example": _given(group.example),
            "fields": [
                {
                    "path": list(entry.path), "place": entry.place, "type": entry.type.written(suffix=True),
                    "required": entry.is_required, "allowed": None if entry.allowed is None else list(entry.allowed),
                    "default": _given(entry.default), "example": _given(entry.example),
                }
                for entry in group.entries
            ],
        }
        for group in operation.groups
    ]  # fmt: skip
    return sha256({"operation": operation.name, "servers": list(operation.servers), "groups": groups})


def _given(wanted: Wanted | None) -> JSON:
    """Return a value so that none, null and one of which only the kind is known all differ."""
    if wanted is None or not wanted.is_known:
        return None
    return [wanted.value]


def read(path: Path) -> list[Entry]:
    """Return the record in a file; ToolchainError where it is not one."""
    if not path.exists():
        raise ToolchainError(f"{path}: no such file; write it with docs-check --record PAGE…")
    pages: JSON = load_object(path).get("pages")
    if not isinstance(pages, list):
        raise ToolchainError(f"{path}: must have a list of pages; write it with docs-check --record PAGE…")
    return [_entry(path, index, page) for index, page in enumerate(pages, 1)]


def _entry(path: Path, index: int, page: JSON) -> Entry:
    fields = page if isinstance(page, dict) else {}
    texts = [str(fields.get(name)) for name in ("operation", "layout", "sha256", "description")]
    facts = fields.get("facts")
    counts = {verdict: n for verdict, n in facts.items() if type(n) is int} if isinstance(facts, dict) else {}
    is_sound = all(map(_DIGEST.fullmatch, texts[2:])) and counts.keys() == {verdict.value for verdict in Verdict}
    try:
        if is_sound:
            captured = date.fromisoformat(str(fields.get("captured")))
            return Entry(
                operation=texts[0], layout=texts[1], captured=captured, sha256=texts[2], description=texts[3],
                facts=counts,
            )  # fmt: skip
    except ValueError:
        pass
    raise ToolchainError(f"{path}: page {index} is not as docs-check --record writes it; record the page again")


def problems(entries: Sequence[Entry], description: Description) -> list[tuple[str, str]]:
    """Return where the record doesn't hold: pairs of operation and problem."""
    operations = {operation.name: operation for operation in description.operations.values()}
    found: list[tuple[str, str]] = []
    seen: set[str] = set()
    for entry in entries:
        operation = operations.get(entry.operation)
        if entry.operation in seen:
            found.append((entry.operation, "is recorded twice"))
        elif operation is None:
            found.append((entry.operation, "is recorded, and is not in the description"))
        elif digest(operation) != entry.description:
            problem = f"the description has changed since the page of {entry.captured} was checked; check it again"
            found.append((entry.operation, problem))
        wrong = [f"{n} {verdict}" for verdict, n in entry.facts.items() if n and Verdict(verdict).is_wrong]
        if wrong:
            found.append((entry.operation, f"the page disagreed when it was recorded: {', '.join(wrong)}"))
        seen.add(entry.operation)
    return found + [(name, "no page of it is recorded") for name in operations if name not in seen]


def write(path: Path, checked: Sequence[Checked], description: Description, captured: date | None) -> None:
    """Put pages into the record, each in the place of the one recorded before for its operation.

    `captured` is the day on which the pages were saved; by default that of the recorded page if it is the same one,
    else that of the file.
    """
    entries = {entry.operation: entry for entry in read(path)} if path.exists() else {}
    operations = {operation.name: operation for operation in description.operations.values()}
    for page in checked:
        if page.operation is None or page.capture is None or page.layout is None:
            raise ToolchainError(f"{page.page}: cannot be recorded")
        before = entries.get(page.operation)
        is_same = before is not None and before.sha256 == page.capture.sha256
        entries[page.operation] = Entry(
            operation=page.operation, layout=page.layout, sha256=page.capture.sha256,
            captured=captured or (before.captured if before and is_same else page.capture.saved),
            description=digest(operations[page.operation]), facts=page.count(),
        )  # fmt: skip
    kept: list[JSON] = [_as_json(entries[name]) for name in operations if name in entries]
    write_atomically(path, _HEADING + dump({"pages": kept}, as_yaml=True))


def _as_json(entry: Entry) -> JSON:
    return {
        "operation": entry.operation, "layout": entry.layout, "captured": entry.captured.isoformat(),
        "sha256": entry.sha256, "description": entry.description, "facts": dict(entry.facts),
    }  # fmt: skip
