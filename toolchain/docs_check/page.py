"""What a reader finds on a page, before anything is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from toolchain.docs_check.types import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolchain.docs_check.text import Node
    from toolchain.docs_check.types import Type, TypeStyle
    from toolchain.openapi.json_values import JSON


Place: TypeAlias = Literal["path", "query", "header", "cookie", "authorization", "body", "response"]
RemnantKind: TypeAlias = Literal["text", "values", "fold", "example", "heading"]
Nesting: TypeAlias = Literal["flat", "folded", "named"]
"""How a layout shows fields within fields: one after the other without a sign, not at all (or as `size.width`), or with
the names that lead to each."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text on a page and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Stated:
    """The type that a page gives for a field, and the pointer of the field in the description."""

    type: Type
    pointer: str

    def quirk(self, value: JSON) -> str | None:
        """Return the pointer of the field if its type refuses `value`."""
        return self.pointer if self.type.refuses(value) else None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One statement of method and URL. A URL has a server unless the page shows the path alone."""

    method: Said
    server: Said | None
    segments: tuple[Said, ...]
    query: tuple[Said, ...] = ()

    @property
    def path(self) -> str:
        """The path, parameters in braces."""
        return "/" + "/".join(segment.text for segment in self.segments)

    def line_of_difference(self, path: str, examples: Mapping[str, str]) -> int | None:
        """Return the line of the first part that a path has otherwise; None if the paths are the same.

        The parts may have a line each. A parameter may have its example's value.
        """
        expected = path[1:].split("/")
        for index, segment in enumerate(self.segments):
            if index == len(expected) or segment.text not in (expected[index], examples.get(expected[index])):
                return segment.line
        last = self.segments[-1].line
        return None if len(self.segments) == len(expected) else last + (self.server is None)


@dataclass(frozen=True, slots=True)
class Call:
    """A curl call: its line and headers, its JSON body, and the JSON responses printed after it.

    `headers_end` is the line after the last header; `end` is the offset in the page's text after all of it.
    """

    line: int
    headers: tuple[Said, ...]
    headers_end: int
    body: Node | None
    responses: tuple[Node, ...]
    end: int


@dataclass(slots=True)
class Block:
    """All that a page says of one field or parameter; `end` is the line after it. Filled in while it is read.

    - `path`: the names that lead to it, where the page shows them
    - `is_typed`, `is_required`: False and None where the page doesn't tell
    - `is_named`: whether its name is there; else `name` has its text. `is_folded`: there is a sign of fields in it
    - `required_line`: where the word stands, or would stand
    - `fields_end`: the line where the list of the fields in it ends, where the page has such a list
    - `labels`: the lines of labels
    - `default_due`: where a default stands, or would stand, in a layout that has it in the field's head
    """

    name: Said
    type: Type
    type_text: Said
    required_line: int
    is_required: bool | None = False
    is_typed: bool = True
    is_named: bool = True
    is_folded: bool = False
    place: Said | None = None
    path: tuple[str, ...] | None = None
    allowed: tuple[Said, ...] = ()
    allowed_glued: bool = False
    default: Node | None = None
    default_due: int | None = None
    example: Node | None = None
    constraints: dict[str, Node] = field(default_factory=dict[str, "Node"])
    labels: dict[str, int] = field(default_factory=dict[str, int])
    is_described: bool = False
    end: int = 0
    fields_end: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the field's name: several where it shows what it is within, as `size.width`."""
        return self.path or tuple(self.name.text.replace("[]", "").split("."))

    def due(self, label: str) -> int:
        """Return the line where what stands under `label` ("allowed", "default", "example") would stand."""
        if label == "default" and self.default_due:
            return self.default_due
        order = ("allowed", "default", "example")
        later = [self.labels[name] for name in order[order.index(label) :] if name in self.labels]
        return min(later, default=self.end)


@dataclass(slots=True)
class Section:
    """The fields under one heading. `heading` of a response says which one it is; `end` is the line after it.

    - `media_type_due`: where its media type would stand, if that is not before its first field
    - `is_shown`: its fields are listed; some layouts list all responses and the fields of one
    """

    place: Place
    heading: Said
    blocks: list[Block] = field(default_factory=list["Block"])
    media_type: Said | None = None
    media_type_due: int = 0
    end: int = 0
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """Something in the field list of a page that lost names and types: a text, an example, or a sign of folded fields.

    A text may begin with allowed values, which nothing sets apart; see `toolchain.docs_check.remnants`. Values that are
    no field's are part of the text that they are a prefix of.
    """

    kind: RemnantKind
    text: str
    line: int
    node: Node | None = None
    is_prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All statements of a page.

    - `tokens` instead of `sections`: of a page that lost names and types (not `is_named`)
    - `scopes`: what a token must be allowed to do; None where the page doesn't tell
    - `shows_errors`: it lists all responses, not only the successful one
    - `examples`: JSON of a body or response, by the key of its group
    - `lists_credentials`: those that are sent as a header are among the headers
    - `shows_authorization`: it lists the credentials, with the parameters and with the place where they are sent
    - `shows_media_type`: it gives the media type of a request body
    - `shows_all_headers`: its curl calls have every required header
    - `shows_optional`: the JSON bodies of its curl calls have what may be left out
    - `header_order`: that of the headers in them which are no parameters
    - `shows_responses`: the JSON of a successful response stands after each curl call
    - `end`: the last line with content
    - `is_whole`: whether a footer shows that this is the page's end; None in a layout without footers
    """

    layout: str
    endpoints: tuple[Endpoint, ...]
    end: int
    calls: tuple[Call, ...] = ()
    sections: tuple[Section, ...] = ()
    tokens: tuple[Token, ...] = ()
    examples: tuple[tuple[str, Node], ...] = ()
    scopes: tuple[Said, ...] | None = None
    is_named: bool = True
    nesting: Nesting = "flat"
    types: TypeStyle = PLAIN
    shows_errors: bool = False
    lists_credentials: bool = True
    shows_authorization: bool = False
    shows_media_type: bool = False
    shows_all_headers: bool = True
    shows_optional: bool = False
    header_order: tuple[str, ...] = ("authorization", "content-type")
    shows_responses: bool = True
    is_whole: bool | None = None
