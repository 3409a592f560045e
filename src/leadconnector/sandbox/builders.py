"""Schedules and invoices that a test gives: whole ones as they are, or fields that replace those of a realistic one."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from leadconnector.codec.jsontext import parse_json, write_json


def build(
    given: Mapping[str, Any] | None,
    fields: Mapping[str, Any],
    realistic: Callable[[], dict[str, Any]],
    reckon: Callable[[dict[str, Any]], None],
) -> dict[str, Any]:
    """Return `given` as it is, or a realistic object reckoned anew, in both cases with `fields` in it.

    Raises:
        TypeError: for what JSON can't hold, and for a field in snake case that the wire has in camel case.
    """
    if given is not None:
        return json_copy({**given, **fields})
    base = realistic()
    for name in fields:
        wire_name = re.sub(r"(?<=\w)_(\w)", lambda match: match[1].upper(), name)
        if name not in base and wire_name != name and wire_name in base:
            raise TypeError(f"{name}= is {wire_name}= here: fields have their names on the wire")
    made = json_copy({**base, **fields})
    reckon(made)
    return made | json_copy(fields)


def json_copy(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy that shares nothing with `value`, and in which a float is the exact decimal that it prints as."""
    copy: dict[str, Any] = parse_json(write_json(dict(value)))
    return copy
