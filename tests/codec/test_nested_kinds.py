"""Kinds within kinds: nullable elements, maps, unions, literals and numeric enums, in responses and in requests."""

from __future__ import annotations

import copy
import importlib
import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from leadconnector.codec.convert import request_data
from leadconnector.codec.drift import DriftReporter
from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.pydantic import json_schema
from tests.support.packages import make_package

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
BIRD = {"$ref": "#/components/schemas/Bird"}
FISH = {"$ref": "#/components/schemas/Fish"}
NULL = {"type": "null"}
DAY = {"type": "string", "format": "date"}
MAP_OF_BIRDS = {"type": "object", "additionalProperties": BIRD}
MAP_OF_NUMBERS = {"type": "object", "additionalProperties": {"type": "number"}}
NULLABLE_MAP = {"type": "object", "nullable": True, "additionalProperties": {"type": "integer"}}
OPEN = {"type": "object", "additionalProperties": True}
DATED = {"type": "object", "properties": {"at": {"type": "string"}}}
MOMENT = "2024-05-06T07:08:09Z"
SCHEMAS: dict[str, Any] = {
    "Bird": {
        "type": "object",
        "required": ["sort", "wings"],
        "properties": {"sort": {"const": "bird"}, "wings": {"type": "number"}, "hatched": {"type": "string"}},
    },
    "Fish": {
        "type": "object",
        "required": ["sort"],
        "properties": {"sort": {"const": "fish"}, "caught": {"type": "string", "format": "date-time"}},
    },
    "Grade": {"type": "integer", "enum": [1, 2, 3]},
    "School": {"type": "array", "items": FISH},
}
TAGGED = {
    "oneOf": [BIRD, FISH],
    "discriminator": {"propertyName": "sort", "mapping": {"bird": BIRD["$ref"], "fish": FISH["$ref"]}},
}
SPARROW = {"sort": "bird", "wings": 2}
CARP = {"sort": "fish", "caught": "2024-05-06T07:08:09Z"}
AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

# the schema, a value on the wire, and values of another kind
FIELDS: dict[str, tuple[dict[str, Any], Any, list[Any]]] = {
    "marks": ({"type": "array", "items": {"type": ["string", "null"]}}, ["a", None], [["a", {}], {}]),
    "sums": ({"type": "array", "items": {"type": ["number", "null"]}}, [1, None, 0.5], [["1"], 5]),
    "birds": ({"type": "array", "items": {"anyOf": [BIRD, NULL]}}, [SPARROW, None], [[5], "a"]),
    "grid": ({"type": "array", "items": {"type": "array", "items": BIRD}}, [[SPARROW], []], [[{}], [[1]]]),
    "school": ({"$ref": "#/components/schemas/School"}, [CARP], [[1]]),
    "moments": (
        {"type": "array", "items": {"type": "string", "format": "date-time"}},
        ["2024-05-06T07:08:09Z", "2024-05-06T09:08:09+02:00"],
        [["x"]],
    ),
    "counts": ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1, "b": 0}, [{"a": "1"}, []]),
    "rates": ({"type": "object", "additionalProperties": {"type": ["number", "null"]}}, {"x": 1.5, "y": None}, [[], 1]),
    "sizes": (
        {"type": "array", "items": {"type": ["object", "null"], "additionalProperties": {"type": "integer"}}},
        [{"a": 1}, None],
        [["a"], [{"a": "1"}]],
    ),
    "titled": ({"type": ["boolean", "object"], "properties": {"a": {"type": "string"}}}, True, [5, []]),
    "closed": ({"type": "integer", "additionalProperties": False}, 5, ["5", {"a": 1}]),
    "mapped": ({"type": ["integer", "object"], "additionalProperties": {"type": "integer"}}, 5, ["5", [], {"a": "1"}]),
    "named": ({"type": "object", "additionalProperties": BIRD}, {"tweety": SPARROW}, [{"x": 1}]),
    "days": (
        {"type": "object", "additionalProperties": {"type": "string", "format": "date"}},
        {"d": "2024-05-06"},
        [1],
    ),
    "tagged": (TAGGED, CARP, ["fish", 5]),
    "either": ({"anyOf": [BIRD, FISH]}, SPARROW, [[SPARROW], "x"]),
    "each": ({"type": "array", "items": {"oneOf": [BIRD, FISH]}}, [SPARROW, CARP], [["x"], {}]),
    "flock": ({"anyOf": [{"type": "array", "items": BIRD}, MAP_OF_BIRDS]}, {"a": SPARROW}, [{"a": 1}, [1], "x", 5]),
    "shoal": ({"oneOf": [FISH, {"type": "array", "items": FISH}]}, [CARP, CARP], [[5], "x"]),
    "priced": ({"oneOf": [BIRD, MAP_OF_NUMBERS]}, {"k": 1.5}, [[], "x"]),
    "dated": ({"oneOf": [BIRD, {"type": "object", "additionalProperties": DAY}]}, {"d": "2024-05-06"}, [[], 5]),
    "noted": ({"anyOf": [BIRD, {"type": "object"}]}, {"z": [None]}, [[], "x"]),
    "when": ({"anyOf": [DAY, {"type": "integer"}]}, "2024-05-06", ["soon", 1.5, []]),
    "until": ({"anyOf": [{"type": "number"}, {"type": "string", "format": "date-time"}]}, MOMENT, ["2024-05-06", {}]),
    "start": ({"anyOf": [{"type": "string", "enum": ["now", "later"]}, DAY]}, "2024-05-06", [5, []]),
    "since": ({"anyOf": [DAY, {"type": "string"}]}, "2024-05-06", [[], {}]),
    "amount": ({"oneOf": [{"type": "number"}, {"type": "integer"}]}, 2.5, ["2.5", True]),
    "label": ({"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "integer"}]}, True, [1.5, [], {}]),
    "mixed": ({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}, ["a"], [1, [{}]]),
    "two": ({"const": 2}, 2, ["2", 3, True]),
    "yes": ({"const": True}, True, [1, False, "true"]),
    "word": ({"type": "string", "enum": ["only"]}, "only", ["other", 1]),
    "part": ({"type": "number", "const": 1.5}, 1.5, [1, "1.5"]),
    "level": ({"enum": [1, "high", True]}, "high", ["low", 2, False]),
    "ratio": ({"type": "number", "enum": [0.5, 1, 1.5]}, 1, ["1.5 times", True, []]),
    "ratios": ({"type": "array", "items": {"enum": [0.25, 0.75]}}, [0.25, 0.75], [["x"], {}]),
    "empty": ({"type": "array", "items": {"const": None}}, [None], [[1], {}]),
    "shape": ({"const": {"kind": "x", "by": [1.5]}}, {"kind": "x", "by": [1.5]}, [{}, {"kind": "x", "by": [2]}, "x"]),
    "pair": ({"const": [1, "a"]}, [1, "a"], [[1], "a"]),
    "grade": ({"$ref": "#/components/schemas/Grade"}, 2, ["2", 1.5, True]),
    "score": ({"type": "integer", "enum": [10, 20]}, 20, ["20", [], False]),
}
READS: dict[str, Any] = {
    "sums": [Decimal(1), None, Decimal("0.5")],
    "moments": [AT, AT],
    "rates": {"x": Decimal("1.5"), "y": None},
    "days": {"d": date(2024, 5, 6)},
    "part": Decimal("1.5"),
    "amount": Decimal("2.5"),
    "ratio": Decimal(1),
    "priced": {"k": Decimal("1.5")},
    "dated": {"d": date(2024, 5, 6)},
    "when": date(2024, 5, 6),
    "until": AT,
    "start": date(2024, 5, 6),
    "ratios": [Decimal("0.25"), Decimal("0.75")],
}
"""What values read as that read as something else than what they are on the wire, or as models."""
MODELS = ("birds", "grid", "school", "named", "tagged", "either", "each", "flock", "shoal")
PLAIN = pytest.mark.parametrize("name", [name for name in FIELDS if name not in MODELS])
EVERY = pytest.mark.parametrize("name", FIELDS)


def content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def described(required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": {name: schema for name, (schema, *_) in FIELDS.items()},
    }


def patterned(*patterns: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "patternProperties": {key: {} for key in patterns},
    }


DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Nested kinds", "version": "1"},
    "servers": [{"url": "https://example.com"}],
    "paths": {
        "/zoo": {
            "put": {
                "operationId": "put-zoo",
                "tags": ["zoo"],
                "requestBody": {"required": True, **content(described(["two", "rates"]))},
                "responses": {"200": {"description": "ok", **content(described([]))}},
            }
        },
        "/open": {
            "put": {
                "operationId": "put-open",
                "tags": ["zoo"],
                "responses": {"200": {"description": "ok", **content(patterned("^x-", "_id$"))}},
            },
            "patch": {
                "operationId": "patch-open",
                "tags": ["zoo"],
                "responses": {"200": {"description": "ok", **content({"allOf": [patterned("^x-"), OPEN]})}},
            },
            "options": {
                "operationId": "some-open",
                "tags": ["zoo"],
                "responses": {"200": {"description": "ok", **content({"allOf": [patterned("^x-"), DATED]})}},
            },
            "delete": {
                "operationId": "delete-open",
                "tags": ["zoo"],
                "responses": {"200": {"description": "ok", **content(patterned(r"^\p{L}+$"))}},
            },
            "get": {
                "operationId": "get-map",
                "tags": ["zoo"],
                "responses": {"200": {"description": "ok", **content(NULLABLE_MAP)}},
            },
            "post": {
                "operationId": "post-open",
                "tags": ["zoo"],
                "requestBody": content(
                    {
                        "type": "object",
                        "required": ["id", "note"],
                        "properties": {
                            "id": {"type": "string", "readOnly": True},
                            "note": {"type": ["string", "null"]},
                            "any": {},
                            "map": NULLABLE_MAP,
                        },
                    }
                ),
                "responses": {
                    "200": {
                        "description": "ok",
                        **content(
                            {
                                "type": "object",
                                "deprecated": True,
                                "properties": {
                                    "note": {
                                        "type": ["string", "null"],
                                        "description": "A note.",
                                        "deprecated": True,
                                    },
                                    "anything": {},
                                    "secret": {"type": "string", "writeOnly": True},
                                },
                                "additionalProperties": True,
                            }
                        ),
                    }
                },
            },
        },
    },
    "components": {"schemas": SCHEMAS},
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("nested")
    make_package(DOCUMENT, folder, "nested_kinds")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("nested_kinds.models")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "nested_kinds"]:
        del sys.modules[name]


def drift_of(model: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    DriftReporter(lambda _, pointer, kind: found.append((pointer, str(kind)))).report("x", model)
    return found


@EVERY
def test_in_a_response(models: Any, name: str) -> None:
    _, value, misfits = FIELDS[name]
    text = json.dumps({name: value})
    response = models.PutZooResult.from_json(text)
    assert response.extra == {}
    assert json.loads(response.to_json()) == {name: value}
    assert models.PutZooResult.from_dict(json.loads(text)) == response
    assert drift_of(response) == []
    if name not in MODELS:
        read = getattr(response, name)
        assert read == READS.get(name, value)
        assert isinstance(read, type(READS.get(name, value)))
    for misfit in [*misfits, None]:
        response = models.PutZooResult.from_dict({name: copy.deepcopy(misfit)})
        assert json.loads(response.to_json()) == {name: misfit}
        kept = getattr(response, name)
        assert (kept, response.extra) == (None, {name: misfit}) or (name == "each" and kept == misfit)
        if kept is None:
            assert len(drift_of(response)) == 1


@EVERY
def test_in_a_request(models: Any, name: str) -> None:
    _, value, misfits = FIELDS[name]
    needed = {"two": 2, "rates": {}}
    body = models.PutZoo.from_dict({**needed, name: value})
    assert body.extra == {}
    assert json.loads(body.to_json()) == {**needed, name: value}
    assert models.PutZoo.from_body({**needed, name: value}) == body
    for misfit in misfits:
        body = models.PutZoo(two=2, rates={})
        setattr(body, name, misfit)
        for refused in (body.to_json, lambda: models.PutZoo.from_body({**needed, name: misfit})):  # noqa: B023
            if refused == body.to_json and misfit in (["1"], "2.5"):
                continue  # decimal text is as good as a number where Python sets it
            with pytest.raises(InvalidDataError) as caught:
                refused()
            assert {fault.path[0] for fault in caught.value.faults} == {name}


def test_objects_have_their_classes(models: Any) -> None:
    data = {name: FIELDS[name][1] for name in MODELS}
    response = models.PutZooResult.from_dict(data)
    assert [type(bird) for bird in response.birds] == [models.Bird, type(None)]
    assert response.grid == [[models.Bird(sort="bird", wings=2)], []]
    assert type(response.school[0]) is models.Fish
    assert response.named == {"tweety": models.Bird(sort="bird", wings="2")}
    assert (type(response.tagged), response.tagged.caught) == (models.Fish, AT)
    assert type(response.either) is models.Bird
    assert [type(each) for each in response.each] == [models.Bird, models.Fish]


def test_what_is_none_of_a_union_stays_as_it_came(models: Any) -> None:
    for name, value in (("tagged", {"sort": "cat"}), ("either", {"sort": "bird"}), ("tagged", {"sort": 5})):
        response = models.PutZooResult.from_dict({name: value})
        assert (getattr(response, name), response.extra) == (value, {})
        assert response.to_dict() == {name: value}
        assert drift_of(response) == [(f"/{name}", "wrong type")]
    response = models.PutZooResult.from_dict({"each": [SPARROW, {"sort": "cat", "lives": 9}]})
    assert type(response.each[0]) is models.Bird
    assert response.each[1] == {"sort": "cat", "lives": 9}


def test_drift_is_what_no_kind_of_a_union_reads(models: Any) -> None:
    odd = {**CARP, "new": 1}
    response = models.PutZooResult.from_dict(
        {"shoal": [CARP, odd], "flock": {"a": {**SPARROW, "new": 1}}, "label": "x"}
    )
    assert drift_of(response) == [("/flock/a/new", "unknown field"), ("/shoal/*/new", "unknown field")]
    for name, value in (("priced", {"k": "1.5"}), ("dated", {"d": "soon"}), ("priced", {**SPARROW, "sort": "cat"})):
        response = models.PutZooResult.from_dict({name: value})
        assert (getattr(response, name), response.to_dict()) == (value, {name: value})
        assert drift_of(response) == [(f"/{name}", "wrong type")]
    for text in ("now", "soon"):  # no date, but text of the enum
        response = models.PutZooResult.from_dict({"start": text})
        assert (response.start, drift_of(response)) == (text, [("/start", "unknown enum value")][: text == "soon"])


def test_a_request_made_of_a_response_leaves_out_what_parts_of_a_union_have_no_field_for(models: Any) -> None:
    odd = {**CARP, "new": 1}
    came = {"two": 2, "rates": {}, "shoal": [CARP, odd], "flock": {"a": {**SPARROW, "new": 1}}, "either": odd}
    data, left_out = request_data(models.PutZoo, models.PutZooResult.from_dict(came), None, ())
    assert data == {"two": 2, "rates": {}, "shoal": [CARP, CARP], "flock": {"a": SPARROW}, "either": CARP}
    assert sorted(left_out) == ["/either/new", "/flock/a/new", "/shoal/1/new"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("priced", {"k": "x"}, r"priced: expected BirdInput or an object, each value of which is a number, got \{"),
        (
            "dated",
            {"d": "soon"},
            r"dated: expected BirdInput or an object, each value of which is a date, YYYY-MM-DD, ",
        ),
        ("either", {"sort": "cat"}, "either: expected BirdInput or FishInput, got {"),
        ("tagged", {"sort": "cat"}, "tagged: expected BirdInput or FishInput, got {"),
        ("each", [SPARROW, {"sort": "cat"}], r"each\[1\]: expected BirdInput or FishInput, got {"),
        ("either", {**SPARROW, "hatched": 5}, "either.hatched: expected text, got 5"),
        ("shoal", [CARP, {"sort": "fish", "caught": 5}], r"shoal\[1\].caught: expected an ISO 8601 date-time"),
        ("when", "soon", "when: expected a date, YYYY-MM-DD or a whole number, got 'soon'"),
    ],
)
def test_a_request_has_what_a_kind_of_the_union_takes(models: Any, name: str, value: Any, message: str) -> None:
    with pytest.raises(InvalidDataError, match=f"^PutZoo: {message}"):
        models.PutZoo.from_body({"two": 2, "rates": {}, name: value})
    body = models.PutZoo(two=2, rates={})
    setattr(body, name, value)
    with pytest.raises(InvalidDataError, match=rf"^PutZoo: {name}"):
        body.to_json()
    kept = models.PutZoo.from_dict({"two": 2, "rates": {}, name: value})
    assert kept.to_dict()[name] == value  # the caller's own JSON, as all that is of another kind


def test_what_a_free_object_of_the_union_allows_is_no_fault(models: Any) -> None:
    for value in ({**SPARROW, "new": 1}, {**SPARROW, "wings": "two"}, {**SPARROW, "hatched": 5}):
        response = models.PutZooResult.from_dict({"noted": value, "either": value})
        assert response.to_dict() == {"noted": value, "either": value}
        assert {pointer.split("/")[1] for pointer, _ in drift_of(response)} == {"either"}
        assert models.PutZoo.from_body({"two": 2, "rates": {}, "noted": value}).to_dict()["noted"] == value


def test_a_map_in_a_union_takes_no_binary_float(models: Any) -> None:
    body = models.PutZoo(two=2, rates={}, priced={"k": Decimal("1.5")}, either=SPARROW)
    assert body.to_dict() == {"two": 2, "rates": {}, "priced": {"k": Decimal("1.5")}, "either": SPARROW}
    body.priced["k"] = 1.5
    with pytest.raises(InvalidDataError, match=r'priced\.k: 1\.5 is a binary float; write Decimal\("1\.5"\)'):
        body.to_json()


def test_a_union_takes_dates_as_such(models: Any) -> None:
    body = models.PutZoo(
        two=2, rates={}, when=date(2024, 5, 6), until=AT, since=date(2024, 5, 6), dated={"a": date.max}
    )
    written = {"when": "2024-05-06", "until": "2024-05-06T07:08:09.000Z", "since": "2024-05-06"}
    assert body.to_dict() == {"two": 2, "rates": {}, **written, "dated": {"a": "9999-12-31"}}
    for given in (5, "2024-05-06"):
        assert models.PutZoo(two=2, rates={}, when=given).to_dict()["when"] == given


def test_a_discriminator_decides_even_where_another_class_would_fit(models: Any) -> None:
    odd = {"sort": "fish", "wings": 2}
    assert type(models.PutZooResult.from_dict({"tagged": odd}).tagged) is models.Fish


def test_numeric_enums_are_open(models: Any) -> None:
    response = models.PutZooResult.from_dict({"grade": 3, "score": 30})
    assert (response.grade, response.grade.is_known) == (3, True)
    assert (response.score, response.score.is_known, type(response.score)) == (30, False, models.PutZooResultScore)
    assert response.to_json() == b'{"grade":3,"score":30}'
    assert drift_of(response) == [("/score", "unknown enum value")]


def test_an_enum_of_fractions_is_open_too(models: Any) -> None:
    response = models.PutZooResult.from_dict({"ratio": 0.7, "ratios": [0.25, 3]})
    assert (response.ratio, response.ratios, response.extra) == (Decimal("0.7"), [Decimal("0.25"), Decimal(3)], {})
    assert drift_of(response) == [("/ratio", "unknown enum value"), ("/ratios/*", "unknown enum value")]


def test_a_schema_without_a_word_lets_null_be(models: Any) -> None:
    body = models.PostOpen.from_dict({"note": "x", "any": None})
    assert body.to_dict() == {"note": "x", "any": None}
    response = models.PostOpenResult.from_dict({"anything": None})
    assert (response.anything, drift_of(response)) == (None, [])
    assert response.to_dict() == {"anything": None}
    assert models.PostOpenResult.from_dict({"anything": [None]}).anything == [None]


def test_what_is_deprecated_says_so(models: Any) -> None:
    assert [field.json_name for field in models.PostOpenResult.FIELDS if field.deprecated] == ["note"]
    source = Path(str(importlib.import_module(models.PostOpenResult.__module__).__file__)).read_text("utf-8")
    assert '"""A note. Deprecated: ' in source
    schema = json_schema(models.PostOpenResult)["properties"]
    assert [name for name, each in schema.items() if each.get("deprecated")] == ["note"]
    assert "Deprecated: " in models.PostOpenResult.__doc__


def test_each_fault_of_a_request_has_its_path(models: Any) -> None:
    body = models.PutZoo(
        two=3,
        rates={"a": Decimal(1), "b": 1},
        birds=[None, models.BirdInput(sort="bird", wings=1), models.BirdInput(sort="dog", wings=2)],
        sums=[1, None, 2],
        tagged=models.FishInput(sort="fish", caught=AT),
    )
    body.sums[2] = True
    body.rates["b"] = body.birds[2].wings = body.sums[0] = 0.5
    with pytest.raises(InvalidDataError) as caught:
        body.to_json()
    places = ["two", "rates.b", "birds[2].sort", "birds[2].wings", "sums[0]", "sums[2]"]
    assert sorted(fault.place for fault in caught.value.faults) == sorted(places)


def test_read_only_and_write_only_and_nullable(models: Any) -> None:
    assert models.PostOpen(note=None).to_dict() == {"note": None}
    with pytest.raises(TypeError, match="unexpected keyword argument 'id'"):
        models.PostOpen(id="x", note="y")
    response = models.PostOpenResult.from_dict({"note": None, "new": 1})
    assert drift_of(response) == []
    assert response.to_dict() == {"note": None, "new": 1}
    assert not hasattr(response, "secret")


def test_names_that_fit_a_described_pattern_are_no_drift(models: Any) -> None:
    data = {"a": "1", "x-b": 2, "c_id": 3, "ax-d": 4}
    assert drift_of(models.PutOpenResult.from_dict(data)) == [("/ax-d", "unknown field")]
    assert drift_of(models.SomeOpenResult.from_dict(data)) == [("/c_id", "unknown field"), ("/ax-d", "unknown field")]
    assert drift_of(models.PatchOpenResult.from_dict(data)) == []
    assert drift_of(models.DeleteOpenResult.from_dict(data)) == [], "Python doesn't know such a pattern"


def test_no_method_is_said_to_help_against_its_own_refusal(models: Any) -> None:
    with pytest.raises(InvalidDataError) as caught:
        models.PostOpen.from_dict({"_id": "x"})
    assert str(caught.value) == "PostOpen: note: expected text, got nothing"


def test_a_map_may_be_null(models: Any) -> None:
    assert models.PostOpen(note="x", map=None).to_dict() == {"note": "x", "map": None}
    get = importlib.import_module("nested_kinds.resources.zoo").Zoo.get_map
    assert get.__annotations__["return"] == "dict[str, int] | None"


def test_free_json_takes_models(models: Any) -> None:
    body = models.PostOpen(note="x", any={"list": [models.BirdInput(sort="bird", wings=2)]})
    assert body.to_dict() == {"note": "x", "any": {"list": [SPARROW]}}
    body.any["list"][0].wings = 0.5
    with pytest.raises(InvalidDataError, match=r"^PostOpen: any\.list\[0\]"):
        body.to_dict()
