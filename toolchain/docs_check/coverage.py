"""Find the overlay action that puts a quirk of a page right, by applying the overlays one action at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolchain import overlay
from toolchain.docs_check.types import PLAIN
from toolchain.docs_check.view import View
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import canonical_json
from toolchain.openapi.pointer import MISSING, Pointer, find, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolchain.docs_check.facts import Fact
    from toolchain.openapi.json_values import JSON

NONE = "none"
"""What is reported of a quirk that no overlay action puts right."""


class Coverage:
    """The description after each overlay action; the actions are applied when the first quirk asks for them."""

    def __init__(self, document: dict[str, JSON], overlays: Sequence[tuple[str, JSON]]) -> None:
        self._document = document
        self._overlays = overlays
        self._steps: list[tuple[str, dict[str, JSON]]] | None = None

    def named(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Return the facts, each quirk with the actions that put it right, or `NONE`."""
        return tuple(replace(fact, overlay=self.find(fact.quirk_of)) if fact.quirk_of else fact for fact in facts)

    def find(self, field: str) -> str:
        """Return the actions that change type or example of a field, if the two go together after all of them."""
        steps = self._applied()
        before = _seen(self._document, field)
        names: list[str] = []
        for name, document in steps:
            after = _seen(document, field)
            if canonical_json(after) != canonical_json(before):
                names.append(name)
            before = after
        last = steps[-1][1] if steps else self._document
        return ", ".join(names) if names and _is_sound(last, field) else NONE

    def touching(self, pointer: str) -> str:
        """Return the actions that change what stands at a place, or `NONE`."""
        keys = parse(pointer) or ()
        before = find(self._document, keys)
        names: list[str] = []
        for name, document in self._applied():
            after = find(document, keys)
            if after != before:
                names.append(name)
            before = after
        return ", ".join(names) or NONE

    def _applied(self) -> list[tuple[str, dict[str, JSON]]]:
        if self._steps is None:
            self._steps = list(self._apply())
        return self._steps

    def _apply(self) -> Iterable[tuple[str, dict[str, JSON]]]:
        document = self._document
        for name, content in self._overlays:
            actions = content.get("actions") if isinstance(content, dict) else None
            for number, action in enumerate(actions if isinstance(actions, list) else [], 1):
                single: JSON = {**content, "actions": [action]} if isinstance(content, dict) else content
                try:
                    document = overlay.apply(document, [(name, single)])
                except ToolchainError:
                    # It covers nothing until it can be applied again; `resolve --strict` says why it cannot.
                    continue
                yield f"{name} action {number}", document


def _schema(root: dict[str, JSON], field: str) -> View | None:
    """Return the schema of a field or parameter; None while there is none, or one that refers to nothing."""
    keys = parse(field) or ()
    document = Document("the description", root)
    if find(root, keys) is MISSING:
        return None
    try:
        place = View(document, Pointer("", keys))
        return place.below("schema") if "schema" in place.value else place
    except ToolchainError:
        return None


def _seen(document: dict[str, JSON], field: str) -> JSON:
    """Return what decides whether a quirk is one: type, with all that it refers to, and example."""
    schema = _schema(document, field)
    if schema is None:
        return None
    type_ = schema.type().written(PLAIN)
    return {"type": type_, "at": str(schema.home), "example": schema.value.get("example")}


def _is_sound(document: dict[str, JSON], field: str) -> bool:
    schema = _schema(document, field)
    return schema is None or "example" not in schema.value or not schema.type().refuses(schema.value["example"])
