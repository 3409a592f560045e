"""Compare methods, URLs, curl headers and whole JSON examples of a page with the description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.docs_check import example_facts
from toolchain.docs_check.expected_examples import complete
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only, silent
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolchain.docs_check.json_text import Node
    from toolchain.docs_check.operation import Entry, Group, Operation, Subject
    from toolchain.docs_check.page import Call, Endpoint, Page, Said, Stated

_BODY_TYPE: Final = "content-type"


def endpoints(page: Page, operation: Operation) -> Iterator[Fact]:
    """Yield the facts of each place where the page gives method and URL."""
    is_known = operation.is_known
    method, path = operation.method.upper(), operation.path
    for endpoint in page.endpoints:
        said = endpoint.method
        yield compared(
            said.line, operation.pointer, Kind.METHOD, (), said.text, method if is_known else None,
            agrees=is_known and said.text == method,
        )  # fmt: skip
        line = _line_of_difference(endpoint, operation)
        yield compared(
            line or endpoint.segments[0].line, join("paths", path), Kind.PATH, (), endpoint.path,
            path if is_known else None, agrees=is_known and line is None,
        )  # fmt: skip
        if endpoint.server and operation.servers:
            server = endpoint.server.text
            near = server if server in operation.servers else operation.servers[0]
            pointer = join("servers", operation.servers.index(near), "url")
            yield compared(endpoint.server.line, pointer, Kind.SERVER, (), server, near, agrees=server == near)
        queries = {entry.name: entry for group in operation.groups if group.key == "query" for entry in group.entries}
        for given in endpoint.query:
            yield _place(given.line, given.text, queries.get(given.text), operation, "query")
    yield from _scopes(page.scopes, operation)


def _scopes(scopes: tuple[Said, ...] | None, operation: Operation) -> Iterator[Fact]:
    """Yield the fact of what a token must be allowed to do."""
    if not scopes:
        return
    found, known = [said.text for said in scopes], list(operation.scopes)
    line = next((said.line for said in scopes if said.text not in known), scopes[0].line)
    pointer = operation.scopes_pointer
    if operation.is_known and known:
        agrees = sorted(found) == sorted(known)
        yield compared(line, pointer, Kind.SCOPES, (), [*found], [*known], agrees=agrees)
    else:
        yield page_only(line, pointer, Kind.SCOPES, (), [*found])


def _line_of_difference(endpoint: Endpoint, operation: Operation) -> int | None:
    """Return the line of the first part of the path that is another one; None if the paths are the same.

    The parts may have a line each. A parameter may have its example's value.
    """
    group = operation.group("path")
    examples = {
        f"{{{entry.name}}}": str(entry.example.value) for entry in (group.entries if group else ()) if entry.example
    }
    expected = operation.path[1:].split("/")
    for index, segment in enumerate(endpoint.segments):
        if index == len(expected) or segment.text not in (expected[index], examples.get(expected[index])):
            return segment.line
    if len(endpoint.segments) == len(expected):
        return None
    last = endpoint.segments[-1].line
    return last + 1 if endpoint.server is None else last


def _place(line: int, name: str, entry: Entry | None, operation: Operation, place: str) -> Fact:
    if entry is None:
        pointer = operation.pointer + join("parameters", name)
        return page_only(line, pointer, Kind.PLACE, (place, name), place)
    return compared(line, entry.pointer, Kind.PLACE, (entry.place, entry.name), place, place, agrees=True)


def calls(page: Page, operation: Operation, stated: Mapping[Subject, Stated]) -> Iterator[Fact]:
    """Yield the facts of the curl calls and of the JSON with them; `stated` are the page's types."""
    body, success = operation.group("body"), operation.success()
    for call in page.calls:
        yield from _headers(call, operation, page)
        if call.body:
            yield from example(call.body, operation, "body", stated, is_complete=page.shows_optional)
        elif body and body.example and body.example.kind == "object" and _is_needed(body):
            yield description_only(call.headers_end, body.example.pointer, Kind.EXAMPLE_KIND, ("body",), "object")
        home, key = operation.pointer + join("responses"), success.key if success else "200"
        for response in call.responses[:1]:
            yield from example(response, operation, key, stated)
        for response in call.responses[1:]:
            yield page_only(response.line, home, Kind.EXAMPLE, (key,), response.value)
        if not call.responses and success and success.example and page.shows_responses:
            expected = success.example
            yield description_only(call.headers_end, expected.pointer, Kind.EXAMPLE_KIND, (key,), expected.kind)


def _is_needed(body: Group) -> bool:
    return any(entry.is_required for entry in body.entries if len(entry.path) == 1)


def example(
    node: Node, operation: Operation, key: str, stated: Mapping[Subject, Stated], *, is_complete: bool = False
) -> Iterator[Fact]:
    """Yield the facts of the JSON of the body or response with a key; `is_complete`: it leaves nothing out."""
    group = operation.group(key)
    if group and group.example:
        expected = complete(group.example) if is_complete else group.example
        yield from example_facts.compare(node, expected, stated, (key,))
    else:
        pointer = operation.pointer + (join("requestBody") if key == "body" else join("responses", key))
        yield page_only(node.line, pointer, Kind.EXAMPLE, (key,), node.value)


def _headers(call: Call, operation: Operation, page: Page) -> Iterator[Fact]:
    """Yield where the curl call puts parameters."""
    entries = {entry.name.lower(): entry for entry in _in_headers(operation)}
    body, success = operation.group("body"), operation.success()
    lines: dict[str, int] = {}
    for header in call.headers:
        name, _, text = (part.strip() for part in header.text.partition(":"))
        lines[name.lower()] = header.line
        if name.lower() == _BODY_TYPE:
            yield media_type(header.line, text, body, operation, "body")
        elif name.lower() == "accept":
            yield media_type(header.line, text, success, operation, success.key if success else "200")
        else:
            yield _place(header.line, name, entries.get(name.lower()), operation, "header")
    has_type = body is not None and body.media_type is not None
    # A missing header would stand before those that come later.
    order = [name for name in page.header_order if name != _BODY_TYPE or has_type]
    order += [name for name in entries if name not in order]
    for index, name in enumerate(order):
        if name in lines:
            continue
        due = min((lines[later] for later in order[index + 1 :] if later in lines), default=call.headers_end)
        if name in entries and entries[name].is_required:
            entry = entries[name]
            is_shown = page.shows_all_headers or entry.place == "authorization"
            absent = description_only if is_shown else silent
            yield absent(due, entry.pointer, Kind.PLACE, (entry.place, entry.name), "header")
        elif name == _BODY_TYPE and body:
            pointer = body.pointer + join("content")
            yield description_only(due, pointer, Kind.MEDIA_TYPE, ("body",), body.media_type)


def _in_headers(operation: Operation) -> Iterator[Entry]:
    for key in ("authorization", "header"):
        group = operation.group(key)
        yield from (entry for entry in (group.entries if group else ()) if entry.sent_in == "header")


def media_type(line: int, text: str, group: Group | None, operation: Operation, key: str) -> Fact:
    """Return the fact of a media type that the page gives for the body or response with a key."""
    if group is None or group.media_type is None:
        place = ("requestBody",) if key == "body" else ("responses", key)
        pointer = operation.pointer + join(*place, "content")
        return page_only(line, pointer, Kind.MEDIA_TYPE, (key,), text)
    pointer, known = group.pointer + join("content"), group.media_type
    return compared(line, pointer, Kind.MEDIA_TYPE, (key,), text, known, agrees=text == known)
