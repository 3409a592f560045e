"""Compares the addresses of the service: each that a client may use must still be one."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from toolchain.diff.changes import ChangeClass
from toolchain.diff.findings import Finding
from toolchain.diff.places import ROOT
from toolchain.diff.values import as_list, as_object, codes, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.diff.document import Document
    from toolchain.diff.findings import Findings
    from toolchain.diff.levels import Sides
    from toolchain.diff.operations import Operation
    from toolchain.diff.places import Place
    from toolchain.openapi.json_values import JSON

_MOST = 1_000


def compare_servers(sides: Sides, findings: Findings, old: Operation, new: Operation, label: str) -> None:
    """Compare the addresses of two operations, wherever they are given."""
    (old_place, was), (new_place, now) = _servers(sides.old, old), _servers(sides.new, new)
    lost, gained = sorted(was - now), sorted(now - was)
    place = new_place if sides.new.has(new_place) else old_place
    reached = frozenset({label})
    if lost:
        instead = f", {codes([*gained])} instead" if gained else ""
        message = f"server {codes([*lost])} is gone{instead}"
        detail: JSON = [[*lost], [*gained]]
        findings.add(
            Finding("server-changed", ChangeClass.BREAKING, place, message, detail, gone=place is not new_place,
                    operations=reached)
        )  # fmt: skip
    elif gained:
        message = f"new server {codes([*gained])}"
        findings.add(
            Finding("server-added", ChangeClass.COMPATIBLE, place, message, [*gained], gone=place is not new_place,
                    operations=reached)
        )  # fmt: skip


def _servers(document: Document, operation: Operation) -> tuple[Place, set[str]]:
    for place in (operation.place.below("servers"), operation.item.below("servers"), ROOT.below("servers")):
        servers = as_list(document.value(place))
        if servers:
            return place, {url for server in servers for url in _addresses(as_object(server))}
    return ROOT.below("servers"), {"/"}


def _addresses(server: dict[str, JSON]) -> Iterator[str]:
    """Yield the addresses that a server stands for; one whose variable may be anything keeps it in braces."""
    url = server.get("url")
    if not isinstance(url, str):
        return
    choices: list[list[tuple[str, str]]] = []
    for name, variable in as_object(server.get("variables")).items():
        fields = as_object(variable)
        values = {*texts(fields.get("enum"))} or {f"{{{name}}}"}
        default = fields.get("default")
        values |= {default} if isinstance(default, str) else set()
        choices.append([(f"{{{name}}}", value) for value in sorted(values)])
    for choice in islice(product(*choices), _MOST):
        address = url
        for variable, value in choice:
            address = address.replace(variable, value)
        yield address.rstrip("/") or "/"
