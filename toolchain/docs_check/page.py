"""What a reader finds on a page, before anything is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from toolchain.docs_check.json_text import Node
    from toolchain.docs_check.types import Type
    from toolchain.openapi.json_values import JSON

Place: TypeAlias = Literal["path", "query", "header", "cookie", "authorization", "body", "response"]


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


@dataclass(frozen=True, slots=True)
class Call:
    """A curl call: its line and headers, its JSON body, and the JSON answers printed after it.

    `headers_end` is the line after the last header; `end` is the offset in the page's text after all of it.
    """

    line: int
    headers: tuple[Said, ...]
    headers_end: int
    body: Node | None
    answers: tuple[Node, ...]
    end: int


@dataclass(slots=True)
class Block:
    """All that a page says of one field or parameter; `end` is the line after it. Filled in while it is read.

    `required_line` is where the word stands, or would stand; `labels` are the lines of labels; `default_due` is where a
    default stands, or would stand, in a layout that has it in the field's head.
    """

    name: Said
    type: Type
    type_text: Said
    required_line: int
    is_required: bool = False
    place: Said | None = None
    allowed: tuple[Said, ...] = ()
    allowed_glued: bool = False
    default: Node | None = None
    default_due: int | None = None
    example: Node | None = None
    labels: dict[str, int] = field(default_factory=dict[str, int])
    is_described: bool = False
    end: int = 0

    def due(self, label: str) -> int:
        """Return the line where what stands under `label` ("allowed", "default", "example") would stand."""
        if label == "default" and self.default_due:
            return self.default_due
        order = ("allowed", "default", "example")
        later = [self.labels[name] for name in order[order.index(label) :] if name in self.labels]
        return min(later, default=self.end)


@dataclass(slots=True)
class Section:
    """The fields under one heading. `heading` of a response says which one it is; `end` is the line after it."""

    place: Place
    heading: Said
    blocks: list[Block] = field(default_factory=list["Block"])
    media_type: Said | None = None
    end: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """Something in the field list of a page that lost names and types: a text, an example, or a sign of folded fields.

    A text may begin with allowed values, which nothing sets apart; see `toolchain.docs_check.untyped_alignment`.
    """

    kind: Literal["text", "fold", "example"]
    text: str
    line: int
    node: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All statements of a page.

    - `tokens` instead of `sections`: of a page that lost names and types (not `is_named`)
    - `folds`: the layout may hide what is within a field
    - `shows_errors`: it lists all responses, not only the successful one
    - `shows_authorization`: it lists the credentials, with the parameters and with the place where they are sent
    - `shows_media_type`: it gives the media type of a request body
    - `writes_suffix`: it writes types as `string[]` and `enum<string>`, not as `array[string]` and `string`
    - `end`: the last line with content
    - `is_whole`: whether a footer shows that this is the page's end; None in a layout without footers
    """

    layout: str
    endpoints: tuple[Endpoint, ...]
    end: int
    calls: tuple[Call, ...] = ()
    sections: tuple[Section, ...] = ()
    tokens: tuple[Token, ...] = ()
    is_named: bool = True
    folds: bool = False
    shows_errors: bool = False
    shows_authorization: bool = False
    shows_media_type: bool = False
    writes_suffix: bool = False
    is_whole: bool | None = None
