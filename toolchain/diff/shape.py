"""What a schema demands, with all that stands in place of it folded into one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.values import key_of

if TYPE_CHECKING:
    from toolchain.diff.places import Place
    from toolchain.openapi.json_values import JSON


class Direction(StrEnum):
    """Who sends what a schema describes."""

    REQUEST = "requests"
    RESPONSE = "answers"

    @property
    def hidden(self) -> str:
        """The keyword of properties that are not sent this way."""
        return "readOnly" if self is Direction.REQUEST else "writeOnly"


class Piece(NamedTuple):
    """A keyword with its value, and where it stands."""

    keyword: str
    value: JSON
    place: Place

    @property
    def key(self) -> str:
        """What orders pieces in a way that doesn't depend on where they stand."""
        return key_of([self.keyword, self.value])


@dataclass(slots=True)
class Union:
    """An `anyOf` or `oneOf` and its branches, null left out."""

    place: Place
    branches: list[Place]


@dataclass(slots=True)
class Shape:
    """What a value must be. Lists of places are schemas that all hold at once."""

    nulls: list[bool] = field(default_factory=list[bool])
    """Whether null is allowed, by each part that says something of it; null is if all are true."""
    pieces: dict[str, list[Piece]] = field(default_factory=dict[str, list[Piece]])
    opaque: list[Piece] = field(default_factory=list[Piece])
    properties: dict[str, list[Place]] = field(default_factory=dict[str, "list[Place]"])
    hidden: set[str] = field(default_factory=set[str])
    required: dict[str, Place] = field(default_factory=dict[str, "Place"])
    patterns: dict[str, list[Place]] = field(default_factory=dict[str, "list[Place]"])
    additional: list[Piece] = field(default_factory=list[Piece])
    items: list[Place] = field(default_factory=list["Place"])
    prefix: list[Piece] = field(default_factory=list[Piece])
    unions: list[Union] = field(default_factory=list[Union])
