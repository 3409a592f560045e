"""What two schemas share exactly if they say the same in the same way, whatever the order and the explanations."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from toolchain.diff.grammar import children
from toolchain.diff.keywords import JUDGED
from toolchain.diff.values import array, key_of

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.places import Place
    from toolchain.openapi.json_values import JSON

_UNORDERED = frozenset({"required", "enum", "type"})
_UNORDERED_SCHEMAS = frozenset({"allOf", "anyOf", "oneOf"})
_VALUES_WITHIN = frozenset({"properties", "patternProperties", "additionalProperties", "items", "prefixItems"})


class Signatures:
    """The signatures of one document's schemas, each worked out once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[Place, str] = {}

    def of(self, place: Place) -> str:
        """Return the signature of the schema at a place; a reference counts by what it names, not by its content."""
        found = self._known.get(place)
        if found is None:
            content = key_of(self._content(place)).encode()
            found = self._known[place] = hashlib.sha256(content).hexdigest()[:24]
        return found

    def _content(self, place: Place) -> dict[str, JSON]:
        node = self._document.schema(place)
        content: dict[str, JSON] = {key: value for key, value in node.items() if key in JUDGED}
        if "$ref" in node and (target := self._document.reference(place)) is not None:
            content["$ref"] = str(target)
        for key in _UNORDERED & content.keys():
            value = content[key]
            content[key] = array(sorted(key_of(item) for item in (value if isinstance(value, list) else [value])))
        nested: dict[str, dict[str, str]] = {}
        for _, value, child in children("schema", node, place):
            if isinstance(value, dict | bool):
                # The keys from the parent to the child: one, or two through a map or an array.
                keys = child.keys[len(place.keys) :]
                nested.setdefault(keys[0], {})["/".join(keys[1:])] = self.of(child)
        for key, entries in nested.items():
            if key in content:
                unordered = key in _UNORDERED_SCHEMAS
                content[key] = array(sorted(entries.values())) if unordered else {**entries}
        return content


def inner_references(document: Document, place: Place) -> tuple[list[Place], bool]:
    """Return where the schema at a place refers to, and whether any of it is in place (`allOf` and the like).

    What is referred to in place is part of the schema itself, rather than of a value within its values.
    """
    targets: list[Place] = []
    in_place = False
    pending = [(place, False)]
    while pending:
        here, combined = pending.pop()
        if (target := document.reference(here)) is not None:
            targets.append(target)
            in_place = in_place or combined or here == place
        for kind, value, child in children("schema", document.schema(here), here):
            if kind == "schema" and isinstance(value, dict):
                pending.append((child, child.keys[len(here.keys)] not in _VALUES_WITHIN))
    return targets, in_place
