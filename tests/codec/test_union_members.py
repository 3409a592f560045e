"""Arrays and maps of described objects within unions, arrays and maps: checked whole, and none is lost on the way."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from leadconnector.codec.containers import Choice, Field, ListOf, MapOf, ModelOf, UnionOf
from leadconnector.codec.kinds import TEXT
from leadconnector.codec.model import RequestModel


class Piece(RequestModel):
    FIELDS = (Field("t", "t", TEXT),)
    t: Any


PIECE = ModelOf(Piece)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ListOf(ListOf(PIECE)), [[{"t": "p"}], [5]]),
        (ListOf(MapOf(PIECE)), [{"x": {"t": "p"}}, {"x": 5}]),
        (MapOf(ListOf(PIECE)), {"x": [{"t": "p"}], "y": [5]}),
        (ListOf(ListOf(PIECE, nullable=True), nullable=True), [None, [None, {"t": "p"}], [5]]),
        (ListOf(UnionOf(Choice(Piece), TEXT)), [{"t": "p"}, 5]),
        (ListOf(UnionOf(TEXT, ListOf(PIECE))), [[{"t": "p"}], 5]),
        (UnionOf(ListOf(ListOf(PIECE)), TEXT), [[{"t": "p"}], [5]]),
    ],
)
def test_what_does_not_fit_as_a_whole_stays_as_it_came(kind: Any, value: Any) -> None:
    data: dict[str, Any] = {}
    assert kind.take(data, "a", copy.deepcopy(value)) is None
    assert data == {"a": value}
