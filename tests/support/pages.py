"""The captured documentation pages, which are not part of the repository: tests that need them skip without them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECTORY = Path(__file__).resolve().parents[3] / "shared" / "docs-pages"

_URL = re.compile(r"(?:--request |^)(GET|POST|PUT|DELETE)[^/]*?https://[^/\s]+(/\S+)", re.MULTILINE)
_TYPE = re.compile(r"(?:object|array\[\w+\]|\w+\[\])")


@dataclass(frozen=True)
class Page:
    """A captured page: the operation it documents and its text."""

    name: str
    method: str
    path: str
    text: str

    def response_examples(self) -> list[Any]:
        """The JSON responses printed whole, without repetitions."""
        found = [value for value in _json_objects(self.text) if {"_id", "altId"} <= value.keys()]
        return [value for index, value in enumerate(found) if value not in found[:index]]

    def request_examples(self) -> list[Any]:
        """The JSON body of the curl call, where there is one."""
        return [value for value in _json_objects(self.text) if value.keys() == {"altId", "altType"}]

    def field_examples(self) -> list[tuple[str, str, Any]]:
        """The JSON examples of single fields, as ("request" or "response", field name, value)."""
        head, *tail = re.split(r"^Responses?$", self.text, maxsplit=1, flags=re.MULTILINE)
        sections = (("request", head), ("response", "".join(tail)))
        return [(where, name, value) for where, text in sections for name, value in _field_examples(text)]


def pages() -> list[Page]:
    """Every captured page; skips the test that asks where they are not at hand."""
    files = sorted(DIRECTORY.glob("*.txt"))
    if not files:
        pytest.skip("the captured documentation pages are not at hand (they are not part of the repository)")
    return [_read(file) for file in files]


def _read(file: Path) -> Page:
    text = file.read_text(encoding="utf-8")
    match = _URL.search(text)
    assert match, f"{file.name} names no operation"
    return Page(name=file.stem, method=match[1].lower(), path=match[2], text=text)


def _json_objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects in a text, outermost ones only; braces that open none are passed over."""
    decoder = json.JSONDecoder()
    found = []
    position = text.find("{")
    while position >= 0:
        try:
            value, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError:
            end = position + 1
        else:
            found.append(value)
        position = text.find("{", end)
    return found


def _field_examples(text: str) -> Iterator[tuple[str, Any]]:
    """The examples that are JSON objects or lists of objects, each with the name of its field."""
    lines = text.splitlines(keepends=True)
    decoder = json.JSONDecoder()
    name = ""
    for index, line in enumerate(lines[:-1]):
        following = lines[index + 1]
        if _TYPE.fullmatch(following.strip()):
            name = line.strip()
        elif line.strip() == "Example:" and following.startswith(("{", "[{", "[\n")):
            yield name, decoder.raw_decode("".join(lines[index + 1 :]))[0]
