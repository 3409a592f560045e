"""Compare a page with an operation: all facts of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.docs_check import alignment, example_facts, remnants, types
from toolchain.docs_check.facts import UNSAID, Kind, judge
from toolchain.docs_check.model import Group, Section
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolchain.docs_check.alignment import Pair
    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.model import Block, Call, Entry, Operation, Page, Said, Subject

REQUEST = ("authorization", "header", "path", "query", "cookie", "body")
"""The places of what is sent, in the order in which most pages list them."""


@dataclass(slots=True)
class Part:
    """A section of the page and the group of the description that it is about, with their fields paired.

    `key` is that of the group that the page's heading names, which may be another one.
    """

    section: Section
    key: str
    group: Group
    is_described: bool
    pairs: list[Pair]

    @property
    def is_response(self) -> bool:
        """Whether this is about a response."""
        return self.section.place == "response"

    def subject(self, pair: Pair) -> Subject:
        """Return what the facts of a field are about."""
        is_elsewhere = pair.entry is not None and pair.entry.place not in ("response", self.group.key)
        return (pair.entry.place if pair.entry and is_elsewhere else self.group.key, *pair.path)


def compare(page: Page, operation: Operation) -> list[Fact]:
    """Return the facts of a page compared with an operation, in the order of the page's lines."""
    facts = [*_endpoints(page, operation), *_scopes(page.scopes, operation)]
    parts, absent = align(page, operation)
    typed: dict[Subject, Pair] = {}
    for part in parts:
        facts += _section(page, part, operation)
        for pair in part.pairs:
            facts += _field(pair, part, page, operation)
            if pair.block and pair.block.is_typed:
                typed[(part.group.key, *pair.path)] = pair
    facts += _absent(page, operation, parts, absent)
    facts += _calls(page, operation, typed)
    for key, node in page.examples:
        facts += example_facts.of_body(node, operation, key, typed)
    return sorted(facts, key=lambda fact: (fact.line, fact.pointer, fact.kind))


# -- which is which ---------------------------------------------------------------------------------------------------


def align(page: Page, operation: Operation) -> tuple[list[Part], dict[str, Group]]:
    """Return the page's sections with their fields paired, and the groups that no section is about."""
    free = {group.key: group for group in operation.groups}
    if not page.is_named:
        return _align_remnants(page, operation, free), {}
    keys = _keys(page, operation)
    parts: list[Part] = []
    for index, (section, key) in enumerate(zip(page.sections, keys, strict=True)):
        if section.place == "response" and not section.blocks and key in keys[index + 1 :]:
            continue  # the tab of a response, whose fields come under another heading
        group = free.pop(_most_alike(section, key, free, keys), None)
        holder = "responses" if section.place == "response" else "parameters"
        pointer = operation.pointer + join("requestBody" if section.place == "body" else holder)
        home = pointer if holder == "parameters" else pointer + join(key)
        found = group or Group(key=key, pointer=home, home=home)
        pairs = alignment.pair(section.blocks, found.entries, found.home, section.end, page.nesting)
        parts.append(Part(section, key, found, group is not None, pairs))
    _find_moved([part for part in parts if not part.is_response])
    return parts, free


def _align_remnants(page: Page, operation: Operation, groups: Mapping[str, Group]) -> list[Part]:
    """Return the one list of all fields as a part of the request and one of the response."""
    success = operation.success() or Group(key="200", pointer=operation.pointer, home=operation.pointer)
    listed = [entry for key in REQUEST if key in groups for entry in groups[key].entries]
    request = [entry for entry in listed if not operation.is_credential(entry)]
    home = operation.pointer + join("parameters")
    pairs = remnants.pair(page.tokens, request, success.entries, home, page.end + 1)
    first = next((n for n, pair in enumerate(pairs) if pair.entry and pair.entry.place == "response"), len(pairs))
    request_part, heading = Group(key="parameters", pointer=home, home=home), page.endpoints[0].method
    return [
        Part(Section("body", heading), request_part.key, request_part, True, pairs[:first]),
        Part(Section("response", heading), success.key, success, True, pairs[first:]),
    ]


def _keys(page: Page, operation: Operation) -> list[str]:
    """Return the key of the group that each section is about.

    A response is known by its heading. The first one may be headed by any text if no other one is that of success.
    """
    success = operation.success()
    responses = [section for section in page.sections if section.place == "response"]
    named = {id(section): types.status_of(section.heading.text) for section in responses}
    if responses and not any(status and status[0] in "2s" for status in named.values()):
        named[id(responses[0])] = named[id(responses[0])] or types.SUCCESS
    keys: list[str] = []
    for section in page.sections:
        status = named.get(id(section))
        known = (success.key if success else "200") if status == types.SUCCESS else status
        keys.append(section.place if section.place != "response" else known or section.heading.text)
    return keys


def _most_alike(section: Section, key: str, free: Mapping[str, Group], claimed: Sequence[str]) -> str:
    """Return the key of the group whose fields a section lists: another one than its heading says may be."""
    names = {block.names[-1] for block in section.blocks}

    def shared(other: str) -> int:
        return len(names & {entry.name for entry in free[other].entries}) if other in free else 0

    others = [other for other in free if other in REQUEST and other not in claimed and section.place in REQUEST]
    return max([key, *others], key=shared)


def _find_moved(parts: Sequence[Part]) -> None:
    """Pair what one part of the request has too much and another one lacks."""
    for part in parts:
        for other in parts:
            lost = {pair.path: pair for pair in other.pairs if not pair.block}
            for index, pair in enumerate(part.pairs):
                old = lost.get(pair.path) if other is not part and not pair.entry else None
                if old:
                    part.pairs[index] = alignment.Pair(pair.block, old.entry, old.pointer, old.path, pair.due)
                    other.pairs.remove(old)


# -- method and URL ---------------------------------------------------------------------------------------------------


def _endpoints(page: Page, operation: Operation) -> Iterator[Fact]:
    """Yield the facts of each place where the page gives method and URL."""
    at, method, path = operation.pointer, operation.method.upper(), operation.path
    queries = {entry.name: entry for entry in operation.entries("query")}
    for endpoint in page.endpoints:
        said, line = endpoint.method, endpoint.line_of_difference(operation)
        known = (method, path) if operation.is_known else (None, None)
        yield from judge(Kind.METHOD, (), said.line, at, said.text, known[0])
        yield from judge(
            Kind.PATH, (), line or endpoint.segments[0].line, join("paths", path), endpoint.path, known[1],
            agrees=operation.is_known and line is None,
        )  # fmt: skip
        if endpoint.server and operation.servers:
            server = endpoint.server.text
            near = server if server in operation.servers else operation.servers[0]
            pointer = join("servers", operation.servers.index(near), "url")
            yield from judge(Kind.SERVER, (), endpoint.server.line, pointer, server, near)
        for given in endpoint.query:
            yield from _sent(given.line, given.text, queries.get(given.text), operation, "query")


def _scopes(scopes: tuple[Said, ...] | None, operation: Operation) -> Iterator[Fact]:
    """Yield the fact of what a token must be allowed to do."""
    known = list(operation.scopes)
    if scopes:
        found = [said.text for said in scopes]
        line = next((said.line for said in scopes if said.text not in known), scopes[0].line)
        yield from judge(
            Kind.SCOPES, (), line, operation.scopes_pointer, [*found], [*known] if known else UNSAID,
            agrees=sorted(found) == sorted(known),
        )  # fmt: skip


def _sent(line: int, name: str, entry: Entry | None, operation: Operation, place: str) -> Iterator[Fact]:
    """Yield the fact that a call sends a parameter in a place."""
    pointer = entry.pointer if entry else operation.pointer + join("parameters", name)
    subject = (entry.place if entry else place, name)
    yield from judge(Kind.PLACE, subject, line, pointer, place, place if entry else UNSAID)


# -- calls ------------------------------------------------------------------------------------------------------------


def _calls(page: Page, operation: Operation, typed: Mapping[Subject, Pair]) -> Iterator[Fact]:
    """Yield the facts of the curl calls and of the JSON with them; `typed` are the fields with types."""
    body, success = operation.group("body"), operation.success()
    key = success.key if success else "200"
    for call in page.calls:
        yield from _headers(call, page, operation)
        due = call.headers_end
        needed = body and any(entry.is_required for entry in body.entries if len(entry.path) == 1)
        if call.body:
            yield from example_facts.of_body(call.body, operation, "body", typed, is_complete=page.shows_optional)
        elif needed and body and body.example and body.example.kind == "object":
            yield from judge(Kind.EXAMPLE_KIND, ("body",), due, body.example.pointer, UNSAID, "object")
        for response in call.responses[:1]:
            yield from example_facts.of_body(response, operation, key, typed)
        for response in call.responses[1:]:
            home = operation.pointer + join("responses")
            yield from judge(Kind.EXAMPLE, (key,), response.line, home, response.value, UNSAID)
        if not call.responses and success and success.example and page.shows_responses:
            yield from judge(Kind.EXAMPLE_KIND, (key,), due, success.example.pointer, UNSAID, success.example.kind)


def _headers(call: Call, page: Page, operation: Operation) -> Iterator[Fact]:
    """Yield where a curl call puts parameters, and the media types that it names."""
    sent = [*operation.entries("authorization"), *operation.entries("header")]
    entries = {entry.name.lower(): entry for entry in sent if entry.sent_in == "header"}
    body, success = operation.group("body"), operation.success()
    lines: dict[str, int] = {}
    for header in call.headers:
        name, _, text = (part.strip() for part in header.text.partition(":"))
        lines[name.lower()] = header.line
        if name.lower() in ("content-type", "accept"):
            group = body if name.lower() == "content-type" else success
            key = "body" if name.lower() == "content-type" else success.key if success else "200"
            yield from _media_type(header.line, text, group, operation, key)
        else:
            yield from _sent(header.line, name, entries.get(name.lower()), operation, "header")
    # A missing header would stand before those that come later.
    due = call.headers_end
    order = [*page.header_order, *(name for name in entries if name not in page.header_order)]
    for name in reversed(order):
        entry = entries.get(name)
        if name in lines:
            due = lines[name]
        elif entry and entry.is_required:
            is_shown = page.shows_all_headers or entry.place == "authorization"
            subject = (entry.place, entry.name)
            yield from judge(Kind.PLACE, subject, due, entry.pointer, UNSAID, "header", is_shown=is_shown)
        elif name == "content-type" and body and body.media_type:
            pointer = body.pointer + join("content")
            yield from judge(Kind.MEDIA_TYPE, ("body",), due, pointer, UNSAID, body.media_type)


def _media_type(line: int, text: str, group: Group | None, operation: Operation, key: str) -> Iterator[Fact]:
    """Yield the fact of a media type that the page gives for the body or response with a key."""
    known = group.media_type if group else None
    pointer = (group.pointer if group and known else operation.missing(key)) + join("content")
    yield from judge(Kind.MEDIA_TYPE, (key,), line, pointer, text, UNSAID if known is None else known)


# -- sections and fields ----------------------------------------------------------------------------------------------


def _section(page: Page, part: Part, operation: Operation) -> Iterator[Fact]:
    """Yield what a section says apart from its fields."""
    section, group = part.section, part.group
    subject, line = (group.key,), section.heading.line
    pointer = group.pointer
    if part.is_response and page.is_named:
        known = group.key if part.is_described else UNSAID
        yield from judge(Kind.PRESENCE, subject, line, pointer, section.heading.text, known, agrees=True)
    elif page.is_named and (page.nesting != "named" or not part.is_described):
        entries = {pair.entry.place for pair in part.pairs if pair.block and pair.entry}
        if section.place != group.key or not part.is_described:
            subject, pointer = (section.place,), operation.pointer
        known = section.place if section.place in entries else next(iter(sorted(entries)), group.key)
        is_known = part.is_described or bool(entries)
        yield from judge(Kind.PLACE, subject, line, pointer, section.place, known if is_known else UNSAID)
    if section.media_type:
        said = section.media_type
        described = group if part.is_described else None
        yield from _media_type(said.line, said.text, described, operation, group.key)
    elif page.shows_media_type and section.place == "body" and group.media_type:
        due = section.media_type_due or (section.blocks[0].name.line if section.blocks else section.end)
        yield from judge(Kind.MEDIA_TYPE, subject, due, pointer + join("content"), UNSAID, group.media_type)


def _field(pair: Pair, part: Part, page: Page, operation: Operation) -> Iterator[Fact]:
    """Yield the facts of a field that both sides have, or one of them."""
    block, entry, at, subject = pair.block, pair.entry, pair.pointer, part.subject(pair)
    if block is None:
        if entry:
            yield from _missing(page, operation, entry, subject, pair.due, part)
        return
    line, name = block.name.line, block.names[-1]
    known = entry.name if entry else UNSAID
    is_renamed = entry is not None and block.is_named and name != entry.name
    yield from judge(
        Kind.NAME if is_renamed else Kind.PRESENCE, subject, line, at, name or (entry.name if entry else ""), known,
        agrees=not is_renamed,
    )  # fmt: skip
    yield from _places(block, entry, at, subject, part)
    described = entry.type.written(page.types) if entry else UNSAID
    text = block.type_text.text if block.is_typed else UNSAID
    is_same_type = entry is not None and block.type.says_the_same(entry.type)
    yield from judge(Kind.TYPE, subject, block.type_text.line, at, text, described, agrees=is_same_type, is_shown=False)
    required = block.is_required if block.is_required or entry else None
    yield from judge(
        Kind.REQUIRED, subject, block.required_line, at, UNSAID if required is None else required,
        entry.is_required if entry else UNSAID, is_shown=False,
    )  # fmt: skip
    yield from _allowed(block, entry, at, subject)
    for keyword, node in block.constraints.items():
        limit = entry.constraints.get(keyword, UNSAID) if entry else UNSAID
        yield from judge(Kind.CONSTRAINT, subject, node.line, at + join(keyword), node.value, limit)
    yield from example_facts.of_field(pair, Kind.DEFAULT, subject)
    if not block.is_named or block.is_required is not None or block.example:
        yield from example_facts.of_field(pair, Kind.EXAMPLE, subject)


def _missing(
    page: Page, operation: Operation, entry: Entry, subject: Subject, line: int, part: Part | None
) -> Iterator[Fact]:
    """Yield the fact that the page doesn't show a field."""
    is_shown = page.lists_credentials or not operation.is_credential(entry)
    if part and not part.section.is_shown:
        is_shown = False
    if page.nesting == "folded" and len(entry.path) > 1:
        outer = entry.path[:-1]
        siblings = part is not None and any(pair.block and pair.path[:-1] == outer for pair in part.pairs)
        holder = next((pair.block for pair in part.pairs if pair.path == outer), None) if part else None
        is_shown = siblings or (holder is not None and not holder.is_named and not holder.is_folded)
    elif not page.is_named and entry.place == "authorization":
        is_shown = False  # there is a text at most, and nobody misses it
    yield from judge(Kind.PRESENCE, subject, line, entry.pointer, UNSAID, entry.name, is_shown=is_shown)


def _places(block: Block, entry: Entry | None, at: str, subject: Subject, part: Part) -> Iterator[Fact]:
    """Yield where the page says that a field is sent: by its heading, and beside the type of some."""
    if part.is_response or not block.is_named:
        return
    beside, place = block.place, part.section.place
    if entry is None:
        yield from judge(Kind.PLACE, subject, block.name.line, at, beside.text if beside else place, UNSAID)
        return
    yield from judge(Kind.PLACE, subject, block.name.line, at, place, entry.place)
    if beside or entry.place == "authorization":
        line = beside.line if beside else block.type_text.line + 1
        yield from judge(Kind.PLACE, subject, line, at, beside.text if beside else UNSAID, entry.sent_in)


def _allowed(block: Block, entry: Entry | None, at: str, subject: Subject) -> Iterator[Fact]:
    """Yield the fact of the allowed values, if either side has any."""
    said, values = block.allowed, entry.allowed if entry else None
    known = [str(value) for value in values or ()]
    texts = [text for part in said for text in (_unglued(part.text, known) if block.allowed_glued else [part.text])]
    line = block.due("allowed") if not said else said[0].line
    if said and known and not block.allowed_glued:
        line = _line_of_difference(said, known)
    yield from judge(
        Kind.ALLOWED, subject, line, at, [*texts] if said else UNSAID, UNSAID if values is None else [*values],
        agrees=sorted(texts) == sorted(known),
    )  # fmt: skip


def _line_of_difference(said: Sequence[Said], known: Sequence[str]) -> int:
    """Return the line of the value that is wrong, or before which one is missing; they may have a line each."""
    for part in said:
        if part.text not in known:
            return part.line
    first = next((n for n, text in enumerate(known) if n >= len(said) or said[n].text != text), 0)
    return said[first].line if first < len(said) else said[-1].line + (said[0].line < said[-1].line)


def _unglued(text: str, known: list[str]) -> list[str]:
    """Return the values in `onetwothree`: those that are known, and what is between them."""
    if "".join(known) == text or not known:
        return known or [text]
    longest_first = sorted(known, key=len, reverse=True)
    return [part for part in re.split(f"({'|'.join(map(re.escape, longest_first))})", text) if part]


def _absent(page: Page, operation: Operation, parts: list[Part], absent: Mapping[str, Group]) -> Iterator[Fact]:
    """Yield what the description has and the page has no section for."""
    success = operation.success()
    responses = [part for part in parts if part.is_response]
    for key, group in absent.items():
        if key == "authorization" and not page.shows_authorization:
            continue
        if group.is_response:
            is_shown = page.shows_errors or success is None or key == success.key
            line = _due(key, responses, page.end + 1) if is_shown else page.end
            yield from judge(Kind.PRESENCE, (key,), line, group.pointer, UNSAID, key, is_shown=is_shown)
            if not is_shown:
                continue
        else:
            others = [part.section.end for part in parts if page.nesting == "named" and not part.is_response]
            line = others[0] if others else responses[0].section.heading.line if responses else page.end + 1
        for entry in group.entries:
            yield from _missing(page, operation, entry, (key, *entry.path), line, None)


def _due(key: str, responses: Sequence[Part], end: int) -> int:
    """Return where a response would stand, in the order of statuses, rising or falling, that the page keeps."""
    others = [part for part in responses if part.group.key[0] in "345"]
    keys = [part.group.key for part in others]
    if len(keys) < 2:
        return end
    is_falling = keys == sorted(keys, reverse=True)
    return next((part.section.heading.line for part in others if (part.group.key < key) == is_falling), end)
