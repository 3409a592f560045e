"""Both sides of a comparison, with what is known of their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.classify.containment import Containment
from toolchain.diff.classify.witness import Witnesses
from toolchain.diff.normalize.alternatives import Direction, Normalizer
from toolchain.diff.normalize.schema_hash import Unchanged

if TYPE_CHECKING:
    from toolchain.openapi.document import Document
    from toolchain.openapi.pointer import Pointer


class Judge:
    """Tells in one direction whether callers are harmed: requests must still be taken, responses be as promised."""

    def __init__(self, old: Document, new: Document, unchanged: Unchanged, direction: Direction) -> None:
        self.direction = direction
        self.old, self.new = Normalizer(old, direction), Normalizer(new, direction)
        is_request = direction is Direction.REQUEST
        inner, outer = (self.old, self.new) if is_request else (self.new, self.old)
        self.witnesses = Witnesses(inner, outer)
        self._unchanged = unchanged
        self.containment = Containment(self.witnesses, unchanged, inner_is_old=is_request)

    def are_same(self, old: tuple[Pointer, ...], new: tuple[Pointer, ...]) -> bool:
        """Whether the schemas at places of both sides are unchanged, with all that they refer to."""
        return len(old) == len(new) and all(map(self._unchanged.is_unchanged, old, new))


class Sides:
    """The two documents, and the judges of what lies between them."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self.unchanged = Unchanged(old, new)
        self.judges = {direction: Judge(old, new, self.unchanged, direction) for direction in Direction}
