"""Compare methods, URLs, curl headers and whole JSON examples of a page with the description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.docs_check import example_facts
from toolchain.docs_check.document import join
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolchain.docs_check.json_text import Node
    from toolchain.docs_check.operation import Entry, Group, Operation
    from toolchain.docs_check.page import Call, Endpoint, Page, Stated

_BODY_TYPE: Final = "content-type"


def endpoints(page: Page, operation: Operation) -> Iterator[Fact]:
    """Yield the facts of each place where the page gives method and URL.

    An operation without groups is one that the description doesn't have.
    """
    for endpoint in page.endpoints:
        is_known = bool(operation.groups)
        method, path = operation.method.upper(), operation.path
        yield compared(
            endpoint.method.line, operation.pointer, Kind.METHOD, endpoint.method.text, method if is_known else None,
            agrees=is_known and endpoint.method.text == method,
        )  # fmt: skip
        yield compared(
            _line_of_difference(endpoint, path), join("/paths", path), Kind.PATH, endpoint.path,
            path if is_known else None, agrees=is_known and endpoint.path == path,
        )  # fmt: skip
        if endpoint.server and operation.servers:
            server = endpoint.server.text
            near = server if server in operation.servers else operation.servers[0]
            index = operation.servers.index(near)
            pointer = join("/servers", index, "url")
            yield compared(endpoint.server.line, pointer, Kind.SERVER, server, near, agrees=server == near)
        queries = {entry.name: entry for group in operation.groups if group.key == "query" for entry in group.entries}
        for said in endpoint.query:
            yield _place(said.line, said.text, queries.get(said.text), join(operation.pointer, "parameters"), "query")


def _line_of_difference(endpoint: Endpoint, path: str) -> int:
    """Return the line of the first part of the path that is another one; the parts may have a line each."""
    wanted = path.strip("/").split("/")
    for index, segment in enumerate(endpoint.segments):
        if wanted[index : index + 1] != [segment.text]:
            return segment.line
    is_short = len(endpoint.segments) < len(wanted) and endpoint.server is None
    return endpoint.segments[-1].line + is_short if is_short else endpoint.segments[0].line


def _place(line: int, name: str, entry: Entry | None, home: str, place: str) -> Fact:
    if entry is None:
        return page_only(line, join(home, name), Kind.PLACE, place)
    return compared(line, entry.pointer, Kind.PLACE, place, place, agrees=True)


def calls(page: Page, operation: Operation, stated: Mapping[str, Mapping[tuple[str, ...], Stated]]) -> Iterator[Fact]:
    """Yield the facts of the curl calls and of the JSON with them; `stated` are the page's types by group."""
    groups = {group.key: group for group in operation.groups}
    success = operation.success()
    for call in page.calls:
        yield from _headers(call, operation, groups)
        body = groups.get("body")
        if call.body:
            yield from _example(call.body, body, stated.get("body", {}), join(operation.pointer, "requestBody"))
        elif body and body.example and body.example.kind == "object" and _is_needed(body):
            yield description_only(call.headers_end, body.example.pointer, Kind.EXAMPLE, "a JSON body")
        home = join(operation.pointer, "responses")
        for answer in call.answers[:1]:
            yield from _example(answer, success, stated.get(success.key, {}) if success else {}, home)
        for answer in call.answers[1:]:
            yield page_only(answer.line, home, Kind.EXAMPLE, answer.value)
        if not call.answers and success and success.example:
            yield description_only(call.headers_end, success.example.pointer, Kind.EXAMPLE, "a JSON answer")


def _is_needed(body: Group) -> bool:
    return any(entry.is_required for entry in body.entries if len(entry.path) == 1)


def _example(node: Node, group: Group | None, stated: Mapping[tuple[str, ...], Stated], home: str) -> Iterator[Fact]:
    if group and group.example:
        yield from example_facts.compare(node, group.example, stated)
    else:
        yield page_only(node.line, home, Kind.EXAMPLE, node.value)


def _headers(call: Call, operation: Operation, groups: Mapping[str, Group]) -> Iterator[Fact]:
    """Yield where the curl call puts parameters."""
    entries = {entry.name.lower(): entry for entry in _in_headers(groups)}
    lines: dict[str, int] = {}
    for header in call.headers:
        name, _, text = (part.strip() for part in header.text.partition(":"))
        lines[name.lower()] = header.line
        if name.lower() in (_BODY_TYPE, "accept"):
            group = groups.get("body") if name.lower() == _BODY_TYPE else operation.success()
            yield media_type(header.line, text, group, operation)
        else:
            yield _place(header.line, name, entries.get(name.lower()), join(operation.pointer, "parameters"), "header")
    body = groups.get("body")
    has_type = body is not None and body.media_type is not None
    # The order in which these calls have their headers: a missing one would stand before those that come later.
    order = [name for name, entry in entries.items() if entry.place == "authorization"] + [_BODY_TYPE] * has_type
    order += [name for name in entries if name not in order]
    for index, name in enumerate(order):
        due = min((lines[later] for later in order[index + 1 :] if later in lines), default=call.headers_end)
        if name in lines:
            continue
        if name in entries and entries[name].is_required:
            yield description_only(due, entries[name].pointer, Kind.PLACE, "header")
        elif name == _BODY_TYPE and body:
            yield description_only(due, join(body.pointer, "content"), Kind.MEDIA_TYPE, body.media_type)


def _in_headers(groups: Mapping[str, Group]) -> Iterator[Entry]:
    for key in ("authorization", "header"):
        if key in groups:
            yield from (entry for entry in groups[key].entries if entry.sent_in == "header")


def media_type(line: int, text: str, group: Group | None, operation: Operation) -> Fact:
    """Return the fact of a media type that the page gives for a body."""
    if group is None or group.media_type is None:
        return page_only(line, join(operation.pointer, "requestBody", "content"), Kind.MEDIA_TYPE, text)
    pointer, wanted = join(group.pointer, "content"), group.media_type
    return compared(line, pointer, Kind.MEDIA_TYPE, text, wanted, agrees=text == wanted)
