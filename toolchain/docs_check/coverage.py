"""Find the overlay action that puts a quirk of a page right, by applying the overlays one action at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolchain import overlay
from toolchain.docs_check.description import View
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import MISSING, Pointer, find, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolchain.docs_check.model import Fact
    from toolchain.openapi.json_values import JSON

NONE = "none"
"""What is reported of a quirk that no overlay action puts right."""


class Coverage:
    """The description after each overlay action; the actions are applied when the first quirk asks for them."""

    def __init__(self, document: dict[str, JSON], overlays: Sequence[tuple[str, JSON]]) -> None:
        self._document = document
        self._overlays = overlays

    def named(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Return the facts, each quirk with the actions that put it right, or `NONE`."""
        return tuple(replace(fact, overlay=self._covering(fact.quirk_of)) if fact.quirk_of else fact for fact in facts)

    def _covering(self, field: str) -> str:
        """Return the actions that change type or example of a field, if the two go together after all of them."""

        def seen(root: dict[str, JSON]) -> object:
            schema = _schema(root, field)
            return schema and (str(schema.type()), schema.home, schema.value.get("example", MISSING))

        last = _schema(self._steps[-1][1], field)
        if last and "example" in last.value and last.type().refuses(last.value["example"]):
            return NONE
        return self._changing(seen)

    def touching(self, pointer: str) -> str:
        """Return the actions that change what stands at a place, or `NONE`."""
        return self._changing(lambda root: find(root, parse(pointer) or ()))

    def _changing(self, see: Callable[[dict[str, JSON]], object]) -> str:
        seen = [see(root) for _, root in self._steps]
        changing = (n for n in range(1, len(seen)) if seen[n - 1] != seen[n])
        return ", ".join(self._steps[n][0] for n in changing) or NONE

    @cached_property
    def _steps(self) -> list[tuple[str, dict[str, JSON]]]:
        """The description, and what each action makes of it."""
        steps = [("", self._document)]
        for name, content in self._overlays:
            for number, action in enumerate(as_list(as_object(content).get("actions")), 1):
                single: JSON = {**as_object(content), "actions": [action]}
                try:
                    steps.append((f"{name} action {number}", overlay.apply(steps[-1][1], [(name, single)])))
                except ToolchainError:
                    # It covers nothing until it can be applied again; `resolve --strict` says why it cannot.
                    continue
        return steps


def _schema(root: dict[str, JSON], field: str) -> View | None:
    """Return the schema of a field or parameter; None while there is none, or one that refers to nothing."""
    keys = parse(field) or ()
    if find(root, keys) is MISSING:
        return None
    try:
        place = View(Document("the description", root), Pointer("", keys))
        return place.below("schema") if "schema" in place.value else place
    except ToolchainError:
        return None
