"""What holds of every comparison, whatever is compared."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toolchain.diff.documents import PARTS, changes, corpus, with_schema, worst
from tests.toolchain.diff.schema_strategies import FLAT_OBJECTS, SCALARS, SCHEMAS, shuffled, widened
from toolchain.diff.classify import ChangeClass

DIRECTIONS = st.sampled_from(["request", "answer"])
BASE = corpus("documents.yaml")["base"]
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from([None, 0, 1, 5, 0.5, "x", "USD"]))
SAFE = ("none", "compatible", "surface", "docs")


@given(SCHEMAS, DIRECTIONS)
def test_nothing_differs_from_itself(schema: Any, direction: str) -> None:
    document = with_schema(schema, direction)
    assert changes(document, copy.deepcopy(document)) == []


@given(st.data(), SCHEMAS, DIRECTIONS)
def test_order_never_matters(data: st.DataObject, schema: Any, direction: str) -> None:
    document = with_schema(schema, direction)
    assert changes(document, data.draw(shuffled(document))) == []


@given(shuffled(BASE))
@settings(max_examples=20)
def test_order_never_matters_anywhere_in_a_document(other: Any) -> None:
    assert changes(BASE, other) == []


@given(SCHEMAS, SCHEMAS, DIRECTIONS, st.data())
@settings(max_examples=60)
def test_what_is_found_does_not_depend_on_order(old: Any, new: Any, direction: str, data: st.DataObject) -> None:
    first, second = with_schema(old, direction), with_schema(new, direction)
    found = changes(first, second)
    again = changes(data.draw(shuffled(first)), data.draw(shuffled(second)))
    assert {change.change_class for change in found} == {change.change_class for change in again}


@given(widened())
def test_what_widens_a_request_breaks_it_on_the_way_back(pair: tuple[Any, Any]) -> None:
    narrow, wide = (with_schema(schema, "request") for schema in pair)
    assert worst(changes(narrow, wide)) in SAFE
    assert worst(changes(wide, narrow)) == "breaking"


@given(widened())
def test_what_widens_an_answer_breaks_it(pair: tuple[Any, Any]) -> None:
    narrow, wide = (with_schema(schema, "answer") for schema in pair)
    assert worst(changes(narrow, wide)) == "breaking"
    assert worst(changes(wide, narrow)) in SAFE


@given(SCALARS, SCALARS)
def test_requests_and_answers_mirror_each_other(old: Any, new: Any) -> None:
    forth = worst(changes(with_schema(old, "request"), with_schema(new, "request")))
    back = worst(changes(with_schema(new, "answer"), with_schema(old, "answer")))
    # Which of several edits is to blame may be seen from one side only.
    assert (forth in SAFE) == (back in SAFE)


@given(FLAT_OBJECTS, FLAT_OBJECTS, st.data())
def test_where_nothing_breaks_no_request_is_refused(old: Any, new: Any, data: st.DataObject) -> None:
    found = changes(with_schema(old, "request"), with_schema(new, "request"))
    closed = [jsonschema_rs.Draft202012Validator({**side, "additionalProperties": False}) for side in (old, new)]
    value = data.draw(OBJECTS)
    if worst(found) in SAFE:
        assert not closed[0].is_valid(value) or closed[1].is_valid(value)


@given(FLAT_OBJECTS, FLAT_OBJECTS, st.data())
def test_where_nothing_breaks_no_answer_is_a_surprise(old: Any, new: Any, data: st.DataObject) -> None:
    found = changes(with_schema(old, "answer"), with_schema(new, "answer"))
    opened = [jsonschema_rs.Draft202012Validator(side) for side in (old, new)]
    value = data.draw(OBJECTS)
    if worst(found) in SAFE:
        assert not opened[1].is_valid(value) or opened[0].is_valid(value)


@given(SCHEMAS, SCHEMAS, DIRECTIONS)
def test_all_changes_can_be_told_apart(old: Any, new: Any, direction: str) -> None:
    found = changes(with_schema(old, direction), with_schema(new, direction))
    assert len({change.id for change in found}) == len(found)
    for change in found:
        assert change.message
        assert "\n" not in change.message
        assert set(change.operations) <= {"POST /things"}


@given(SCHEMAS, SCHEMAS)
@settings(deadline=None)
def test_a_model_is_compared_the_same_wherever_it_stands(old: Any, new: Any) -> None:
    """A schema of its own and the same one written into a property mean the same to a client."""
    holder: Any = {"type": "object", "properties": {"p": {"$ref": "#/components/schemas/Own"}}}
    named = [with_schema(holder, "answer", Own=own) for own in (old, new)]
    written = [with_schema({"type": "object", "properties": {"p": own}}, "answer") for own in (old, new)]
    assert _wire(changes(*named)) == _wire(changes(*written))


def _wire(found: list[Any]) -> str:
    """The worst class of what is sent; names in Python differ between a model and a schema written out."""
    ranks = [
        change.change_class for change in found if change.change_class in (ChangeClass.BREAKING, ChangeClass.MAYBE)
    ]
    return min(ranks, key=lambda each: each.rank).value if ranks else "safe"


def test_the_parts_of_the_corpus_are_as_the_cases_take_them_to_be() -> None:
    assert PARTS["Part"] == PARTS["Twin"] != PARTS["Less"]
