"""The accept file: changes that are meant, each by its fingerprint and with the reason."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import as_object
from toolchain.openapi.yaml import load_object

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from toolchain.diff.classify.changes import Change
    from toolchain.openapi.json_values import JSON

_FINGERPRINT = re.compile(r"[0-9a-f]{12}")


def read(path: Path) -> dict[str, str]:
    """Return the reasons in an accept file by fingerprint.

    Raises:
        ToolchainError: if it isn't one, naming the entry.
    """
    content = load_object(path)
    entries: JSON = content.get("accepted")
    if content.keys() != {"accepted"} or not isinstance(entries, list):
        raise ToolchainError(f"{path}: must have the one field accepted, a list (of entries with id and reason)")
    found: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        fields = as_object(entry)
        fingerprint, reason = fields.get("id"), fields.get("reason")
        if fields.keys() != {"id", "reason"} or not isinstance(fingerprint, str) or not isinstance(reason, str):
            raise ToolchainError(f"{path}: entry {number} must have the fields id and reason, both text (in quotes)")
        if not _FINGERPRINT.fullmatch(fingerprint) or not reason.strip():
            raise ToolchainError(f"{path}: entry {number} must have a fingerprint of 12 digits 0-9a-f, and a reason")
        if fingerprint in found:
            raise ToolchainError(f"{path}: entry {number} has the same id as an earlier one: {fingerprint}")
        found[fingerprint] = " ".join(reason.split())
    return found


def applied(changes: Iterable[Change], reasons: dict[str, str]) -> list[Change]:
    """Return the changes, those that are listed with their reason."""
    return [replace(change, accepted=reasons.get(change.id)) for change in changes]
