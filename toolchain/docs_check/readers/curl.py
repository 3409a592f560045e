"""Read the curl calls of a page, with the JSON that follows each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from toolchain.docs_check.model import Call, Endpoint, Said
from toolchain.docs_check.text import PageError, read_json
from toolchain.openapi import operations

if TYPE_CHECKING:
    from toolchain.docs_check.text import Node, Text

METHODS: Final = "|".join(operations.METHODS).upper()
_CURL: Final = re.compile(r"^[ \t]*curl[ \t]+(?=-|https?://|'|\")", re.MULTILINE)
_OPTION: Final = re.compile(
    r"[\s\\]*(?:(--request|-X|--url|--header|-H|--data(?:-raw|-binary)?|-d)[\s=]+|(--location|-L|--silent|-s)(?=\s)|"
    r"(?=['\"]?https?://))"
)
_VALUE: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s'\"]+)")
_PARAMETER: Final = re.compile(r":([A-Za-z_]\w*)")
# Between call and response stand, in some captures, the labels of tabs and buttons.
_OPENING: Final = re.compile(r"(?:[ \t]*+(?:[1-5][0-9]{2}|Copy|cURL|Ask AI)?+[ \t]*+\n){0,8}[ \t]*+(?=[{\[])")
MAX_CALLS: Final = 20
"""Curl calls on a page; the layouts repeat one, once or twice."""


def read(text: Text) -> tuple[tuple[Endpoint, ...], tuple[Call, ...]]:
    """Return what each curl call of a page says; PageError where the page ends within one, or names no URL."""
    endpoints: list[Endpoint] = []
    calls: list[Call] = []
    position = 0
    while match := _CURL.search(text.whole, position):
        if len(calls) == MAX_CALLS:
            raise PageError(f"has more than {MAX_CALLS} curl calls", text.line(match.start()))
        reader = _Reader(text, match.end())
        endpoint, call = reader.read(text.line(match.start()))
        endpoints.append(endpoint)
        calls.append(call)
        position = reader.position
    return tuple(endpoints), tuple(calls)


def is_call(line: str) -> bool:
    """Return whether a curl call begins on this line."""
    return _CURL.match(line) is not None


def endpoint_of(method: Said, url: Said) -> Endpoint:
    """Return method and URL as one statement; PageError where the URL is none."""
    try:
        parts = urlsplit(url.text)
    except ValueError:
        raise PageError(f"{url.text[:80]!r} is not a URL", url.line) from None
    return Endpoint(
        method,
        Said(f"{parts.scheme}://{parts.netloc}", url.line),
        tuple(Said(_PARAMETER.sub(r"{\1}", part), url.line) for part in parts.path[1:].split("/")),
        tuple(Said(pair.split("=")[0], url.line) for pair in parts.query.split("&") if pair),
    )


class _Reader:
    def __init__(self, text: Text, position: int) -> None:
        self._text = text
        self.position = position
        self._options: list[tuple[str, Said]] = []
        self._body: Node | None = None

    def read(self, line: int) -> tuple[Endpoint, Call]:
        while match := _OPTION.match(self._text.whole, self.position):
            self.position = match.end()
            if not match[2]:
                self._read_option(match[1] or "--url")
        urls = self._given("--url")
        if not urls:
            raise PageError("the curl call names no URL; save the whole page", line)
        methods = self._given("--request", "-X") or (Said("POST" if self._body else "GET", line),)
        headers = self._given("--header", "-H")
        headers_end = 1 + max(said.line for _, said in self._options)
        responses = self._responses()
        return endpoint_of(methods[0], urls[0]), Call(line, headers, headers_end, self._body, responses, self.position)

    def _given(self, *names: str) -> tuple[Said, ...]:
        return tuple(said for name, said in self._options if name in names)

    def _read_option(self, name: str) -> None:
        if name.startswith(("--data", "-d")):
            self._read_body()
            return
        value = _VALUE.match(self._text.whole, self.position)
        if value is None:
            raise PageError(f"the page ends within a curl call ({name})", self._text.line(self.position))
        self.position = value.end()
        said = next(group for group in value.groups() if group is not None)
        self._options.append((name, Said(said, self._text.line(value.start()))))

    def _read_body(self) -> None:
        is_quoted = self._text.whole[self.position : self.position + 1] == "'"
        self._skip_quote(self.position)
        start = self._text.skip_space(self.position)
        if self._text.whole[start : start + 1] in ("{", "["):
            self._body, self.position = read_json(self._text, start, in_quotes=is_quoted)
        self._skip_quote(self._text.skip_space(self.position))

    def _skip_quote(self, offset: int) -> None:
        if self._text.whole[offset : offset + 1] in ("'", '"'):
            self.position = offset + 1

    def _responses(self) -> tuple[Node, ...]:
        responses: list[Node] = []
        while match := _OPENING.match(self._text.whole, self.position):
            node, self.position = read_json(self._text, match.end())
            responses.append(node)
        return tuple(responses)
