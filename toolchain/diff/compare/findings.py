"""What the comparisons find: the same change from several operations and both directions becomes one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from toolchain.diff.classify import Change, ChangeClass, stable_key
from toolchain.diff.normalize.keywords import JUDGED, listed, named_types
from toolchain.diff.values import code, key_of, printable
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
        self._labels: list[str] = []
        self._reached: dict[Pointer, int] = {}
        """Of each place that something refers to the operations that do in the end, a bit for each."""
        pending = [("document", ROOT)]
        for operation, label in operations:
            pending.append(("operation", operation.pointer))
            shared = (item.below(key) for item in {operation.item, operation.entry} for key in _SHARED)
            for place in (operation.pointer, *shared):
                self._reached[place] = self._reached.get(place, 0) | 1 << len(self._labels)
            self._labels.append(label)
        uses = self._uses(document, pending)
        waiting = deque(self._reached)
        while waiting:
            place = waiting.popleft()
            for target in uses.get(place, ()):
                before = self._reached.get(target, 0)
                if before != (now := before | self._reached[place]):
                    self._reached[target] = now
                    waiting.append(target)

    def _uses(self, document: Document, pending: list[tuple[str, Pointer]]) -> dict[Pointer, set[Pointer]]:
        """Return what the objects that are `pending`, and all that they lead to, refer to from anywhere within."""
        uses: dict[Pointer, set[Pointer]] = {}
        seen = set(pending)
        while pending:
            kind, place = pending.pop()
            for inner, node, here in walk(kind, document.value(place), place):
                if not is_reference(inner, node):
                    continue
                # To the end, for circles; what lies between counts as reached too.
                document.follow(here)
                target = document.reference(here) or here
                # From the document as a whole all is referred to; what counts there is what a path says for all of it.
                from_path = next((each for each in here.prefixes() if each in self._reached), here)
                owner = place if kind != "document" else from_path
                if here.keys[len(owner.keys) :][:1] == ("callbacks",):
                    # Of no use to the operation itself: what the service calls is not compared.
                    owner = owner.below("callbacks")
                uses.setdefault(owner, set()).add(target)
                if (inner, target) not in seen:
                    seen.add((inner, target))
                    pending.append((inner, target))
        return uses

    def of(self, place: Pointer) -> frozenset[str]:
        """Return the labels of the operations that a place reaches."""
        found = 0
        for prefix in place.prefixes():
            found |= self._reached.get(prefix, 0)
        return frozenset(label for index, label in enumerate(self._labels) if found >> index & 1)


@dataclass(slots=True)
class Finding:
    """One thing that one comparison has found.

    Attributes:
        change_class: what it means; with a `doubt`, what it would mean without.
        where: "requests" or "responses" if the class holds for these.
        gone: whether the place is in the old document only.
        operations: what it reaches, where the place doesn't tell.
        doubt: why it isn't proven that nobody is harmed; empty if it is.
        rule: whether docs/diff.md itself calls it breaking, whatever values there are.
        fails: what a value must fail for this to be to blame.
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
    doubt: str = ""
    rule: bool = False
    fails: Callable[[JSON], bool] | None = None
    witness: Witness | None = None
    reason: str = ""
    everywhere: bool = False


def changes(findings: Iterable[Finding], old: Document, new: Document, reach: tuple[Reach, Reach]) -> Iterator[Change]:
    """Yield one change for each place, kind and detail: in its worst class, with all operations."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda each: str(each.place)):
        place, key = "", key_of(finding.detail)
        if not finding.everywhere:
            place, key = str(finding.place), stable_key(old if finding.gone else new, finding.place, finding.detail)
        groups.setdefault((finding.kind, place, key), []).append(finding)
    seen: dict[str, int] = {}
    merged = (_merged(group, key, reach) for (_, _, key), group in groups.items())
    for change in sorted(merged, key=lambda each: each.pointer):
        # Numbered where no more than an index tells them from each other, so that each has an id of its own.
        count = seen[change.id] = seen.get(change.id, 0) + 1
        yield change if count == 1 else replace(change, key=f"{change.key} {count}")


def _merged(group: list[Finding], key: str, reach: tuple[Reach, Reach]) -> Change:
    worst = worst_of(group)
    deciding = [finding for finding in group if finding.change_class is worst.change_class]
    about = subject(worst.place, worst.kind)
    message = f"{code(about)}: {worst.message}" if about else worst.message
    places = len({finding.place for finding in group})
    message += f", here and in {places - 1} more places" if places > 2 else ", here and in another place" * (places > 1)
    if where := " and ".join(sorted({finding.where for finding in deciding if finding.where}, reverse=True)):
        message += f" (in {where})"
    operations = frozenset[str]()
    for finding in group:
        found = finding.operations
        operations |= reach[0].of(finding.place) | reach[1].of(finding.place) if found is None else found
    return Change(
        worst.kind,
        worst.change_class,
        str(worst.place),
        printable(message),
        key,
        _in_order(operations),
        witness=next((finding.witness for finding in deciding if finding.witness is not None), None),
        reason=printable(next((finding.reason for finding in deciding if finding.reason), "")),
        gone=worst.gone,
    )


@lru_cache(maxsize=1_000)
def _in_order(operations: frozenset[str]) -> tuple[str, ...]:
    """Return one tuple for all changes that reach the same operations: there may be thousands of each."""
    return tuple(sorted(operations))


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
    elif kind == "additional-properties" and keys[-1:] == ["additionalProperties"]:
        keys = keys[:-1]
    result = ""
    if keys[:2] == ["components", "schemas"] and len(keys) > 2:
        result, keys = keys[2], keys[3:]
    elif "schema" in keys:
        keys = keys[keys.index("schema") + 1 :]
    elif not place.file:
        return ""
    elif not keys or keys[0] in JUDGED:
        # A file that is a schema itself.
        result = Pointer(place.file).name
    else:
        result, keys = keys[0], keys[1:]
    rest = iter(keys)
    for key in rest:
        if key in ("properties", "patternProperties"):
            result = f"{result}.{next(rest, '')}".removesuffix(".")
        elif key == "prefixItems":
            result += f"[{next(rest, '')}]"
        elif key in ("allOf", "anyOf", "oneOf"):
            next(rest, None)
        else:
            result += _PARTS.get(key, "")
    return result.removeprefix(".")


def type_words(document: Document, places: Sequence[Pointer]) -> str:
    """Return what a schema is called in a message: its model, or its type."""
    if not places:
        return "any"
    place = places[0]
    if (target := document.reference(place)) is not None:
        return target.name
    schema = document.schema(place)
    for keyword, word in (("allOf", " and "), ("anyOf", " or "), ("oneOf", " or ")):
        names = dict.fromkeys(type_words(document, [branch]) for branch in listed(document, place, keyword))
        names.pop("any", None)
        if names:
            return word.join(names)
    kinds = named_types(schema)
    note = f" ({schema['format']})" if isinstance(schema.get("format"), str) else ""
    items = type_words(document, [place.below("items")]) if "array" in kinds else ""
    shown = [f"array of {items}" if kind == "array" else kind + note * (kind != "null") for kind in kinds]
    return " or ".join(shown) or ("object" if "properties" in schema else "any")
