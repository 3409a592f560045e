"""Which corrections came, went or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolchain.diff.classify import ordered
from toolchain.diff.compare.overlays import compare_overlays

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

A: dict[str, Any] = {"target": "$.a", "description": "docs say: 1. wire has: 2. evidence: q01.", "update": {"x": 1}}
B: dict[str, Any] = {"target": "$.b", "description": "docs say: 3. wire has: nothing. evidence: q02.", "remove": True}


def overlay(name: str, *actions: dict[str, Any]) -> tuple[str, JSON]:
    """Return a named overlay with these actions."""
    return name, {"overlay": "1.1.0", "actions": list(actions)}


def found(old: list[tuple[str, JSON]], new: list[tuple[str, JSON]]) -> list[tuple[str, str, str]]:
    """Return kind, pointer and message of the changes."""
    return [(change.kind, change.pointer, change.message) for change in ordered(compare_overlays(old, new))]


def test_the_same_corrections() -> None:
    assert found([overlay("a", A), overlay("b", B)], [overlay("a", A), overlay("b", B)]) == []


def test_one_that_came_and_one_that_went() -> None:
    came = ("overlay-came", "b#/actions/0", "correction of `$.b` came: docs say: 3. wire has: nothing. evidence: q02.")
    went = ("overlay-went", "b#/actions/0", "correction of `$.b` went: docs say: 3. wire has: nothing. evidence: q02.")
    assert found([overlay("a", A)], [overlay("a", A), overlay("b", B)]) == [came]
    assert found([overlay("a", A), overlay("b", B)], [overlay("a", A)]) == [went]


def test_one_that_does_something_else() -> None:
    new = {**A, "update": {"x": 2}}
    [(kind, pointer, message)] = found([overlay("a", A)], [overlay("a", B, new)])[1:]
    assert (kind, pointer) == ("overlay-changed", "a#/actions/1")
    assert message == "correction of `$.a` changed (update): docs say: 1. wire has: 2. evidence: q01."


def test_one_for_another_reason() -> None:
    new = {**A, "description": "evidence: q03.", "x-confidence": "M"}
    assert found([overlay("a", A)], [overlay("a", new)]) == [
        ("overlay-changed", "a#/actions/0", "correction of `$.a` changed (description, x-confidence): evidence: q03.")
    ]


def test_one_in_another_file_or_another_place_is_the_same() -> None:
    assert found([overlay("a", A, B)], [overlay("a", B), overlay("b", A)]) == []


def test_one_of_two_with_the_same_effect() -> None:
    twice = [overlay("a", A), overlay("b", A)]
    assert [entry[:2] for entry in found(twice, [overlay("b", A)])] == [("overlay-went", "a#/actions/0")]


def test_what_is_no_overlay_is_passed_over() -> None:
    assert found([("a", None), ("b", {"actions": 5}), ("c", {"actions": [7]})], [("c", {"actions": [7]})]) == []
