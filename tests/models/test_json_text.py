"""JSON text of what is sent, and of what only the slow writer can write."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from leadconnector.runtime.codec.jsontext import parse_json, write_body, write_json


@pytest.mark.parametrize(
    "value",
    [
        {"half": "\ud83d", "name\udc00": [1, 1.5, True, None, Decimal("1.10"), 10**30, {}, []]},
        {"digits": 10**5000},
        ["\ud800" * 3, "😀", '\x00\x7f"\\'],
    ],
)
def test_the_slow_writer_writes_the_same_value(value: Any) -> None:
    written = write_json(value)
    assert json.loads(written, parse_int=Decimal, parse_float=Decimal) == value
    assert parse_json(written) == value


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), Decimal("sNaN"), [{"x": Decimal("NaN")}]])
def test_a_body_has_no_number_that_is_none(value: Any) -> None:
    with pytest.raises(TypeError, match="NaN and infinities have no place in JSON"):
        write_body({"amount": value, "text": "NaN"})


def test_the_words_may_stand_in_a_text() -> None:
    body = {"name": "NaN Bakery to Infinity", "digits": Decimal("9" * 5000 + ".5")}
    assert parse_json(write_body(body)) == body


@pytest.mark.parametrize("value", [object(), {"x": {1j}}, ["\ud800", object()]])
def test_what_json_has_no_place_for(value: Any) -> None:
    with pytest.raises(TypeError):
        write_json(value)
