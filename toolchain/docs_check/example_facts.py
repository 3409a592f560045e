"""Compare a JSON example of a page with the one that the description leads one to expect, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.docs_check.expected_examples import is_same
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only, silent
from toolchain.openapi.json_values import kind
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolchain.docs_check.expected_examples import Expected
    from toolchain.docs_check.json_text import Member, Node
    from toolchain.docs_check.operation import Subject
    from toolchain.docs_check.page import Stated


def compare(
    node: Node,
    expected: Expected,
    stated: Mapping[Subject, Stated],
    subject: Subject,
    *,
    is_element: bool = False,
) -> Iterator[Fact]:
    """Yield the facts of a JSON value and all within it.

    `stated` are the types that the page itself gives: a value that such a type refuses is a quirk. `subject` is the
    field that the value is of, or an element of the array there.
    """
    found = kind(node.value)
    quirk = stated[subject].quirk(node.value) if subject in stated and not is_element else None
    is_same_kind = expected.kind in (None, found)
    says = found if expected.kind is None else expected.kind
    yield compared(
        node.line, expected.pointer, Kind.EXAMPLE_KIND, subject, found, says, agrees=is_same_kind, quirk_of=quirk
    )
    if not is_same_kind or not expected.is_known:
        return
    if found == "object":
        yield from _compare_members(node, expected, stated, subject)
    elif found == "array":
        yield from _compare_items(node, expected, stated, subject)
    else:
        agrees = is_same(node.value, expected.value)
        yield compared(node.line, expected.pointer, Kind.EXAMPLE, subject, node.value, expected.value, agrees=agrees)


def _compare_members(
    node: Node, expected: Expected, stated: Mapping[Subject, Stated], subject: Subject
) -> Iterator[Fact]:
    missing = dict(expected.members)
    for member in node.members:
        missing.pop(member.key, None)
    renamed = _renamed(node.members, expected, missing)
    for member in node.members:
        key = renamed.get(id(member), member.key)
        within = expected.members.get(key)
        if within is None:
            pointer = expected.home + join(member.key)
            yield page_only(member.line, pointer, Kind.EXAMPLE_KEY, (*subject, member.key), member.key)
            continue
        kind_ = Kind.EXAMPLE_KEY if key == member.key else Kind.NAME
        yield compared(member.line, within.pointer, kind_, (*subject, key), member.key, key, agrees=key == member.key)
        yield from compare(member.node, within, stated, (*subject, key))
    for key, within in missing.items():
        if key not in renamed.values():
            absent = silent if key in expected.optional else description_only
            yield absent(_due(node, expected, key), within.pointer, Kind.EXAMPLE_KEY, (*subject, key), key)


def _renamed(members: tuple[Member, ...], expected: Expected, missing: Mapping[str, Expected]) -> dict[int, str]:
    """Return the members that have another name than expected: one that is missing between the same neighbours."""
    order = [None, *expected.members, None]
    places = {(before, after): key for before, key, after in zip(order, order[1:], order[2:], strict=False) if key}
    keys = [None, *(member.key for member in members), None]
    renamed: dict[int, str] = {}
    for member, before, after in zip(members, keys, keys[2:], strict=False):
        key = places.get((before, after))
        if key and key in missing and member.key not in expected.members and _fits(member.node, missing[key]):
            renamed[id(member)] = key
    return renamed


def _fits(node: Node, expected: Expected) -> bool:
    if not expected.is_known or (expected.items and expected.value is None):
        return expected.kind in (None, kind(node.value))
    if expected.members and isinstance(node.value, dict):
        return set(expected.members) == set(node.value)
    return is_same(node.value, expected.value)


def _due(node: Node, expected: Expected, key: str) -> int:
    """Return the line where a missing key would stand: before the first one that comes later, or at the end."""
    order = list(expected.members)
    later = set(order[order.index(key) + 1 :])
    return next((member.line for member in node.members if member.key in later), node.last_line)


def _compare_items(
    node: Node, expected: Expected, stated: Mapping[Subject, Stated], subject: Subject
) -> Iterator[Fact]:
    for index, item in enumerate(node.items):
        if index < len(expected.items):
            yield from compare(item, expected.items[index], stated, subject, is_element=True)
        else:
            pointer = expected.pointer + join(index)
            yield page_only(item.line, pointer, Kind.EXAMPLE_KIND, subject, kind(item.value))
    for within in expected.items[len(node.items) :]:
        yield description_only(node.last_line, within.pointer, Kind.EXAMPLE_KIND, subject, within.kind)
