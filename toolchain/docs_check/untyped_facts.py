"""Compare a page that lost names and types with the description: what is left of each field, and what is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.docs_check import field_facts, untyped_alignment
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only, silent
from toolchain.docs_check.page import Said
from toolchain.docs_check.types import TypeStyle
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.operation import Entry, Operation, Subject
    from toolchain.docs_check.page import Page
    from toolchain.docs_check.untyped_alignment import Match

# The order in which these pages list parameters.
_REQUEST = ("authorization", "header", "path", "query", "cookie", "body")
_STYLE = TypeStyle(suffix=True, enums=True)


def compare(page: Page, operation: Operation) -> Iterator[Fact]:
    """Yield the facts of the list of fields."""
    groups = {group.key: group for group in operation.groups}
    listed = [entry for key in _REQUEST if key in groups for entry in groups[key].entries]
    request = [entry for entry in listed if not operation.is_credential(entry)]
    success = operation.success()
    response = success.entries if success else ()
    matches = untyped_alignment.match(page.tokens, request, response, page.end + 1)
    yield from _too_much(matches, operation)
    keyed = [(entry, (entry.place, *entry.path)) for entry in request]
    keyed += [(entry, (success.key if success else "", *entry.path)) for entry in response]
    found: dict[int, list[Match]] = {id(entry): [] for entry, _ in keyed}
    for match in matches:
        if match.due and match.due.entry:
            found[id(match.due.entry)].append(match)
    line = page.end
    for entry, subject in keyed:
        if len(entry.path) == 1:
            shown = found[id(entry)]
            line = shown[0].line
            within = [inner for inner, other in keyed if other[:2] == subject]
            yield from _field(entry, subject, shown, within, line)
        else:
            yield silent(line, entry.pointer, Kind.PRESENCE, subject, entry.name)


def _too_much(matches: list[Match], operation: Operation) -> Iterator[Fact]:
    """Yield what belongs to no field. A prefix does in any case: it is part of the text after it."""
    success = operation.success()
    home, key = operation.pointer + join("parameters"), "parameters"
    for match in matches:
        if success and match.due and (match.due.entry is None or match.due.entry.place == "response"):
            home, key = success.home, success.key
        if match.item and not match.due and match.item.kind != "prefix":
            item = match.item
            kind = {"example": Kind.EXAMPLE, "values": Kind.ALLOWED}.get(item.kind, Kind.PRESENCE)
            yield page_only(item.line, home, kind, (key, ""), item.node.value if item.node else item.text)


def _field(entry: Entry, subject: Subject, shown: list[Match], within: list[Entry], line: int) -> Iterator[Fact]:
    """Yield the facts of one field: `shown` is what the description leads to expect of it, and what is there."""
    items = {match.due.kind: match.item for match in shown if match.due and match.item}
    dues = {match.due.kind: match for match in shown if match.due}
    if not items or entry.place == "authorization":
        # Of the credentials there is a text at most, and nobody misses it.
        yield field_facts.missing(entry, subject, line, is_silent=entry.place == "authorization")
        return
    pointer = entry.pointer
    first = next(items[kind].line for kind in ("example", "fold", "values", "text") if kind in items)
    says = items["text"].text if "text" in items else entry.name
    yield compared(first, pointer, Kind.PRESENCE, subject, says, entry.name, agrees=True)
    yield silent(first, pointer, Kind.TYPE, subject, entry.type.written(_STYLE))
    yield silent(first, pointer, Kind.REQUIRED, subject, entry.is_required)
    if entry.default:
        yield silent(first, pointer, Kind.DEFAULT, subject, entry.default.value)
    if "values" in dues:
        values = items.get("values")
        said = tuple(Said(word, values.line) for word in values.text.split()) if values else ()
        yield from field_facts.allowed(said, entry, subject, dues["values"].line, is_glued=False)
    if "example" in dues:
        example = items.get("example")
        node = example.node if example else None
        due = dues["example"].line
        yield from field_facts.value(node, entry.example, Kind.EXAMPLE, subject, due, pointer, None)
    if len(within) > 1 and "fold" not in items:
        inner = within[1]
        yield description_only(dues["fold"].line, inner.pointer, Kind.PRESENCE, (subject[0], *inner.path), inner.name)
