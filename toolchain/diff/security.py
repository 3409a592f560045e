"""Compares what an operation demands for authorisation, and what the schemes of it are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.changes import ChangeClass
from toolchain.diff.document import places_of
from toolchain.diff.findings import Finding
from toolchain.diff.places import ROOT
from toolchain.diff.values import as_list, as_object, code, codes, key_of, texts

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.findings import Findings
    from toolchain.diff.levels import Sides
    from toolchain.diff.operations import Operation
    from toolchain.diff.places import Place
    from toolchain.openapi.json_values import JSON

Requirement = dict[str, frozenset[str]]
_WORDS_ONLY = ("description", "bearerFormat")


def compare_security(sides: Sides, findings: Findings, old: Operation, new: Operation, label: str) -> None:
    """Compare what two operations demand: each way that was enough must still be."""
    (old_place, was), (new_place, now) = _demanded(sides.old, old), _demanded(sides.new, new)
    aliases = _aliases(sides)
    now = [{aliases.get(name, name): scopes for name, scopes in way.items()} for way in now]
    place = new_place if sides.new.has(new_place) else old_place
    gone = place is not new_place

    def add(kind: str, change_class: ChangeClass, message: str, detail: JSON) -> None:
        reached = frozenset({label})
        findings.add(Finding(kind, change_class, place, message, detail, gone=gone, operations=reached))

    for way in was:
        if any(_asks_no_more(other, way) for other in now):
            continue
        similar = next((other for other in now if other.keys() <= way.keys()), None)
        if similar is None:
            shown = " or ".join(_shown(other) for other in now)
            add("security-changed", ChangeClass.BREAKING, f"{_shown(way)} is no longer enough; {shown} is asked", shown)
        else:
            scopes = sorted({scope for name, needed in similar.items() for scope in needed - way[name]})
            message = f"new scope {codes([*scopes])}: tokens may lack it"
            add("scope-added", ChangeClass.MAYBE, message, [*scopes])
    lost = sorted({s for way in was for s in _scopes(way)} - {s for way in now for s in _scopes(way)})
    if lost:
        add("scope-removed", ChangeClass.COMPATIBLE, f"scope {codes([*lost])} no longer needed", [*lost])
    for way in now:
        if not any(_asks_no_more(way, other) for other in was) and not any(
            way.keys() <= other.keys() for other in was if not any(_asks_no_more(each, other) for each in now)
        ):
            add("security-added", ChangeClass.COMPATIBLE, f"{_shown(way)} is enough now", _shown(way))


def _scopes(way: Requirement) -> frozenset[str]:
    return frozenset(scope for scopes in way.values() for scope in scopes)


def _asks_no_more(new: Requirement, old: Requirement) -> bool:
    return all(name in old and scopes <= old[name] for name, scopes in new.items())


def _demanded(document: Document, operation: Operation) -> tuple[Place, list[Requirement]]:
    """Return where the demand stands, and the ways to meet it; nothing demanded is one way that asks for nothing."""
    place = operation.place.below("security")
    if not isinstance(document.value(place), list):
        place = ROOT.below("security")
    ways = [
        {name: frozenset(texts(scopes)) for name, scopes in as_object(entry).items()}
        for entry in as_list(document.value(place))
    ]
    return place, ways or [{}]


def _aliases(sides: Sides) -> dict[str, str]:
    """Return the old name of each scheme that is only called something else now."""
    old, new = (places_of(document, "components", "securitySchemes") for document in (sides.old, sides.new))
    known = {key_of(_essence(sides.old.object(place))): name for name, place in old.items() if name not in new}
    essences = {name: key_of(_essence(sides.new.object(place))) for name, place in new.items() if name not in old}
    return {name: known[essence] for name, essence in essences.items() if essence in known}


def _shown(way: Requirement) -> str:
    names = [f"{code(name)} with {codes([*sorted(scopes)])}" if scopes else code(name) for name, scopes in way.items()]
    return " and ".join(names) or "no authorisation"


def compare_schemes(sides: Sides, findings: Findings, users: dict[str, set[str]]) -> None:
    """Compare the security schemes that both sides have; `users` are the operations by the scheme that they ask for."""
    old = places_of(sides.old, "components", "securitySchemes")
    new = places_of(sides.new, "components", "securitySchemes")
    for name in old.keys() & new.keys():
        was = _essence(sides.old.object(sides.old.follow(old[name])))
        now = _essence(sides.new.object(sides.new.follow(new[name])))
        reached = frozenset(users.get(name, set()))
        for key in sorted(was.keys() | now.keys()):
            if key_of(was.get(key)) != key_of(now.get(key)):
                change_class = ChangeClass.MAYBE if key == "flows" else ChangeClass.BREAKING
                message = f"security scheme {code(name)}: `{key}` {code(was.get(key))} → {code(now.get(key))}"
                detail = [key, was.get(key), now.get(key)]
                findings.add(Finding("scheme-changed", change_class, new[name], message, detail, operations=reached))


def _essence(scheme: dict[str, JSON]) -> dict[str, JSON]:
    fields = {key: value for key, value in scheme.items() if key not in _WORDS_ONLY and not key.startswith("x-")}
    for key in ("type", "scheme", "in"):
        value = fields.get(key)
        fields |= {key: value.lower()} if isinstance(value, str) else {}
    if scheme.get("in") == "header" and isinstance(name := scheme.get("name"), str):
        fields["name"] = name.lower()
    return fields


def users_of_schemes(document: Document, labelled: list[tuple[Operation, str]]) -> dict[str, set[str]]:
    """Return the labels of the operations that ask for each security scheme."""
    found: dict[str, set[str]] = {}
    for operation, label in labelled:
        for way in _demanded(document, operation)[1]:
            for name in way:
                found.setdefault(name, set()).add(label)
    return found
