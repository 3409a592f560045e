"""JSON values of unknown shape: read them without trusting them, and show them to people."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeVar

from toolchain.openapi.json_values import as_list, canonical_json

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from toolchain.openapi.json_values import JSON

T = TypeVar("T")
_WHOLE_FLOAT = re.compile(r"\d\.0|\de\+")
FENCED = re.compile(r"(?<!`)(?:`([^`]+)`|(?P<fence>``+)(?!`) (.+?) (?P=fence))(?!`)")
"""What `fenced` makes."""

SHOWN = 80
"""Characters of a value that a message shows."""


def array(items: Iterable[JSON]) -> list[JSON]:
    """Return items as a JSON array."""
    return [*items]


def texts(value: JSON) -> list[str]:
    """Return the strings of an array."""
    return [item for item in as_list(value) if isinstance(item, str)]


def only_pairs(old: Iterable[tuple[Hashable, T]], new: Iterable[tuple[Hashable, T]]) -> list[tuple[T, T]]:
    """Return what belongs together: pairs of the same key, which nothing else on either side has."""
    sides: list[dict[Hashable, list[T]]] = [{}, {}]
    for found, entries in zip(sides, (old, new), strict=True):
        for key, item in entries:
            found.setdefault(key, []).append(item)
    both = ((was, sides[1].get(key, [])) for key, was in sides[0].items())
    return [(was[0], now[0]) for was, now in both if len(was) == len(now) == 1]


def key_of(value: JSON) -> str:
    """Return what two values share exactly if they are the same: 1 and 1.0 are, 1 and true are not."""
    text = canonical_json(value).decode()
    # Hardly any value has such a number, which only a walk through all of it would find.
    return canonical_json(_plain_numbers(value)).decode() if _WHOLE_FLOAT.search(text) else text


def same(first: JSON, second: JSON) -> bool:
    """Return whether two values are the same, down to the type of each number."""
    # Equality alone takes 1 for 1.0 and for true.
    return first == second and json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)


def _plain_numbers(value: JSON) -> JSON:
    if isinstance(value, dict):
        return {key: _plain_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def printable(text: str) -> str:
    """Return text on one line, with nothing that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def code(value: JSON) -> str:
    """Return `value` for a message: short, in backticks, on one line, with nothing that a terminal would obey."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = " ".join(printable(text).split())
    return fenced(f"{text[: SHOWN - 1]}…" if len(text) > SHOWN else text) if text else "(empty)"


def fenced(text: str) -> str:
    """Return text in backticks, as Markdown has it: around text with some stand more of them, and spaces."""
    if "`" not in text:
        return f"`{text}`"
    fence = "`" * (max(map(len, re.findall("`+", text))) + 1)
    return f"{fence} {text} {fence}"


def without_fences(text: str) -> str:
    """Return a message without the backticks that are around its codes."""
    return FENCED.sub(lambda found: found[1] or found[3], text)


def codes(values: list[JSON]) -> str:
    """Return some values for a message, at most eight of them."""
    shown = ", ".join(code(value) for value in values[:8])
    return f"{shown} and {len(values) - 8} more" if len(values) > 8 else shown
