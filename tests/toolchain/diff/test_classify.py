"""Fingerprints: the same for the same change, and one for each."""

from __future__ import annotations

from typing import Any

from tests.toolchain.diff.documents import changes, with_schema

SMALL: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
LARGE: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}, "c": {"type": "number"}}}


def ids(old: Any, new: Any, direction: str = "answer") -> list[str]:
    """Return the fingerprints of what lies between two schemas."""
    return [change.id for change in changes(with_schema(old, direction), with_schema(new, direction))]


def less(schema: dict[str, Any]) -> dict[str, Any]:
    """Return an object schema without its property a."""
    return {**schema, "properties": {name: value for name, value in schema["properties"].items() if name != "a"}}


def test_it_does_not_depend_on_the_order_of_alternatives() -> None:
    first = ids({"oneOf": [SMALL, {"type": "string"}]}, {"oneOf": [less(SMALL), {"type": "string"}]})
    second = ids({"oneOf": [{"type": "string"}, SMALL]}, {"oneOf": [{"type": "string"}, less(SMALL)]})
    assert first == second != []


def test_it_does_not_depend_on_the_order_of_parameters() -> None:
    def document(*names: str, limit: int) -> dict[str, Any]:
        result = with_schema({}, "answer")
        schema = {"type": "string", "maxLength": limit}
        parameters = [{"name": name, "in": "query", "schema": schema if name == "a" else {}} for name in names]
        result["paths"]["/things"]["post"]["parameters"] = parameters
        return result

    [first] = changes(document("a", "b", limit=9), document("a", "b", limit=8))
    [second] = changes(document("a", "b", limit=9), document("b", "a", limit=8))
    assert first.pointer != second.pointer
    assert first.id == second.id


def test_it_does_not_depend_on_what_the_path_calls_its_parameters() -> None:
    def document(name: str, kind: str) -> dict[str, Any]:
        result = with_schema({}, "answer")
        operation = result["paths"].pop("/things")["post"]
        operation["parameters"] = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}]
        operation["responses"]["200"]["content"]["application/json"]["schema"] = {"type": kind}
        result["paths"][f"/things/{{{name}}}"] = {"post": operation}
        return result

    [first] = changes(document("id", "string"), document("id", "number"))
    [second] = changes(document("key", "string"), document("key", "number"))
    assert first.id == second.id


def test_it_depends_on_what_changes_and_on_the_class() -> None:
    edits = [
        ids(SMALL, less(SMALL)),
        ids(LARGE, less(LARGE), "request"),
        ids(less(SMALL), SMALL),
        ids({"type": "string"}, {"type": "string", "maxLength": 8}),
        ids({"type": "string"}, {"type": "string", "maxLength": 9}),
        ids({"type": "string"}, {"type": "string", "maxLength": 9}, "request"),
    ]
    assert [len(each) for each in edits] == [1] * 6
    # Who sends it doesn't make another change of it: the class does.
    assert edits[0] == edits[1]
    assert len({each[0] for each in edits}) == 5


def test_the_same_change_in_two_parts_is_two() -> None:
    def schema(description: str) -> dict[str, Any]:
        parts = [{"type": "object", "description": description, "properties": {name: {}}} for name in ("a", "b")]
        return {"allOf": parts}

    found = ids(schema("One."), schema("Another."))
    assert len(set(found)) == len(found) == 2
