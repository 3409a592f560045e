"""Find out which field each text and value belongs to on a page that lost names and types.

Page and description are both made into a sequence of remnants: texts, allowed values, signs of folded fields, examples.
Aligning the two tells what belongs to what. The texts themselves are nobody's fact, but there is at most one for a
field, so a text too many is a field too many.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from toolchain.docs_check import types
from toolchain.docs_check.alignment import Pair, Part, sequences
from toolchain.docs_check.model import Block, Entry, Group, Operation, Page, RemnantKind, Said, Section, Subject, Token
from toolchain.docs_check.text import PageError
from toolchain.docs_check.types import UNKNOWN
from toolchain.openapi.json_values import canonical_json
from toolchain.openapi.pointer import Pointer

MAX_TOKENS: Final = 1000
"""Texts and values on a page; a page of one operation has some fifty."""

_REQUEST: Final = ("authorization", "header", "path", "query", "cookie", "body")
"""The groups of what is sent, in the order in which most pages list them."""

# Words that may be allowed values, alone or run together with the text of the field after them.
_VALUES: Final = re.compile(r"((?:[a-z0-9][\w.-]*,? )*[a-z0-9][\w.-]*)(?: (?=[A-Z])|$)")
_BEST: Final[tuple[RemnantKind, ...]] = ("example", "fold", "values", "text")
"""What shows a field, the best first."""
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")

_Items: TypeAlias = dict[RemnantKind, Token]


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


def align(page: Page, operation: Operation, *, guesses: bool = False) -> list[Part]:
    """Return the one list of all fields as a part of the request and one of the response; PageError for far too many.

    A heading with a status, if the page has one, divides the two. `guesses`: words that are nobody's allowed values
    may be some too, which is tried if a field lacks its own.
    """
    if len(page.tokens) > MAX_TOKENS:
        raise PageError(f"has more than {MAX_TOKENS} texts and values, which no page of one operation does")
    home, end, method = operation.parameters, page.end + 1, page.endpoints[0].method
    success = operation.success() or Group(key="200", pointer=operation.pointer, home=operation.pointer)
    listed = [entry for key in _REQUEST for entry in operation.entries(key)]
    request = [entry for entry in listed if not operation.is_credential(entry)]
    entries = [*request, *success.entries]
    known = {str(value) for entry in entries for value in entry.allowed or ()}
    tokens = list(_split(page.tokens, known, guesses=guesses))
    names = {_words(token.text) for token in tokens} & {_words(entry.name) for entry in entries}
    heading = next((index for index, token in enumerate(tokens) if token.kind == "heading"), None)
    if heading is None:
        pairs = _pair(tokens, entries, names, home, end)
    else:
        pairs = _pair(tokens[:heading], request, names, home, tokens[heading].line)
        if success.entries:
            pairs += _pair(tokens[heading + 1 :], success.entries, names, home, end)
    if not guesses and any(map(_lacks_values, pairs)):
        return align(page, operation, guesses=True)
    first = next((n for n, pair in enumerate(pairs) if pair.entry and pair.entry.place == "response"), len(pairs))
    sent = Group(key="parameters", pointer=home, home=home)
    return [
        Part(Section("body", method), sent, True, pairs[:first]),
        Part(Section("response", method), success, True, pairs[first:]),
    ]


def _pair(
    tokens: Sequence[Token], entries: Sequence[Entry], names: Collection[Hashable], home: Pointer, end: int
) -> list[Pair]:
    """Return the fields that the tokens show, and the entries in order, paired."""
    by: list[Callable[[_Remnant], Hashable]] = [
        lambda one: (one.kind, one.key, one.name),
        lambda one: (one.kind, one.key),
        lambda one: one.kind,
    ]
    shown: dict[Subject, _Items] = {_key(entry): {} for entry in entries}
    new: dict[Subject, list[_Items]] = {(): [], **{_key(entry): [] for entry in entries}}
    last: Subject = ()
    for one, other in sequences(_found(tokens, names), list(_due(entries, names)), [(of, of) for of in by]):
        last = _key(other.entry) if other and other.entry else last
        if one and one.token and other:
            shown[last][other.kind] = one.token
        elif one and one.token and one.kind != "heading" and not one.token.is_prefix:
            if not new[last] or one.kind == "text" or "example" in new[last][-1]:
                new[last].append({})
            new[last][-1][one.kind] = one.token
    for entry in entries:
        # What has the example of an entry that was not found is that one: only the order differs.
        alike = [(runs, run) for runs in new.values() for run in runs if _has_example(run, entry)]
        if alike and not shown[_key(entry)]:
            runs, shown[_key(entry)] = alike[0]
            runs.remove(shown[_key(entry)])
    pairs: list[Pair] = []
    for entry in reversed(entries):
        pairs += [_new(items, home) for items in reversed(new[_key(entry)])]
        items, holder = shown[_key(entry)], shown[_key(entry)[:2]]
        line = min((token.line for token in (items or holder).values()), default=end)
        end = line if len(entry.path) == 1 else end
        block = _block(items) if items and entry.place != "authorization" else None
        pairs.append(Pair(block, entry, entry.pointer, entry.path, line))
    return [*pairs, *(_new(items, home) for items in reversed(new[()]))][::-1]


def _lacks_values(pair: Pair) -> bool:
    entry, block = pair.entry, pair.block
    return bool(entry and entry.allowed and len(entry.path) == 1 and not (block and block.allowed))


def _has_example(items: _Items, entry: Entry) -> bool:
    node = items["example"].node if "example" in items else None
    return bool(node and entry.example and canonical_json(node.value) == canonical_json(entry.example.value))


def _key(entry: Entry) -> Subject:
    return entry.place, *entry.path


def _new(items: _Items, home: Pointer) -> Pair:
    block = _block(items)
    return Pair(block, None, home, ("",), block.name.line)


def _split(tokens: Sequence[Token], known: set[str], *, guesses: bool) -> Iterator[Token]:
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
        is_guess = guesses and match is not None and match.end() < len(token.text)
        words = match[1].replace(",", "").split() if match else []
        length = len(match[1]) if match else 0
        if not (is_guess or known & set(words)):
            # A text that begins with a small letter too.
            words = [word for word in token.text.split(" ")[:1] if word in known]
            length = len("".join(words))
        if words:
            yield Token("values", " ".join(words), token.line, is_prefix=length < len(token.text))
        if text := token.text[length:].strip():
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


def _block(items: _Items) -> Block:
    line = next(items[kind].line for kind in _BEST if kind in items)
    text, values, example = items.get("text"), items.get("values"), items.get("example")
    return Block(
        Said(text.text if text else "", line), UNKNOWN, Said("", line), line, is_required=None, is_typed=False,
        is_named=False, is_folded="fold" in items, example=example.node if example else None,
        allowed=tuple(Said(word, values.line) for word in values.text.split()) if values else (),
    )  # fmt: skip
