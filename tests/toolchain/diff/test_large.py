"""A description of any size; how long it takes is measured elsewhere, that it stays feasible is held to here."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest

from tests.toolchain.diff.documents import changes, with_schema
from tests.toolchain.diff.synthetic import synthetic


def test_five_hundred_operations() -> None:
    old = synthetic(500)
    assert sum(len(item) for item in old["paths"].values()) == 500
    new = copy.deepcopy(old)
    del new["components"]["schemas"]["Model3"]["properties"]["field2"]
    new["components"]["schemas"]["Model7Input"]["required"].append("field3")
    removed, required = changes(old, new)
    assert removed.pointer == "/components/schemas/Model3/properties/field2"
    assert required.pointer == "/components/schemas/Model7Input/required"
    # Each model leads to the next one, so that each answer holds all of them.
    assert len(removed.operations) == 500
    assert len(required.operations) == 250
    assert changes(new, copy.deepcopy(new)) == []


def linked(models: int, limit: int | None) -> dict[str, Any]:
    """Return a document whose models all lead to each other, through unions that nothing tells apart."""

    def model(number: int) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/M{number % models}"}

    def content(number: int) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": model(number)}}}

    schemas = {
        f"M{number}": {
            "type": "object",
            "properties": {
                "n": {"type": "integer"} | ({} if limit is None else {"maximum": limit}),
                **{f"r{index}": model(number * 3 + index * index + 1) for index in range(4)},
                "u": {"oneOf": [model(number * 5 + index) for index in range(6)]},
            },
        }
        for number in range(models)
    }
    paths: dict[str, Any] = {
        f"/m{number}": {
            "get": {"responses": {"200": {"description": "Done.", **content(number)}}},
            "post": {"requestBody": content(number), "responses": {"204": {"description": "Done."}}},
        }
        for number in range(models)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Linked", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


@pytest.mark.parametrize("budget", ["containment.MOST_IN_ALL", "witness.MOST_IN_ALL"])
def test_what_takes_too_long_to_decide_is_undecided_and_says_so(budget: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = linked(12, None), linked(12, 7)
    whole = {change.pointer: change.change_class.value for change in changes(old, new)}
    monkeypatch.setattr(f"toolchain.diff.classify.{budget}", 40)
    found = changes(old, new)
    assert {change.pointer for change in found} == whole.keys()
    assert all(change.change_class.value in (whole[change.pointer], "maybe") for change in found)
    assert any("too many" in change.reason for change in found)


def test_a_model_that_may_be_null_is_one_change_wherever_it_is_referred_to() -> None:
    old = synthetic(6)
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Model1"]["type"] = ["object", "null"]
    [change] = changes(old, new)
    assert (change.change_class.value, change.pointer) == ("breaking", "/components/schemas/Model1")
    assert len(change.operations) == 6


def test_models_that_stand_for_others_everywhere_are_gone_into_once() -> None:
    old = synthetic(100)
    new = copy.deepcopy(old)
    for model in new["components"]["schemas"].values():
        if parts := model["properties"].get("parts"):
            parts["items"] = {"oneOf": [parts["items"], {"type": "string"}]}
    start = time.process_time()
    found = changes(old, new)
    # It took a minute while each place went into all models again.
    assert time.process_time() - start < 20
    assert found[0].kind == "schema-exchanged"
    assert found[0].change_class.value == "breaking"


@pytest.mark.parametrize("direction", ["request", "answer"])
def test_unions_that_lead_on_too_deeply_are_undecided(direction: str) -> None:
    def chain(end: str) -> dict[str, Any]:
        models: dict[str, Any] = {
            f"U{number}": {"oneOf": [{"$ref": f"#/components/schemas/U{number + 1}"}, {"type": "null"}]}
            for number in range(200)
        }
        return with_schema({"$ref": "#/components/schemas/U0"}, direction, **models, U200={"type": end})

    found = changes(chain("string"), chain("integer"))
    assert {change.change_class.value for change in found} == {"maybe"}
    assert any("too many" in change.reason for change in found)


def test_null_is_found_however_many_ways_lead_to_it() -> None:
    def thing(end: Any) -> dict[str, Any]:
        ways: dict[str, Any] = {
            f"L{number}": {"allOf": [{"$ref": f"#/components/schemas/L{number + 1}"}] * 2} for number in range(12)
        }
        return with_schema({"$ref": "#/components/schemas/L0"}, "request", **ways, L12={"type": end})

    [change] = changes(thing("string"), thing(["string", "null"]))
    assert change.change_class.value == "compatible"


def objects(count: int, letter: str, kind: Any = "string") -> Any:
    """Return a schema with that many properties."""
    return {"type": "object", "properties": {f"{letter}{number}": {"type": kind} for number in range(count)}}


def chained(kind: str) -> dict[str, Any]:
    """Return models of which each has the next one as a property, the last one of that type."""
    return {
        f"M{number}": {"type": "object", "properties": {"m": {"$ref": f"#/components/schemas/M{number + 1}"}}}
        for number in range(3_000)
    } | {"M3000": {"type": kind}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"Thing": objects(2_000, "a")}, {"Thing": objects(2_000, "b")}),
        ({"Thing": objects(2_500, "a")}, {"Thing": objects(2_500, "a", ["string", "null"])}),
        ({"Thing": {"enum": [*range(20_000)]}}, {"Thing": {"enum": [*range(1, 20_001)]}}),
        (
            {"Thing": {"$ref": "#/components/schemas/M0"}, **chained("string")},
            {"Thing": {"$ref": "#/components/schemas/M0"}, **chained("integer")},
        ),
    ],
    ids=["properties", "null", "values", "models"],
)
def test_thousands_of_parts_take_seconds(old: dict[str, Any], new: dict[str, Any]) -> None:
    start = time.process_time()
    found = changes(*(with_schema(side.pop("Thing"), "answer", **side) for side in (dict(old), dict(new))))
    # They took more than a minute while each was held against all others.
    assert time.process_time() - start < 20
    assert found[0].change_class.value in ("breaking", "maybe")


def test_what_stands_too_deep_for_a_value_says_so() -> None:
    old, new = ({"type": kind} for kind in ("string", "integer"))
    for _ in range(35):
        old, new = ({"type": "object", "properties": {"a": each}} for each in (old, new))
    [change] = changes(with_schema(old, "request"), with_schema(new, "request"))
    assert change.change_class.value == "maybe"
    assert change.reason.endswith("; it stands too deep to look for a value that shows it")
