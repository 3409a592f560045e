"""The record: what each page said when it was last checked, and what the description said of its operation.

The pages themselves are not kept. With a page at hand, the record tells what the page has withdrawn since, and which
disagreements are known; without, whether the description still says what it said.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.coverage import NONE
from toolchain.docs_check.facts import Kind, Verdict
from toolchain.docs_check.types import TypeStyle
from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import as_list, as_object, canonical_json, sha256
from toolchain.openapi.pointer import join
from toolchain.openapi.report import dump, write_atomically
from toolchain.openapi.yaml import load_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from toolchain.docs_check.check import Checked
    from toolchain.docs_check.coverage import Coverage
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.expected_examples import Expected
    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.operation import Operation
    from toolchain.openapi.json_values import JSON

_HEADING: Final = """\
# The documentation pages as last checked against invoices.yaml: written by `python -m toolchain docs-check --record`.
# `description` is the digest of what invoices.yaml then said of the operation, `agrees` what the page then said, by
# parameter and field, `disagrees` what it says otherwise than the page that invoices.yaml follows (docs/docs-check.md).
"""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_STYLE: Final = TypeStyle(suffix=True, enums=True)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A fact on which page and description are known to disagree, and the overlay actions that touch its field."""

    subject: str
    kind: str
    page_says: JSON
    description_says: JSON
    overlay: str = NONE

    def is_of(self, fact: Fact) -> bool:
        """Return whether a fact is this disagreement, both sides unchanged."""
        says = (fact.page_says, fact.description_says)
        return (self.subject, self.kind) == (_text(fact), fact.kind.value) and canonical_json(
            [*says]
        ) == canonical_json([self.page_says, self.description_says])


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page. `sha256` is that of the page's bytes, `description` that of what the description says of it.

    `agrees` counts the facts that agreed, by subject and kind.
    """

    operation: str
    layout: str
    captured: date
    sha256: str
    description: str
    agrees: Mapping[tuple[str, str], int]
    disagrees: tuple[Disagreement, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Operation and layout: a page in another layout shows other things, and is another page."""
        return self.operation, self.layout


def _text(fact: Fact) -> str:
    """Return the subject of a fact as the record has it."""
    return join(*fact.subject)[1:] or "operation"


def _agreed(facts: Iterable[Fact]) -> Counter[tuple[str, str]]:
    return Counter((_text(fact), fact.kind.value) for fact in facts if fact.verdict is Verdict.AGREES)


def recall(facts: Sequence[Fact], entry: Entry) -> tuple[Fact, ...]:
    """Return the facts of a page, with what it has withdrawn since it was recorded, and the known disagreements."""
    now = _agreed(facts)
    result: list[Fact] = []
    for fact in facts:
        about = _text(fact), fact.kind.value
        if fact.verdict.is_wrong:
            result.append(replace(fact, is_settled=any(known.is_of(fact) for known in entry.disagrees)))
        elif fact.verdict is not Verdict.AGREES and now[about] < entry.agrees.get(about, 0):
            result.append(replace(fact, is_withdrawn=True))
        else:
            result.append(fact)
    return tuple(result)


def news(facts: Sequence[Fact], entry: Entry) -> int:
    """Return how many facts agree that did not, or were not there, when the page was recorded."""
    return sum((_agreed(facts) - Counter(entry.agrees)).values())


def is_new(fact: Fact, entry: Entry) -> bool:
    """Return whether a fact that agrees did not when the page was recorded."""
    return (_text(fact), fact.kind.value) not in entry.agrees


def ended(facts: Sequence[Fact], entry: Entry) -> list[Disagreement]:
    """Return the known disagreements of which a side has changed."""
    return [known for known in entry.disagrees if not any(known.is_of(fact) for fact in facts)]


def may_be_settled(fact: Fact, operation: Operation, description: Description) -> bool:
    """Return whether the description follows another page in what a fact says, by the nearest `x-source`."""
    sources = description.sources(fact.pointer)
    return bool(sources and operation.sources and not sources & operation.sources)


def digest(operation: Operation) -> str:
    """Return the digest of all facts of an operation; texts, and where a schema stands, don't count."""
    groups: list[JSON] = [
        {
            "key": group.key,
            "media type": group.media_type,
            "example": _given(group.example),
            "fields": [
                {
                    "path": list(entry.path), "place": entry.place, "type": entry.type.written(_STYLE),
                    "required": entry.is_required, "allowed": None if entry.allowed is None else list(entry.allowed),
                    "default": _given(entry.default), "example": _given(entry.example),
                }
                for entry in group.entries
            ],
        }
        for group in operation.groups
    ]  # fmt: skip
    scopes: list[JSON] = [*operation.scopes]
    return sha256({"operation": operation.name, "servers": list(operation.servers), "scopes": scopes, "groups": groups})


def _given(expected: Expected | None) -> JSON:
    """Return a value so that none, null and one of which only the kind is known all differ."""
    if expected is None or not expected.is_known:
        return None
    return [expected.value]


def read(path: Path) -> list[Entry]:
    """Return the record in a file; ToolchainError where it is not one."""
    if not path.exists():
        raise ToolchainError(f"{path}: no such file; write it with docs-check --record PAGE…")
    pages: JSON = load_object(path).get("pages")
    if not isinstance(pages, list):
        raise ToolchainError(f"{path}: must have a list of pages; write it with docs-check --record PAGE…")
    return [_entry(path, index, page) for index, page in enumerate(pages, 1)]


def _entry(path: Path, index: int, page: JSON) -> Entry:
    fields = as_object(page)
    texts = [str(fields.get(name)) for name in ("operation", "layout", "sha256", "description")]
    agrees = fields.get("agrees")
    try:
        if all(map(_DIGEST.fullmatch, texts[2:])) and isinstance(agrees, dict):
            return Entry(
                operation=texts[0], layout=texts[1], captured=date.fromisoformat(str(fields.get("captured"))),
                sha256=texts[2], description=texts[3], agrees=dict(map(_count, _counts(agrees))),
                disagrees=tuple(_disagreement(as_object(known)) for known in as_list(fields.get("disagrees"))),
            )  # fmt: skip
    except (ValueError, KeyError):
        pass
    raise ToolchainError(f"{path}: page {index} is not as docs-check --record writes it; record the page again")


def _counts(agrees: Mapping[str, JSON]) -> Iterable[tuple[str, str]]:
    return ((subject, text) for subject, kinds in agrees.items() for text in str(kinds).split(", "))


def _count(item: tuple[str, str]) -> tuple[tuple[str, str], int]:
    subject, text = item
    kind, _, number = text.partition(" x")
    return (subject, Kind(kind).value), int(number or 1)


def _disagreement(fields: Mapping[str, JSON]) -> Disagreement:
    overlay = str(fields["overlay"])
    return Disagreement(
        str(fields["about"]), Kind(str(fields["fact"])).value, fields["page says"], fields["description says"], overlay
    )


def problems(entries: Sequence[Entry], description: Description) -> list[tuple[str, str]]:
    """Return where the record doesn't hold: pairs of operation and problem."""
    operations = {operation.name: operation for operation in description.operations.values()}
    found: list[tuple[str, str]] = []
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        operation = operations.get(entry.operation)
        if entry.key in seen:
            found.append((entry.operation, f"is recorded twice ({entry.layout})"))
        elif operation is None:
            found.append((entry.operation, "is recorded, and is not in the description"))
        elif digest(operation) != entry.description:
            problem = f"the description has changed since the page of {entry.captured} was checked; check it again"
            found.append((entry.operation, problem))
        seen.add(entry.key)
    recorded = {name for name, _ in seen}
    return found + [(name, "no page of it is recorded") for name in operations if name not in recorded]


def write(
    path: Path, checked: Sequence[Checked], description: Description, coverage: Coverage, captured: date | None
) -> None:
    """Put pages into the record, each in the place of the one recorded before for its operation and layout.

    `captured` is the day on which the pages were saved; by default that of the recorded page if it is the same one,
    else that of the file.
    """
    entries = {entry.key: entry for entry in read(path)} if path.exists() else {}
    for page in checked:
        if page.match is None:
            raise ToolchainError(f"{page.page}: cannot be recorded")
        key, capture = page.match.key, page.match.capture
        before = entries.get(key)
        is_same = before is not None and before.sha256 == capture.sha256
        entries[key] = Entry(
            operation=key[0], layout=key[1], sha256=capture.sha256,
            captured=captured or (before.captured if before and is_same else capture.saved),
            description=digest(page.match.operation), agrees=_agreed(page.facts),
            disagrees=tuple(
                Disagreement(
                    _text(fact), fact.kind.value, fact.page_says, fact.description_says, coverage.touching(fact.pointer)
                )
                for fact in page.facts
                if fact.verdict.is_wrong
            ),
        )  # fmt: skip
    order = [operation.name for operation in description.operations.values()]
    kept = sorted((key for key in entries if key[0] in order), key=lambda key: (order.index(key[0]), key[1]))
    write_atomically(path, _HEADING + dump({"pages": [_as_json(entries[key]) for key in kept]}, as_yaml=True))


def _as_json(entry: Entry) -> JSON:
    kinds: dict[str, list[str]] = {}
    for (subject, kind), number in entry.agrees.items():
        kinds.setdefault(subject, []).append(kind if number == 1 else f"{kind} x{number}")
    agrees: dict[str, JSON] = {subject: ", ".join(said) for subject, said in kinds.items()}
    disagrees: list[JSON] = [
        {
            "about": known.subject, "fact": known.kind, "page says": known.page_says,
            "description says": known.description_says, "overlay": known.overlay,
        }
        for known in entry.disagrees
    ]  # fmt: skip
    page: dict[str, JSON] = {
        "operation": entry.operation, "layout": entry.layout, "captured": entry.captured.isoformat(),
        "sha256": entry.sha256, "description": entry.description, "agrees": agrees,
    }  # fmt: skip
    if disagrees:
        page["disagrees"] = disagrees
    return page
