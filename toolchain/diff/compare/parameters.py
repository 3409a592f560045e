"""Compares parameters: all of one kind together are an object that the request sends, closed as any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.classify.wire_text import is_same_text, parameter_text
from toolchain.diff.compare.findings import Finding
from toolchain.diff.compare.media import compare_media
from toolchain.diff.compare.words import type_words
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.values import code, only_pairs
from toolchain.openapi.json_values import as_list
from toolchain.openapi.operations import IGNORED_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.diff.classify.sides import Sides
    from toolchain.diff.compare.findings import Findings
    from toolchain.diff.compare.schemas import SchemaComparison
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.operations import Operation
    from toolchain.openapi.pointer import Pointer

_LOCATIONS = ("path", "query", "header", "cookie", "querystring")
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what identifies it within its location, its name, and where it stands."""

    key: str
    name: str
    location: str
    place: Pointer
    kind: str
    fields: dict[str, bool | str]


def parameters(document: Document, operation: Operation) -> dict[tuple[str, str], Parameter]:
    """Return the parameters of an operation by location and key; its own override those of its path."""
    found: dict[tuple[str, str], Parameter] = {}
    for owner in (operation.item.below("parameters"), operation.pointer.below("parameters")):
        for index, _ in enumerate(as_list(document.value(owner))):
            place = document.follow(owner.below(index))
            node = document.object(place)
            name, location = node.get("name"), node.get("in")
            if isinstance(name, str) and location in _LOCATIONS:
                kind = type_words(document, [place.below("schema")] if "schema" in node else [])
                found_key = _key(name, str(location), operation)
                found[str(location), found_key] = Parameter(found_key, name, str(location), place, kind, _fields(node))
    return found


def _key(name: str, location: str, operation: Operation) -> str:
    if location == "header":
        return name.lower()
    names = operation.path_names
    # A path's parameters are what stands in the same place of it.
    return str(names.index(name)) if location == "path" and name in names else name


def _fields(node: dict[str, JSON]) -> dict[str, bool | str]:
    location = str(node["in"])
    style = str(node.get("style", _STYLES.get(location, "")))
    return {
        "required": node.get("required") is True or location == "path",
        "style": style,
        "explode": bool(node.get("explode", style == "form")),
        "allowReserved": node.get("allowReserved") is True,
        "allowEmptyValue": node.get("allowEmptyValue") is True,
    }


def compare_parameters(comparison: SchemaComparison, findings: Findings, old: Operation, new: Operation) -> None:
    """Compare the parameters of two operations."""
    olds, news = parameters(comparison.sides.old, old), parameters(comparison.sides.new, new)
    for location in _LOCATIONS:
        here = {key: parameter for (where, key), parameter in olds.items() if where == location}
        there = {key: parameter for (where, key), parameter in news.items() if where == location}
        _compare_ignored(findings, here, there)
        for was, now in only_pairs(
            [each for key, each in here.items() if key not in there and location != "path"],
            [each for key, each in there.items() if key not in here and location != "path"],
            lambda was, now: was.fields == now.fields and _are_same(comparison.sides, was.place, now.place),
        ):
            del here[was.key], there[now.key]
            message = f"{location} parameter {code(was.name)} is now {code(now.name)} ({now.kind})"
            findings.add(
                Finding("parameter-renamed", ChangeClass.BREAKING, now.place, message, [location, was.key, now.key])
            )
        for finding in _presence(here, there, location):
            findings.add(finding)
        for key in here.keys() & there.keys():
            _compare_one(comparison, findings, here[key], there[key])


def _are_same(sides: Sides, old: Pointer, new: Pointer) -> bool:
    if not (sides.old.has(old.below("schema")) and sides.new.has(new.below("schema"))):
        return False
    return sides.unchanged.is_unchanged(old.below("schema"), new.below("schema"))


def _presence(old: dict[str, Parameter], new: dict[str, Parameter], location: str) -> Iterator[Finding]:
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        here = now or was
        assert here is not None
        if here.location == "header" and key in IGNORED_HEADERS:
            continue
        noun = f"{location} parameter {code(here.name)}"
        required = here.fields["required"]
        if was is None or now is None:
            gone = now is None
            message = (
                f"{noun} ({here.kind}) is gone" if gone else f"new {'required ' * bool(required)}{noun} ({here.kind})"
            )
            change_class = ChangeClass.BREAKING if gone or required else ChangeClass.COMPATIBLE
            kind = "parameter-removed" if gone else "parameter-added"
            yield Finding(kind, change_class, here.place, message, [location, key, required], gone=gone)
        elif was.fields["required"] != required:
            change_class = ChangeClass.BREAKING if required else ChangeClass.COMPATIBLE
            place = here.place.below("required") if required else was.place.below("required")
            message = f"{noun} is {'now' if required else 'no longer'} required"
            yield Finding("parameter-required", change_class, place, message, [location, key, required],
                          gone=not required)  # fmt: skip


def _compare_ignored(findings: Findings, old: dict[str, Parameter], new: dict[str, Parameter]) -> None:
    for key in (old.keys() ^ new.keys()) & IGNORED_HEADERS:
        parameter = (old | new)[key]
        if parameter.location == "header":
            gone = key in old
            message = (
                f"header parameter {code(parameter.name)} {'is gone' if gone else 'added'}; its value never counted"
            )
            findings.add(
                Finding("parameter-ignored", ChangeClass.SURFACE, parameter.place, message, [key, gone], gone=gone)
            )


def _compare_one(comparison: SchemaComparison, findings: Findings, old: Parameter, new: Parameter) -> None:
    sides = comparison.sides
    if old.location == "path" and old.name != new.name:
        message = f"path parameter {code(old.name)} is now {code(new.name)}"
        findings.add(Finding("parameter-renamed", ChangeClass.SURFACE, new.place, message, [old.name, new.name]))
    old_node, new_node = sides.old.object(old.place), sides.new.object(new.place)
    _compare_style(findings, old, new, _is_scalar(sides.new, new.place))
    if ("content" in old_node) != ("content" in new_node):
        message = f"{old.location} parameter {code(new.name)} is written in another way: `schema` against `content`"
        findings.add(Finding("parameter-content", ChangeClass.BREAKING, new.place, message))
    elif "content" in old_node:
        compare_media(comparison, findings, old.place, new.place, Direction.REQUEST)
    elif "schema" in old_node or "schema" in new_node:
        olds = [old.place.below("schema")] if "schema" in old_node else []
        news = [new.place.below("schema")] if "schema" in new_node else []
        compare_text(comparison, findings, olds, news, Direction.REQUEST)


def compare_text(
    comparison: SchemaComparison, findings: Findings, old: list[Pointer], new: list[Pointer], direction: Direction
) -> None:
    """Compare the schemas of two parameters or headers by the text that is sent."""
    sides = comparison.sides
    judge = sides.judges[direction]
    inner, outer = (old, new) if direction is Direction.REQUEST else (new, old)
    if judge.containment.why_not(inner, outer) and is_same_text(judge, inner, outer):
        types = type_words(sides.old, old), type_words(sides.new, new)
        message = f"type {code(types[0])} → {code(types[1])}, which is the same text"
        place = (new or old)[0]
        findings.add(
            Finding("text-type-changed", ChangeClass.SURFACE, place, message, [*types], direction.value, gone=not new)
        )
        return
    comparison.add(old, new, direction, parameter_text(sides, old, new, direction))


def _is_scalar(document: Document, place: Pointer) -> bool:
    schema = document.schema(document.follow(place.below("schema")))
    given = schema.get("type")
    types = set(given if isinstance(given, list) else [given])
    return types <= {"string", "integer", "number", "boolean", "null"} and types != {"null"}


def _compare_style(findings: Findings, old: Parameter, new: Parameter, scalar: bool) -> None:
    for keyword in ("style", "explode", "allowReserved", "allowEmptyValue"):
        was, now = old.fields[keyword], new.fields[keyword]
        if was == now:
            continue
        change_class = ChangeClass.BREAKING
        if keyword == "explode" and scalar:
            # It only says how the values of arrays and objects are joined.
            change_class = ChangeClass.COMPATIBLE
        elif keyword.startswith("allow"):
            change_class = ChangeClass.BREAKING if was else ChangeClass.COMPATIBLE
        message = f"{new.location} parameter {code(new.name)}: `{keyword}` {code(was)} → {code(now)}"
        findings.add(Finding(f"parameter-{keyword}", change_class, new.place, message, [was, now]))
