"""Every single change of a fact on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.toolchain.docs_check import json_mutations, openapi_mutations
from tests.toolchain.docs_check.edits import Mutation, inserted, removed, replaced
from tests.toolchain.docs_check.remnant_mutations import remnants
from toolchain.docs_check import readers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.toolchain.docs_check.edits import Lines
    from toolchain.docs_check.model import Block, Endpoint, Fact, Page

METHODS = ("GET", "PUT", "POST", "DELETE")
LABELS = ("Available options:", "Allowed value:", "Allowed values:", "Default:", "Example:", "Examples:")
TYPES = ("boolean", "array[number]", "number[]")
PLACES = ("Path Parameters", "Query Parameters", "Headers", "Body", "Cookies")
PORTAL_PLACES = ("PATH PARAMETERS", "QUERY PARAMETERS", "HEADER PARAMETERS", "BODY", "COOKIE PARAMETERS")


@dataclass(frozen=True)
class Wording:
    """How a layout writes what is put in."""

    field: tuple[str, ...]
    required: str
    label: str

    def labelled(self, label: str, value: str) -> list[str]:
        """The lines that give a field a value."""
        if self.label:
            return [self.label.format({"default": "Default value: ", "example": "Example:"}[label], value)]
        return [f"{label.title()}:", value]


WORDINGS = {
    "Vendor portal": Wording(("nickname", "string", "REQUIRED", "What friends say"), "REQUIRED", "{}{}"),
}
OTHERS = Wording(("nickname", "string", "required", "", "What friends say", ""), "required", "")


def mutations(lines: Lines, facts: Sequence[Fact], seen: set[Lines] | None = None) -> Iterator[Mutation]:
    """Every mutation of a page.

    Of its facts it is used what only they tell: what is an allowed value, and what an example. `seen` is JSON of other
    pages, which needn't be changed in all ways again.
    """
    page = readers.read(lines)
    for endpoint in page.endpoints:
        yield from _endpoint(lines, endpoint)
    for scope in page.scopes or ():
        yield replaced("scope", lines, scope.line, scope.text, f"{scope.text}.all")
    if page.nesting == "named":
        yield from openapi_mutations.on_document(lines, page)
        return
    yield from _headers(lines)
    for section in page.sections:
        yield from _heading(lines, section.heading.line)
        for block in section.blocks:
            yield from _block(lines, block, page)
    yield from json_mutations.on_lines(lines, _with(facts, "example"), set() if seen is None else seen)
    yield from json_mutations.on_one_line(lines)
    yield from remnants(lines, page, _with(facts, "allowed values"), _with(facts, "presence"))


def _with(facts: Sequence[Fact], kind: str) -> set[int]:
    return {fact.line for fact in facts if fact.kind == kind and fact.verdict == "agrees"}


def _endpoint(lines: Lines, endpoint: Endpoint) -> Iterator[Mutation]:
    said = endpoint.method
    text = next(text for text in (said.text, said.text.lower()) if text in lines[said.line - 1])
    for method in METHODS:
        if method != said.text:
            yield replaced("method", lines, said.line, text, method if text.isupper() else method.lower())
    first, path = endpoint.path.line, endpoint.path.text
    for number, segment in enumerate(path[1:].split("/")):
        # A path above a title has a line for each part, and one for each slash; it is reported at its beginning.
        line = first if endpoint.server else first + 1 + 2 * number
        if segment.startswith("{") and segment not in lines[line - 1]:
            yield replaced("path", lines, line, "/:", "/:the")
            yield replaced("path", lines, line, f"/:{segment[1:-1]}", "")
            yield replaced("path", lines, line, f":{segment[1:-1]}", f":{segment[1:-1]}/copies")
        else:
            yield replace(replaced("path", lines, line, segment, f"{segment}Of"), first=first)
    if endpoint.server:
        if path in lines[first - 1]:
            yield replaced("path", lines, first, path, path + "/copies")
            yield replaced("path", lines, first, path, path.rpartition("/")[0])
        yield replaced("server", lines, endpoint.server.line, endpoint.server.text, "https://elsewhere.example")


def _headers(lines: Lines) -> Iterator[Mutation]:
    for number, text in enumerate(lines, 1):
        match = re.search(r"((?:--header|-H) '(\S+): )", text)
        if match:
            yield replaced("curl header", lines, number, match[2], f"X-{match[2]}")
            yield replaced("curl header", lines, number, match[1], "--header 'X-New: 1' " + match[1])
            if re.fullmatch(r"\s*(?:--header|-H) '[^']*'( \\)?", text) and match[2] != "Accept":
                # What is missing is reported at the beginning of the call.
                call = next(at for at in range(number, 0, -1) if "curl " in lines[at - 1])
                yield replace(removed("curl header", lines, number, number), first=call)
        if re.fullmatch(r"\w+/json", text.strip(), re.IGNORECASE):
            yield replaced("media type", lines, number, text.strip()[-4:], "xml")
            if "Responses" not in lines[:number]:
                # What is missing is reported at the heading.
                heading = next((at for at in range(number, 0, -1) if lines[at - 1] == "Body"), number)
                yield replace(removed("media type", lines, number, number), first=heading)


def _heading(lines: Lines, line: int) -> Iterator[Mutation]:
    text = lines[line - 1].strip()
    for places in ((*PLACES, "Authorizations"), PORTAL_PLACES):
        if text in places:
            for place in places:
                if place not in (text, "Authorizations"):
                    yield replaced("place", lines, line, text, place)
    if text in ("Unauthorized", "Bad Request", "Unprocessable Entity", "Not Found"):
        for other in ("Forbidden", "409"):
            yield replaced("response", lines, line, text, other)
    if re.fullmatch("[45][0-9]{2}", text):
        yield replaced("response", lines, line, text, "409")


def _block(lines: Lines, block: Block, page: Page) -> Iterator[Mutation]:
    name, type_line = block.name, block.type_text.line
    wording = WORDINGS.get(page.layout, OTHERS)
    yield replaced("field renamed", lines, name.line, name.text, f"{name.text}Of")
    yield removed("field removed", lines, name.line, block.end - 1)
    yield inserted("field added", lines, name.line, list(wording.field))
    yield inserted("field added", lines, block.end, lines[name.line - 1 : block.end - 1])
    for other in TYPES:
        if other != block.type_text.text and ("[]" not in other or page.layout != "Docusaurus"):
            yield replaced("type", lines, type_line, block.type_text.text, other)
    if block.is_required:
        yield removed("required", lines, block.required_line, block.required_line)
    elif block.is_required is False:
        yield inserted("required", lines, block.required_line, [wording.required])
    yield replaced("type", lines, type_line, block.type_text.text, "text")
    if block.place:
        yield replaced("place", lines, block.place.line, block.place.text, "query")
        yield _missing(removed("place", lines, block.place.line, block.place.line), block)
    yield from _portal_values(lines, block) if wording.label else _values(lines, block)
    yield from _labels(lines, block, wording)


def _missing(mutation: Mutation, block: Block) -> Mutation:
    """What a field no longer says is reported at the field."""
    return replace(mutation, first=block.name.line)


def _portal_values(lines: Lines, block: Block) -> Iterator[Mutation]:
    for value in block.allowed:
        yield replaced("allowed value", lines, value.line, value.text, f"x{value.text}")
        yield replaced("allowed value", lines, value.line, "[", "[more, ")
        if len(block.allowed) > 1:
            text = lines[value.line - 1].replace(f"{value.text}, ", "").replace(f", {value.text}]", "]")
            yield replaced("allowed value", lines, value.line, lines[value.line - 1], text)
    if block.allowed:
        line = block.allowed[0].line
        yield _missing(removed("allowed value", lines, line, line), block)
    else:
        yield inserted("allowed value", lines, _first_label(lines, block), ["Possible values: [one]"])


def _values(lines: Lines, block: Block) -> Iterator[Mutation]:
    for value in block.allowed:
        yield replaced("allowed value", lines, value.line, value.text, f"x{value.text}")
        yield replaced("allowed value", lines, value.line, value.text, f"{value.text}{'x' * block.allowed_glued}, more")
        if len(block.allowed) > 1:
            without = removed("allowed value", lines, value.line, value.line)
            yield replace(without, first=block.allowed[0].line - (value is block.allowed[0]))
    if block.allowed:
        first, last = _label(lines, block.allowed[0].line), block.allowed[-1].line
        yield _missing(removed("allowed value", lines, first, last), block)
    else:
        yield inserted("allowed value", lines, _first_label(lines, block), ["Allowed value:", "one"])


def _labels(lines: Lines, block: Block, wording: Wording) -> Iterator[Mutation]:
    for label, node in (("default", block.default), ("example", block.example)):
        if node is None:
            line = block.end if label == "example" or not block.example else _label(lines, block.example.line)
            yield inserted(label, lines, line, wording.labelled(label, "7"))
            continue
        yield _missing(removed(label, lines, _label(lines, node.line), node.last_line), block)
        if not isinstance(node.value, dict | list):
            old = lines[node.line - 1].strip().removeprefix("default:").removeprefix("Default value: ")
            old = old.removeprefix("Example:")
            new = str(not node.value).lower() if isinstance(node.value, bool) else "1234567"
            yield replaced(label, lines, node.line, old, f'"{new}"' if old.startswith('"') else new)


def _label(lines: Lines, line: int) -> int:
    """The line of the label that a value stands under, which may be its own."""
    above = line - 1
    while above and not lines[above - 1].strip():
        above -= 1
    return above if lines[above - 1].strip() in LABELS else line


def _first_label(lines: Lines, block: Block) -> int:
    values = [*(said.line for said in block.allowed[:1]), *(n.line for n in (block.default, block.example) if n)]
    found = (_label(lines, line) for line in values if not lines[line - 1].startswith("default:"))
    return min(found, default=block.end)
