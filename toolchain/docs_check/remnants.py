"""Find out which field each text and value belongs to on a page that lost names and types.

Page and description are both made into a sequence of remnants: texts, allowed values, signs of folded fields, examples.
Aligning the two tells what belongs to what. The texts themselves are nobody's fact, but there is at most one for a
field, so a text too many is a field too many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import types
from toolchain.docs_check.alignment import Pair, sequences
from toolchain.docs_check.model import Block, Said, Token, is_same
from toolchain.docs_check.text import PageError
from toolchain.docs_check.types import UNKNOWN
from toolchain.openapi.json_values import canonical_json, kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from toolchain.docs_check.model import Entry, RemnantKind

MAX_TOKENS: Final = 1000
"""Texts and values on a page; a page of one operation has some fifty."""

# Words that may be allowed values, alone or run together with the text of the field after them.
_VALUES: Final = re.compile(r"((?:[a-z0-9][\w.-]* )*[a-z0-9][\w.-]*)(?: (?=[A-Z])|$)")


_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


@dataclass(frozen=True, slots=True)
class _Remnant:
    """Something on the page, or something that the description leads one to expect of an entry.

    `key` is what it is recognised by: a text is by what comes right after it, and by `name` if it is just that.
    """

    kind: RemnantKind
    key: Hashable = None
    name: Hashable = None
    token: Token | None = None
    entry: Entry | None = None


@dataclass(slots=True)
class _Shown:
    """What a page shows of an entry: by kind, with the line of each kind or where it would stand; `new` comes after."""

    items: dict[RemnantKind, Token] = field(default_factory=dict["RemnantKind", Token])
    lines: dict[str, int] = field(default_factory=dict[str, int])
    new: list[list[Token]] = field(default_factory=list[list[Token]])


def pair(
    tokens: Sequence[Token], request: Sequence[Entry], response: Sequence[Entry], home: str, end: int
) -> list[Pair]:
    """Return the fields of a page, and the entries that it shows in order, paired; PageError for far too many."""
    if len(tokens) > MAX_TOKENS:
        raise PageError(f"has more than {MAX_TOKENS} texts and values, which no page of one operation does")
    entries = [*request, *response]
    split = list(_split(tokens, {str(value) for entry in entries for value in entry.allowed or ()}))
    names = {_words(token.text) for token in split} & {_words(entry.name) for entry in entries}
    found, sent, returned = _found(split, names), list(_due(request, names)), list(_due(response, names))
    heading = next((index for index, token in enumerate(split) if token.kind == "heading"), None)
    if heading is None:
        return list(_pair(found, [*sent, *returned], entries, home, end))
    first = list(_pair(found[:heading], sent, request, home, split[heading].line))
    return first + list(_pair(found[heading + 1 :], returned, response, home, end)) if response else first


def _pair(
    found: Sequence[_Remnant], due: Sequence[_Remnant], entries: Sequence[Entry], home: str, end: int
) -> Iterator[Pair]:
    by: list[Callable[[_Remnant], Hashable]] = [
        lambda one: (one.kind, one.key, one.name),
        lambda one: (one.kind, one.key),
        lambda one: (one.kind, _outline(one)),
        lambda one: one.kind,
    ]
    matched = sequences(found, due, [(of, of) for of in by])
    first, shown = _Shown(), {id(entry): _Shown() for entry in entries}
    last = first
    for one, other in matched:
        last = shown[id(other.entry)] if other else first if one and one.kind == "heading" else last
        if one and one.token and other:
            last.items[other.kind] = one.token
        elif one and one.token and one.kind != "heading" and not one.token.is_prefix:
            if not last.new or one.kind == "text" or last.new[-1][-1].kind == "example":
                last.new.append([])
            last.new[-1].append(one.token)
    line = end
    for one, other in reversed(matched):
        line = one.token.line if one and one.token else line
        if other:
            shown[id(other.entry)].lines.setdefault("end", line + (one is not None))
            shown[id(other.entry)].lines[other.kind] = line
    # What has the example of an entry that was not found is that one: only the order differs.
    for entry in entries:
        own, is_response = shown[id(entry)], entry.place == "response"
        near = (shown[id(one)] for one in entries if (one.place == "response") == is_response)
        runs = [(one, run) for one in (first, *near) for run in one.new if run[-1].node]
        for holder, run in runs if entry.example and not own.items else ():
            if run[-1].node and entry.example and is_same(run[-1].node.value, entry.example.value):
                own.items = {token.kind: token for token in run}
                holder.new.remove(run)
                break
    yield from _new(first, home)
    for entry in entries:
        own = shown[id(entry)]
        holders = (shown[id(one)] for one in entries if one.place == entry.place and one.path == entry.path[:1])
        block = _block(own.items, own.lines) if own.items and entry.place != "authorization" else None
        line = own.lines.get("text") or next(holders, own).lines.get("fold", end)
        yield Pair(block, entry, entry.pointer, entry.path, line)
        yield from _new(own, home)


def _new(shown: _Shown, home: str) -> Iterator[Pair]:
    for run in shown.new:
        block = _block({token.kind: token for token in run}, {})
        yield Pair(block, None, home, ("",), block.name.line)


def _split(tokens: Sequence[Token], known: set[str]) -> Iterator[Token]:
    """Yield the tokens, with allowed values apart from the text that they are run together with."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.kind != "text":
            yield token
            continue
        if types.status_of(token.text):
            yield Token("heading", token.text, token.line)
            continue
        if following and following.kind == "example" and following.line == token.line:
            yield Token("values", token.text, token.line)
            continue
        match = _VALUES.match(token.text)
        words = match[1].split() if match and known & set(match[1].split()) else []
        if not words:
            # A text that begins with a small letter too.
            words = [word for word in token.text.split(" ")[:1] if word in known]
        if words:
            yield Token("values", " ".join(words), token.line, is_prefix=len(" ".join(words)) < len(token.text))
        if text := token.text[len(" ".join(words)) :].strip():
            yield Token("text", text, token.line)


def _found(tokens: Iterable[Token], names: Collection[Hashable]) -> list[_Remnant]:
    """Return what is on the page; `names` are texts that say just what a field is called."""
    result: list[_Remnant] = []
    following: _Remnant | None = None
    for token in reversed(list(tokens)):
        key: Hashable = None
        if token.kind in ("values", "example"):
            key = canonical_json(token.node.value) if token.node else frozenset(token.text.split())
        elif following and following.kind not in ("text", "heading", token.kind):
            key = following.kind, following.key
        words = _words(token.text) if token.kind == "text" else None
        following = _Remnant(token.kind, key, words if words in names else None, token)
        result.append(following)
    return result[::-1]


def _due(entries: Sequence[Entry], names: Collection[Hashable]) -> Iterator[_Remnant]:
    """Yield what the description leads one to expect of these entries."""
    containers = {entry.path[:1] for entry in entries if len(entry.path) > 1}
    for entry in (entry for entry in entries if len(entry.path) == 1):
        own: list[_Remnant] = []
        if entry.example:
            own.append(_Remnant("example", canonical_json(entry.example.value), entry=entry))
        if entry.path in containers or entry.type.is_container():
            own.insert(0, _Remnant("fold", (own[0].kind, own[0].key) if own else None, entry=entry))
        if entry.allowed:
            own.insert(0, _Remnant("values", frozenset(map(str, entry.allowed)), entry=entry))
        words = _words(entry.name)
        # An object without fields may have no sign of any.
        first = next((one for one in own if one.kind != "fold" or entry.path in containers), None)
        yield _Remnant("text", first and (first.kind, first.key), words if words in names else None, entry=entry)
        yield from own


def _words(text: str) -> Hashable:
    return frozenset(word.lower() for word in _WORDS.findall(text))


def _outline(one: _Remnant) -> Hashable:
    """Return what is left to recognise something by whose value has changed."""
    node = one.token.node if one.token else one.entry.example if one.entry else None
    return kind(node.value) if node and one.kind == "example" else None


def _block(items: Mapping[RemnantKind, Token], due: Mapping[str, int]) -> Block:
    line = next(items[kind].line for kind in ("example", "fold", "values", "text") if kind in items)
    text, values, example = items.get("text"), items.get("values"), items.get("example")
    block = Block(
        Said(text.text if text else "", line), UNKNOWN, Said("", line), line, is_required=None, is_typed=False,
        is_named=False, is_folded="fold" in items, end=due.get("end", line + 1),
        example=example.node if example else None,
    )  # fmt: skip
    block.allowed = tuple(Said(word, values.line) for word in values.text.split()) if values else ()
    return block
