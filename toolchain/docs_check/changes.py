"""Changes: facts that page and description must be brought together on, those with one cause as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.facts import Kind, Verdict
from toolchain.openapi.json_values import as_list, canonical_json
from toolchain.openapi.pointer import join, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.model import Operation, Subject
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


_EXAMPLES: Final = (Kind.EXAMPLE, Kind.EXAMPLE_KEY, Kind.EXAMPLE_KIND)
_WORDS: Final = {
    "body": "request body", "path": "path parameter", "query": "query parameter", "header": "header",
    "cookie": "cookie", "authorization": "credential", "parameters": "parameter",
}  # fmt: skip
_KEYWORDS: Final = {
    ChangeKind.REQUIRED: "required", ChangeKind.ALLOWED: "enum", ChangeKind.DEFAULT: "default",
    ChangeKind.EXAMPLE: "example",
}  # fmt: skip
_LONGEST: Final = 80


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
    def main(self) -> Fact | None:
        """The fact that says it, on the line that shows it best."""
        return min(
            self.facts, key=lambda fact: (fact.subject != self.subject, fact.kind in _EXAMPLES, fact.line), default=None
        )

    @property
    def line(self) -> int:
        """The line of the page that shows it best."""
        return self.main.line if self.main else 1

    @property
    def name(self) -> str:
        """What it is about, in the terms of the description."""
        if self.kind in (ChangeKind.OPERATION_ADDED, ChangeKind.OPERATION_GONE) or not self.subject:
            return self.operation.name
        words = [name for name in self.subject[1:] if name]
        entry = self.operation.entry(self.subject)
        schema = schema_name(self.pointer if self.kind is ChangeKind.ADDED or entry is None else entry.pointer)
        if schema and words:
            return schema
        holder = _WORDS.get(self.subject[0], f"response {self.subject[0]}")
        dot = "." if holder.startswith(("request", "response")) else " "
        return f"{holder}{dot * bool(words)}{'.'.join(words)} of {self.operation.name}"

    @property
    def says(self) -> str:
        """In a few words, what was and what is."""
        fact = self.main
        if fact is None or self.kind is ChangeKind.RESPONSE_REMOVED:
            return ""
        page, description = fact.page_says, fact.description_says
        match self.kind:
            case ChangeKind.OPERATION_ADDED:
                present = {one.subject for one in self.facts if one.kind is Kind.PRESENCE}
                responses = ", ".join(sorted(subject[0] for subject in present if len(subject) == 1))
                size = f"{sum(len(subject) > 1 for subject in present)} parameters and fields"
                return f"{size}, responses {responses}" if responses else size
            case ChangeKind.ADDED:
                said = {one.kind: one.page_says for one in self.facts if one.subject == self.subject}
                words = [str(said[Kind.TYPE])] if Kind.TYPE in said else []
                words += ["required"] * (said.get(Kind.REQUIRED) is True)
                words += [f"one of {', '.join(map(str, as_list(said[Kind.ALLOWED])))}"] if Kind.ALLOWED in said else []
                words += [f"{kind} {short(said[kind])}" for kind in (Kind.DEFAULT, Kind.EXAMPLE) if kind in said]
                return ", ".join(words)
            case ChangeKind.REMOVED:
                return "the page has withdrawn it"
            case ChangeKind.REQUIRED:
                return "required → optional" if description else "optional → required"
            case ChangeKind.ALLOWED:
                fact = next(fact for fact in self.facts if fact.kind is Kind.ALLOWED)
                values, known = (list(map(str, as_list(one))) for one in (fact.page_says, fact.description_says))
                signs = [f"+ {value}" for value in values if value not in known]
                signs += [f"- {value}" for value in known if value not in values]
                return " ".join(signs) or "in another number"
            case _ if fact.verdict is Verdict.PAGE_ONLY:
                return f"+ {short(page)}"
            case _:
                return f"- {short(description)}" if fact.is_withdrawn else f"{short(description)} → {short(page)}"

    def key(self) -> tuple[object, ...]:
        """Return what changes on several pages share if they are one."""
        says = canonical_json(self.main.page_says) if self.main and self.kind is not ChangeKind.ADDED else b""
        # One list has the names of all fields that are required.
        name = self.subject[-1:] if self.kind is ChangeKind.REQUIRED else ()
        return self.kind, self.pointer or self.operation.name, says, name


def schema_name(pointer: str) -> str | None:
    """Return what a place within a component is called: `Invoice.status`, `Rrule.dates[].day`, `parameter AltId`."""
    keys = parse(pointer) or ()
    if keys[:2] == ("components", "parameters") and len(keys) > 2:
        return f"parameter {keys[2]}"
    if keys[:2] != ("components", "schemas") or len(keys) < 3:
        return None
    name, rest = keys[2], list(keys[3:])
    while rest and rest[0] in ("properties", "items", "allOf"):
        key = rest.pop(0)
        inner = rest.pop(0) if rest and key != "items" else ""
        name += "[]" if key == "items" else f".{inner}" * (key == "properties" and bool(inner))
    return name


def find(facts: Iterable[Fact], operation: Operation) -> list[Change]:
    """Return the changes of a page whose facts these are, in the order of its lines.

    Those of one schema that is used in several places are one.
    """
    listed = list(facts)
    work = [fact for fact in listed if fact.needs_work]
    if not work:
        return []
    if not operation.is_known:
        return [Change(ChangeKind.OPERATION_ADDED, operation, (), work, operation.pointer)]
    shown = {fact.subject for fact in listed if fact.kind is Kind.PRESENCE and fact.verdict is Verdict.AGREES}
    causes = _Causes(work, operation, shown)
    found: dict[tuple[object, ...], Change] = {}
    for fact in work:
        subject, kind = causes.of(fact)
        said = fact.page_says if not subject and isinstance(fact.page_says, str) else None
        found.setdefault((subject, kind, said), Change(kind, operation, subject)).facts.append(fact)
    merged: dict[tuple[object, ...], Change] = {}
    for change in found.values():
        change.pointer = _pointer(change)
        first = merged.setdefault(change.key(), change)
        if first is not change:
            first.facts += change.facts
    return sorted(merged.values(), key=lambda change: (change.line, change.kind))


class _Causes:
    """Says which change each fact belongs to. `anchors` are the changes of what is new, gone, renamed or moved.

    `shown` are the fields that the page has: one that is gone from an example alone is not removed.
    """

    def __init__(self, facts: Sequence[Fact], operation: Operation, shown: Collection[Subject]) -> None:
        self._operation = operation
        self._shown = shown
        self._anchors: dict[Subject, ChangeKind] = {}
        for fact in facts:
            self._note(fact)
        self._renamed: dict[Subject, Subject] = {
            (*fact.subject[:-1], str(fact.page_says)): fact.subject
            for fact in facts
            if self._anchors.get(fact.subject) is ChangeKind.RENAMED and fact.kind is Kind.NAME
        }
        self._parameter = next((subject for subject in self._renamed.values() if subject[0] == "path"), None)
        self._typed = {fact.subject for fact in facts if fact.kind is Kind.TYPE}
        self._demanded = {fact.subject for fact in facts if fact.kind is Kind.REQUIRED}
        self._valued = {fact.subject for fact in facts if fact.kind is Kind.ALLOWED}
        for group in operation.groups:
            # A body or response that is gone as a whole is one change.
            whole = [(group.key, *entry.path) for entry in group.entries if len(entry.path) == 1]
            if len(whole) > 1 and all(self._anchors.get(subject) is ChangeKind.REMOVED for subject in whole):
                self._anchors.setdefault((group.key,), ChangeKind.REMOVED)

    def _note(self, fact: Fact) -> None:
        subject, is_new = fact.subject, fact.verdict is Verdict.PAGE_ONLY
        if fact.kind is Kind.NAME and self._is_field(subject):
            self._anchors[subject] = ChangeKind.RENAMED
        elif fact.kind is Kind.PLACE and len(subject) == 1:
            if fact.verdict is Verdict.CONTRADICTS:
                self._anchors[subject] = ChangeKind.PLACE
            elif is_new and subject == ("body",):
                self._anchors[subject] = ChangeKind.ADDED
        elif fact.kind in (Kind.PRESENCE, Kind.EXAMPLE_KEY) and len(subject) == 1:
            self._anchors[subject] = ChangeKind.RESPONSE_ADDED if is_new else ChangeKind.RESPONSE_REMOVED
        elif fact.kind is Kind.PRESENCE or (
            fact.kind is Kind.EXAMPLE_KEY and self._is_field(subject) and subject not in self._shown
        ):
            self._anchors.setdefault(subject, ChangeKind.ADDED if is_new else ChangeKind.REMOVED)

    def _is_field(self, subject: Subject) -> bool:
        """Return whether a key of an example is a field: what it is in has described fields."""
        return any(entry.path[:-1] == subject[1:-1] for entry in self._operation.entries(subject[0]))

    def of(self, fact: Fact) -> tuple[Subject, ChangeKind]:
        """Return subject and kind of the change that a fact belongs to."""
        subject, anchors = self._named(fact.subject), self._anchors
        if fact.kind is Kind.PLACE and anchors.get((str(fact.page_says),)) is ChangeKind.PLACE:
            return (str(fact.page_says),), ChangeKind.PLACE
        if fact.kind is Kind.PATH and self._parameter:
            return self._parameter, ChangeKind.RENAMED
        for length in range(1, len(subject) + 1):
            kind = anchors.get(subject[:length])
            is_name = length == len(subject) and fact.kind in (Kind.NAME, Kind.EXAMPLE_KEY)
            if kind and kind is not ChangeKind.PLACE and (kind is not ChangeKind.RENAMED or is_name):
                return subject[:length], kind
        if fact.kind is Kind.PLACE and len(subject) == 1:
            return self._only_new(subject), ChangeKind.ADDED
        described = self._described(subject)
        if fact.kind is Kind.PRESENCE:
            return described, ChangeKind.ADDED
        kind = ChangeKind.EXAMPLE if fact.kind in (*_EXAMPLES, Kind.NAME) else _kind(fact.kind)
        if kind in (ChangeKind.EXAMPLE, ChangeKind.DEFAULT) and described in self._typed:
            kind = ChangeKind.TYPE
        if fact.kind is Kind.EXAMPLE_KEY and described in self._demanded:
            kind = ChangeKind.REQUIRED  # some examples have what is required alone
        says = str(fact.page_says), str(fact.description_says)
        if kind is ChangeKind.TYPE and described in self._valued and says[0].strip("enum<>") == says[1].strip("enum<>"):
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
        lengths = (length for length in range(len(subject), 1, -1) if self._operation.entry(subject[:length]))
        return subject[: next(lengths, 1)]


def _kind(kind: Kind) -> ChangeKind:
    return ChangeKind.PLACE if kind is Kind.PLACE else ChangeKind(kind.value)


def _pointer(change: Change) -> str:
    """Return the place in the description that a change is about."""
    operation, entry, fact = change.operation, change.operation.entry(change.subject), change.main
    keyword = _KEYWORDS.get(change.kind)
    if entry:
        at = fact.pointer if fact and change.kind is ChangeKind.CONSTRAINT else entry.pointer
        return entry.at(keyword) if keyword else at
    group = operation.group(change.subject[0]) if change.subject else None
    is_in_body = group is not None and (group.key == "body" or group.is_response)
    if group and is_in_body and change.kind is ChangeKind.ADDED and change.subject[1:] and change.subject[-1]:
        parent = operation.entry(change.subject[:-1]) or group
        return parent.home + join(change.subject[-1])
    return fact.pointer if fact else operation.pointer


def short(value: JSON) -> str:
    """Return a value as JSON, cut where it is long; a text that is one word stands bare."""
    if isinstance(value, str) and value.isprintable() and 0 < len(value) <= _LONGEST and " " not in value:
        return value
    text = canonical_json(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
