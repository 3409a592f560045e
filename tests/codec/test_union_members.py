"""Arrays and maps of described objects within unions, arrays and maps: checked whole, and none is lost on the way."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from leadconnector.codec.containers import Choice, Field, ListOf, MapOf, ModelOf, UnionOf
from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.kinds import NUMBER, OBJECT, TEXT, Kind, NumberOf
from leadconnector.codec.model import RequestModel
from leadconnector.codec.validation import value_faults


class Piece(RequestModel):
    FIELDS = (Field("t", "t", TEXT),)
    t: Any


class Optional(RequestModel):
    FIELDS = (Field("a", "a", UnionOf(TEXT, ListOf(ModelOf(lambda: Piece)), MapOf(ModelOf(lambda: Piece)))),)
    a: Any


class Required(RequestModel):
    FIELDS = (Optional.FIELDS[0]._replace(required=True),)
    a: Any


BODIES = pytest.mark.parametrize("body", [Optional, Required])


@BODIES
@pytest.mark.parametrize("make", ["from_body", "from_dict"])
def test_objects_in_an_array_or_map_of_a_union_arrive(body: Any, make: str) -> None:
    build = getattr(body, make)
    assert [each.t for each in build({"a": [{"t": "p"}, {"t": "q"}]}).a] == ["p", "q"]
    assert build({"a": {"x": {"t": "p"}}}).a["x"].t == "p"
    assert build({"a": "text"}).a == "text"


PIECE = ModelOf(lambda: Piece)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ListOf(ListOf(PIECE)), [[{"t": "p"}], [5]]),
        (ListOf(MapOf(PIECE)), [{"x": {"t": "p"}}, {"x": 5}]),
        (MapOf(ListOf(PIECE)), {"x": [{"t": "p"}], "y": [5]}),
        (ListOf(ListOf(PIECE, nullable=True), nullable=True), [None, [None, {"t": "p"}], [5]]),
        (ListOf(UnionOf(Choice(lambda: Piece), TEXT)), [{"t": "p"}, 5]),
        (ListOf(UnionOf(TEXT, ListOf(PIECE))), [[{"t": "p"}], 5]),
        (UnionOf(ListOf(ListOf(PIECE)), TEXT), [[{"t": "p"}], [5]]),
    ],
)
def test_what_does_not_fit_as_a_whole_stays_as_it_came(kind: Any, value: Any) -> None:
    data: dict[str, Any] = {}
    assert kind.take(data, "a", copy.deepcopy(value)) is None
    assert data == {"a": value}


class Whole(RequestModel):
    FIELDS = (Piece.FIELDS[0]._replace(required=True),)
    t: Any


@pytest.mark.parametrize("make", ["from_body", "from_dict"])
@pytest.mark.parametrize("required", [True, False])
def test_objects_in_an_array_or_map_of_a_union_are_complete(make: str, required: bool) -> None:
    class Body(RequestModel):
        FIELDS = (
            Field("a", "a", UnionOf(TEXT, ListOf(ModelOf(lambda: Whole)), MapOf(ModelOf(lambda: Whole))), required),
        )

    for value, place in (([{"t": "p"}, {"z": 1}], "a[1].t"), ({"x": {"t": "p"}, "y": {}}, "a.y.t")):
        with pytest.raises(InvalidDataError) as caught:
            getattr(Body, make)({"a": value})
        assert [fault.place for fault in caught.value.faults] == [place]


class Nested(RequestModel):
    FIELDS = ()
    a: Any


Nested.FIELDS = (Field("a", "a", UnionOf(ListOf(ModelOf(lambda: Nested)), TEXT)),)


def test_unions_within_unions_are_read_in_one_go() -> None:
    deep: Any = "leaf"
    for _ in range(60):  # 2 ** 60 readings would never end
        deep = [{"a": deep}]
    for build in (Nested.from_dict, Nested.from_body):
        found: Any = build({"a": deep})
        for _ in range(60):
            [found] = found.a
        assert found.a == "leaf"


def test_unions_within_unions_are_written_in_one_go() -> None:
    kind: Kind = TEXT
    value: Any = "leaf"
    for _ in range(60):
        kind, value = UnionOf(ListOf(kind), TEXT), [value]
    assert kind.write(value) == kind.convert(value) == value
    [fault] = value_faults(kind, json.loads(json.dumps(value).replace('"leaf"', "5")), ())
    assert (fault.expected, len(fault.path)) == ("text", 60)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (UnionOf(ListOf(NUMBER), ListOf(TEXT)), ["1", "2.50"]),
        (UnionOf(MapOf(NUMBER), OBJECT), {"a": "1"}),
        (UnionOf(NumberOf(1, 2), TEXT), "1"),
        (UnionOf(ListOf(UnionOf(NumberOf(1, 2), TEXT)), ListOf(TEXT)), ["1"]),
    ],
)
def test_text_of_a_union_is_not_written_as_a_number(kind: Any, value: Any) -> None:
    assert kind.write(kind.read(value)) == value
    assert kind.write(kind.convert(value)) == value
