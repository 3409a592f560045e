"""The record: what each page said when it was last checked, and what the description said of its operation.

The pages themselves are not kept. With a page at hand, the record tells what the page has withdrawn since, and which
disagreements are known; without, whether the description still says what it said.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from toolchain.docs_check.compare import Comparison
from toolchain.docs_check.description import Description
from toolchain.docs_check.model import Expected, Fact, Kind, Operation
from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, as_list, as_object, canonical_json, sha256
from toolchain.openapi.pointer import Pointer, join
from toolchain.openapi.report import dump, write_atomically
from toolchain.openapi.yaml import load_object

_HEADING: Final = """\
# The documentation pages as last checked against invoices.yaml: written by `python -m toolchain docs-check --record`.
# `description` is the digest of what invoices.yaml then said of the operation, `agrees` what the page then said, by
# parameter and field, `disagrees` what it says otherwise than the page that invoices.yaml follows (docs/docs-check.md).
"""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page. `sha256` is that of the page's bytes, `description` that of what the description says of it.

    `agrees` counts the facts that agreed, by subject and kind. `disagrees` are the known disagreements as the file has
    them: what each is about, what both sides say, and the overlay actions that touch its field.
    """

    operation: str
    layout: str
    sha256: str
    description: str
    agrees: Counter[tuple[str, str]]
    disagrees: tuple[dict[str, JSON], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Operation and layout: a page in another layout shows other things, and is another page."""
        return self.operation, self.layout

    @classmethod
    def of(cls, sha256: str, compared: Comparison, touching: Callable[[Pointer], str]) -> "Entry":
        """Return the entry of a page; `touching` names the overlay actions that touch a place."""
        operation, facts = compared.operation, compared.facts
        disagrees = (_as_known(fact) | {"overlay": touching(fact.pointer)} for fact in facts if fact.is_wrong)
        return cls(
            operation=operation.name, layout=compared.page.layout, sha256=sha256, description=digest(operation),
            agrees=_agreed(facts), disagrees=tuple(disagrees),
        )  # fmt: skip

    def recall(self, facts: Sequence[Fact]) -> None:
        """Mark the facts of a page: what it has withdrawn since it was recorded, and the known disagreements."""
        now, known = _agreed(facts), set(map(_sides, self.disagrees))
        for fact in facts:
            # An example that leaves out what is optional withdraws nothing.
            is_optional = fact.verdict == "page silent" and fact.kind == "example key"
            is_missing = not (fact.is_wrong or fact.verdict == "agrees" or is_optional)
            fact.is_settled = bool(known) and fact.is_wrong and _sides(_as_known(fact)) in known
            fact.is_withdrawn = is_missing and now[_about(fact)] < self.agrees[_about(fact)]

    def news(self, facts: Sequence[Fact]) -> int:
        """Return how many facts agree that did not, or were not there, when the page was recorded."""
        return (_agreed(facts) - self.agrees).total()

    def is_new(self, fact: Fact) -> bool:
        """Return whether a fact that agrees did not when the page was recorded."""
        return _about(fact) not in self.agrees

    def ended(self, facts: Sequence[Fact]) -> list[str]:
        """Return what the known disagreements are about of which a side has changed."""
        now = {_sides(_as_known(fact)) for fact in facts} if self.disagrees else set[bytes]()
        return [f"{known['fact']} of {known['about']}" for known in self.disagrees if _sides(known) not in now]


def _about(fact: Fact) -> tuple[str, str]:
    return join(*fact.subject)[1:] or "operation", fact.kind


def _as_known(fact: Fact) -> dict[str, JSON]:
    subject, kind = _about(fact)
    return {
        "about": subject, "fact": kind, "page says": fact.page_says, "description says": fact.description_says
    }  # fmt: skip


def _sides(known: dict[str, JSON]) -> bytes:
    """Return all of a known disagreement but its overlay."""
    return canonical_json({key: value for key, value in known.items() if key != "overlay"})


def _agreed(facts: Iterable[Fact]) -> Counter[tuple[str, str]]:
    return Counter(_about(fact) for fact in facts if fact.verdict == "agrees")


def may_be_settled(fact: Fact, operation: Operation, description: Description) -> bool:
    """Return whether the description follows another page in what a fact says, by the nearest `x-source`."""
    sources = description.sources(fact.pointer)
    return bool(sources and operation.sources and not sources & operation.sources)


def digest(operation: Operation) -> str:
    """Return the digest of all facts of an operation; texts, and where a schema stands, don't count."""

    def given(expected: Expected | None) -> JSON:
        """Return a value so that none, null and one of which only the kind is known all differ."""
        return [expected.value] if expected and expected.is_known else None

    said: list[JSON] = [operation.name, *operation.servers, "scopes", *operation.scopes]
    for group in operation.groups:
        said += [group.key, group.media_type, given(group.example)]
        for entry in group.entries:
            path: list[JSON] = [*entry.path]
            said += [path, entry.place, str(entry.type), entry.is_required, given(entry.default)]
            said += [None if entry.allowed is None else list(entry.allowed), given(entry.example)]
            said.append({**entry.constraints})
    return sha256(said)


def problems(entries: Sequence[Entry], description: Description) -> list[tuple[str, str]]:
    """Return where the record doesn't hold: pairs of operation and problem."""
    operations = description.operations
    found: list[tuple[str, str]] = []
    for entry in entries:
        operation = operations.get(entry.operation)
        if operation is None:
            found.append((entry.operation, "is recorded, and is not in the description"))
        elif digest(operation) != entry.description:
            found.append((entry.operation, "the description has changed since the page was checked; check it again"))
    recorded = {entry.operation for entry in entries}
    return found + [(name, "no page of it is recorded") for name in operations if name not in recorded]


# -- the file ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> list[Entry]:
    """Return the record in a file; ToolchainError where it is not one."""
    if not path.exists():
        raise ToolchainError(f"{path}: no such file; write it with docs-check --record PAGE…")
    pages: JSON = load_object(path).get("pages")
    if not isinstance(pages, list):
        raise ToolchainError(f"{path}: must have a list of pages; write it with docs-check --record PAGE…")
    entries: list[Entry] = []
    for index, page in enumerate(pages, 1):
        try:
            entries.append(_entry(as_object(page)))
        except (KeyError, TypeError, ValueError):
            raise ToolchainError(
                f"{path}: page {index} is not as docs-check --record writes it; record the page again"
            ) from None
    return entries


def _entry(page: dict[str, JSON]) -> Entry:
    agrees = Counter[tuple[str, str]]()
    if not isinstance(page["agrees"], dict):
        raise TypeError
    for subject, listed in page["agrees"].items():
        for text in str(listed).split(", "):
            kind, _, number = text.partition(" x")
            agrees[subject, kind] = int(number or 1)
    keys = ("about", "fact", "page says", "description says", "overlay")
    disagrees = tuple({key: as_object(known)[key] for key in keys} for known in as_list(page.get("disagrees")))
    kinds = {*(kind for _, kind in agrees), *(str(known["fact"]) for known in disagrees)}
    digests = [str(page[name]) for name in ("sha256", "description")]
    if not all(map(_DIGEST.fullmatch, digests)) or not kinds <= {*get_args(Kind)}:
        raise ValueError
    return Entry(
        operation=str(page["operation"]), layout=str(page["layout"]), sha256=digests[0], description=digests[1],
        agrees=agrees, disagrees=disagrees,
    )  # fmt: skip


def write(path: Path, pages: Iterable[Entry], description: Description) -> None:
    """Put pages into the record, each in the place of the one recorded before for its operation and layout."""
    entries = {entry.key: entry for entry in [*(read(path) if path.exists() else ()), *pages]}
    order = [*description.operations]
    kept = sorted((key for key in entries if key[0] in order), key=lambda key: (order.index(key[0]), key[1]))
    write_atomically(path, _HEADING + dump({"pages": [_as_json(entries[key]) for key in kept]}, as_yaml=True))


def _as_json(entry: Entry) -> JSON:
    kinds: dict[str, list[str]] = {}
    for (subject, kind), number in entry.agrees.items():
        kinds.setdefault(subject, []).append(kind if number == 1 else f"{kind} x{number}")
    page: dict[str, JSON] = {
        "operation": entry.operation, "layout": entry.layout, "sha256": entry.sha256, "description": entry.description,
        "agrees": {subject: ", ".join(said) for subject, said in kinds.items()},
    }  # fmt: skip
    if entry.disagrees:
        page["disagrees"] = [*entry.disagrees]
    return page
