"""Whether one JSON Schema admits all that another does: asked of jsonschema-rs, and of values where it can't tell."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import lru_cache

import jsonschema_rs
from jsonschema_rs.canonical import Containment

from toolchain.diff.probes import probes
from toolchain.openapi.json_values import JSON, canonical_json


class Answer(StrEnum):
    """Whether it is so."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def covers(outer: JSON, inner: JSON) -> Answer:
    """Return whether each value that `inner` admits is admitted by `outer`; formats are not looked at."""
    return _covers(canonical_json(outer), canonical_json(inner))


@lru_cache(maxsize=10_000)
def _covers(outer: bytes, inner: bytes) -> Answer:
    if outer == inner:
        return Answer.YES
    try:
        contained = _canonical(outer).covers(_canonical(inner))
        if contained is Containment.YES:
            return Answer.YES
        # A value that one admits and the other does not is proof where the algebra has none.
        if contained is Containment.NO or _refuted(outer, inner):
            return Answer.NO
    except ValueError:
        # Something in it is beyond jsonschema-rs, such as a pattern that no engine can run.
        return Answer.UNKNOWN
    return Answer.UNKNOWN


@lru_cache(maxsize=2_000)
def _canonical(schema: bytes) -> jsonschema_rs.CanonicalSchema:
    return jsonschema_rs.canonicalize(json.loads(schema), draft=jsonschema_rs.Draft202012, offline=True)


def _refuted(outer: bytes, inner: bytes) -> bool:
    wide, narrow = json.loads(outer), json.loads(inner)
    accepts = jsonschema_rs.Draft202012Validator(narrow, offline=True).is_valid
    admits = jsonschema_rs.Draft202012Validator(wide, offline=True).is_valid
    return any(accepts(value) and not admits(value) for value in probes(narrow, wide))
