"""Compare the fields of a page with those of the description, one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolchain.docs_check import example_facts
from toolchain.docs_check.expected_examples import is_same
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only, silent
from toolchain.docs_check.page import Stated
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.expected_examples import Expected
    from toolchain.docs_check.json_text import Node
    from toolchain.docs_check.operation import Entry, Subject
    from toolchain.docs_check.page import Block, Said
    from toolchain.docs_check.types import Type, TypeStyle
    from toolchain.openapi.json_values import JSON


def both(block: Block, entry: Entry, place: str, subject: Subject, style: TypeStyle) -> Iterator[Fact]:
    """Yield the facts of a field that both sides have. `place` is what the page's heading says."""
    pointer = entry.pointer
    name = block.names[-1]
    is_renamed = name != entry.name
    kind = Kind.NAME if is_renamed else Kind.PRESENCE
    yield compared(block.name.line, pointer, kind, subject, name, entry.name, agrees=not is_renamed)
    if entry.place != "response":
        agrees = place == entry.place
        yield compared(block.name.line, pointer, Kind.PLACE, subject, place, entry.place, agrees=agrees)
    if block.place:
        agrees = block.place.text == entry.sent_in
        yield compared(block.place.line, pointer, Kind.PLACE, subject, block.place.text, entry.sent_in, agrees=agrees)
    elif entry.place == "authorization":
        yield description_only(block.type_text.line + 1, pointer, Kind.PLACE, subject, entry.sent_in)
    written = entry.type.written(style)
    if block.is_typed:
        agrees = block.type.says_the_same(entry.type)
        yield compared(block.type_text.line, pointer, Kind.TYPE, subject, block.type_text.text, written, agrees=agrees)
    else:
        yield silent(block.type_text.line, pointer, Kind.TYPE, subject, written)
    if block.is_required is None:
        yield silent(block.required_line, pointer, Kind.REQUIRED, subject, entry.is_required)
    else:
        agrees = block.is_required == entry.is_required
        yield compared(
            block.required_line, pointer, Kind.REQUIRED, subject, block.is_required, entry.is_required, agrees=agrees
        )
    yield from allowed(block.allowed, entry, subject, block.due("allowed"), is_glued=block.allowed_glued)
    yield from _constraints(block, entry, subject)
    due = block.due("default")
    yield from value(block.default, entry.default, Kind.DEFAULT, subject, due, pointer, block.type)
    if block.is_required is None and block.example is None:
        return  # an object that the page shows folded
    due = block.due("example")
    yield from value(block.example, entry.example, Kind.EXAMPLE, subject, due, pointer, block.type)


def new(block: Block, pointer: str, place: str, subject: Subject) -> Iterator[Fact]:
    """Yield the facts of a field that the description doesn't have: what the page says of it, all of it page only."""
    yield page_only(block.name.line, pointer, Kind.PRESENCE, subject, block.name.text)
    if place != "response":
        sent_in = block.place.text if block.place else place
        yield page_only(block.name.line, pointer, Kind.PLACE, subject, sent_in)
    if block.is_typed:
        yield page_only(block.type_text.line, pointer, Kind.TYPE, subject, block.type_text.text)
    if block.is_required:
        yield page_only(block.required_line, pointer, Kind.REQUIRED, subject, True)
    for keyword, node in block.constraints.items():
        yield page_only(node.line, pointer + join(keyword), Kind.CONSTRAINT, subject, node.value)
    for kind, given in ((Kind.DEFAULT, block.default), (Kind.EXAMPLE, block.example)):
        if given is not None:
            quirk = Stated(block.type, pointer).quirk(given.value)
            yield page_only(given.line, pointer, kind, subject, given.value, quirk_of=quirk)
    if block.allowed:
        values: list[JSON] = [said.text for said in block.allowed]
        yield page_only(block.allowed[0].line, pointer, Kind.ALLOWED, subject, values)


def missing(entry: Entry, subject: Subject, line: int, *, is_silent: bool) -> Fact:
    """Return the fact that the page doesn't show a field: `is_silent` if its layout needn't."""
    return (silent if is_silent else description_only)(line, entry.pointer, Kind.PRESENCE, subject, entry.name)


def allowed(said: tuple[Said, ...], entry: Entry, subject: Subject, due: int, *, is_glued: bool) -> Iterator[Fact]:
    """Yield the fact of the allowed values, if either side has any. `is_glued`: the page runs them together."""
    pointer = entry.pointer
    known = [str(item) for item in entry.allowed or ()]
    if not said:
        if entry.allowed is not None:
            yield description_only(due, pointer, Kind.ALLOWED, subject, list(entry.allowed))
        return
    texts = [text for part in said for text in (_unglued(part.text, known) if is_glued else [part.text])]
    values: list[JSON] = [*texts]
    if entry.allowed is None:
        yield page_only(said[0].line, pointer, Kind.ALLOWED, subject, values)
        return
    line = said[0].line if is_glued else _line_of_difference(said, known)
    agrees = sorted(texts) == sorted(known)
    yield compared(line, pointer, Kind.ALLOWED, subject, values, list(entry.allowed), agrees=agrees)


def _constraints(block: Block, entry: Entry, subject: Subject) -> Iterator[Fact]:
    """Yield the facts of keywords such as `minimum`; the description has some that no page shows."""
    for keyword, node in block.constraints.items():
        pointer = entry.pointer + join(keyword)
        if keyword in entry.constraints:
            said = entry.constraints[keyword]
            agrees = is_same(node.value, said)
            yield compared(node.line, pointer, Kind.CONSTRAINT, subject, node.value, said, agrees=agrees)
        else:
            yield page_only(node.line, pointer, Kind.CONSTRAINT, subject, node.value)


def _line_of_difference(said: tuple[Said, ...], known: list[str]) -> int:
    """Return the line of the value that is wrong, or before which one is missing; they may have a line each."""
    for part in said:
        if part.text not in known:
            return part.line
    texts = [part.text for part in said]
    first = next((index for index, text in enumerate(known) if texts[index : index + 1] != [text]), 0)
    if first < len(said):
        return said[first].line
    return said[-1].line + (said[0].line < said[-1].line)


def _unglued(text: str, known: list[str]) -> list[str]:
    """Return the values in `onetwothree`: those that are known, and what is between them."""
    if "".join(known) == text or not known:
        return known or [text]
    longest_first = sorted(known, key=len, reverse=True)
    return [part for part in re.split(f"({'|'.join(map(re.escape, longest_first))})", text) if part]


def value(
    node: Node | None,
    expected: Expected | None,
    kind: Kind,
    subject: Subject,
    due: int,
    field: str,
    type_: Type | None,
) -> Iterator[Fact]:
    """Yield the facts of a field's default or example, if either side has one; a quirk if its `type_` refuses it.

    `field` is the pointer of the field.
    """
    if node is None:
        if expected is not None:
            absent = Kind.EXAMPLE_KIND if isinstance(expected.value, dict | list) else kind
            yield description_only(due, field, absent, subject, expected.value)
        return
    stated = Stated(type_, field) if type_ else None
    quirk = stated.quirk(node.value) if stated else None
    if expected is None:
        yield page_only(node.line, field, kind, subject, node.value, quirk_of=quirk)
    elif isinstance(node.value, dict | list) and isinstance(expected.value, dict | list):
        yield from example_facts.compare(node, expected, {subject: stated} if stated else {}, subject)
    else:
        agrees = is_same(node.value, expected.value)
        yield compared(node.line, field, kind, subject, node.value, expected.value, agrees=agrees, quirk_of=quirk)
