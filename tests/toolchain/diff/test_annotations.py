"""What is said besides values: discriminators."""

from __future__ import annotations

from typing import Any

import pytest

from tests.toolchain.diff.documents import changes, with_schema

A, B = "#/components/schemas/A", "#/components/schemas/B"


def tagged(discriminator: dict[str, Any] | None, *, is_said: bool = True) -> dict[str, Any]:
    """Return a document with a union of two models, which say themselves by which value of `kind` they are known."""
    models: dict[str, Any] = {
        name: {"type": "object", "required": ["kind"], "properties": {"kind": kind}}
        for name, kind in {"A": {"const": "A"} if is_said else {"type": "string"}, "B": {"enum": ["B"]}}.items()
    }
    union: dict[str, Any] = {"oneOf": [{"$ref": A}, {"$ref": B}]}
    return with_schema(union | ({"discriminator": discriminator} if discriminator else {}), "answer", **models)


KIND = {"propertyName": "kind"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, KIND, ["docs"]),
        (KIND, {**KIND, "mapping": {"A": A, "B": "B"}}, ["docs"]),
        (KIND, {**KIND, "mapping": {"A": B, "B": A}}, ["maybe"]),
        (KIND, {**KIND, "mapping": {"a": A}}, ["maybe"]),
        (KIND, {"propertyName": "type"}, ["maybe"]),
        (None, {**KIND, "mapping": {"other": A}}, ["docs"]),
        # OpenAPI 3.2: which model stands for all other values.
        (KIND, {**KIND, "defaultMapping": "B"}, ["maybe"]),
        ({**KIND, "defaultMapping": A}, {**KIND, "defaultMapping": B}, ["maybe"]),
        ({**KIND, "defaultMapping": "B"}, {**KIND, "defaultMapping": B}, ["docs"]),
        (None, {**KIND, "defaultMapping": B}, ["maybe"]),
    ],
)
def test_a_discriminator(old: dict[str, Any] | None, new: dict[str, Any] | None, expected: list[str]) -> None:
    for before, after in ((old, new), (new, old)):
        found = changes(tagged(before), tagged(after))
        assert [change.change_class.value for change in found] == expected, found
        assert changes(tagged(before), tagged(before)) == []


def test_a_discriminator_that_tells_apart_what_the_schemas_do_not() -> None:
    found = changes(tagged(None, is_said=False), tagged(KIND, is_said=False))
    assert [change.change_class.value for change in found] == ["maybe"]
