"""Compares the addresses of the service: the one that the client calls by default, and all that it may be given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.classify import ChangeClass
from toolchain.diff.values import code, codes, texts
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from toolchain.diff.classify.containment import Sides
    from toolchain.diff.compare.findings import Findings
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.operations import Operation
    from toolchain.openapi.pointer import Pointer

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_ANYTHING = "{}"
_MOST = 1_000


class _Server(NamedTuple):
    """The addresses of one server: that with the defaults, all with the values listed, and a pattern for them."""

    default: str
    addresses: list[str]
    pattern: re.Pattern[str]


def compare_servers(sides: Sides, findings: Findings, old: Operation, new: Operation) -> None:
    """Compare the addresses of two operations, wherever they are given."""
    (old_place, olds), (new_place, news) = _servers(sides.old, old), _servers(sides.new, new)
    gone = not sides.new.has(new_place)

    def add(kind: str, change_class: ChangeClass, message: str, detail: JSON) -> None:
        place, reached = old_place if gone else new_place, frozenset({new.label})
        findings.report(kind, change_class, place, message, detail, gone=gone, operations=reached)

    lost, gained = _missing(olds, news), _missing(news, olds)
    if lost:
        instead = f", {codes([*gained])} instead" if gained else ""
        add("server-changed", ChangeClass.BREAKING, f"server {codes([*lost])} is gone{instead}", [[*lost], [*gained]])
    elif gained:
        add("server-added", ChangeClass.COMPATIBLE, f"new server {codes([*gained])}", [*gained])
    before, after = olds[0].default, news[0].default
    if before != after and before not in lost:
        message = f"the client's base URL {code(before)} → {code(after)}"
        add("base-url-changed", ChangeClass.SURFACE, message, [before, after])


def _missing(some: list[_Server], others: list[_Server]) -> list[str]:
    addresses = {address for server in some for address in server.addresses}
    return sorted(each for each in addresses if not any(server.pattern.fullmatch(each) for server in others))


def _servers(document: Document, operation: Operation) -> tuple[Pointer, list[_Server]]:
    places = [holder.below("servers") for holder in (operation.pointer, operation.item, ROOT)]
    for place in places:
        servers = map(as_object, as_list(document.value(place)))
        if found := [_server(server) for server in servers if isinstance(server.get("url"), str)]:
            return place, found
    return places[-1], [_Server("/", ["/"], re.compile("/"))]


def _server(server: dict[str, JSON]) -> _Server:
    variables = as_object(server.get("variables"))
    addresses, default, pattern = [""], "", ""
    # Literal text and names of variables in turn.
    for index, part in enumerate(_VARIABLE.split(str(server["url"]).rstrip("/"))):
        if index % 2 == 0:
            values, preset, piece = [part], part, re.escape(part)
        else:
            fields = as_object(variables.get(part))
            given = texts([fields.get("default")])
            values = [*dict.fromkeys([*given, *texts(fields.get("enum"))])]
            preset, piece = given[0] if given else _ANYTHING, f"(?:{'|'.join(map(re.escape, values))})"
            if "enum" not in fields:
                # It may be anything.
                values, piece = [_ANYTHING, *values], "[^/?#]*"
        addresses = [address + value for address in addresses for value in values][:_MOST]
        default, pattern = default + preset, pattern + piece
    return _Server(
        default.rstrip("/") or "/", [each.rstrip("/") or "/" for each in addresses], re.compile(f"{pattern}/?")
    )
