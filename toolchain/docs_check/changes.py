"""Changes: facts that page and description must be brought together on, those with one cause as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.facts import Kind, Verdict
from toolchain.openapi.json_values import canonical_json
from toolchain.openapi.pointer import join, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.operation import Operation, Subject
    from toolchain.openapi.json_values import JSON


class ChangeKind(StrEnum):
    """What a change is; the order is that of reports."""

    OPERATION_ADDED = "operation added"
    OPERATION_GONE = "operation gone"
    METHOD = "method"
    PATH = "path"
    SERVER = "server"
    SCOPES = "scopes"
    RESPONSE_ADDED = "response added"
    RESPONSE_REMOVED = "response removed"
    ADDED = "field added"
    REMOVED = "field removed"
    RENAMED = "field renamed"
    PLACE = "moved"
    TYPE = "type"
    REQUIRED = "required"
    ALLOWED = "allowed values"
    CONSTRAINT = "constraint"
    DEFAULT = "default"
    EXAMPLE = "example"
    MEDIA_TYPE = "media type"


_PLAIN: Final = {
    Kind.METHOD: ChangeKind.METHOD, Kind.PATH: ChangeKind.PATH, Kind.SERVER: ChangeKind.SERVER,
    Kind.SCOPES: ChangeKind.SCOPES, Kind.PLACE: ChangeKind.PLACE, Kind.TYPE: ChangeKind.TYPE,
    Kind.REQUIRED: ChangeKind.REQUIRED, Kind.ALLOWED: ChangeKind.ALLOWED, Kind.CONSTRAINT: ChangeKind.CONSTRAINT,
    Kind.DEFAULT: ChangeKind.DEFAULT, Kind.MEDIA_TYPE: ChangeKind.MEDIA_TYPE, Kind.NAME: ChangeKind.RENAMED,
}  # fmt: skip
_EXAMPLES: Final = (Kind.EXAMPLE, Kind.EXAMPLE_KEY, Kind.EXAMPLE_KIND)
_WORDS: Final = {
    "body": "request body", "path": "path parameter", "query": "query parameter", "header": "header",
    "cookie": "cookie", "authorization": "credential", "parameters": "parameter",
}  # fmt: skip


@dataclass(slots=True)
class Change:
    """One change of one page. `subject` is what it is about; `pointer` is the place of that in the description.

    The pointer is that of what must be edited; of what the description lacks, where it belongs.
    """

    kind: ChangeKind
    operation: Operation
    subject: Subject
    facts: list[Fact] = field(default_factory=list["Fact"])
    pointer: str = ""

    @property
    def line(self) -> int:
        """The line of the page that shows it best."""
        return min(self.facts, key=self._distance).line if self.facts else 1

    def _distance(self, fact: Fact) -> tuple[bool, bool, int]:
        return fact.subject != self.subject, fact.kind in _EXAMPLES, fact.line

    @property
    def main(self) -> Fact | None:
        """The fact that says it."""
        return min(self.facts, key=self._distance, default=None)

    @property
    def name(self) -> str:
        """What it is about, in the terms of the description."""
        if self.kind in (ChangeKind.OPERATION_ADDED, ChangeKind.OPERATION_GONE) or not self.subject:
            return self.operation.name
        words = [name for name in self.subject[1:] if name]
        entry = self.operation.entry(self.subject)
        pointer = self.pointer if self.kind is ChangeKind.ADDED or entry is None else entry.pointer
        schema = schema_name(pointer)
        if schema and len(words):
            return schema
        holder = _WORDS.get(self.subject[0], f"response {self.subject[0]}")
        where = "" if not words else "." if holder in ("request body",) or holder.startswith("response") else " "
        return f"{holder}{where}{'.'.join(words)} of {self.operation.name}"

    def key(self) -> tuple[object, ...]:
        """Return what changes on several pages share if they are one."""
        fact = self.main
        says = canonical_json(fact.page_says) if fact and self.kind is not ChangeKind.ADDED else b""
        return self.kind, self.pointer or self.operation.name, says


def schema_name(pointer: str) -> str | None:
    """Return what a place within a component is called: `Invoice.status`, `Rrule.dates[].day`, `parameter AltId`."""
    keys = parse(pointer) or ()
    if keys[:2] == ("components", "parameters") and len(keys) > 2:
        return f"parameter {keys[2]}"
    if keys[:2] != ("components", "schemas") or len(keys) < 3:
        return None
    name, rest = keys[2], list(keys[3:])
    while rest:
        key = rest.pop(0)
        if key == "properties" and rest:
            name += f".{rest.pop(0)}"
        elif key == "items":
            name += "[]"
        elif key == "allOf" and rest:
            rest.pop(0)
        else:
            break
    return name


def find(facts: Iterable[Fact], operation: Operation) -> list[Change]:
    """Return the changes of a page whose facts these are, in the order of its lines."""
    work = [fact for fact in facts if fact.needs_work]
    if not work:
        return []
    if not operation.is_known:
        return [Change(ChangeKind.OPERATION_ADDED, operation, (), work, operation.pointer)]
    causes = _Causes(work, operation)
    found: dict[tuple[Subject, ChangeKind, bytes], Change] = {}
    for fact in work:
        subject, kind = causes.of(fact)
        about = () if subject else fact.page_says
        change = found.setdefault(
            (subject, kind, canonical_json(about if isinstance(about, str) else None)),
            Change(kind, operation, subject),
        )
        change.facts.append(fact)
    for change in found.values():
        change.pointer = _pointer(change)
    return _merged(found.values())


def _merged(changes: Iterable[Change]) -> list[Change]:
    """Return the changes, those of one schema that is used in several places as one."""
    found: dict[tuple[object, ...], Change] = {}
    for change in changes:
        first = found.setdefault(change.key(), change)
        if first is not change:
            first.facts += change.facts
    return sorted(found.values(), key=lambda change: (change.line, change.kind))


class _Causes:
    """Says which change each fact belongs to."""

    def __init__(self, facts: Sequence[Fact], operation: Operation) -> None:
        self._operation = operation
        self._renamed: dict[Subject, Subject] = {}
        self._anchors: dict[Subject, ChangeKind] = {}
        self._typed: set[Subject] = set()
        self._valued: set[Subject] = set()
        self._moved: dict[JSON, Subject] = {}
        self._path_renamed: Subject | None = None
        for fact in facts:
            self._note(fact)
        self._join_groups(facts)

    def _note(self, fact: Fact) -> None:
        subject = fact.subject
        if fact.kind is Kind.NAME and self._is_field(subject):
            self._renamed[(*subject[:-1], str(fact.page_says))] = subject
            self._anchors[subject] = ChangeKind.RENAMED
            if subject[0] == "path":
                self._path_renamed = subject
        elif fact.kind in (Kind.PRESENCE, Kind.EXAMPLE_KEY):
            if len(subject) == 1:
                kinds = ChangeKind.RESPONSE_ADDED, ChangeKind.RESPONSE_REMOVED
                self._anchors[subject] = kinds[fact.verdict is not Verdict.PAGE_ONLY]
            elif fact.kind is Kind.PRESENCE or self._is_field(subject):
                kinds = ChangeKind.ADDED, ChangeKind.REMOVED
                self._anchors.setdefault(subject, kinds[fact.verdict is not Verdict.PAGE_ONLY])
        elif fact.kind is Kind.TYPE:
            self._typed.add(subject)
        elif fact.kind is Kind.ALLOWED:
            self._valued.add(subject)
        elif fact.kind is Kind.PLACE and len(subject) == 1 and fact.verdict is Verdict.CONTRADICTS:
            self._moved[fact.page_says] = subject

    def _join_groups(self, facts: Sequence[Fact]) -> None:
        """Make one change of a body or response that is new or gone as a whole, and find names for what has none."""
        fields = defaultdict[str, list["Subject"]](list)
        for subject, kind in self._anchors.items():
            if kind is ChangeKind.REMOVED and len(subject) == 2:
                fields[subject[0]].append(subject)
        for group in self._operation.groups:
            whole = [entry for entry in group.entries if len(entry.path) == 1]
            if len(whole) > 1 and len(fields[group.key]) == len(whole):
                self._anchors.setdefault((group.key,), ChangeKind.REMOVED)
        for fact in facts:
            if fact.kind is Kind.PLACE and fact.subject == ("body",) and fact.verdict is Verdict.PAGE_ONLY:
                self._anchors[fact.subject] = ChangeKind.ADDED

    def _is_field(self, subject: Subject) -> bool:
        """Return whether a key of an example is a field: what it is in has described fields."""
        group = self._operation.group(subject[0])
        parent = subject[1:-1]
        return group is not None and any(entry.path[:-1] == parent for entry in group.entries)

    def of(self, fact: Fact) -> tuple[Subject, ChangeKind]:
        """Return subject and kind of the change that a fact belongs to."""
        subject = self._named(fact.subject)
        if fact.kind is Kind.PLACE and fact.verdict is Verdict.CONTRADICTS and fact.page_says in self._moved:
            return self._moved[fact.page_says], ChangeKind.PLACE
        if fact.kind is Kind.PATH and self._path_renamed:
            return self._path_renamed, ChangeKind.RENAMED
        for length in range(1, len(subject) + 1):
            kind = self._anchors.get(subject[:length])
            if kind and (kind is not ChangeKind.RENAMED or (length == len(subject) and fact.kind in _NAMES)):
                return subject[:length], kind
        if fact.kind is Kind.PLACE and len(subject) == 1:
            return self._only_new(subject), ChangeKind.ADDED
        described = self._described(subject)
        if fact.kind is Kind.PRESENCE:
            return described, ChangeKind.ADDED
        kind = _PLAIN.get(fact.kind, ChangeKind.EXAMPLE) if fact.kind is not Kind.NAME else ChangeKind.EXAMPLE
        if kind in (ChangeKind.EXAMPLE, ChangeKind.DEFAULT) and described in self._typed:
            kind = ChangeKind.TYPE
        if kind is ChangeKind.TYPE and described in self._valued and _differs_in_values(fact):
            kind = ChangeKind.ALLOWED
        return described, kind

    def _named(self, subject: Subject) -> Subject:
        """Return the subject by the names of the description; what lost its name has that of the only new field."""
        for length in range(len(subject), 1, -1):
            if subject[:length] in self._renamed:
                return self._renamed[subject[:length]] + subject[length:]
        return self._only_new(subject[:1]) if subject[1:] == ("",) else subject

    def _only_new(self, subject: Subject) -> Subject:
        new = [other for other, kind in self._anchors.items() if kind is ChangeKind.ADDED and other[-1]]
        within = [other for other in new if other[0] == subject[0]] or (new if subject == ("parameters",) else [])
        return within[0] if within else (*subject, "")

    def _described(self, subject: Subject) -> Subject:
        """Return the nearest field that the description has: the values in an example are of one."""
        for length in range(len(subject), 1, -1):
            if self._operation.entry(subject[:length]):
                return subject[:length]
        return subject[:1]


_NAMES: Final = (Kind.NAME, Kind.EXAMPLE_KEY)


def _differs_in_values(fact: Fact) -> bool:
    says = (str(fact.page_says), str(fact.description_says))
    return fact.kind is Kind.TYPE and any(says[i] == f"enum<{says[1 - i]}>" for i in (0, 1))


def _pointer(change: Change) -> str:
    """Return the place in the description that a change is about."""
    entry = change.operation.entry(change.subject)
    fact = change.main
    keyword = {
        ChangeKind.REQUIRED: "required", ChangeKind.ALLOWED: "enum", ChangeKind.DEFAULT: "default",
        ChangeKind.EXAMPLE: "example",
    }.get(change.kind)  # fmt: skip
    if entry and keyword:
        return entry.at(keyword)
    if entry:
        return fact.pointer if fact and change.kind is ChangeKind.CONSTRAINT else entry.pointer
    group = change.operation.group(change.subject[0]) if change.subject else None
    is_in_body = group is not None and (group.key == "body" or group.is_response)
    if group and is_in_body and change.kind is ChangeKind.ADDED and change.subject[1:] and change.subject[-1]:
        parent = change.operation.entry(change.subject[:-1]) or group
        return parent.home + join(change.subject[-1])
    return fact.pointer if fact else change.operation.pointer


def says(change: Change) -> str:
    """Return in a few words what was and what is."""
    fact = change.main
    if fact is None or change.kind in (ChangeKind.OPERATION_GONE, ChangeKind.RESPONSE_REMOVED):
        return ""
    if change.kind is ChangeKind.OPERATION_ADDED:
        return _size(change)
    if change.kind is ChangeKind.ADDED:
        return _new(change)
    if change.kind is ChangeKind.REMOVED:
        return "the page has withdrawn it"
    page, description = fact.page_says, fact.description_says
    if change.kind is ChangeKind.REQUIRED:
        return "required → optional" if description else "optional → required"
    if change.kind is ChangeKind.ALLOWED:
        return _values(change)
    if fact.verdict is Verdict.PAGE_ONLY:
        return f"+ {short(page)}"
    if fact.is_withdrawn:
        return f"- {short(description)}"
    return f"{short(description)} → {short(page)}"


def _values(change: Change) -> str:
    fact = next(fact for fact in change.facts if fact.kind is Kind.ALLOWED)
    page = fact.page_says if isinstance(fact.page_says, list) else []
    known = [str(value) for value in fact.description_says] if isinstance(fact.description_says, list) else []
    signs = [f"+ {value}" for value in page if str(value) not in known]
    signs += [f"- {value}" for value in known if value not in page]
    return " ".join(signs) or "in another number"


def _new(change: Change) -> str:
    said = {fact.kind: fact.page_says for fact in change.facts if fact.subject == change.subject}
    words = [str(said[Kind.TYPE])] if Kind.TYPE in said else []
    words += ["required"] * (said.get(Kind.REQUIRED) is True)
    values = said.get(Kind.ALLOWED)
    words += [f"one of {', '.join(map(str, values))}"] if isinstance(values, list) else []
    words += [f"{kind} {short(said[kind])}" for kind in (Kind.DEFAULT, Kind.EXAMPLE) if kind in said]
    return ", ".join(words)


def _size(change: Change) -> str:
    fields = sum(fact.kind is Kind.PRESENCE and len(fact.subject) > 1 for fact in change.facts)
    responses = sorted(
        {fact.subject[0] for fact in change.facts if fact.kind is Kind.PRESENCE and len(fact.subject) == 1}
    )
    return f"{fields} parameters and fields" + (f", responses {', '.join(responses)}" if responses else "")


def short(value: JSON) -> str:
    """Return a value as JSON, cut where it is long; a text that is one word stands bare."""
    if isinstance(value, str) and value.isprintable() and 0 < len(value) <= _LONGEST and " " not in value:
        return value
    text = canonical_json(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST: Final = 80
