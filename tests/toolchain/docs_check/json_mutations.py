"""Changes of the JSON examples of a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.toolchain.docs_check.edits import Mutation, inserted, removed, replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tests.toolchain.docs_check.edits import Lines

_KEY = re.compile(r'"(\w+)": ?')
_MEMBER = re.compile(r'("\w+": ?)(.*?),?')
_ELEMENT = re.compile(r'\s*("[^"]*",?|[\d.]+,?)')


def on_lines(
    lines: Lines, examples: Collection[int], seen: set[Lines], within: Collection[int] = ()
) -> Iterator[Mutation]:
    """Changes of JSON that has a line for each key; of JSON that was seen before, only of its keys.

    `examples` are the lines of which the description knows the value; `within` are those that are changed, or all.
    """
    for number, text in enumerate(lines, 1):
        if within and number not in within:
            continue
        keys = _KEY.findall(text)
        if len(keys) > 1 and len(text) > 80:
            continue
        for key in keys:
            yield replaced("key renamed", lines, number, f'"{key}":', f'"{key}Of":')
        if not keys and text.endswith(("{", "[")):
            other = "[]" if text.endswith("{") else "{}"
            yield Mutation("kind", without_container(lines, number, len(text) - 1, other)[0], number, number)
        around = lines[number - 1 : number + 40]
        if around in seen:
            continue
        seen.add(around)
        if _ELEMENT.fullmatch(text) and number in examples and not lines[number - 2].endswith(":"):
            bare = text.strip().removesuffix(",")
            yield replaced("value", lines, number, bare, _other(bare))
            yield replaced("kind", lines, number, bare, "null")
        member = _MEMBER.fullmatch(text.strip())
        if member and len(keys) == 1:
            yield from _member(lines, number, member[1], member[2], is_known=number in examples)


def _member(lines: Lines, number: int, key: str, value: str, *, is_known: bool) -> Iterator[Mutation]:
    yield inserted("key added", lines, number, ['"nickname": "Al",'])
    if value in ("{", "["):
        column = lines[number - 1].index(key) + len(key)
        without, end = without_container(lines, number, column, "null")
        yield Mutation("kind", without, number, number)
        yield removed("key removed", lines, number, end)
        return
    yield removed("key removed", lines, number, number)
    yield replaced("kind", lines, number, key + value, key + ("7" if value[0] in "[{" else '["x"]'))
    if value[0] not in "[{" and is_known:
        yield replaced("value", lines, number, key + value, key + _other(value))


def _other(value: str) -> str:
    """Another JSON value of the same kind."""
    return {"true": "false", "false": "true"}.get(value) or ('"other"' if value[0] == '"' else "1234567")


def without_container(lines: Lines, line: int, column: int, new: str) -> tuple[Lines, int]:
    """The page with the JSON value that begins at a place replaced, and the line where that value ended."""
    text = "\n".join(lines[line - 1 :])
    end = json.JSONDecoder().raw_decode(text, column)[1]
    changed = text[:column] + new + text[end:]
    return (*lines[: line - 1], *changed.split("\n")), line + text.count("\n", 0, end)


def on_one_line(lines: Lines) -> Iterator[Mutation]:
    """Changes of JSON that stands on one line, in the form in which it was written."""
    for number, line in enumerate(lines, 1):
        label = "Example:" if line.startswith("Example:") else ""
        text = line.removeprefix(label)
        if text[:1] in ("{", "["):
            try:
                value = json.loads(text)
            except ValueError:
                continue
            for kind, changed in _changes(value):
                new = label + json.dumps(changed, separators=(",", ":"), ensure_ascii=False)
                yield Mutation(kind, (*lines[: number - 1], new, *lines[number:]), number, number)


def _changes(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            rest = {name: other for name, other in value.items() if name != key}
            yield "key removed", rest
            yield "key renamed", rest | {f"{key}Of": item}
            yield from ((kind, value | {key: changed}) for kind, changed in _changes(item))
        yield "key added", value | {"nickname": "Al"}
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ((kind, [*value[:index], changed, *value[index + 1 :]]) for kind, changed in _changes(item))
        yield "element added", [*value, 7]
        yield from (("element removed", value[:-1]) for _ in value[:1])
    else:
        yield "value", not value if isinstance(value, bool) else 1234567 if isinstance(value, int) else f"{value}x"
    yield "kind", None
