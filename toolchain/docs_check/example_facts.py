"""Compare a JSON example of a page with the one that the description leads one to expect, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.docs_check.document import join
from toolchain.docs_check.expected_examples import is_same
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only
from toolchain.openapi.json_values import kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolchain.docs_check.expected_examples import Wanted
    from toolchain.docs_check.json_text import Node
    from toolchain.docs_check.page import Stated


def compare(
    node: Node,
    wanted: Wanted,
    stated: Mapping[tuple[str, ...], Stated],
    path: tuple[str, ...] = (),
    *,
    is_element: bool = False,
) -> Iterator[Fact]:
    """Yield the facts of a JSON value and all within it.

    `stated` are the types that the page itself gives for fields, by the names that lead to them: a value that such a
    type refuses is a quirk. `path` are the names that lead to this value, which may be an element of an array there.
    """
    found = kind(node.value)
    quirk = stated[path].quirk(node.value) if path in stated and not is_element else None
    is_same_kind = wanted.kind in (None, found)
    says = found if wanted.kind is None else wanted.kind
    yield compared(node.line, wanted.pointer, Kind.EXAMPLE_KIND, found, says, agrees=is_same_kind, quirk_of=quirk)
    if not is_same_kind or not wanted.is_known:
        return
    if found == "object":
        yield from _compare_members(node, wanted, stated, path)
    elif found == "array":
        yield from _compare_items(node, wanted, stated, path)
    else:
        agrees = is_same(node.value, wanted.value)
        yield compared(node.line, wanted.pointer, Kind.EXAMPLE, node.value, wanted.value, agrees=agrees)


def _compare_members(
    node: Node, wanted: Wanted, stated: Mapping[tuple[str, ...], Stated], path: tuple[str, ...]
) -> Iterator[Fact]:
    missing = dict(wanted.members)
    for member in node.members:
        expected = missing.pop(member.key, None)
        if expected is None:
            yield page_only(member.line, join(wanted.pointer, member.key), Kind.EXAMPLE_KEY, member.key)
        else:
            yield compared(member.line, expected.pointer, Kind.EXAMPLE_KEY, member.key, member.key, agrees=True)
            yield from compare(member.node, expected, stated, (*path, member.key))
    for key, expected in missing.items():
        if key not in wanted.optional:
            yield description_only(_due(node, wanted, key), expected.pointer, Kind.EXAMPLE_KEY, key)


def _due(node: Node, wanted: Wanted, key: str) -> int:
    """Return the line where a missing key would stand: before the first one that comes later, or at the end."""
    order = list(wanted.members)
    later = set(order[order.index(key) + 1 :])
    return next((member.line for member in node.members if member.key in later), node.last_line)


def _compare_items(
    node: Node, wanted: Wanted, stated: Mapping[tuple[str, ...], Stated], path: tuple[str, ...]
) -> Iterator[Fact]:
    for index, item in enumerate(node.items):
        if index < len(wanted.items):
            yield from compare(item, wanted.items[index], stated, path, is_element=True)
        else:
            yield page_only(item.line, join(wanted.pointer, index), Kind.EXAMPLE_KIND, kind(item.value))
    for expected in wanted.items[len(node.items) :]:
        yield description_only(node.last_line, expected.pointer, Kind.EXAMPLE_KIND, expected.kind)
