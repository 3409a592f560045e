"""Schedules and invoices that a test adds: whole ones as they are, or fields that replace those of a realistic one."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from leadconnector.sandbox.json_values import json_copy


def build(
    whole: Mapping[str, Any] | None,
    fields: Mapping[str, Any],
    extra: Mapping[str, Any] | None,
    *,
    known: Collection[str],
    realistic: Callable[[], dict[str, Any]],
    total: Callable[[dict[str, Any]], None],
) -> dict[str, Any]:
    """Return `whole` as it is, or a realistic object with its amounts calculated anew, with `fields` and `extra` in it.

    Args:
        whole: the object; None for a realistic one.
        fields: what replaces fields of it.
        extra: what the description need not know.
        known: names that `fields` may have, besides those of the object.
        realistic: makes one.
        total: sets the amounts of an object by its items.

    Raises:
        TypeError: for what JSON can't hold, and for a field that is not known.
    """
    base = dict(whole) if whole is not None else realistic()
    for name in fields:
        _check_name(name, {*known, *base})
    changes: dict[str, Any] = json_copy({**(extra or {}), **fields})
    made: dict[str, Any] = {**json_copy(base), **changes}
    if whole is None:
        total(made)
    return made | changes  # an amount that is given stays


def _check_name(name: str, known: Collection[str]) -> None:
    if name in known:
        return
    wire_name = re.sub(r"(?<=\w)_(\w)", lambda match: match[1].upper(), name)
    if wire_name in known:
        raise TypeError(f"{name}= is {wire_name}= here: fields have their names on the wire")
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"did you mean {near[0]}=? " if near else ""
    raise TypeError(f"{name}= is not a described field: {meant}extra={{{name!r}: …}} takes what is not described")
