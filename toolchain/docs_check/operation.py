"""What pages say of an operation, as the description has it: parameters, fields, bodies, in lists without nesting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolchain.docs_check.expected_examples import Expected
    from toolchain.docs_check.types import Type
    from toolchain.openapi.json_values import JSON

Subject: TypeAlias = tuple[str, ...]
"""What a fact is about: the key of a group, then the names that lead to a field in it; () is the operation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A parameter or field. `path`: the names that lead to it in its group; `home`: where fields within it belong.

    `place` is under which heading pages list it; `sent_in` is another one for credentials only. `keywords` are the
    pointers of what the schema says (`type`, `enum`, `required` …), or of where it would say it; `constraints` are
    keywords such as `minimum`.
    """

    path: tuple[str, ...]
    pointer: str
    home: str
    type: Type
    is_required: bool
    place: str
    sent_in: str
    allowed: tuple[JSON, ...] | None = None
    default: Expected | None = None
    example: Expected | None = None
    keywords: Mapping[str, str] = field(default_factory=dict[str, str])
    constraints: Mapping[str, JSON] = field(default_factory=dict[str, "JSON"])

    @property
    def name(self) -> str:
        """The name of the field itself."""
        return self.path[-1]

    def at(self, keyword: str) -> str:
        """Return where the description says, or would say, a keyword."""
        return self.keywords.get(keyword) or self.pointer + join(keyword)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The parameters in one place, the fields of the request body, or those of one response.

    `key`: path, query, header, cookie, authorization, body, or a status; `home`: where its own fields belong.
    """

    key: str
    pointer: str
    home: str
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
    pointer: str
    servers: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    scopes: tuple[str, ...] = ()
    scopes_pointer: str = ""
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

    def path_examples(self) -> dict[str, str]:
        """Return the values that pages may have in the path in the place of a `{name}`."""
        return {f"{{{entry.name}}}": str(entry.example.value) for entry in self.entries("path") if entry.example}

    def entry(self, subject: Subject) -> Entry | None:
        """Return the parameter or field that a fact is about."""
        return (
            next((entry for entry in self.entries(subject[0]) if entry.path == subject[1:]), None) if subject else None
        )

    def is_credential(self, entry: Entry) -> bool:
        """Return whether a parameter is what the security scheme stands for too, and so needn't be listed twice."""
        found = self.entries("authorization")
        return entry not in found and any((other.name, other.sent_in) == (entry.name, entry.place) for other in found)

    def success(self) -> Group | None:
        """Return the response of success: the first with a status 2xx."""
        return next((group for group in self.groups if group.key.startswith("2")), None)
