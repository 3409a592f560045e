"""Changes: facts that page and description must be brought together on, those with one cause as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, cast

from toolchain.docs_check.model import Fact, Operation, Subject
from toolchain.docs_check.types import parse as parse_type
from toolchain.openapi.json_values import JSON, as_list, canonical_json
from toolchain.openapi.pointer import ROOT, Pointer

ChangeKind: TypeAlias = Literal[
    "operation added", "operation gone", "method", "path", "server", "scopes", "response added", "response removed",
    "field added", "field removed", "field renamed", "place", "type", "required", "allowed values", "constraint",
    "default", "example", "media type",
]  # fmt: skip
"""What a change is."""

_EXAMPLES: Final = ("example", "example key", "example kind")
_WORDS: Final = {
    "body": "request body", "path": "path parameter", "query": "query parameter", "header": "header",
    "cookie": "cookie", "authorization": "credential", "parameters": "parameter",
}  # fmt: skip
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: `set` puts `value` at a place (`-` appends to a list), `rename` gives its key the name `value`.

    `remove` of an element of a list has it as `value`, since others may have gone before.
    """

    op: Literal["set", "remove", "rename"]
    pointer: Pointer
    value: JSON = None


@dataclass(slots=True)
class Change:
    """One change. `subject` is what it is about; `pointer` the place in the description that must be edited.

    Of what the description lacks, the pointer is where it belongs. `line` is the description's, `places` are all pages
    and lines that show the change, `edits` the draft, `hint` a sentence on what else may be done.
    """

    kind: ChangeKind
    operation: Operation
    subject: Subject
    facts: list[Fact] = field(default_factory=list[Fact])
    pointer: Pointer = ROOT
    line: int = 1
    places: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    edits: list[Edit] = field(default_factory=list[Edit])
    hint: str = ""

    @property
    def main(self) -> Fact | None:
        """The fact that says it, on the line that shows it best."""
        return min(
            self.facts, key=lambda fact: (fact.subject != self.subject, fact.kind in _EXAMPLES, fact.line), default=None
        )

    @property
    def page_lines(self) -> list[int]:
        """The lines of its page that show it, the best one first; of an operation just that one."""
        best = self.main.line if self.main else 1
        others = {fact.line for fact in self.facts} - {best}
        return [best] if self.kind == "operation added" else [best, *sorted(others)]

    @property
    def name(self) -> str:
        """What it is about, in the terms of the description."""
        if self.kind.startswith("operation") or not self.subject:
            return self.operation.name
        words = [name for name in self.subject[1:] if name]
        entry = self.operation.entry(self.subject)
        schema = schema_name(self.pointer if self.kind == "field added" or entry is None else entry.pointer)
        if schema and words:
            return schema
        holder = _WORDS.get(self.subject[0], f"response {self.subject[0]}")
        dot = "." if holder.startswith(("request", "response")) else " "
        return f"{holder}{dot * bool(words)}{'.'.join(words)} of {self.operation.name}"

    @property
    def says(self) -> str:
        """In a few words, what was and what is."""
        fact = self.main
        if fact is None or self.kind == "response removed":
            return ""
        page, description = fact.page_says, fact.description_says
        if self.kind == "operation added":
            present = [one.subject for one in self.facts if one.kind == "presence"]
            return f"{sum(len(subject) > 1 for subject in present)} parameters and fields"
        if self.kind == "field added":
            said: dict[str, JSON] = {one.kind: one.page_says for one in self.facts if one.subject == self.subject}
            words = [str(said["type"])] if "type" in said else []
            words += ["required"] * (said.get("required") is True)
            if "allowed values" in said:
                words.append(f"one of {', '.join(map(str, as_list(said['allowed values'])))}")
            words += [f"{kind} {short(said[kind])}" for kind in ("default", "example") if kind in said]
            return ", ".join(words)
        if self.kind == "field removed":
            return "the page has withdrawn it"
        if self.kind == "required":
            return "required → optional" if description else "optional → required"
        if self.kind == "allowed values":
            fact = next(fact for fact in self.facts if fact.kind == "allowed values")
            values, known = (list(map(str, as_list(one))) for one in (fact.page_says, fact.description_says))
            signs = [f"+ {value}" for value in values if value not in known]
            signs += [f"- {value}" for value in known if value not in values]
            return " ".join(signs) or "in another number"
        if fact.verdict == "page only":
            return f"+ {short(page)}"
        return f"- {short(description)}" if fact.is_withdrawn else f"{short(description)} → {short(page)}"

    def key(self) -> tuple[object, ...]:
        """Return what changes on several pages share if they are one."""
        says = canonical_json(self.main.page_says) if self.main and self.kind != "field added" else b""
        # One list has the names of all fields that are required.
        name = self.subject[-1:] if self.kind == "required" else ()
        return self.kind, self.pointer, says, name


def schema_name(pointer: Pointer) -> str | None:
    """Return what a place within a component is called: `Invoice.status`, `Rrule.dates[].day`, `parameter AltId`."""
    keys = pointer.keys
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


def find(facts: Sequence[Fact], operation: Operation) -> list[Change]:
    """Return the changes of a page whose facts these are, in the order of its lines.

    Those of one schema that is used in several places are one.
    """
    work = [fact for fact in facts if fact.needs_work]
    if work and not operation.is_known:
        return [Change("operation added", operation, (), work, operation.pointer)]
    shown = {fact.subject for fact in facts if fact.kind == "presence" and fact.verdict == "agrees"}
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
    # A type comes before the fields within it, which its draft replaces.
    lines = {fact.subject: fact.line for fact in facts if fact.kind == "presence"}

    def order(change: Change) -> tuple[int, str]:
        line = change.page_lines[0]
        return lines.get(change.subject, line) if change.kind == "type" else line, change.kind

    return sorted(merged.values(), key=order)


class _Causes:
    """Says which change each fact belongs to. `anchors` are the changes of what is new, gone or renamed.

    `shown` are the fields that the page has: one that is gone from an example alone is not removed.
    """

    def __init__(self, facts: Sequence[Fact], operation: Operation, shown: Collection[Subject]) -> None:
        self._operation = operation
        self._said = {(fact.subject, fact.kind) for fact in facts}
        self._retyped = {fact.subject for fact in facts if fact.kind == "type" and not self._is_of_values(fact)}
        self._anchors: dict[Subject, ChangeKind] = {}
        self._renamed: dict[Subject, Subject] = {}
        for fact in facts:
            subject, is_new = fact.subject, fact.verdict == "page only"
            described = operation.entries(subject[0]) if subject else ()
            is_field = any(entry.path[:-1] == subject[1:-1] for entry in described)
            if fact.kind == "name" and is_field:
                self._anchors[subject] = "field renamed"
                self._renamed[*subject[:-1], str(fact.page_says)] = subject
            elif fact.kind in ("presence", "example key") and len(subject) == 1:
                self._anchors[subject] = "response added" if is_new else "response removed"
            elif fact.kind == "presence" or (fact.kind == "example key" and is_field and subject not in shown):
                self._anchors.setdefault(subject, "field added" if is_new else "field removed")
            elif fact.kind == "place" and is_new and subject == ("body",):
                self._anchors[subject] = "field added"
        for group in operation.groups:
            # A body or response that is gone as a whole is one change.
            whole = [(group.key, *entry.path) for entry in group.entries if len(entry.path) == 1]
            if len(whole) > 1 and all(self._anchors.get(subject) == "field removed" for subject in whole):
                self._anchors.setdefault((group.key,), "field removed")

    def _is_of_values(self, fact: Fact) -> bool:
        """Return whether all that is new of a type is that there are allowed values, or none."""
        says, known = (parse_type(str(said)).shape() for said in (fact.page_says, fact.description_says))
        return says == known and (fact.subject, "allowed values") in self._said

    def of(self, fact: Fact) -> tuple[Subject, ChangeKind]:
        """Return subject and kind of the change that a fact belongs to."""
        subject = self._named(fact.subject)
        parameter = next((renamed for renamed in self._renamed.values() if renamed[0] == "path"), None)
        if fact.kind == "path" and parameter:
            return parameter, "field renamed"
        for length in range(1, len(subject) + 1):
            kind = self._anchors.get(subject[:length])
            is_name = length == len(subject) and fact.kind in ("name", "example key")
            if kind and (kind != "field renamed" or is_name):
                return subject[:length], kind
        if fact.kind in ("place", "presence") and fact.verdict == "page only":
            return self._only_new(subject[:1]) if len(subject) == 1 else subject, "field added"
        # What an example says is about the nearest field that the description has.
        lengths = (length for length in range(len(subject), 1, -1) if self._operation.entry(subject[:length]))
        subject = subject[: next(lengths, 1)]
        if fact.kind == "example key" and (subject, "required") in self._said:
            return subject, "required"  # some examples have what is required alone
        if subject in self._retyped and fact.kind in (*_EXAMPLES, "name", "default"):
            return subject, "type"
        if fact.kind == "type" and fact.subject not in self._retyped:
            return subject, "allowed values"
        return subject, "example" if fact.kind in (*_EXAMPLES, "name") else cast("ChangeKind", fact.kind)

    def _named(self, subject: Subject) -> Subject:
        """Return the subject by the names of the description; what lost its name has that of the only new field."""
        for length in range(len(subject), 1, -1):
            if subject[:length] in self._renamed:
                return self._renamed[subject[:length]] + subject[length:]
        return self._only_new(subject[:1]) if subject[1:] == ("",) else subject

    def _only_new(self, subject: Subject) -> Subject:
        new = [other for other, kind in self._anchors.items() if kind == "field added" and other[-1]]
        within = [other for other in new if other[0] == subject[0]] or (new if subject == ("parameters",) else [])
        return within[0] if within else (*subject, "")


def _pointer(change: Change) -> Pointer:
    operation, entry, fact = change.operation, change.operation.entry(change.subject), change.main
    if entry and change.kind in ("required", "allowed values", "default", "example"):
        return entry.at("enum" if change.kind == "allowed values" else change.kind)
    if entry:
        return fact.pointer if fact and change.kind == "constraint" else entry.pointer
    group = operation.group(change.subject[0]) if change.subject else None
    is_in_body = group is not None and (group.key == "body" or group.is_response)
    if group and is_in_body and change.kind == "field added" and change.subject[1:] and change.subject[-1]:
        parent = operation.entry(change.subject[:-1]) or group
        # By its type on the page, the parent may hold it elsewhere.
        listed = (fact.pointer for fact in change.facts if (fact.kind, fact.subject) == ("presence", change.subject))
        if at := next((at for at in listed if parent.pointer in at.prefixes()), None):
            return at
        return parent.home.below(change.subject[-1])
    return fact.pointer if fact else operation.pointer


def short(value: JSON) -> str:
    """Return a value as JSON, cut where it is long; a text that is one word stands bare."""
    if isinstance(value, str) and value.isprintable() and 0 < len(value) <= _LONGEST and " " not in value:
        return value
    text = canonical_json(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
