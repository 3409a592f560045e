"""Compares how the service is reached: its addresses, and what it demands for authorisation."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

from toolchain.diff.classify import ChangeClass
from toolchain.diff.compare.findings import Finding
from toolchain.diff.values import code, codes, key_of, texts
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.diff.classify.containment import Sides
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.operations import Operation
    from toolchain.openapi.pointer import Pointer

Requirement = dict[str, frozenset[str]]
_WORDS_ONLY = ("description", "bearerFormat", "deprecated")


def compare_security(sides: Sides, old: Operation, new: Operation) -> Iterator[Finding]:
    """Compare what two operations demand: each way that was enough must still be."""
    (old_place, was), (new_place, now) = demanded(sides.old, old), demanded(sides.new, new)
    aliases = _aliases(sides)
    now = [{aliases.get(name, name): scopes for name, scopes in way.items()} for way in now]
    about = _about(sides, old_place, new_place, new)
    lost_ways = [way for way in was if not any(_asks_no_more(other, way) for other in now)]
    for way in lost_ways:
        similar = next((other for other in now if other.keys() <= way.keys()), None)
        if similar is None:
            shown = " or ".join(map(_shown, now))
            message = f"{_shown(way)} is no longer enough; {shown} is asked"
            yield about("security-changed", ChangeClass.BREAKING, message=message, detail=shown)
        else:
            scopes = sorted({scope for name, needed in similar.items() for scope in needed - way[name]})
            message, reason = f"new scope {codes([*scopes])}", "tokens may lack it"
            yield about("scope-added", ChangeClass.MAYBE, message=message, detail=[*scopes], reason=reason)
    for way in now:
        instead = (way.keys() <= other.keys() or way.keys() >= other.keys() for other in lost_ways)
        # Enough already, or told as what is asked instead.
        if way in was or any(instead):
            continue
        less = next((f", where {_shown(other)} was asked" for other in was if _asks_no_more(way, other)), "")
        message = f"{_shown(way)} is enough now{less}"
        yield about("security-loosened", ChangeClass.COMPATIBLE, message=message, detail=_shown(way))


def _about(sides: Sides, old: Pointer, new: Pointer, operation: Operation) -> partial[Finding]:
    """Return what makes findings that concern one operation, at the place that is there."""
    gone = not sides.new.has(new)
    return partial(Finding, place=old if gone else new, gone=gone, operations=frozenset({operation.label}))


def demanded(document: Document, operation: Operation) -> tuple[Pointer, list[Requirement]]:
    """Return where the demand stands, and the ways to meet it; nothing demanded is one way that asks for nothing."""
    place = operation.pointer.below("security")
    if not isinstance(document.value(place), list):
        place = ROOT.below("security")
    ways = [
        {name: frozenset(texts(scopes)) for name, scopes in as_object(entry).items()}
        for entry in as_list(document.value(place))
    ]
    return place, ways or [{}]


def _asks_no_more(new: Requirement, old: Requirement) -> bool:
    return all(name in old and scopes <= old[name] for name, scopes in new.items())


def _aliases(sides: Sides) -> dict[str, str]:
    """Return the old name of each scheme that is only called something else now."""
    old, new = (document.entries("components", "securitySchemes") for document in (sides.old, sides.new))
    known = {key_of(_essence(sides.old.object(place))): name for name, place in old.items() if name not in new}
    essences = {name: key_of(_essence(sides.new.object(place))) for name, place in new.items() if name not in old}
    return {name: known[essence] for name, essence in essences.items() if essence in known}


def _shown(way: Requirement) -> str:
    names = [f"{code(name)} with {codes([*sorted(scopes)])}" if scopes else code(name) for name, scopes in way.items()]
    return " and ".join(names) or "no authorisation"


def compare_schemes(sides: Sides, operations: list[tuple[Operation, str]]) -> Iterator[Finding]:
    """Compare the security schemes that both sides have; `operations` are the new side's, with their labels."""
    old, new = (document.entries("components", "securitySchemes") for document in (sides.old, sides.new))
    for name in sorted(old.keys() & new.keys()):
        was = _essence(sides.old.object(sides.old.follow(old[name])))
        now = _essence(sides.new.object(sides.new.follow(new[name])))
        users = frozenset(
            label for operation, label in operations if any(name in way for way in demanded(sides.new, operation)[1])
        )
        for key in sorted(key for key in was.keys() | now.keys() if key_of(was.get(key)) != key_of(now.get(key))):
            change_class, message = ChangeClass.BREAKING, f"`{key}` {code(was.get(key))} → {code(now.get(key))}"
            if key == "flows":
                change_class, message = _flows(as_object(was.get(key)), as_object(now.get(key)))
            message = f"security scheme {code(name)}: {message}"
            detail = [key, was.get(key), now.get(key)]
            yield Finding("scheme-changed", change_class, new[name], message, detail, operations=users)


def _flows(old: dict[str, JSON], new: dict[str, JSON]) -> tuple[ChangeClass, str]:
    """Return what it means that the ways to get a token changed: more scopes, or other words for them, do no harm."""
    if lost := sorted(old.keys() - new.keys()):
        return ChangeClass.BREAKING, f"flow {codes([*lost])} is gone"
    for name in sorted(old):
        was, now = as_object(old[name]), as_object(new[name])
        if lost := sorted(as_object(was.get("scopes")).keys() - as_object(now.get("scopes")).keys()):
            return ChangeClass.MAYBE, f"scope {codes([*lost])} of {code(name)} is gone"
        if key_of({**was, "scopes": None}) != key_of({**now, "scopes": None}):
            return ChangeClass.MAYBE, f"{code(name)} {code(was)} → {code(now)}"
    names = [{(flow, *as_object(as_object(side[flow]).get("scopes"))) for flow in side} for side in (old, new)]
    if names[0] == names[1]:
        return ChangeClass.DOCS, "scopes are described in other words"
    return ChangeClass.COMPATIBLE, "there are more flows or scopes"


def _essence(scheme: dict[str, JSON]) -> dict[str, JSON]:
    fields = {key: value for key, value in scheme.items() if key not in _WORDS_ONLY and not key.startswith("x-")}
    for key in ("type", "scheme", "in", "name" if scheme.get("in") == "header" else "in"):
        value = fields.get(key)
        fields |= {key: value.lower()} if isinstance(value, str) else {}
    return fields


_VARIABLE = re.compile(r"\{([^{}]*)\}")
_ANYTHING = "{}"
_MOST = 1_000
"""Addresses of one server."""


def compare_servers(sides: Sides, old: Operation, new: Operation) -> Iterator[Finding]:
    """Compare the addresses of two operations, wherever they are given."""
    (old_place, olds), (new_place, news) = _servers(sides.old, old), _servers(sides.new, new)
    about = _about(sides, old_place, new_place, new)
    lost, gained = _missing(olds, news), _missing(news, olds)
    if lost:
        message = f"server {codes([*lost])} is gone" + (f", {codes([*gained])} instead" if gained else "")
        yield about("server-changed", ChangeClass.BREAKING, message=message, detail=[[*lost], [*gained]])
    elif gained:
        message = f"new server {codes([*gained])}"
        yield about("server-added", ChangeClass.COMPATIBLE, message=message, detail=[*gained])
    before, after = olds[0][0], news[0][0]
    if before != after and before not in lost:
        message = f"the client's base URL {code(before)} → {code(after)}"
        yield about("base-url-changed", ChangeClass.SURFACE, message=message, detail=[before, after])


def _missing(some: list[list[str]], others: list[list[str]]) -> list[str]:
    known = {address for server in others for address in server}
    patterns = [re.escape(each).replace(re.escape(_ANYTHING), "[^/?#]*") for each in known if _ANYTHING in each]
    unknown = {address for server in some for address in server} - known
    return sorted(each for each in unknown if not any(re.fullmatch(pattern, each) for pattern in patterns))


def _servers(document: Document, operation: Operation) -> tuple[Pointer, list[list[str]]]:
    """Return where the servers of an operation stand, and the addresses of each."""
    places = [holder.below("servers") for holder in (operation.pointer, operation.item, ROOT)]
    for place in places:
        servers = map(as_object, as_list(document.value(place)))
        if found := [_addresses(server) for server in servers if isinstance(server.get("url"), str)]:
            return place, found
    return places[-1], [["/"]]


def _written(values: list[JSON]) -> list[str]:
    """Return the scalars among some values as an address has them: a port is often given as a number."""
    return [
        each if isinstance(each, str) else json.dumps(each) for each in values if isinstance(each, str | int | float)
    ]


def _addresses(server: dict[str, JSON]) -> list[str]:
    """Return the addresses of one server, that with the defaults first; `{}` stands for what may be anything."""
    addresses = [""]
    # Literal text and names of variables in turn.
    for index, part in enumerate(_VARIABLE.split(str(server["url"]).rstrip("/"))):
        values = [part]
        if index % 2:
            fields = as_object(as_object(server.get("variables")).get(part))
            listed = _written(as_list(fields.get("enum"))) or [_ANYTHING]
            values = [*dict.fromkeys([*_written([fields.get("default")]), *listed])]
        addresses = [address + value for address in addresses for value in values][:_MOST]
    return [address.rstrip("/") or "/" for address in addresses]
