"""Compares parameters: all of one kind together are an object that the request sends, closed as any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.changes import ChangeClass
from toolchain.diff.facets import Facet, Key
from toolchain.diff.findings import Finding
from toolchain.diff.levels import Level
from toolchain.diff.media import compare_media
from toolchain.diff.shape import Direction, Shape
from toolchain.diff.values import as_list, code
from toolchain.diff.verdicts import judge

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.findings import Findings
    from toolchain.diff.operations import Operation
    from toolchain.diff.places import Place
    from toolchain.diff.schemas import SchemaComparison
    from toolchain.openapi.json_values import JSON

_LOCATIONS = ("path", "query", "header", "cookie")
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
# OpenAPI leaves these to other parts of the description: as parameters they mean nothing.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what identifies it within its location, its name, and where it stands."""

    key: str
    name: str
    location: str
    place: Place
    fields: dict[str, bool | str]


def parameters(document: Document, operation: Operation) -> dict[tuple[str, str], Parameter]:
    """Return the parameters of an operation by location and key; its own override those of its path."""
    found: dict[tuple[str, str], Parameter] = {}
    for owner in (operation.item.below("parameters"), operation.place.below("parameters")):
        for index, _ in enumerate(as_list(document.value(owner))):
            place = document.follow(owner.below(index))
            node = document.object(place)
            name, location = node.get("name"), node.get("in")
            if isinstance(name, str) and location in _LOCATIONS:
                found_key = _key(name, str(location), operation)
                found[str(location), found_key] = Parameter(found_key, name, str(location), place, _fields(node))
    return found


def _key(name: str, location: str, operation: Operation) -> str:
    if location == "header":
        return name.lower()
    names = operation.path_names
    # A path's parameters are what stands in the same place of it.
    return str(names.index(name)) if location == "path" and name in names else name


def _fields(node: dict[str, JSON]) -> dict[str, bool | str]:
    location = str(node["in"])
    style = str(node.get("style", _STYLES[location]))
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
        for finding in _presence(here, there, location):
            findings.add(finding)
        for key in here.keys() & there.keys():
            _compare_one(comparison, findings, here[key], there[key])


def _presence(old: dict[str, Parameter], new: dict[str, Parameter], location: str) -> list[Finding]:
    level = Level(Direction.REQUEST, _facets(old), _facets(new), Shape(), Shape(), {*old, *new})
    for shape, side in ((level.old_shape, old), (level.new_shape, new)):
        shape.required = {
            key: parameter.place.below("required") for key, parameter in side.items() if parameter.fields["required"]
        }
    found = judge(level, f"{location} parameter")
    for finding in found:
        finding.where = ""
        key = as_list(finding.detail)[0]
        parameter = new.get(str(key)) or old[str(key)]
        finding.message = finding.message.replace(code(key), code(parameter.name), 1)
        finding.detail = [location, *as_list(finding.detail)]
    return found


def _facets(side: dict[str, Parameter]) -> dict[Key, Facet]:
    return {
        Key("property", key): Facet(
            {"declared": "parameter", "required": parameter.fields["required"]}, parameter.place
        )
        for key, parameter in side.items()
        if not (parameter.location == "header" and key in _IGNORED_HEADERS)
    }


def _compare_ignored(findings: Findings, old: dict[str, Parameter], new: dict[str, Parameter]) -> None:
    for key in (old.keys() ^ new.keys()) & _IGNORED_HEADERS:
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
    elif "schema" in old_node and "schema" in new_node:
        comparison.add([old.place.below("schema")], [new.place.below("schema")], Direction.REQUEST)
    elif "schema" in old_node:
        findings.add(Finding("parameter-untyped", ChangeClass.COMPATIBLE, new.place, "the schema is gone"))
    elif "schema" in new_node:
        findings.add(Finding("parameter-typed", ChangeClass.MAYBE, new.place, "a schema where there was none"))


def _is_scalar(document: Document, place: Place) -> bool:
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
