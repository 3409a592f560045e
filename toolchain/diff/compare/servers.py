"""Compares the addresses of the service: the one that the client calls by default, and all that it may be given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.compare.findings import Finding
from toolchain.diff.values import code, codes, texts
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from toolchain.diff.classify.sides import Sides
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


def compare_servers(sides: Sides, findings: Findings, old: Operation, new: Operation, label: str) -> None:
    """Compare the addresses of two operations, wherever they are given."""
    (old_place, olds), (new_place, news) = _servers(sides.old, old), _servers(sides.new, new)
    gone = not sides.new.has(new_place)
    place = old_place if gone else new_place
    reached = frozenset({label})

    def add(kind: str, change_class: ChangeClass, message: str, detail: JSON) -> None:
        findings.add(Finding(kind, change_class, place, message, detail, gone=gone, operations=reached))

    was = {address for server in olds for address in server.addresses}
    now = {address for server in news for address in server.addresses}
    lost = sorted(address for address in was if not any(server.pattern.fullmatch(address) for server in news))
    gained = sorted(address for address in now if not any(server.pattern.fullmatch(address) for server in olds))
    if lost:
        instead = f", {codes([*gained])} instead" if gained else ""
        add("server-changed", ChangeClass.BREAKING, f"server {codes([*lost])} is gone{instead}", [[*lost], [*gained]])
    elif gained:
        add("server-added", ChangeClass.COMPATIBLE, f"new server {codes([*gained])}", [*gained])
    before, after = olds[0].default, news[0].default
    if before != after and before not in lost:
        message = f"the client's base URL {code(before)} → {code(after)}"
        add("base-url-changed", ChangeClass.SURFACE, message, [before, after])


def _servers(document: Document, operation: Operation) -> tuple[Pointer, list[_Server]]:
    for place in (operation.pointer.below("servers"), operation.item.below("servers"), ROOT.below("servers")):
        servers = [as_object(server) for server in as_list(document.value(place))]
        found = [_server(server) for server in servers if isinstance(server.get("url"), str)]
        if found:
            return place, found
    return ROOT.below("servers"), [_Server("/", ["/"], re.compile("/"))]


def _server(server: dict[str, JSON]) -> _Server:
    url = str(server["url"])
    variables = {name: as_object(variable) for name, variable in as_object(server.get("variables")).items()}
    addresses, default, pattern = [""], "", ""
    position = 0
    for found in _VARIABLE.finditer(url):
        literal = url[position : found.start()]
        position = found.end()
        fields = variables.get(found[1], {})
        preset = fields.get("default")
        values = [*dict.fromkeys([*texts([preset]), *texts(fields.get("enum"))])]
        if "enum" not in fields:
            # It may be anything.
            values = [_ANYTHING, *values]
            pattern += re.escape(literal) + "[^/?#]*"
        else:
            pattern += re.escape(literal) + f"(?:{'|'.join(map(re.escape, values))})"
        addresses = [address + literal + value for address in addresses for value in values][:_MOST]
        default += literal + (preset if isinstance(preset, str) else _ANYTHING)
    rest = url[position:]
    addresses = [(address + rest).rstrip("/") or "/" for address in addresses]
    pattern = f"{pattern}{re.escape(rest.rstrip('/'))}/?"
    return _Server((default + rest).rstrip("/") or "/", addresses, re.compile(pattern))
