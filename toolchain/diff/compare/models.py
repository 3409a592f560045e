"""The names of models: which schema of the one document is which of the other, and what becomes of its Python class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.classify import ChangeClass
from toolchain.diff.compare.findings import Finding
from toolchain.diff.normalize.keywords import JUDGED
from toolchain.diff.values import code
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolchain.diff.classify.containment import Sides
    from toolchain.openapi.document import Document
    from toolchain.openapi.pointer import Pointer

_MODEL_KEYWORDS = frozenset({"properties", "enum", "allOf", "anyOf", "oneOf"})


class Models:
    """Which model has been renamed to which, as it turns out from where they are used."""

    def __init__(self, sides: Sides, findings: list[Finding]) -> None:
        self._sides, self._findings = sides, findings
        self.renamed: dict[Pointer, Pointer] = {}
        """The new place of each schema that is only called something else."""
        self._replaced: dict[Pointer, Pointer] = {}
        """What stands in the place of a schema somewhere."""

    def exchanged(self, old: Pointer, new: Pointer) -> str:
        """Report what two schemas in the same place are called; return how one took the other's place, if it did.

        The same model under another name is none that took its place.
        """
        was, now = named(self._sides.old, old), named(self._sides.new, new)
        if (was and was.name) == (now and now.name):
            return ""
        message = f"now the model {code(now.name)}" if now else f"no longer the model {code(was.name if was else '')}"
        if was is not None and now is not None:
            message = f"{code(was.name)} is now {code(now.name)}"
            self._replaced[was] = now
            is_free = not self._sides.new.has(was) and not self._sides.old.has(now)
            if is_free and self.renamed.setdefault(was, now) == now:
                self._findings.append(Finding("model-renamed", ChangeClass.SURFACE, now, f"model {message}"))
                return ""
        schemas = self._sides.old.schema(was or old), self._sides.new.schema(now or new)
        if any(map(_MODEL_KEYWORDS.intersection, schemas)):
            found = Finding("model-exchanged", ChangeClass.SURFACE, new, message, message, everywhere=True)
            self._findings.append(found)
        return message

    def component_findings(self, is_compared: Callable[[Pointer], bool]) -> Iterator[Finding]:
        """Yield what has become of the named schemas themselves.

        `is_compared` tells of a place in the old document whether an operation that both sides have uses it.
        """
        old = self._sides.old.entries("components", "schemas")
        new = self._sides.new.entries("components", "schemas")
        hashes, new_hashes = self._sides.unchanged.old_hashes, self._sides.unchanged.new_hashes
        added = {name: place for name, place in new.items() if name not in old}
        for name, place in old.items():
            if name in new:
                # Nothing is sent by it, but the generated package has its class.
                if not self._sides.unchanged.says_the_same(place, new[name]) and not is_compared(place):
                    message = f"model {code(name)} changed; no request or response that both sides have uses it"
                    detail = [hashes.of(place), new_hashes.of(new[name])]
                    yield Finding("model-changed", ChangeClass.SURFACE, new[name], message, [*detail])
                continue
            if place in self._replaced:
                added.pop(self._replaced[place].name, None)
            else:
                yield Finding("model-removed", ChangeClass.SURFACE, place, f"model {code(name)} is gone", gone=True)
        for name, place in added.items():
            yield Finding("model-added", ChangeClass.COMPATIBLE, place, f"new model {code(name)}")


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
