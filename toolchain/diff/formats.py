"""Changes of `format` and its like: the same values on the wire, another type in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.changes import ChangeClass
from toolchain.diff.findings import Finding
from toolchain.diff.keywords import FORMATS
from toolchain.diff.values import code, key_of

if TYPE_CHECKING:
    from toolchain.diff.levels import Level


def format_findings(found: Level) -> list[Finding]:
    """Return one finding for each such keyword that differs."""
    findings: list[Finding] = []
    for keyword in FORMATS:
        old, new = found.old_shape.pieces.get(keyword, []), found.new_shape.pieces.get(keyword, [])
        was, now = [piece.value for piece in old], [piece.value for piece in new]
        if key_of([*was]) != key_of([*now]):
            place = (new or old)[0].place
            shown = [code(values[0]) if values else "none" for values in (was, now)]
            message = f"`{keyword}` {shown[0]} → {shown[1]}"
            findings.append(
                Finding(f"{keyword}-changed", ChangeClass.SURFACE, place, message, [[*was], [*now]], gone=not new)
            )
    return findings
