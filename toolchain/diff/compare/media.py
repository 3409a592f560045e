"""Compares what stands under `content`: media types and their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.classify.wire_text import form_text
from toolchain.diff.compare.findings import Finding
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.values import code

if TYPE_CHECKING:
    from toolchain.diff.compare.findings import Findings
    from toolchain.diff.compare.schemas import SchemaComparison
    from toolchain.openapi.document import Document
    from toolchain.openapi.pointer import Pointer


FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def media_types(document: Document, owner: Pointer) -> dict[str, Pointer]:
    """Return the media types that an object offers, without parameters such as charset, and where they stand."""
    content = owner.below("content")
    found: dict[str, Pointer] = {}
    for name in document.object(content):
        found.setdefault(name.partition(";")[0].strip().lower(), document.follow(content.below(name)))
    return found


def compare_media(
    comparison: SchemaComparison, findings: Findings, old_owner: Pointer, new_owner: Pointer, direction: Direction
) -> None:
    """Compare the media types of two objects, and their schemas."""
    old, new = media_types(comparison.sides.old, old_owner), media_types(comparison.sides.new, new_owner)
    is_request = direction is Direction.REQUEST
    for name, place in old.items():
        # What was taken must be taken still, if under a wider name; what is sent must be what was promised.
        wider = name if name in new else _covering(name, new) if is_request else None
        narrower = [each for each in new if _covers(name, each)] if not is_request else []
        for each in [wider] if wider is not None else narrower:
            compare_schemas(comparison, findings, place, new[each], direction, each)
        if wider is None and not narrower:
            message = f"media type {code(name)} is gone"
            findings.add(
                Finding("media-type-removed", ChangeClass.BREAKING, place, message, where=direction.value, gone=True)
            )
    for name in sorted(new.keys() - old.keys()):
        message = f"new media type {code(name)}"
        findings.add(Finding("media-type-added", ChangeClass.COMPATIBLE, new[name], message, where=direction.value))


def _covers(wide: str, narrow: str) -> bool:
    return wide in (narrow, "*/*") or (wide.endswith("/*") and narrow.startswith(wide[:-1]))


def _covering(name: str, ranges: dict[str, Pointer]) -> str | None:
    """Return the narrowest media range that includes a media type."""
    found = [each for each in ranges if _covers(each, name)]
    return max(found, key=lambda each: (each != "*/*", len(each)), default=None)


def compare_schemas(
    comparison: SchemaComparison,
    findings: Findings,
    old: Pointer,
    new: Pointer,
    direction: Direction,
    media_type: str = "",
) -> None:
    """Compare the schemas of two media types, and of the items of a sequence; none says nothing of what is sent."""
    for keyword in ("schema", "itemSchema"):
        olds = [old.below(keyword)] if comparison.sides.old.has(old.below(keyword)) else []
        news = [new.below(keyword)] if comparison.sides.new.has(new.below(keyword)) else []
        if olds or news:
            is_form = media_type in FORMS and direction is Direction.REQUEST
            comparison.add(olds, news, direction, form_text(comparison.sides, olds, news) if is_form else None)
