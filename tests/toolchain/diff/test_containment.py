"""No value may speak against a verdict: what is called harmless admits nothing new.

The grammar is all of what is compared: unions, null, `allOf` with unions, maps, free-form objects, recursion and
conditions.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.toolchain.diff.documents import changes, with_schema, worst
from tests.toolchain.diff.schema_strategies import mutated, whole_schemas
from toolchain.diff.classify.witness import Examples
from toolchain.diff.normalize import Normalizer
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.normalize.reading import Reading
from toolchain.openapi.document import Document
from toolchain.openapi.pointer import ROOT

SAFE = ("none", "compatible", "surface", "docs")
THING = ROOT.below("components", "schemas", "Thing")
JUNK: list[Any] = [
    None, True, 0, 1, 2, 0.5, "", "a", "x", "abc", [], [0], ["a"], [None], {}, {"a": 0}, {"a": "x"}, {"a": None},
    {"b": "x"}, {"a": "x", "b": 1}, {"a": {"a": "x"}}, {"z": 0}, {"a": "x", "z": "y"}, {"kind": "x"},
    {"kind": "y", "a": 1},
]  # fmt: skip
MAP = {"type": "object", "additionalProperties": {"properties": {}, "additionalProperties": True}}
NO_MAP = {"contains": MAP, "minContains": 0, "maxContains": 0}


def contradiction(old: Any, new: Any, direction: str, extra: Any = ()) -> Any:
    """Return a value that was promised or allowed and isn't any longer, in a list; None where none is found."""
    way = Direction.REQUEST if direction == "request" else Direction.RESPONSE
    before, after = (Document(name, side) for name, side in (("old", old), ("new", new)))
    inner, outer = (before, after) if way is Direction.REQUEST else (after, before)
    inners, outers = Normalizer(inner, way), Normalizer(outer, way)
    values = [*JUNK, *extra]
    for normalizer in (inners, outers):
        examples = Examples(normalizer)
        found = normalizer.of([THING]).found
        for one in found[:5]:
            values += itertools.islice(examples.of_alternative(one, found[:5]), 80)
    admits, refuses = Reading(inners, lenient=False), Reading(outers, lenient=True)
    for value in values:
        if admits.accepts([THING], value) and not refuses.accepts([THING], value):
            return [value]
    return None


@given(whole_schemas(), whole_schemas(), st.sampled_from(["request", "answer"]), st.lists(st.sampled_from(JUNK)))
@example({"not": {"type": "string"}}, {"anyOf": [{"type": "string"}, {"not": {"type": "string"}}]}, "answer", [])
@example({"not": MAP}, {"not": MAP}, "request", [])
@example(NO_MAP, NO_MAP, "request", [[{"a": {"a": "x"}}]])
@settings(deadline=None)
def test_nothing_speaks_against_a_harmless_verdict(old: Any, new: Any, direction: str, extra: Any) -> None:
    before, after = with_schema(old, direction), with_schema(new, direction)
    if worst(changes(before, after)) in SAFE:
        assert contradiction(before, after, direction, extra) is None


@given(st.data(), whole_schemas(), st.sampled_from(["request", "answer"]))
@settings(deadline=None)
def test_nothing_speaks_against_a_small_edit(data: st.DataObject, old: Any, direction: str) -> None:
    new = data.draw(mutated(old))
    before, after = with_schema(old, direction), with_schema(new, direction)
    found = changes(before, after)
    if worst(found) in SAFE:
        assert contradiction(before, after, direction) is None, found


@pytest.mark.parametrize("direction", ["request", "answer"])
@given(st.data(), whole_schemas())
@settings(deadline=None)
def test_a_schema_written_out_means_the_same(direction: str, data: st.DataObject, schema: Any) -> None:
    """In one branch of a union of its own, a part of an `allOf`, or by reference a schema is what it was."""
    wrapping = data.draw(st.sampled_from(["anyOf", "oneOf", "allOf", "$ref"]))
    if wrapping == "$ref":
        parts = {"Own": json.loads(json.dumps(schema))}
        other = with_schema({"$ref": "#/components/schemas/Own"}, direction, **parts)
    else:
        parts = {}
        other = with_schema({wrapping: [schema]}, direction)
    before = with_schema(schema, direction, **parts)
    # What comes back to itself within a condition can't be compared; that is no reason to call it breaking.
    # So it is with alternatives of `oneOf` that overlap and are not the same word for word.
    words = ('"not"', '"if"', "contains", "oneOf")
    allowed = (*SAFE, "maybe") if any(word in json.dumps(schema) for word in words) else SAFE
    assert worst(changes(before, other)) in allowed
    assert worst(changes(other, before)) in allowed
