"""Read the curl calls of a page, with the JSON that follows each."""

import re
from typing import Final
from urllib.parse import urlsplit

from toolchain.docs_check.model import Call, Endpoint, Said
from toolchain.docs_check.text import Node, PageError, Text, read_json
from toolchain.openapi import operations

METHODS: Final = "|".join(operations.METHODS).upper()
_CURL: Final = re.compile(r"^[ \t]*curl[ \t]+(?=-|https?://|'|\")", re.MULTILINE)
_OPTION: Final = re.compile(
    r"[\s\\]*(?:(--request|-X|--url|--header|-H|--data(?:-raw|-binary)?|-d)[\s=]+|(--location|-L|--silent|-s)(?=\s)|"
    r"(?=['\"]?https?://))"
)
_VALUE: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s'\"]+)")
_QUOTE: Final = re.compile("['\"]")
_PARAMETER: Final = re.compile(r":([A-Za-z_]\w*)")
# Between call and response stand, in some captures, the labels of tabs and buttons.
_OPENING: Final = re.compile(r"(?:[ \t]*+(?:[1-5][0-9]{2}|Copy|cURL|Ask AI)?+[ \t]*+\n){0,8}[ \t]*+(?=[{\[])")
MAX_CALLS: Final = 20
"""Curl calls on a page; the layouts repeat one, once or twice."""


def read(text: Text) -> tuple[tuple[Endpoint, ...], tuple[Call, ...]]:
    """Return what each curl call of a page says; PageError where the page ends within one, or names no URL."""
    found: list[tuple[Endpoint, Call]] = []
    position = 0
    while match := _CURL.search(text.whole, position):
        if len(found) == MAX_CALLS:
            raise PageError(f"has more than {MAX_CALLS} curl calls", text.line(match.start()))
        found.append(_read_call(text, match.start(), match.end()))
        position = found[-1][1].end
    return tuple(endpoint for endpoint, _ in found), tuple(call for _, call in found)


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
        Said(_PARAMETER.sub(r"{\1}", parts.path or "/"), url.line),
    )


def _read_call(text: Text, start: int, position: int) -> tuple[Endpoint, Call]:
    """Return what the curl call says that begins at `start`, and whose options do at `position`."""
    line, whole = text.line(start), text.whole
    options: list[tuple[str, Said]] = []
    body: Node | None = None
    while match := _OPTION.match(whole, position):
        position, name = match.end(), match[1] or "--url"
        if name.startswith(("--data", "-d")):
            quote = _QUOTE.match(whole, position)
            begin = text.skip_space(quote.end() if quote else position)
            position = quote.end() if quote else position
            if whole.startswith(("{", "["), begin):
                body, position = read_json(text, begin, in_quotes=bool(quote and quote[0] == "'"))
            closing = _QUOTE.match(whole, text.skip_space(position))
            position = closing.end() if closing else position
        elif not match[2]:
            value = _VALUE.match(whole, position)
            if value is None:
                raise PageError(f"the page ends within a curl call ({name})", text.line(position))
            position = value.end()
            options.append((name, Said(value[value.lastindex or 0], text.line(value.start()))))

    def given(*names: str) -> tuple[Said, ...]:
        return tuple(said for name, said in options if name in names)

    url = next(iter(given("--url")), None)
    if url is None:
        raise PageError("the curl call names no URL; save the whole page", line)
    method = next(iter(given("--request", "-X")), Said("POST" if body else "GET", line))
    responses: list[Node] = []
    while match := _OPENING.match(whole, position):
        node, position = read_json(text, match.end())
        responses.append(node)
    call = Call(line, given("--header", "-H"), body, tuple(responses), position)
    return endpoint_of(method, url), call
