"""Compare a page with an operation: all facts of both."""

import re
from collections.abc import Hashable, Mapping

from toolchain.docs_check import alignment, remnants
from toolchain.docs_check.alignment import Pair, Part, sequences
from toolchain.docs_check.model import (
    Block,
    Call,
    Entry,
    Expected,
    Fact,
    Group,
    Kind,
    Operation,
    Page,
    Subject,
    Verdict,
)
from toolchain.docs_check.text import Member, Node
from toolchain.openapi.json_values import JSON, canonical_json, kind
from toolchain.openapi.pointer import ROOT, Pointer


class _Unsaid:
    """In the place of a value: one of the sides says nothing."""


_UNSAID = _Unsaid()


class Comparison:
    """A page compared with an operation: `parts` are its sections with their fields paired, `facts` all facts of both.

    Facts are in the order of the page's lines. `_typed` are the fields of which the page gives the type: it may refuse
    values of examples. PageError for far too many fields.
    """

    def __init__(self, page: Page, operation: Operation) -> None:
        self.page = page
        self.operation = operation
        self.facts: list[Fact] = []
        self.parts = alignment.align(page, operation) if page.is_named else remnants.align(page, operation)
        typed = ((part, pair) for part in self.parts for pair in part.pairs if pair.block and pair.block.is_typed)
        self._typed: Mapping[Subject, Pair] = {(part.group.key, *pair.path): pair for part, pair in typed}
        # The described name of each of them, by that on the page.
        self._listed = {(*at[:-1], pair.block.names[-1]): at[-1] for at, pair in self._typed.items() if pair.block}
        self._endpoints()
        self._scopes()
        for part in self.parts:
            self._section(part)
            for pair in part.pairs:
                self._field(pair, part)
        about = {part.group.key for part in self.parts}
        for group in operation.groups:
            if page.is_named and group.key not in about:
                self._absent_group(group)
        for call in page.calls:
            self._call(call)
        for key, node in page.examples:
            self._body(node, key)
        self.facts.sort(key=lambda fact: (fact.line, str(fact.pointer), fact.kind))

    def _add(
        self, kind: Kind, subject: Subject, line: int, pointer: Pointer, page: "JSON | _Unsaid",
        described: "JSON | _Unsaid" = _UNSAID, *,
        agrees: bool | None = None, is_shown: bool = True, quirk_of: Pointer | None = None,
    ) -> None:  # fmt: skip
        """Add the fact of what page and description say; nothing if neither says anything.

        The two agree if they are the same JSON, unless `agrees` says it. `is_shown`: pages like this show such a thing.
        """
        verdict: Verdict = "page only"
        says, known = (None if isinstance(value, _Unsaid) else value for value in (page, described))
        if isinstance(page, _Unsaid):
            verdict = "description only" if is_shown else "page silent"
        elif not isinstance(described, _Unsaid):
            if agrees is None:
                agrees = canonical_json(says) == canonical_json(known)
            verdict = "agrees" if agrees else "contradicts"
        if not (isinstance(page, _Unsaid) and isinstance(described, _Unsaid)):
            self.facts.append(Fact(line, pointer, kind, verdict, subject, says, known, quirk_of))

    # -- method, URL, scopes ------------------------------------------------------------------------------------------

    def _endpoints(self) -> None:
        """Compare each place where the page gives method and URL."""
        operation = self.operation
        at, is_known = operation.pointer, operation.is_known
        for endpoint in self.page.endpoints:
            method, path, server = endpoint.method, endpoint.path, endpoint.server
            self._add("method", (), method.line, at, method.text, operation.method.upper() if is_known else None)
            known = operation.path if is_known else None
            self._add("path", (), path.line, ROOT.below("paths", operation.path), path.text, known)
            if server and operation.servers:
                near = server.text if server.text in operation.servers else operation.servers[0]
                pointer = ROOT.below("servers", operation.servers.index(near), "url")
                self._add("server", (), server.line, pointer, server.text, near)

    def _scopes(self) -> None:
        """Compare what a token must be allowed to do."""
        scopes, known = self.page.scopes or (), [*self.operation.scopes]
        found = [said.text for said in scopes]
        first = scopes[0] if scopes else self.page.endpoints[0].method
        line = next((said.line for said in scopes if said.text not in known), first.line)
        self._add(
            "scopes", (), line, self.operation.scopes_pointer, [*found] if found else _UNSAID,
            [*known] if known else _UNSAID, agrees=sorted(found) == sorted(known), is_shown=False,
        )  # fmt: skip

    # -- calls and their JSON -----------------------------------------------------------------------------------------

    def _call(self, call: Call) -> None:
        """Compare a curl call and the JSON with it."""
        operation = self.operation
        body, success, key = operation.group("body"), operation.success(), operation.success_key
        self._headers(call)
        if call.body:
            self._body(call.body, "body")
        elif body and body.example and body.example.members.keys() > body.example.optional:
            self._add("example kind", ("body",), call.line, body.example.pointer, _UNSAID, "object")
        for response in call.responses[:1]:
            self._body(response, key)
        for response in call.responses[1:]:
            self._add("example", (key,), response.line, operation.pointer.below("responses"), response.value)
        if not call.responses and success and success.example and not self.page.is_console:
            self._add("example kind", (key,), call.line, success.example.pointer, _UNSAID, success.example.kind)

    def _headers(self, call: Call) -> None:
        operation, is_console = self.operation, self.page.is_console
        sent = [*operation.entries("authorization"), *operation.entries("header")]
        entries = {entry.name.lower(): entry for entry in sent if entry.sent_in == "header"}
        shown: set[str] = set()
        for header in call.headers:
            name, _, text = (part.strip() for part in header.text.partition(":"))
            shown.add(name.lower())
            entry = entries.get(name.lower())
            if name.lower() == "content-type":
                self._media_type(header.line, text, operation.group("body"), "body")
            elif name.lower() == "accept":
                self._media_type(header.line, text, operation.success(), operation.success_key)
            elif entry:
                self._add("place", (entry.place, name), header.line, entry.pointer, "header", "header")
            elif ("authorization", name) not in self._listed:
                self._add("place", ("header", name), header.line, operation.parameters.below(name), "header")
        for name, entry in entries.items():
            if name not in shown and entry.is_required:
                is_shown = not is_console or entry.place == "authorization"
                subject = (entry.place, entry.name)
                self._add("place", subject, call.line, entry.pointer, _UNSAID, "header", is_shown=is_shown)
        body = operation.group("body")
        if body and body.media_type and "content-type" not in shown:
            self._add("media type", ("body",), call.line, body.pointer.below("content"), _UNSAID, body.media_type)

    def _media_type(self, line: int, text: str, group: Group | None, key: str) -> None:
        """Compare a media type that the page gives for the body or response with a key."""
        known = group.media_type if group else None
        pointer = (group.pointer if group and known else self.operation.missing(key)).below("content")
        self._add("media type", (key,), line, pointer, text, _UNSAID if known is None else known)

    def _body(self, node: Node, key: str) -> None:
        """Compare the JSON of the body or response with a key."""
        group = self.operation.group(key)
        if group and group.example:
            self._json(node, group.example, (key,), self._typed)
        else:
            self._add("example", (key,), node.line, self.operation.missing(key), node.value)

    # -- sections and fields ------------------------------------------------------------------------------------------

    def _section(self, part: Part) -> None:
        """Compare what a section says apart from its fields."""
        section, group, page = part.section, part.group, self.page
        subject, line, pointer = (group.key,), section.heading.line, group.pointer
        known = group.key if part.is_described else _UNSAID
        if page.is_named and part.is_response:
            self._add("presence", subject, line, pointer, section.heading.text, known, agrees=True)
        elif page.is_named and (page.nesting != "named" or not part.is_described):
            self._add("place", subject, line, pointer, section.place, known)
        if section.media_type:
            said = section.media_type
            self._media_type(said.line, said.text, group if part.is_described else None, group.key)
        elif page.shows_media_type and section.place == "body" and group.media_type:
            self._add("media type", subject, line, pointer.below("content"), _UNSAID, group.media_type)

    def _field(self, pair: Pair, part: Part) -> None:
        """Compare a field that both sides have, or one of them."""
        block, entry, at, subject = pair.block, pair.entry, pair.pointer, part.subject(pair)
        if block is None:
            if entry:
                self._missing(entry, subject, pair.due, part)
            return
        line, name = block.name.line, block.names[-1]
        if entry and block.is_named and name != entry.name:
            self._add("name", subject, line, at, name, entry.name)
        else:
            known = entry.name if entry else _UNSAID
            self._add("presence", subject, line, at, name or (entry.name if entry else ""), known, agrees=True)
        if block.place or (block.is_named and entry and entry.place == "authorization"):
            said = block.place
            self._add(
                "place", subject, said.line if said else line, at, said.text if said else _UNSAID,
                entry.sent_in if entry else _UNSAID,
            )  # fmt: skip
        described = str(entry.type) if entry else _UNSAID
        text = block.type_text.text if block.is_typed else _UNSAID
        is_same_type = entry is not None and block.type.says_the_same(entry.type)
        self._add("type", subject, block.type_text.line, at, text, described, agrees=is_same_type, is_shown=False)
        says = _UNSAID if block.is_required is None or not (block.is_required or entry) else block.is_required
        required = entry.is_required if entry else _UNSAID
        self._add("required", subject, block.required_line, at, says, required, is_shown=False)
        self._allowed(block, entry, at, subject)
        for keyword, node in block.constraints.items():
            limit = entry.constraints.get(keyword) if entry else _UNSAID
            self._add("constraint", subject, node.line, at.below(keyword), node.value, limit)
        self._value(pair, block.default, entry.default if entry else None, "default", subject)
        if not block.is_named or block.is_required is not None or block.example:
            self._value(pair, block.example, entry.example if entry else None, "example", subject)

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

    def _allowed(self, block: Block, entry: Entry | None, at: Pointer, subject: Subject) -> None:
        said, values = block.allowed, entry.allowed if entry else None
        known = [str(value) for value in values or ()]
        texts = [text for part in said for text in (_unglued(part.text, known) if block.allowed_glued else [part.text])]
        first = said[0].line if said else block.name.line
        line = first if block.allowed_glued else next((part.line for part in said if part.text not in known), first)
        is_same_set, described = sorted(texts) == sorted(known), _UNSAID if values is None else [*values]
        self._add("allowed values", subject, line, at, [*texts] if said else _UNSAID, described, agrees=is_same_set)

    def _absent_group(self, group: Group) -> None:
        """Compare what the description has and the page has no section for."""
        page, key, success = self.page, group.key, self.operation.success()
        headings = [part.section.heading.line for part in self.parts if part.is_response]
        ends = [part.section.end for part in self.parts if not part.is_response]
        is_shown, line = True, (ends + headings or [page.end + 1])[0]
        if key == "authorization" and not page.shows_authorization:
            return
        if group.is_response:
            is_shown = page.shows_errors or success is None or key == success.key
            line = headings[0] if len(headings) > 1 else page.end + 1
            self._add("presence", (key,), line, group.pointer, _UNSAID, key, is_shown=is_shown)
        for entry in group.entries if is_shown else ():
            self._missing(entry, (key, *entry.path), line, None)

    # -- values -------------------------------------------------------------------------------------------------------

    def _value(self, pair: Pair, node: Node | None, expected: Expected | None, about: Kind, subject: Subject) -> None:
        """Compare a field's default or example; each is a quirk if the field's own type refuses it."""
        block = pair.block
        is_compound = expected is not None and isinstance(expected.value, dict | list)
        if node and expected and is_compound and isinstance(node.value, dict | list):
            self._json(node, expected, subject, {subject: pair})
        elif block:
            is_shown, absent = block.is_named or about == "example", "example kind" if is_compound else about
            known = _UNSAID if expected is None else expected.value
            line, says = (node.line, node.value) if node else (block.name.line, _UNSAID)
            quirk = _quirk(pair, node.value) if node else None
            kind_ = about if node else absent
            self._add(kind_, subject, line, pair.pointer, says, known, is_shown=is_shown, quirk_of=quirk)

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
                    self._add("example kind", subject, item.line, at.below(index), kind(item.value))
            for within in expected.items[len(node.items) :]:
                self._add("example kind", subject, node.last_line, within.pointer, _UNSAID, within.kind)
        else:
            self._add("example", subject, node.line, at, node.value, expected.value)

    def _members(self, node: Node, expected: Expected, subject: Subject, typed: Mapping[Subject, Pair]) -> None:
        shown = {member.key for member in node.members}
        renamed = self._renamed(node, expected, subject) if expected.members.keys() - shown else {}
        missing = [key for key in expected.members if key not in shown and key not in renamed.values()]
        for member in node.members:
            key = renamed.get(member.key, member.key)
            within = expected.members.get(key)
            pointer = within.pointer if within else expected.home.below(member.key)
            about: Kind = "name" if member.key in renamed else "example key"
            self._add(about, (*subject, key), member.line, pointer, member.key, key if within else _UNSAID)
            if within:
                self._json(member.node, within, (*subject, key), typed)
        order = list(expected.members)
        for key in missing:
            # It would stand before the first key that comes later, or at the end.
            later = order[order.index(key) + 1 :]
            line = next((member.line for member in node.members if member.key in later), node.last_line)
            pointer, is_shown = expected.members[key].pointer, self._is_due(key, expected)
            self._add("example key", (*subject, key), line, pointer, _UNSAID, key, is_shown=is_shown)

    def _is_due(self, key: str, expected: Expected) -> bool:
        return self.page.is_console or key not in expected.optional

    def _renamed(self, node: Node, expected: Expected, subject: Subject) -> dict[str, str]:
        """Return the members that have another name than described, each with that one.

        If the page's list of fields has either name, it decides. Otherwise a new member is one that is missing at the
        same place if both have the same value, or the description gives no value and they are alike.
        """
        shown = {member.key for member in node.members}
        listed = {key: self._listed[*subject, key] for key in shown if (*subject, key) in self._listed}
        missing = {key for key in expected.members if key not in shown and (*subject, key) not in self._typed}

        def value(key: str) -> Hashable:
            known = expected.members[key].value
            return object() if known is None else canonical_json(known)

        def outline(member: Member) -> Hashable:
            found = member.node.value
            return kind(found), frozenset(found if isinstance(found, dict) else ())

        def known_outline(key: str) -> Hashable:
            within = expected.members[key]
            has_value = within.value is not None or (within.is_known and not within.members)
            is_due = self._is_due(key, expected)
            return (within.kind, frozenset(within.members)) if is_due and not has_value else object()

        aligned = sequences(
            node.members, [*expected.members],
            [
                (lambda member: member.key, str),
                (lambda member: canonical_json(member.node.value), value),
                (outline, known_outline),
            ],
        )  # fmt: skip
        new = shown - expected.members.keys() - listed.keys()
        renamed = {member.key: key for member, key in aligned if member and key in missing and member.key in new}
        return renamed | {key: known for key, known in listed.items() if known in expected.members.keys() - shown}


def _quirk(pair: Pair | None, value: JSON) -> Pointer | None:
    """Return the pointer of the field if its type on the page refuses the value."""
    return pair.pointer if pair and pair.block and pair.block.type.refuses(value) else None


def _unglued(text: str, known: list[str]) -> list[str]:
    """Return the values in `onetwothree`: those that are known, and what is between them."""
    if "".join(known) == text or not known:
        return known or [text]
    longest_first = sorted(known, key=len, reverse=True)
    return [part for part in re.split(f"({'|'.join(map(re.escape, longest_first))})", text) if part]
