"""What pages and the description say of an operation, and facts: one statement each, as both of them have it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from toolchain.docs_check.text import Node
from toolchain.docs_check.types import Type
from toolchain.openapi.json_values import JSON
from toolchain.openapi.pointer import ROOT, Pointer

Place: TypeAlias = Literal["path", "query", "header", "cookie", "authorization", "body", "response"]
PARAMETERS = ("path", "query", "header", "cookie")
"""The places of parameters."""
Subject: TypeAlias = tuple[str, ...]
"""What a fact is about: the key of a group, then the names that lead to a field in it; () is the operation."""

# -- facts ------------------------------------------------------------------------------------------------------------

Verdict: TypeAlias = Literal["agrees", "contradicts", "page only", "description only", "page silent"]
"""How page and description stand to each other in one fact."""
Kind: TypeAlias = Literal[
    "method", "server", "path", "scopes", "place", "presence", "name", "media type", "type", "required",
    "allowed values", "constraint", "default", "example", "example key", "example kind",
]  # fmt: skip
"""What a fact is about."""


@dataclass(slots=True)
class Fact:
    """One fact. `pointer` leads into the description; `line` the page's, counted from 1.

    A fact that the page lacks has the line where it would stand. A quirk is an example or default that the type which
    the page itself gives refuses: `quirk_of` is the pointer of the field that has this type. Filled in later are
    `overlay`, the actions that put a quirk right, and by the record `is_withdrawn` (the page once said it) and
    `is_settled` (a disagreement that is recorded).
    """

    line: int
    pointer: Pointer
    kind: Kind
    verdict: Verdict
    subject: Subject
    page_says: JSON = None
    description_says: JSON = None
    quirk_of: Pointer | None = None
    overlay: str | None = None
    is_withdrawn: bool = False
    is_settled: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether the description says something else than the page, or lacks what the page has."""
        return self.verdict in ("contradicts", "page only")

    @property
    def needs_work(self) -> bool:
        """Whether page and description must be brought together."""
        return self.is_withdrawn or (self.is_wrong and not self.is_settled)


# -- the description --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expected:
    """A JSON value of an example, or only its kind unless `is_known`. `kind` is None where any will do.

    `home` is where a further member would be described; `optional` are members that a page may leave out.
    """

    pointer: Pointer
    kind: str | None
    is_known: bool
    value: JSON = None
    members: dict[str, "Expected"] = field(default_factory=dict[str, "Expected"])
    optional: frozenset[str] = frozenset()
    items: "tuple[Expected, ...]" = ()
    home: Pointer = ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A parameter or field. `path`: the names that lead to it in its group; `home`: where fields within it belong.

    `place` is under which heading pages list it; `sent_in` is another one for credentials only. `keywords` are the
    pointers of what the schema says (`type`, `enum`, `required` …), or of where it would say it; `constraints` are
    keywords such as `minimum`.
    """

    path: tuple[str, ...]
    pointer: Pointer
    home: Pointer
    type: Type
    is_required: bool
    place: str
    sent_in: str
    allowed: tuple[JSON, ...] | None = None
    default: Expected | None = None
    example: Expected | None = None
    keywords: Mapping[str, Pointer] = field(default_factory=dict[str, Pointer])
    constraints: Mapping[str, JSON] = field(default_factory=dict[str, JSON])

    @property
    def name(self) -> str:
        """The name of the field itself."""
        return self.path[-1]

    @property
    def schema(self) -> Pointer:
        """Where its schema stands."""
        return self.pointer.below("schema") if self.place in PARAMETERS else self.pointer

    def at(self, keyword: str) -> Pointer:
        """Return where the description says, or would say, a keyword."""
        return self.keywords.get(keyword) or self.pointer.below(keyword)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The parameters in one place, the fields of the request body, or those of one response.

    `key`: path, query, header, cookie, authorization, body, or a status; `home`: where its own fields belong.
    """

    key: str
    pointer: Pointer
    home: Pointer
    entries: tuple[Entry, ...] = ()
    media_type: str | None = None
    example: Expected | None = None

    @property
    def is_response(self) -> bool:
        """Whether this is one of the responses."""
        return self.key[:1].isdecimal() or self.key == "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. One that the description lacks (not `is_known`) has no groups.

    `sources` are the names of the pages that the description follows for it (`x-source`).
    """

    method: str
    path: str
    pointer: Pointer
    servers: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    scopes: tuple[str, ...] = ()
    scopes_pointer: Pointer = ROOT
    sources: frozenset[str] = frozenset()
    is_known: bool = True

    @property
    def name(self) -> str:
        """Method and path, as reports and records name an operation."""
        return f"{self.method.upper()} {self.path}"

    def group(self, key: str) -> Group | None:
        """Return the group with a key."""
        return next((group for group in self.groups if group.key == key), None)

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return the entries of the group with a key; none without one."""
        group = self.group(key)
        return group.entries if group else ()

    def entry(self, subject: Subject) -> Entry | None:
        """Return the parameter or field that a fact is about."""
        listed = self.entries(subject[0]) if subject else ()
        return next((entry for entry in listed if entry.path == subject[1:]), None)

    def is_credential(self, entry: Entry) -> bool:
        """Return whether a parameter is what the security scheme stands for too, and so needn't be listed twice."""
        found = self.entries("authorization")
        return entry not in found and any((other.name, other.sent_in) == (entry.name, entry.place) for other in found)

    def success(self) -> Group | None:
        """Return the response of success: the first with a status 2xx."""
        return next((group for group in self.groups if group.key.startswith("2")), None)

    @property
    def success_key(self) -> str:
        """The key of the response of success, or what it would have."""
        success = self.success()
        return success.key if success else "200"

    @property
    def parameters(self) -> Pointer:
        """Where parameters of its own stand, or would stand."""
        return self.pointer.below("parameters")

    def missing(self, key: str) -> Pointer:
        """Return where a request body or response that is not described would stand."""
        return self.pointer.below("requestBody") if key == "body" else self.pointer.below("responses", key)


# -- a page -----------------------------------------------------------------------------------------------------------

Nesting: TypeAlias = Literal["flat", "folded", "named"]
"""How a layout shows fields within fields: one after the other without a sign, not at all (or as `size.width`), or with
the names that lead to each."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text on a page and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One statement of method and URL: its server, unless the page shows the path alone; parameters are in braces."""

    method: Said
    server: Said | None
    path: Said


@dataclass(frozen=True, slots=True)
class Call:
    """A curl call: its line and headers, its JSON body, and the JSON responses printed after it.

    `end` is the offset in the page's text after all of it.
    """

    line: int
    headers: tuple[Said, ...]
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
    example: Node | None = None
    constraints: dict[str, Node] = field(default_factory=dict[str, Node])
    is_described: bool = False
    end: int = 0

    @property
    def is_glued(self) -> bool:
        """Whether its allowed values run together, and nothing has told them apart."""
        return self.allowed_glued and len(self.allowed) == 1

    @property
    def has_values(self) -> bool:
        """Whether it has allowed values, a default or an example."""
        return bool(self.allowed or self.default or self.example)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the field's name: several where it shows what it is within, as `size.width`."""
        return self.path or tuple(self.name.text.replace("[]", "").split("."))


@dataclass(slots=True)
class Section:
    """The fields under one heading. `heading` of a response says which one it is; `end` is the line after it.

    `is_shown`: its fields are listed; some layouts list all responses and the fields of one.
    """

    place: Place
    heading: Said
    blocks: list[Block] = field(default_factory=list[Block])
    media_type: Said | None = None
    end: int = 0
    is_shown: bool = True


RemnantKind: TypeAlias = Literal["text", "values", "fold", "example", "heading"]


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

    - `tokens` instead of `sections`: of a page that lost names and types
    - `scopes`: what a token must be allowed to do; None where the page doesn't tell
    - `examples`: JSON of a body or response, by the key of its group
    - `end`: the last line with content
    - `is_whole`: whether a footer shows that this is the page's end; None in a layout without footers
    - `shows_errors`: it lists all responses, not only the successful one
    - `lists_credentials`: those that are sent as a header are among the headers
    - `shows_authorization`: it lists the credentials, with the parameters and with the place where they are sent
    - `shows_media_type`: it gives the media type of a request body
    - `is_console`: its curl calls are those of a console: not every required header, all that may be left out of a
      body, no response
    """

    layout: str
    endpoints: tuple[Endpoint, ...]
    end: int
    calls: tuple[Call, ...] = ()
    sections: tuple[Section, ...] = ()
    tokens: tuple[Token, ...] = ()
    examples: tuple[tuple[str, Node], ...] = ()
    scopes: tuple[Said, ...] | None = None
    nesting: Nesting = "flat"
    shows_errors: bool = False
    lists_credentials: bool = True
    shows_authorization: bool = False
    shows_media_type: bool = False
    is_console: bool = False
    is_whole: bool | None = None

    @property
    def is_named(self) -> bool:
        """Whether its fields have names and types."""
        return not self.tokens
