"""Compare a page with an operation: all facts of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.docs_check import call_facts, field_alignment, field_facts, relocated_fields, statuses, untyped_alignment
from toolchain.docs_check.facts import Fact, Kind, compared, description_only, page_only, silent
from toolchain.docs_check.operation import Group
from toolchain.docs_check.relocated_fields import Part
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolchain.docs_check.operation import Operation, Subject
    from toolchain.docs_check.page import Page, Stated
    from toolchain.openapi.json_values import JSON


def compare(page: Page, operation: Operation) -> list[Fact]:
    """Return the facts of a page compared with an operation, in the order of the page's lines."""
    facts = list(call_facts.endpoints(page, operation))
    stated: dict[Subject, Stated] = {}
    if page.is_named:
        parts, absent = align(page, operation)
        for part in parts:
            facts += _section(page, part, operation)
            stated |= part.types()
        facts += _absent(page, operation, parts, absent)
    else:
        facts += untyped_alignment.compare(page, operation)
    facts += call_facts.calls(page, operation, stated)
    for key, node in page.examples:
        facts += call_facts.example(node, operation, key, stated)
    return sorted(facts, key=lambda fact: (fact.line, fact.pointer, fact.kind))


def align(page: Page, operation: Operation) -> tuple[list[Part], dict[str, Group]]:
    """Return the page's sections with their fields paired, and the groups that no section is about."""
    free = {group.key: group for group in operation.groups}
    keys = _keys(page, operation)
    parts: list[Part] = []
    for index, (section, key) in enumerate(zip(page.sections, keys, strict=True)):
        if section.place == "response" and not section.blocks and key in keys[index + 1 :]:
            continue  # the tab of a response, whose fields come under another heading
        group = free.pop(key, None)
        holder = "responses" if section.place == "response" else "parameters"
        pointer = operation.pointer + join("requestBody" if section.place == "body" else holder)
        home = pointer if holder == "parameters" else pointer + join(key)
        found = group or Group(key=key, pointer=home, home=home)
        pairs = field_alignment.pair(section.blocks, found.entries, found.home, section.end, page.nesting)
        parts.append(Part(section, found, group is not None, pairs))
    relocated_fields.find(parts, free, page.nesting)
    for part in parts:
        part.pairs = field_alignment.unite_renamed(part.pairs)
    return parts, free


def _keys(page: Page, operation: Operation) -> list[str]:
    """Return the key of the group that each section is about.

    A response is known by its heading. The first one may be headed by any text if no other one is that of success.
    """
    success = operation.success()
    responses = [section for section in page.sections if section.place == "response"]
    named = {id(section): statuses.of_heading(section.heading.text) for section in responses}
    if responses and not any(status and status[0] in "2s" for status in named.values()):
        named[id(responses[0])] = named[id(responses[0])] or statuses.SUCCESS
    keys: list[str] = []
    for section in page.sections:
        status = named.get(id(section))
        known = (success.key if success else "200") if status == statuses.SUCCESS else status
        keys.append(section.place if section.place != "response" else known or section.heading.text)
    return keys


def _section(page: Page, part: Part, operation: Operation) -> Iterator[Fact]:
    section, group = part.section, part.group
    subject = (group.key,)
    if part.is_response:
        line, text = section.heading.line, section.heading.text
        if part.is_described:
            yield compared(line, group.pointer, Kind.PRESENCE, subject, text, group.key, agrees=True)
        else:
            yield page_only(line, group.pointer, Kind.PRESENCE, subject, text)
    elif page.nesting != "named" or not part.is_described:
        yield _place(part, operation)
    if section.media_type:
        described = group if part.is_described else None
        said = section.media_type
        yield call_facts.media_type(said.line, said.text, described, operation, group.key)
    elif page.shows_media_type and section.place == "body" and group.media_type:
        line = section.media_type_due or (section.blocks[0].name.line if section.blocks else section.end)
        pointer = group.pointer + join("content")
        yield description_only(line, pointer, Kind.MEDIA_TYPE, subject, group.media_type)
    shown = {pair.path[:-1] for pair in part.pairs if pair.block}
    for pair in (*part.pairs, *part.moved):
        key = pair.entry.place if pair.entry and pair.entry.place not in ("response", group.key) else group.key
        about = (key, *pair.path)
        if pair.block and pair.entry:
            yield from field_facts.both(pair.block, pair.entry, section.place, about, page.types)
        elif pair.block:
            yield from field_facts.new(pair.block, pair.pointer, section.place, about)
        elif pair.entry:
            is_folded = page.nesting == "folded" and len(pair.path) > 1 and pair.path[:-1] not in shown
            is_listed = not page.lists_credentials and operation.is_credential(pair.entry)
            is_silent = is_folded or is_listed or not section.is_shown
            yield field_facts.missing(pair.entry, about, pair.due, is_silent=is_silent)


def _place(part: Part, operation: Operation) -> Fact:
    """Return the fact that a heading states of the fields under it: where they are sent."""
    section, places, subject = part.section, part.places(), (part.group.key,)
    pointer = part.group.pointer if part.is_described else operation.pointer
    if not places and not part.is_described:
        return page_only(section.heading.line, pointer, Kind.PLACE, subject, section.place)
    says: list[JSON] = [*sorted(places or {part.group.key})]
    agrees = section.place in says or not places
    expected = section.place if agrees else ", ".join(map(str, says))
    return compared(section.heading.line, pointer, Kind.PLACE, subject, section.place, expected, agrees=agrees)


def _absent(page: Page, operation: Operation, parts: list[Part], absent: Mapping[str, Group]) -> Iterator[Fact]:
    """Yield what the description has and the page has no section for."""
    success = operation.success()
    responses = [part for part in parts if part.is_response]
    for key, group in absent.items():
        if key == "authorization" and not page.shows_authorization:
            continue
        if not group.is_response:
            others = [part.section.end for part in parts if page.nesting == "named" and not part.is_response]
            line = others[0] if others else responses[0].section.heading.line if responses else page.end + 1
        elif success and key != success.key and not page.shows_errors:
            yield silent(page.end, group.pointer, Kind.PRESENCE, (key,), key)
            continue
        else:
            line = _due(key, responses, page.end + 1)
            yield description_only(line, group.pointer, Kind.PRESENCE, (key,), key)
        for entry in group.entries:
            is_silent = (page.nesting == "folded" and len(entry.path) > 1) or (
                not page.lists_credentials and operation.is_credential(entry)
            )
            yield field_facts.missing(entry, (key, *entry.path), line, is_silent=is_silent)


def _due(key: str, responses: Sequence[Part], end: int) -> int:
    """Return where a response would stand, in the order of statuses, rising or falling, that the page keeps."""
    others = [part for part in responses if part.group.key[0] in "345"]
    keys = [part.group.key for part in others]
    if len(keys) < 2:
        return end
    is_falling = keys == sorted(keys, reverse=True)
    return next((part.section.heading.line for part in others if (part.group.key < key) == is_falling), end)
