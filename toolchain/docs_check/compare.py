"""Compare a page with an operation: all facts of both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolchain.docs_check.alignment import sequences
from toolchain.docs_check.model import Fact, is_same
from toolchain.docs_check.sections import align
from toolchain.openapi.json_values import canonical_json, kind
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from toolchain.docs_check.alignment import Pair
    from toolchain.docs_check.model import (
        Block,
        Call,
        Entry,
        Expected,
        Group,
        Kind,
        Operation,
        Page,
        Said,
        Subject,
        Verdict,
    )
    from toolchain.docs_check.sections import Part
    from toolchain.docs_check.text import Member, Node
    from toolchain.openapi.json_values import JSON


class _Unsaid:
    """In the place of a value: one of the sides says nothing."""


_UNSAID = _Unsaid()


def compare(page: Page, operation: Operation) -> list[Fact]:
    """Return the facts of a page compared with an operation, in the order of the page's lines."""
    found = _Comparison(page, operation)
    found.endpoints()
    found.scopes()
    for part in found.parts:
        found.section(part)
        for pair in part.pairs:
            found.field(pair, part)
    for key, group in found.absent.items():
        found.absent_group(key, group)
    for call in page.calls:
        found.call(call)
    for key, node in page.examples:
        found.body(node, key)
    return sorted(found.facts, key=lambda fact: (fact.line, fact.pointer, fact.kind))


class _Comparison:
    """Collects facts. `typed` are the fields of which the page gives the type: it may refuse values of examples."""

    def __init__(self, page: Page, operation: Operation) -> None:
        self.page = page
        self.operation = operation
        self.facts: list[Fact] = []
        self.parts, self.absent = align(page, operation)
        typed = ((part, pair) for part in self.parts for pair in part.pairs if pair.block and pair.block.is_typed)
        self._typed: Mapping[Subject, Pair] = {(part.group.key, *pair.path): pair for part, pair in typed}

    def _add(
        self, kind: Kind, subject: Subject, line: int, pointer: str, page: JSON | _Unsaid,
        described: JSON | _Unsaid = _UNSAID, *,
        agrees: bool | None = None, is_shown: bool = True, quirk_of: str | None = None,
    ) -> None:  # fmt: skip
        """Add the fact of what page and description say; nothing if neither says anything.

        The two agree if they are the same JSON, unless `agrees` says it. `is_shown`: pages like this show such a thing.
        """
        verdict: Verdict = "page only"
        says, known = (None if isinstance(value, _Unsaid) else value for value in (page, described))
        if isinstance(page, _Unsaid):
            verdict = "description only" if is_shown else "page silent"
        elif not isinstance(described, _Unsaid):
            verdict = "agrees" if (is_same(says, known) if agrees is None else agrees) else "contradicts"
        if not (isinstance(page, _Unsaid) and isinstance(described, _Unsaid)):
            self.facts.append(Fact(line, pointer, kind, verdict, subject, says, known, quirk_of))

    # -- method, URL, scopes ------------------------------------------------------------------------------------------

    def endpoints(self) -> None:
        """Compare each place where the page gives method and URL."""
        operation = self.operation
        at, path, is_known = operation.pointer, operation.path, operation.is_known
        queries = {entry.name: entry for entry in operation.entries("query")}
        for endpoint in self.page.endpoints:
            said, line = endpoint.method, endpoint.line_of_difference(operation)
            self._add("method", (), said.line, at, said.text, operation.method.upper() if is_known else None)
            self._add(
                "path", (), line or endpoint.segments[0].line, join("paths", path), endpoint.path,
                path if is_known else None, agrees=is_known and line is None,
            )  # fmt: skip
            if endpoint.server and operation.servers:
                server = endpoint.server.text
                near = server if server in operation.servers else operation.servers[0]
                pointer = join("servers", operation.servers.index(near), "url")
                self._add("server", (), endpoint.server.line, pointer, server, near)
            for given in endpoint.query:
                self._sent(given.line, given.text, queries.get(given.text), "query")

    def scopes(self) -> None:
        """Compare what a token must be allowed to do."""
        scopes, known = self.page.scopes, [*self.operation.scopes]
        if scopes:
            found = [said.text for said in scopes]
            line = next((said.line for said in scopes if said.text not in known), scopes[0].line)
            self._add(
                "scopes", (), line, self.operation.scopes_pointer, [*found], [*known] if known else _UNSAID,
                agrees=sorted(found) == sorted(known),
            )  # fmt: skip

    def _sent(self, line: int, name: str, entry: Entry | None, place: str) -> None:
        pointer = entry.pointer if entry else self.operation.pointer + join("parameters", name)
        subject = (entry.place if entry else place, name)
        self._add("place", subject, line, pointer, place, place if entry else _UNSAID)

    # -- calls --------------------------------------------------------------------------------------------------------

    def call(self, call: Call) -> None:
        """Compare a curl call and the JSON with it."""
        operation, due = self.operation, call.headers_end
        body, success, key = operation.group("body"), operation.success(), operation.success_key
        self._headers(call)
        if call.body:
            self.body(call.body, "body")
        elif body and body.example and body.example.kind == "object" and body.is_needed:
            self._add("example kind", ("body",), due, body.example.pointer, _UNSAID, "object")
        for response in call.responses[:1]:
            self.body(response, key)
        for response in call.responses[1:]:
            home = operation.pointer + join("responses")
            self._add("example", (key,), response.line, home, response.value)
        if not call.responses and success and success.example and not self.page.is_console:
            self._add("example kind", (key,), due, success.example.pointer, _UNSAID, success.example.kind)

    def _headers(self, call: Call) -> None:
        operation, body = self.operation, self.operation.group("body")
        sent = [*operation.entries("authorization"), *operation.entries("header")]
        entries = {entry.name.lower(): entry for entry in sent if entry.sent_in == "header"}
        lines: dict[str, int] = {}
        for header in call.headers:
            name, _, text = (part.strip() for part in header.text.partition(":"))
            lines[name.lower()] = header.line
            if name.lower() == "content-type":
                self._media_type(header.line, text, body, "body")
            elif name.lower() == "accept":
                self._media_type(header.line, text, operation.success(), operation.success_key)
            else:
                self._sent(header.line, name, entries.get(name.lower()), "header")
        # A missing header would stand before those that come later.
        due = call.headers_end
        order = ["authorization", "content-type"]
        if self.page.is_console:
            order = ["content-type", "accept", "authorization"]
        for name in reversed([*order, *(name for name in entries if name not in order)]):
            entry = entries.get(name)
            if name in lines:
                due = lines[name]
            elif entry and entry.is_required:
                is_shown = not self.page.is_console or entry.place == "authorization"
                self._add("place", (entry.place, entry.name), due, entry.pointer, _UNSAID, "header", is_shown=is_shown)
            elif name == "content-type" and body and body.media_type:
                self._add("media type", ("body",), due, body.pointer + join("content"), _UNSAID, body.media_type)

    def _media_type(self, line: int, text: str, group: Group | None, key: str) -> None:
        """Compare a media type that the page gives for the body or response with a key."""
        known = group.media_type if group else None
        pointer = (group.pointer if group and known else self.operation.missing(key)) + join("content")
        self._add("media type", (key,), line, pointer, text, _UNSAID if known is None else known)

    # -- sections and fields ------------------------------------------------------------------------------------------

    def section(self, part: Part) -> None:
        """Compare what a section says apart from its fields."""
        section, group, page = part.section, part.group, self.page
        subject, line, pointer = (group.key,), section.heading.line, group.pointer
        if part.is_response and page.is_named:
            known = group.key if part.is_described else _UNSAID
            self._add("presence", subject, line, pointer, section.heading.text, known, agrees=True)
        elif page.is_named and (page.nesting != "named" or not part.is_described):
            places = {pair.entry.place for pair in part.pairs if pair.block and pair.entry}
            if section.place != group.key or not part.is_described:
                subject, pointer = (section.place,), self.operation.pointer
            place = section.place if section.place in places else min(places, default=group.key)
            self._add("place", subject, line, pointer, section.place, place if part.is_described or places else _UNSAID)
        if section.media_type:
            said = section.media_type
            self._media_type(said.line, said.text, group if part.is_described else None, group.key)
        elif page.shows_media_type and section.place == "body" and group.media_type:
            due = section.media_type_due or (section.blocks[0].name.line if section.blocks else section.end)
            self._add("media type", subject, due, pointer + join("content"), _UNSAID, group.media_type)

    def field(self, pair: Pair, part: Part) -> None:
        """Compare a field that both sides have, or one of them."""
        block, entry, at, subject = pair.block, pair.entry, pair.pointer, part.subject(pair)
        if block is None:
            if entry:
                self._missing(entry, subject, pair.due, part)
            return
        name, known = block.names[-1], entry.name if entry else _UNSAID
        is_renamed = entry is not None and block.is_named and name != entry.name
        self._add(
            "name" if is_renamed else "presence", subject, block.name.line, at, name or (entry.name if entry else ""),
            known, agrees=not is_renamed,
        )  # fmt: skip
        if block.is_named and not part.is_response:
            self._place(block, entry, at, subject, part.section.place)
        described = entry.type.written(self.page.types) if entry else _UNSAID
        text = block.type_text.text if block.is_typed else _UNSAID
        is_same_type = entry is not None and block.type.says_the_same(entry.type)
        self._add("type", subject, block.type_text.line, at, text, described, agrees=is_same_type, is_shown=False)
        says = _UNSAID if block.is_required is None or not (block.is_required or entry) else block.is_required
        required = entry.is_required if entry else _UNSAID
        self._add("required", subject, block.required_line, at, says, required, is_shown=False)
        self._allowed(block, entry, at, subject)
        for keyword, node in block.constraints.items():
            limit = entry.constraints.get(keyword) if entry else _UNSAID
            self._add("constraint", subject, node.line, at + join(keyword), node.value, limit)
        self._value(pair, block, "default", subject)
        if not block.is_named or block.is_required is not None or block.example:
            self._value(pair, block, "example", subject)

    def _missing(self, entry: Entry, subject: Subject, line: int, part: Part | None) -> None:
        is_shown = self.page.lists_credentials or not self.operation.is_credential(entry)
        if part and not part.section.is_shown:
            is_shown = False
        if self.page.nesting == "folded" and len(entry.path) > 1:
            pairs, outer = part.pairs if part else [], entry.path[:-1]
            holder = next((pair.block for pair in pairs if pair.path == outer), None)
            is_shown = any(pair.block and pair.path[:-1] == outer for pair in pairs)
            is_shown = is_shown or (holder is not None and not holder.is_named and not holder.is_folded)
        elif not self.page.is_named and entry.place == "authorization":
            is_shown = False  # there is a text at most, and nobody misses it
        self._add("presence", subject, line, entry.pointer, _UNSAID, entry.name, is_shown=is_shown)

    def _place(self, block: Block, entry: Entry | None, at: str, subject: Subject, place: str) -> None:
        """Compare where the page says that a field is sent: by its heading, and beside the type of some."""
        beside, line = block.place, block.name.line
        if entry is None:
            self._add("place", subject, line, at, beside.text if beside else place)
            return
        self._add("place", subject, line, at, place, entry.place)
        if beside or entry.place == "authorization":
            line = beside.line if beside else block.type_text.line + 1
            self._add("place", subject, line, at, beside.text if beside else _UNSAID, entry.sent_in)

    def _allowed(self, block: Block, entry: Entry | None, at: str, subject: Subject) -> None:
        said, values = block.allowed, entry.allowed if entry else None
        known = [str(value) for value in values or ()]
        texts = [text for part in said for text in (_unglued(part.text, known) if block.allowed_glued else [part.text])]
        line = said[0].line if said else block.due("allowed")
        if said and known and not block.allowed_glued:
            line = _line_of_difference(said, known)
        is_same_set, described = sorted(texts) == sorted(known), _UNSAID if values is None else [*values]
        self._add("allowed values", subject, line, at, [*texts] if said else _UNSAID, described, agrees=is_same_set)

    def absent_group(self, key: str, group: Group) -> None:
        """Compare what the description has and the page has no section for."""
        page, success = self.page, self.operation.success()
        responses = [part for part in self.parts if part.is_response]
        is_shown, line = True, page.end + 1
        if key == "authorization" and not page.shows_authorization:
            return
        if group.is_response:
            is_shown = page.shows_errors or success is None or key == success.key
            line = _due(key, responses, line) if is_shown else page.end
            self._add("presence", (key,), line, group.pointer, _UNSAID, key, is_shown=is_shown)
        elif page.nesting == "named" and len(responses) < len(self.parts):
            line = next(part.section.end for part in self.parts if not part.is_response)
        elif responses:
            line = responses[0].section.heading.line
        for entry in group.entries if is_shown else ():
            self._missing(entry, (key, *entry.path), line, None)

    # -- JSON ---------------------------------------------------------------------------------------------------------

    def body(self, node: Node, key: str) -> None:
        """Compare the JSON of the body or response with a key."""
        group = self.operation.group(key)
        if group and group.example:
            self._json(node, group.example, (key,), self._typed)
        else:
            self._add("example", (key,), node.line, self.operation.missing(key), node.value)

    def _value(self, pair: Pair, block: Block, about: Kind, subject: Subject) -> None:
        """Compare a field's default or example; each is a quirk if the field's own type refuses it."""
        node = block.default if about == "default" else block.example
        entry = pair.entry
        expected = (entry.default if about == "default" else entry.example) if entry else None
        known = _UNSAID if expected is None else expected.value
        is_compound = expected is not None and isinstance(expected.value, dict | list)
        if node is None:
            absent, is_shown = "example kind" if is_compound else about, block.is_named or about == "example"
            self._add(absent, subject, block.due(about), pair.pointer, _UNSAID, known, is_shown=is_shown)
        elif expected and is_compound and isinstance(node.value, dict | list):
            self._json(node, expected, subject, {subject: pair})
        else:
            quirk = _quirk(pair, node.value)
            self._add(about, subject, node.line, pair.pointer, node.value, known, quirk_of=quirk)

    def _json(
        self, node: Node, expected: Expected, subject: Subject, typed: Mapping[Subject, Pair], *,
        is_element: bool = False,
    ) -> None:  # fmt: skip
        """Compare a JSON value, key by key.

        `subject` is the field that the value is of, or an element of the array there. `typed` are the fields of which
        the page itself gives the type: a value that such a type refuses is a quirk.
        """
        found, at = kind(node.value), expected.pointer
        quirk = _quirk(typed.get(subject), node.value) if not is_element else None
        self._add("example kind", subject, node.line, at, found, expected.kind or found, quirk_of=quirk)
        if expected.kind not in (None, found) or not expected.is_known:
            return
        if found == "object":
            self._members(node, expected, subject, typed)
        elif found == "array":
            for index, item in enumerate(node.items):
                if index < len(expected.items):
                    self._json(item, expected.items[index], subject, typed, is_element=True)
                else:
                    self._add("example kind", subject, item.line, at + join(index), kind(item.value))
            for within in expected.items[len(node.items) :]:
                self._add("example kind", subject, node.last_line, within.pointer, _UNSAID, within.kind)
        else:
            self._add("example", subject, node.line, at, node.value, expected.value)

    def _members(self, node: Node, expected: Expected, subject: Subject, typed: Mapping[Subject, Pair]) -> None:
        shown = {member.key for member in node.members}
        missing = {key: within for key, within in expected.members.items() if key not in shown}
        renamed = _renamed(node, expected, missing) if missing else {}
        for member in node.members:
            key = renamed.get(id(member), member.key)
            within = expected.members.get(key)
            pointer = within.pointer if within else expected.home + join(member.key)
            about: Kind = "example key" if key == member.key else "name"
            self._add(about, (*subject, key), member.line, pointer, member.key, key if within else _UNSAID)
            if within:
                self._json(member.node, within, (*subject, key), typed)
        order = list(expected.members)
        for key in missing.keys() - set(renamed.values()):
            # It would stand before the first key that comes later, or at the end.
            later = order[order.index(key) + 1 :]
            due = next((member.line for member in node.members if member.key in later), node.last_line)
            is_shown = self.page.is_console or key not in expected.optional
            self._add("example key", (*subject, key), due, missing[key].pointer, _UNSAID, key, is_shown=is_shown)


def _quirk(pair: Pair | None, value: JSON) -> str | None:
    """Return the pointer of the field if its type on the page refuses the value."""
    return pair.pointer if pair and pair.block and pair.block.type.refuses(value) else None


def _renamed(node: Node, expected: Expected, missing: Mapping[str, Expected]) -> dict[int, str]:
    """Return the members that have another name than expected: one that is missing at the same place."""

    def value(one: Expected) -> Hashable:
        return canonical_json(one.value) if one.is_known and one.value is not None else object()

    def outline(member: Member) -> Hashable:
        value = member.node.value
        return kind(value), frozenset(value) if isinstance(value, dict) else None

    def expected_outline(one: Expected) -> Hashable:
        """Return what is known of a value that the description gives no example of."""
        if one.is_known and (one.value is not None or not one.members):
            return object()
        return one.kind, frozenset(one.members) if one.members else None

    aligned = sequences(
        node.members, list(expected.members.items()),
        [
            (lambda member: member.key, lambda item: item[0]),
            (lambda member: canonical_json(member.node.value), lambda item: value(item[1])),
            (outline, lambda item: expected_outline(item[1])),
        ],
    )  # fmt: skip
    return {
        id(member): item[0]
        for member, item in aligned
        if member and item and item[0] in missing and member.key not in expected.members
    }


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


def _due(key: str, responses: Sequence[Part], end: int) -> int:
    """Return where a response would stand, in the order of statuses, rising or falling, that the page keeps."""
    others = [part for part in responses if part.group.key[0] in "345"]
    keys = [part.group.key for part in others]
    if len(keys) < 2:
        return end
    is_falling = keys == sorted(keys, reverse=True)
    return next((part.section.heading.line for part in others if (part.group.key < key) == is_falling), end)
