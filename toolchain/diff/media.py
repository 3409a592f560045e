"""Compares what stands under `content`: media types and their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.changes import ChangeClass
from toolchain.diff.findings import Finding
from toolchain.diff.shape import Direction
from toolchain.diff.values import code

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.findings import Findings
    from toolchain.diff.places import Place
    from toolchain.diff.schemas import SchemaComparison


def media_types(document: Document, owner: Place) -> dict[str, Place]:
    """Return the media types that an object offers, without parameters such as charset, and where they stand."""
    content = owner.below("content")
    found: dict[str, Place] = {}
    for name in document.object(content):
        found.setdefault(name.partition(";")[0].strip().lower(), content.below(name))
    return found


def compare_media(
    comparison: SchemaComparison, findings: Findings, old_owner: Place, new_owner: Place, direction: Direction
) -> None:
    """Compare the media types of two objects, and their schemas."""
    old, new = media_types(comparison.sides.old, old_owner), media_types(comparison.sides.new, new_owner)
    for name, place in old.items():
        if name in new:
            compare_schemas(comparison, findings, place, new[name], direction)
        else:
            message = f"media type {code(name)} is gone"
            findings.add(
                Finding("media-type-removed", ChangeClass.BREAKING, place, message, where=direction.value, gone=True)
            )
    for name in new.keys() - old.keys():
        findings.add(
            Finding(
                "media-type-added",
                ChangeClass.COMPATIBLE,
                new[name],
                f"new media type {code(name)}",
                where=direction.value,
            )
        )


def compare_schemas(
    comparison: SchemaComparison, findings: Findings, old: Place, new: Place, direction: Direction
) -> None:
    """Compare the schemas of two media types; one without a schema says nothing of what is sent."""
    was, now = comparison.sides.old.has(old.below("schema")), comparison.sides.new.has(new.below("schema"))
    if was and now:
        comparison.add([old.below("schema")], [new.below("schema")], direction)
    elif was or now:
        # No schema admits everything.
        safe = (direction is Direction.REQUEST) == was
        place = new.below("schema") if now else old.below("schema")
        message = "a schema where there was none" if now else "the schema is gone"
        change_class = ChangeClass.COMPATIBLE if safe else ChangeClass.BREAKING
        findings.add(Finding("schema-presence", change_class, place, message, now, direction.value, gone=was))
