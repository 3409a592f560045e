"""Compare a JSON example of a page with the one that the description leads one to expect, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.docs_check.alignment import align
from toolchain.docs_check.facts import UNSAID, Kind, judge
from toolchain.openapi.json_values import canonical_json, kind
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from toolchain.docs_check.alignment import Pair
    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.model import Expected, Operation, Subject
    from toolchain.docs_check.text import Member, Node
    from toolchain.openapi.json_values import JSON


def of_body(
    node: Node, operation: Operation, key: str, typed: Mapping[Subject, Pair], *, is_complete: bool = False
) -> Iterator[Fact]:
    """Yield the facts of the JSON of the body or response with a key; `is_complete`: it leaves nothing out."""
    group = operation.group(key)
    if group and group.example:
        yield from _compare(node, group.example.complete() if is_complete else group.example, typed, (key,))
    else:
        yield from judge(Kind.EXAMPLE, (key,), node.line, operation.missing(key), node.value, UNSAID)


def of_field(pair: Pair, about: Kind, subject: Subject) -> Iterator[Fact]:
    """Yield the facts of a field's default or example; each is a quirk if the field's own type refuses it."""
    block, entry, at = pair.block, pair.entry, pair.pointer
    if block is None:
        return
    node = block.default if about is Kind.DEFAULT else block.example
    expected = (entry.default if about is Kind.DEFAULT else entry.example) if entry else None
    known = UNSAID if expected is None else expected.value
    if node is None:
        is_compound = expected is not None and isinstance(expected.value, dict | list)
        absent, is_shown = Kind.EXAMPLE_KIND if is_compound else about, block.is_named or about is Kind.EXAMPLE
        yield from judge(absent, subject, block.due(about.value), at, UNSAID, known, is_shown=is_shown)
    elif expected and isinstance(node.value, dict | list) and isinstance(expected.value, dict | list):
        yield from _compare(node, expected, {subject: pair}, subject)
    else:
        yield from judge(about, subject, node.line, at, node.value, known, quirk_of=_quirk(pair, node.value))


def _quirk(pair: Pair | None, value: JSON) -> str | None:
    """Return the pointer of the field if its type on the page refuses the value."""
    return pair.pointer if pair and pair.block and pair.block.type.refuses(value) else None


def _compare(
    node: Node, expected: Expected, typed: Mapping[Subject, Pair], subject: Subject, *, is_element: bool = False
) -> Iterator[Fact]:
    """Yield the facts of a JSON value and all within it.

    `typed` are the fields of which the page itself gives the type: a value that such a type refuses is a quirk.
    `subject` is the field that the value is of, or an element of the array there.
    """
    found = kind(node.value)
    quirk = _quirk(typed.get(subject), node.value) if not is_element else None
    yield from judge(
        Kind.EXAMPLE_KIND, subject, node.line, expected.pointer, found, expected.kind or found, quirk_of=quirk
    )
    if expected.kind not in (None, found) or not expected.is_known:
        return
    if found == "object":
        yield from _members(node, expected, typed, subject)
    elif found == "array":
        for index, item in enumerate(node.items):
            if index < len(expected.items):
                yield from _compare(item, expected.items[index], typed, subject, is_element=True)
            else:
                pointer = expected.pointer + join(index)
                yield from judge(Kind.EXAMPLE_KIND, subject, item.line, pointer, kind(item.value), UNSAID)
        for within in expected.items[len(node.items) :]:
            yield from judge(Kind.EXAMPLE_KIND, subject, node.last_line, within.pointer, UNSAID, within.kind)
    else:
        yield from judge(Kind.EXAMPLE, subject, node.line, expected.pointer, node.value, expected.value)


def _members(node: Node, expected: Expected, typed: Mapping[Subject, Pair], subject: Subject) -> Iterator[Fact]:
    missing = dict(expected.members)
    for member in node.members:
        missing.pop(member.key, None)
    renamed = _renamed(node, expected, missing) if missing else {}
    for member in node.members:
        key = renamed.get(id(member), member.key)
        within = expected.members.get(key)
        pointer = within.pointer if within else expected.home + join(member.key)
        about = Kind.EXAMPLE_KEY if key == member.key else Kind.NAME
        yield from judge(about, (*subject, key), member.line, pointer, member.key, key if within else UNSAID)
        if within:
            yield from _compare(member.node, within, typed, (*subject, key))
    order = list(expected.members)
    for key in missing.keys() - set(renamed.values()):
        # It would stand before the first key that comes later, or at the end.
        later = set(order[order.index(key) + 1 :])
        due = next((member.line for member in node.members if member.key in later), node.last_line)
        pointer, is_shown = expected.members[key].pointer, key not in expected.optional
        yield from judge(Kind.EXAMPLE_KEY, (*subject, key), due, pointer, UNSAID, key, is_shown=is_shown)


def _renamed(node: Node, expected: Expected, missing: Mapping[str, Expected]) -> dict[int, str]:
    """Return the members that have another name than expected: one that is missing at the same place."""
    aligned = align(
        node.members, list(expected.members.items()),
        [
            (lambda member: member.key, lambda item: item[0]),
            (lambda member: canonical_json(member.node.value), lambda item: _value(item[1])),
            (_outline, lambda item: _expected_outline(item[1])),
        ],
    )  # fmt: skip
    return {
        id(member): item[0]
        for member, item in aligned
        if member and item and item[0] in missing and member.key not in expected.members
    }


def _value(expected: Expected) -> Hashable:
    return canonical_json(expected.value) if expected.is_known and expected.value is not None else object()


def _outline(member: Member) -> Hashable:
    value = member.node.value
    return kind(value), frozenset(value) if isinstance(value, dict) else None


def _expected_outline(expected: Expected) -> Hashable:
    """Return what is known of a value that the description gives no example of."""
    if expected.is_known and (expected.value is not None or not expected.members):
        return object()
    return expected.kind, frozenset(expected.members) if expected.members else None
