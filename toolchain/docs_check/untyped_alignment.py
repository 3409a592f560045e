"""Compare pages that lost names and types: find out which field each text and value belongs to.

Page and description are both made into a sequence of items: texts, allowed values, signs of folded fields, examples.
Aligning the two tells what belongs to what. The texts themselves are nobody's fact, but there is at most one for a
field, so a text too many is a field too many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from toolchain.docs_check import field_facts, statuses
from toolchain.docs_check.errors import PageError
from toolchain.docs_check.expected_examples import is_same
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only, silent
from toolchain.docs_check.page import Said
from toolchain.docs_check.sequences import best_pairs
from toolchain.docs_check.types import TypeStyle
from toolchain.openapi.json_values import kind
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolchain.docs_check.json_text import Node
    from toolchain.docs_check.operation import Entry, Operation, Subject
    from toolchain.docs_check.page import Page, Token

MAX_TOKENS: Final = 1000
"""Texts and values on a page; a page of one operation has some fifty."""

# Words that may be allowed values, run together with the text of the field after them.
_VALUES: Final = re.compile(r"((?:[a-z0-9][\w.-]* )+)(?=[A-Z])")
_ONLY_VALUES: Final = re.compile(r"[a-z0-9][\w.-]*(?: [a-z0-9][\w.-]*)*")
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")

DueKind: TypeAlias = Literal["text", "values", "fold", "example"]
ItemKind: TypeAlias = Literal["text", "values", "maybe", "prefix", "fold", "example"]


@dataclass(frozen=True, slots=True)
class Item:
    """Something on the page.

    `maybe` are words that are allowed values if some are due there, and a text if not; `prefix` are such words before
    a text, and a part of it if not. `ends_field`: an example comes next.
    """

    kind: ItemKind
    text: str
    line: int
    node: Node | None = None
    ends_field: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something that the description leads one to expect: of an entry, or, without one, a text between fields."""

    kind: DueKind
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the page, what it is in the description, or one of the two; and the line where it stands or would."""

    item: Item | None
    due: Due | None
    line: int


def _match(tokens: Sequence[Token], request: Sequence[Entry], response: Sequence[Entry], end: int) -> list[Match]:
    """Return the items of a page, and what the entries that it shows in order lead one to expect, paired.

    Between request and response there is a text that belongs to no field. PageError if there is far too much.
    """
    if len(tokens) > MAX_TOKENS:
        raise PageError(f"has more than {MAX_TOKENS} texts and values, which no page of one operation does")
    items = list(_items(tokens, {value for entry in (*request, *response) for value in _words(entry)}))
    dues = [*_dues(request), Due("text", None), *_dues(response)]
    pairs = best_pairs(_scores(items, dues), len(dues))
    result: list[Match] = []
    line = end
    for i, j in reversed(pairs):
        line = line if i is None else items[i].line
        result.append(Match(None if i is None else items[i], None if j is None else dues[j], line))
    return result[::-1]


def _words(entry: Entry) -> Iterator[str]:
    yield from (str(value) for value in entry.allowed or ())


def _items(tokens: Sequence[Token], known: set[str]) -> Iterator[Item]:
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        ends_field = following is not None and following.kind == "example"
        if token.kind != "text":
            yield Item(token.kind, token.text, token.line, token.node, ends_field)
        elif following and ends_field and following.line == token.line:
            yield Item("values", token.text, token.line)
        elif _ONLY_VALUES.fullmatch(token.text):
            yield Item("maybe", token.text, token.line)
        else:
            yield from _split(token, known)


def _split(token: Token, known: set[str]) -> Iterator[Item]:
    """Yield what may be allowed values before a text, and the text."""
    values = _VALUES.match(token.text)
    length = values.end() if values else 0
    while not values and (word := token.text[length:].split(" ")[0]) in known and word != token.text[length:]:
        length += len(word) + 1
    if length:
        yield Item("prefix", token.text[:length].strip(), token.line)
    yield Item("text", token.text[length:], token.line)


def _dues(entries: Sequence[Entry]) -> Iterator[Due]:
    has_fields = {entry.path[:-1] for entry in entries}
    for entry in entries:
        if len(entry.path) > 1:
            continue
        yield Due("text", entry)
        if entry.allowed:
            yield Due("values", entry)
        if entry.path in has_fields or entry.type.is_container():
            yield Due("fold", entry)
        if entry.example:
            yield Due("example", entry)


_FITTING: Final[dict[ItemKind, tuple[DueKind, ...]]] = {
    "text": ("text",), "values": ("values",), "maybe": ("text", "values"), "prefix": ("values",), "fold": ("fold",),
    "example": ("example",),
}  # fmt: skip


def _scores(items: Sequence[Item], dues: Sequence[Due]) -> list[list[float]]:
    """Return how much speaks for each item being each of the things that are due."""
    columns: dict[DueKind, list[int]] = {"text": [], "values": [], "fold": [], "example": []}
    for index, due in enumerate(dues):
        columns[due.kind].append(index)
    rows = [[0.0] * len(dues) for _ in items]
    for row, item in zip(rows, items, strict=True):
        for kind_ in _FITTING[item.kind]:
            for index in columns[kind_]:
                row[index] = _likeness(item, dues[index])
    return rows


def _likeness(item: Item, due: Due) -> float:
    if due.entry is None or due.kind == "text":
        return _same_words(item, due)
    if due.kind == "example":
        return _same_value(item, due)
    if due.kind == "values":
        return 3 if sorted(item.text.split()) == sorted(_words(due.entry)) else 0.5
    return 1.25 if item.ends_field == bool(due.entry.example) else 1


def _same_value(item: Item, due: Due) -> float:
    if item.node is None or due.entry is None or due.entry.example is None:
        return 0
    found, wanted = item.node.value, due.entry.example.value
    if is_same(found, wanted):
        return 4
    return 1 if kind(found) == kind(wanted) else 0.75


def _same_words(item: Item, due: Due) -> float:
    """Return how much a text sounds like the name of a field: "Total Amount" is `total` rather than `title`."""
    if due.entry is None:
        return 0.5 if statuses.of_heading(item.text) else 0.25
    name, text = _parts(due.entry.name), _parts(item.text)
    return 0.25 + round(len(name & text) / (len(name | text) or 1), 3) / 4


@lru_cache(maxsize=4096)
def _parts(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(text))


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
    matches = _match(page.tokens, request, response, page.end + 1)
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
