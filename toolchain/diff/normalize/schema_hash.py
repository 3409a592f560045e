"""What two schemas share exactly if they say the same in the same way, whatever the order and the explanations."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from toolchain.diff.normalize.keywords import JUDGED
from toolchain.diff.values import array, key_of, same
from toolchain.openapi.openapi_objects import children

if TYPE_CHECKING:
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_Pair = tuple["Pointer", "Pointer"]
_UNORDERED = frozenset({"required", "enum", "type"})
_UNORDERED_SCHEMAS = frozenset({"allOf", "anyOf", "oneOf"})


class SchemaHashes:
    """The hashes of one document's schemas, each worked out once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[Pointer, str] = {}
        self._references: dict[Pointer, tuple[Pointer, ...]] = {}

    def of(self, place: Pointer) -> str:
        """Return the hash of the schema at a place; a reference counts by what it names, not by its content."""
        found = self._known.get(place)
        if found is None:
            content = key_of(self._content(place)).encode()
            found = self._known[place] = hashlib.sha256(content).hexdigest()[:24]
        return found

    def references(self, place: Pointer) -> tuple[Pointer, ...]:
        """Return where the schema at a place refers to, from anywhere within it."""
        if place not in self._references:
            found: list[Pointer] = []
            if (target := self._document.reference(place)) is not None:
                found.append(target)
            for kind, _, child in children("schema", self._document.schema(place), place):
                if kind == "schema" and child.keys[len(place.keys)] in JUDGED:
                    found += self.references(child)
            self._references[place] = tuple(dict.fromkeys(found))
        return self._references[place]

    def _content(self, place: Pointer) -> dict[str, JSON]:
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


class Unchanged:
    """Which schemas are the same on both sides, with all that they refer to."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self.old_hashes, self.new_hashes = self._hashes = SchemaHashes(old), SchemaHashes(new)
        self._known: dict[_Pair, bool] = {}

    def says_the_same(self, old: Pointer, new: Pointer) -> bool:
        """Whether two schemas are the same but for order and explanations, as far as this can be seen in them."""
        if self._old.is_openapi30 == self._new.is_openapi30 and same(self._old.value(old), self._new.value(new)):
            return True
        return self.old_hashes.of(old) == self.new_hashes.of(new)

    def is_unchanged(self, old: Pointer, new: Pointer) -> bool:
        """Whether two schemas are the same, and all that they refer to likewise."""
        if (old, new) not in self._known:
            self._settle((old, new))
        return self._known[old, new]

    def _settle(self, start: _Pair) -> None:
        """Find out of a pair, and of all that it leads to, whether they are unchanged: each is looked at once."""
        users: dict[_Pair, list[_Pair]] = {start: []}
        pending, changed = [start], list[_Pair]()
        while pending:
            pair = pending.pop()
            known = self._known.get(pair)
            if known is False or (known is None and not self.says_the_same(*pair)):
                changed.append(pair)
            elif known is None:
                # The same references by name, so that the targets pair up by it.
                targets = (sorted(hashes.references(place)) for hashes, place in zip(self._hashes, pair, strict=True))
                for target in zip(*targets, strict=True):
                    if target not in users:
                        users[target] = []
                        pending.append(target)
                    users[target].append(pair)
        self._known.update(dict.fromkeys(users, True))
        while changed:
            pair = changed.pop()
            self._known[pair] = False
            changed += [user for user in users[pair] if self._known[user]]

    def is_unchanged_value(self, old: Pointer, new: Pointer) -> bool:
        """Whether the values of two keywords are the same: schemas, maps of schemas, or others."""
        was, now = self._old.value(old), self._new.value(new)
        if old.keys[-1:] == ("dependentSchemas",) and isinstance(was, dict) and isinstance(now, dict):
            return was.keys() == now.keys() and all(self.is_unchanged(old.below(key), new.below(key)) for key in was)
        if isinstance(was, dict) and isinstance(now, dict):
            return self.is_unchanged(old, new)
        return same(was, now)
