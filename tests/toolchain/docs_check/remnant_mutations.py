"""Changes of what is left of the fields on a page that lost names and types."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.toolchain.docs_check.edits import Mutation, inserted, removed, replaced
from toolchain.docs_check import readers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tests.toolchain.docs_check.edits import Lines
    from toolchain.docs_check.model import Page, Token


def remnants(lines: Lines, page: Page, values: Collection[int], shown: Collection[int]) -> Iterator[Mutation]:
    """Changes of the texts and values; `values` are the lines with allowed values, `shown` those that show a field."""
    for token in page.tokens:
        if token.kind == "text" and token.line in shown and lines[token.line - 1] == token.text:
            yield _among_texts(removed("field removed", lines, token.line, token.line))
    for before, token in pairwise(page.tokens):
        own_text = before.line if before.kind == "text" else token.line
        if token.kind == "fold" and token.line in shown:
            without = removed("field removed", lines, token.line, token.line)
            yield replace(without, first=min(without.first, own_text))
        if token.kind == "text" and token.line in values:
            yield from _values(lines, token)
        if token.node is None:
            continue
        first, last = token.line, token.node.last_line
        if not isinstance(token.node.value, dict | list):
            other = {"true": "false", "false": "true"}.get(token.text) or (
                "7777" if token.text.isdigit() else '"other"'
            )
            yield replaced("example", lines, first, token.text, other)
            yield replaced("example kind", lines, first, token.text, "null")
        if before.kind == "text" and lines[before.line - 1] == before.text:
            yield inserted("field added", lines, before.line, ["Nick name", '"Al"'])
            yield _among_texts(inserted("field added", lines, before.line, ["Nick name"]))
            if lines[first - 1].startswith(token.text[0]) and lines[last - 1].endswith(token.text[-1]):
                yield removed("field removed", lines, before.line, last)
                yield replace(removed("example", lines, first, last), first=before.line)


def _among_texts(mutation: Mutation) -> Mutation:
    """A new text may be any of those that follow one another: nothing tells them apart."""
    texts = {token.line for token in readers.read(mutation.lines).tokens if token.kind == "text"}
    first, last = mutation.first, mutation.last
    while first - 1 in texts:
        first -= 1
    while last + 1 in texts:
        last += 1
    return replace(mutation, first=first, last=last)


def _values(lines: Lines, token: Token) -> Iterator[Mutation]:
    """Changes of the allowed values at the beginning of a line; their field's text may be on the line before."""
    match = re.match(r"([a-z0-9][\w.-]* )(?=[A-Z\"])", lines[token.line - 1])
    old = match[1] if match else ""
    for new in ("other ", f"{old}other ", "") if old else ():
        yield replace(replaced("allowed value", lines, token.line, old, new), first=token.line - 1)
