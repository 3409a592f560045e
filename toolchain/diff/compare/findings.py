"""Collects what the comparisons find: the same change from several operations and both directions becomes one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolchain.diff.classify import Change, ChangeClass, stable_key
from toolchain.diff.normalize.keywords import JUDGED
from toolchain.diff.values import code, key_of
from toolchain.openapi.json_values import as_list
from toolchain.openapi.openapi_objects import is_reference, walk
from toolchain.openapi.pointer import ROOT, Pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolchain.diff.classify.witness import Witness
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.operations import Operation

_SHARED = ("parameters", "servers", "summary", "description")
"""What a path says for all of its operations."""

_PARTS = {"items": "[]", "additionalProperties": "{}", "contains": "[]"}


class Reach:
    """Which operations the places of one document reach: those that contain a place or refer to what contains it.

    Args:
        operations: the operations, each with what reports call it.

    Raises:
        ToolchainError: at a reference that is dangling or circular, wherever it is.
    """

    def __init__(self, document: Document, operations: Iterable[tuple[Operation, str]]) -> None:
        self._document = document
        self._labels: list[str] = []
        self._reached: dict[Pointer, int] = {}
        """Of each place that something refers to the operations that do in the end, a bit for each."""
        self._sets: dict[int, frozenset[str]] = {}
        uses: dict[Pointer, set[Pointer]] = {}
        pending = [("document", ROOT)]
        for operation, label in operations:
            pending.append(("operation", operation.pointer))
            shared = (item.below(key) for item in {operation.item, operation.entry} for key in _SHARED)
            for place in (operation.pointer, *shared):
                self._reached[place] = self._reached.get(place, 0) | 1 << len(self._labels)
            self._labels.append(label)
        seen = set(pending)
        while pending:
            kind, place = pending.pop()
            for inner, here, target in self._references(kind, place):
                # From the document as a whole all is referred to; what counts there is what a path says for all of it.
                from_path = next((each for each in here.prefixes() if each in self._reached), here)
                uses.setdefault(place if kind != "document" else from_path, set()).add(target)
                if (inner, target) not in seen:
                    seen.add((inner, target))
                    pending.append((inner, target))
        waiting = deque(self._reached)
        while waiting:
            place = waiting.popleft()
            for target in uses.get(place, ()):
                before = self._reached.get(target, 0)
                if before != (now := before | self._reached[place]):
                    self._reached[target] = now
                    waiting.append(target)

    def of(self, place: Pointer) -> frozenset[str]:
        """Return the labels of the operations that a place reaches."""
        found = 0
        for prefix in place.prefixes():
            found |= self._reached.get(prefix, 0)
        if found not in self._sets:
            self._sets[found] = frozenset(label for index, label in enumerate(self._labels) if found >> index & 1)
        return self._sets[found]

    def _references(self, kind: str, place: Pointer) -> Iterator[tuple[str, Pointer, Pointer]]:
        """Yield what the object of a kind at a place refers to, from anywhere within it."""
        for inner, node, here in walk(kind, self._document.value(place), place):
            if is_reference(inner, node):
                # To the end, for circles; what lies between counts as reached too.
                self._document.follow(here)
                yield inner, here, self._document.reference(here) or here


@dataclass(slots=True)
class Finding:
    """One thing that one comparison has found.

    Attributes:
        where: "requests" or "responses" if the class holds for these.
        gone: whether the place is in the old document only.
        operations: what it reaches, where the place doesn't tell.
        witness: a value that proves that it breaks.
        reason: why it can't be decided.
        everywhere: whether the same at another place is the same change.
    """

    kind: str
    change_class: ChangeClass
    place: Pointer
    message: str
    detail: JSON = None
    where: str = ""
    gone: bool = False
    operations: frozenset[str] | None = None
    witness: Witness | None = None
    reason: str = ""
    everywhere: bool = False


@dataclass(slots=True)
class Findings:
    """All findings of one diff, in no order."""

    found: list[Finding] = field(default_factory=list[Finding])

    def report(
        self,
        kind: str,
        change_class: ChangeClass,
        place: Pointer,
        message: str,
        detail: JSON = None,
        *,
        where: str = "",
        gone: bool = False,
        operations: frozenset[str] | None = None,
    ) -> None:
        """Add what is decided by a rule."""
        self.found.append(Finding(kind, change_class, place, message, detail, where, gone, operations))

    def reporter(self, place: Pointer, label: str, *, gone: bool) -> Callable[[str, ChangeClass, str, JSON], None]:
        """Return what adds a finding at one place that concerns one operation."""

        def add(kind: str, change_class: ChangeClass, message: str, detail: JSON) -> None:
            self.report(kind, change_class, place, message, detail, gone=gone, operations=frozenset({label}))

        return add

    def changes(self, old: Document, new: Document, reach: tuple[Reach, Reach]) -> Iterator[Change]:
        """Yield one change for each place, kind and detail: in its worst class, with all operations."""
        groups: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in sorted(self.found, key=lambda each: str(each.place)):
            place, key = "", key_of(finding.detail)
            if not finding.everywhere:
                place, key = str(finding.place), stable_key(old if finding.gone else new, finding.place, finding.detail)
            groups.setdefault((finding.kind, place, key), []).append(finding)
        seen: dict[str, int] = {}
        # One list for all changes that reach the same operations: there may be thousands of each.
        in_order: dict[frozenset[str], tuple[str, ...]] = {}
        for change in sorted((_merge(group, key[2], reach, in_order) for key, group in groups.items()), key=_pointer):
            # Numbered where no more than an index tells them from each other, so that each has an id of its own.
            count = seen[change.id] = seen.get(change.id, 0) + 1
            yield change if count == 1 else replace(change, key=f"{change.key} {count}")


def _pointer(change: Change) -> str:
    return change.pointer


def _merge(
    group: list[Finding],
    key: str,
    reach: tuple[Reach, Reach],
    in_order: dict[frozenset[str], tuple[str, ...]],
) -> Change:
    worst = worst_of(group)
    deciding = [finding for finding in group if finding.change_class is worst.change_class]
    where = " and ".join(sorted({finding.where for finding in deciding if finding.where}, reverse=True))
    about = subject(worst.place, worst.kind)
    message = f"{code(about)}: {worst.message}" if about else worst.message
    places = len({finding.place for finding in group})
    message += f", here and in {places - 1} more places" if places > 2 else ", here and in another place" * (places > 1)
    operations = frozenset[str]()
    for finding in group:
        found = finding.operations
        operations |= reach[0].of(finding.place) | reach[1].of(finding.place) if found is None else found
    if operations not in in_order:
        in_order[operations] = tuple(sorted(operations))
    return Change(
        worst.kind,
        worst.change_class,
        str(worst.place),
        f"{message} (in {where})" if where else message,
        key,
        in_order[operations],
        witness=next((finding.witness for finding in deciding if finding.witness is not None), None),
        reason=next((finding.reason for finding in deciding if finding.reason), ""),
        gone=worst.gone,
    )


def worst_of(findings: list[Finding]) -> Finding:
    """Return the worst of some findings, the first by place among equals."""
    return min(findings, key=lambda each: (each.change_class.rank, str(each.place), each.kind))


def subject(place: Pointer, kind: str) -> str:
    """Return what a change at `place` is about, ``Invoice.items[].amount`` rather than a pointer; empty for no schema.

    A property that comes or goes is about the object that has it.
    """
    if kind.startswith("model-"):
        return ""
    keys = list(place.keys)
    if kind in ("property-added", "property-removed", "property-renamed") and keys[-2:-1] == ["properties"]:
        keys = keys[:-2]
    start, result = len(keys), ""
    if keys[:2] == ["components", "schemas"] and len(keys) > 2:
        start, result = 3, keys[2]
    elif "schema" in keys:
        start = keys.index("schema") + 1
    elif place.file:
        # A file of schemas, or one that is a schema itself.
        start, result = (0, Pointer(place.file).name) if not keys or keys[0] in JUDGED else (1, keys[0])
    rest = iter(keys[start:])
    for key in rest:
        if key in ("properties", "patternProperties"):
            name = next(rest, None)
            result += f".{name}" if name is not None else ""
        elif key == "prefixItems":
            result += f"[{next(rest, '')}]"
        elif key in ("allOf", "anyOf", "oneOf"):
            next(rest, None)
        elif key in _PARTS and (key is not keys[-1] or kind not in (key, "additional-properties")):
            result += _PARTS[key]
    return result.removeprefix(".")


def type_words(document: Document, places: Sequence[Pointer], depth: int = 0) -> str:
    """Return what a schema is called in a message: its model, or its type."""
    if not places or depth > 4:
        return "any"
    place = places[0]
    if (target := document.reference(place)) is not None:
        return target.name
    schema = document.schema(place)
    for keyword in ("allOf", "anyOf", "oneOf"):
        branches = [place.below(keyword, index) for index, _ in enumerate(as_list(schema.get(keyword)))]
        names = [type_words(document, [branch], depth + 1) for branch in branches]
        names = list(dict.fromkeys(name for name in names if name != "any"))
        if names:
            return (" and " if keyword == "allOf" else " or ").join(names)
    given = schema.get("type")
    kinds = [kind for kind in (given if isinstance(given, list) else [given]) if isinstance(kind, str)]
    shown: list[str] = []
    for kind in kinds:
        if kind == "array":
            has_items = isinstance(schema.get("items"), dict)
            inner = type_words(document, [place.below("items")] if has_items else [], depth + 1)
            shown.append(f"array of {inner}")
        elif isinstance(schema.get("format"), str) and kind != "null":
            shown.append(f"{kind} ({schema['format']})")
        else:
            shown.append(kind)
    return " or ".join(shown) or ("object" if "properties" in schema else "any")
