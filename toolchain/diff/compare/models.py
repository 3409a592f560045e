"""The names of models: which schema of the one document is which of the other, and what becomes of its Python class."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.compare.findings import Finding
from toolchain.diff.normalize.keywords import JUDGED
from toolchain.diff.values import code
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolchain.diff.classify.sides import Sides
    from toolchain.openapi.document import Document
    from toolchain.openapi.pointer import Pointer

_MODEL_KEYWORDS = frozenset({"properties", "enum", "allOf", "anyOf", "oneOf"})


class Names(NamedTuple):
    """What two schemas that stand in the same place are called.

    `exchanged` is whether one has taken the other's place, `renamed` whether it is the same under another name.
    """

    exchanged: bool
    renamed: tuple[Pointer, Pointer] | None
    message: str


class Models:
    """Which model has been renamed to which, as it turns out from where they are used."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self.renamed: dict[Pointer, Pointer] = {}
        """The new place of each schema that is only called something else."""
        self.replaced: dict[Pointer, Pointer] = {}
        """What stands in the place of a schema somewhere."""

    def compare(self, old: Pointer, new: Pointer) -> Names:
        """Compare the names of what the schemas at two places refer to."""
        was, now = named(self._sides.old, old), named(self._sides.new, new)
        if was is None and now is None:
            return Names(False, None, "")
        if was is not None and now is not None:
            if was.name == now.name:
                return Names(False, None, "")
            message = f"{code(was.name)} is now {code(now.name)}"
            self.replaced[was] = now
            is_free = not self._sides.new.has(was) and not self._sides.old.has(now)
            if is_free and self.renamed.setdefault(was, now) == now:
                return Names(False, (was, now), message)
            return Names(True, None, message)
        if now is not None:
            return Names(True, None, f"now the model {code(now.name)}")
        assert was is not None
        return Names(True, None, f"no longer the model {code(was.name)}")

    def component_findings(self, is_compared: Callable[[Pointer], bool]) -> Iterator[Finding]:
        """Yield what has become of the named schemas themselves.

        `is_compared` tells of a place in the old document whether an operation that both sides have uses it.
        """
        old = self._sides.old.entries("components", "schemas")
        new = self._sides.new.entries("components", "schemas")
        added = {name: place for name, place in new.items() if name not in old}
        for name, place in old.items():
            if name in new:
                if not is_compared(place):
                    yield from self._unused(place, new[name])
            elif place in self.renamed:
                added.pop(self.renamed[place].name, None)
            elif twin := self._twin(place, added):
                del added[twin.name]
                self.renamed[place] = twin
                yield Finding(
                    "model-renamed", ChangeClass.SURFACE, twin, f"model {code(name)} is now {code(twin.name)}"
                )
            elif place not in self.replaced:
                yield Finding("model-removed", ChangeClass.SURFACE, place, f"model {code(name)} is gone", gone=True)
        for name, place in added.items():
            if place in self.replaced.values():
                continue
            yield Finding("model-added", ChangeClass.COMPATIBLE, place, f"new model {code(name)}")

    def _twin(self, place: Pointer, candidates: dict[str, Pointer]) -> Pointer | None:
        signature = self._sides.unchanged.old_hashes.of(place)
        for candidate in candidates.values():
            if self._sides.unchanged.new_hashes.of(candidate) == signature:
                return candidate
        return None

    def _unused(self, old: Pointer, new: Pointer) -> Iterator[Finding]:
        # Nothing is sent by it, but the generated package has its class.
        if not self._sides.unchanged.says_the_same(old, new):
            message = f"model {code(new.name)} changed; no operation that both sides have uses it"
            signatures = [self._sides.unchanged.old_hashes.of(old), self._sides.unchanged.new_hashes.of(new)]
            yield Finding("model-changed", ChangeClass.SURFACE, new, message, [*signatures])


def named(document: Document, place: Pointer) -> Pointer | None:
    """Return where the schema at a place is defined under a name: by `$ref`, alone or only wrapped; else None."""
    for _ in range(8):
        node = document.schema(place)
        keywords = JUDGED.intersection(node) - {"nullable"}
        if set(keywords) == {"$ref"}:
            return document.follow(place)
        wrapper = next(iter(keywords)) if len(keywords) == 1 else ""
        if wrapper not in ("allOf", "anyOf", "oneOf"):
            return None
        branches = [place.below(wrapper, index) for index, _ in enumerate(as_list(node[wrapper]))]
        branches = [branch for branch in branches if document.schema(branch).get("type") != "null"]
        if len(branches) != 1:
            return None
        place = branches[0]
    return None


def follow_schema(document: Document, place: Pointer) -> Pointer:
    """Return where the schema at a place really stands; one that demands more beside its `$ref` stands there."""
    while set(JUDGED.intersection(document.schema(place))) == {"$ref"}:
        target = document.reference(place)
        assert target is not None
        place = target
    return place


def name_findings(sides: Sides, names: Names, old: Pointer, new: Pointer) -> Iterator[Finding]:
    """Yield what a comparison of names means for the names and types in Python."""
    if names.renamed is not None:
        was, now = names.renamed
        yield Finding("model-renamed", ChangeClass.SURFACE, now, f"model {code(was.name)} is now {code(now.name)}")
    elif names.exchanged and (_is_model(sides.old, old) or _is_model(sides.new, new)):
        yield Finding("model-exchanged", ChangeClass.SURFACE, new, names.message, names.message, everywhere=True)


def _is_model(document: Document, place: Pointer) -> bool:
    return bool(_MODEL_KEYWORDS.intersection(document.schema(named(document, place) or place)))
