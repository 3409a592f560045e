"""Compare the fields of a page with those of the description, one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolchain.docs_check import example_facts
from toolchain.docs_check.expected_examples import is_same
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only, silent
from toolchain.docs_check.page import Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.expected_examples import Wanted
    from toolchain.docs_check.json_text import Node
    from toolchain.docs_check.operation import Entry
    from toolchain.docs_check.page import Block, Said
    from toolchain.docs_check.types import Type
    from toolchain.openapi.json_values import JSON


def both(block: Block, entry: Entry, place: str, *, suffix: bool) -> Iterator[Fact]:
    """Yield the facts of a field that both sides have. `place` is what the page's heading says."""
    pointer = entry.pointer
    yield compared(block.name.line, pointer, Kind.PRESENCE, block.name.text, entry.name, agrees=True)
    if entry.place != "response":
        yield compared(block.name.line, pointer, Kind.PLACE, place, entry.place, agrees=place == entry.place)
    if block.place:
        said = block.place.text
        yield compared(block.place.line, pointer, Kind.PLACE, said, entry.sent_in, agrees=said == entry.sent_in)
    elif entry.place == "authorization":
        yield description_only(block.type_text.line + 1, pointer, Kind.PLACE, entry.sent_in)
    yield compared(
        block.type_text.line, pointer, Kind.TYPE, block.type_text.text, entry.type.written(suffix=suffix),
        agrees=block.type.says_the_same(entry.type),
    )  # fmt: skip
    yield compared(
        block.required_line, pointer, Kind.REQUIRED, block.is_required, entry.is_required,
        agrees=block.is_required == entry.is_required,
    )  # fmt: skip
    yield from allowed(block.allowed, entry, block.due("allowed"), is_glued=block.allowed_glued)
    yield from value(block.default, entry.default, Kind.DEFAULT, block.due("default"), pointer, block.type)
    yield from value(block.example, entry.example, Kind.EXAMPLE, block.due("example"), pointer, block.type)


def new(block: Block, pointer: str, place: str) -> Iterator[Fact]:
    """Yield the facts of a field that the description doesn't have: what the page says of it, all of it page only."""
    yield page_only(block.name.line, pointer, Kind.PRESENCE, block.name.text)
    if place != "response":
        yield page_only(block.name.line, pointer, Kind.PLACE, block.place.text if block.place else place)
    yield page_only(block.type_text.line, pointer, Kind.TYPE, block.type_text.text)
    if block.is_required:
        yield page_only(block.required_line, pointer, Kind.REQUIRED, True)
    for kind, node in ((Kind.DEFAULT, block.default), (Kind.EXAMPLE, block.example)):
        if node is not None:
            quirk = Stated(block.type, pointer).quirk(node.value)
            yield page_only(node.line, pointer, kind, node.value, quirk_of=quirk)
    if block.allowed:
        yield page_only(block.allowed[0].line, pointer, Kind.ALLOWED, [said.text for said in block.allowed])


def missing(entry: Entry, line: int, *, is_silent: bool) -> Fact:
    """Return the fact that the page doesn't show a field: `is_silent` if its layout needn't."""
    return (silent if is_silent else description_only)(line, entry.pointer, Kind.PRESENCE, entry.name)


def allowed(said: tuple[Said, ...], entry: Entry, due: int, *, is_glued: bool) -> Iterator[Fact]:
    """Yield the fact of the allowed values, if either side has any. `is_glued`: the page runs them together."""
    known = [str(item) for item in entry.allowed or ()]
    if not said:
        if entry.allowed is not None:
            yield description_only(due, entry.pointer, Kind.ALLOWED, list(entry.allowed))
        return
    texts = [text for part in said for text in (_unglued(part.text, known) if is_glued else [part.text])]
    values: list[JSON] = [*texts]
    if entry.allowed is None:
        yield page_only(said[0].line, entry.pointer, Kind.ALLOWED, values)
        return
    line = said[0].line if is_glued else _line_of_difference(said, known)
    agrees = sorted(texts) == sorted(known)
    yield compared(line, entry.pointer, Kind.ALLOWED, values, list(entry.allowed), agrees=agrees)


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
    node: Node | None, wanted: Wanted | None, kind: Kind, due: int, pointer: str, type_: Type | None
) -> Iterator[Fact]:
    """Yield the facts of a field's default or example, if either side has one; a quirk if its `type_` refuses it."""
    if node is None:
        if wanted is not None:
            yield description_only(due, pointer, kind, wanted.value)
        return
    stated = Stated(type_, pointer) if type_ else None
    quirk = stated.quirk(node.value) if stated else None
    if wanted is None:
        yield page_only(node.line, pointer, kind, node.value, quirk_of=quirk)
    elif isinstance(node.value, dict | list) and isinstance(wanted.value, dict | list):
        yield from example_facts.compare(node, wanted, {(): stated} if stated else {})
    else:
        agrees = is_same(node.value, wanted.value)
        yield compared(node.line, pointer, kind, node.value, wanted.value, agrees=agrees, quirk_of=quirk)
