"""Compares request bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.compare.findings import Finding
from toolchain.diff.compare.media import compare_media
from toolchain.diff.normalize.alternatives import Direction

if TYPE_CHECKING:
    from toolchain.diff.compare.findings import Findings
    from toolchain.diff.compare.schemas import SchemaComparison
    from toolchain.openapi.document import Document
    from toolchain.openapi.operations import Operation
    from toolchain.openapi.pointer import Pointer


def compare_bodies(comparison: SchemaComparison, findings: Findings, old: Operation, new: Operation) -> None:
    """Compare the bodies of two operations: whether there is one, whether it must be sent, and what it holds."""
    was, now = _body(comparison.sides.old, old), _body(comparison.sides.new, new)
    if was is None and now is None:
        return
    if was is None:
        assert now is not None
        required = _required(comparison.sides.new, now)
        change_class = ChangeClass.BREAKING if required else ChangeClass.COMPATIBLE
        message = f"new {'required' if required else 'optional'} request body"
        findings.add(Finding("body-added", change_class, new.pointer.below("requestBody"), message, required))
    elif now is None:
        place = old.pointer.below("requestBody")
        findings.add(Finding("body-removed", ChangeClass.BREAKING, place, "the request body is gone", gone=True))
    else:
        _compare_required(comparison, findings, was, now)
        compare_media(comparison, findings, was, now, Direction.REQUEST)


def _body(document: Document, operation: Operation) -> Pointer | None:
    place = operation.pointer.below("requestBody")
    return document.follow(place) if isinstance(document.value(place), dict) else None


def _required(document: Document, body: Pointer) -> bool:
    return document.object(body).get("required") is True


def _compare_required(comparison: SchemaComparison, findings: Findings, old: Pointer, new: Pointer) -> None:
    was, now = _required(comparison.sides.old, old), _required(comparison.sides.new, new)
    if was != now:
        change_class = ChangeClass.BREAKING if now else ChangeClass.COMPATIBLE
        message = f"the request body is {'now' if now else 'no longer'} required"
        findings.add(Finding("body-required", change_class, new.below("required"), message, now))
