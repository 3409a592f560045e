"""JSON text of what is sent, and of what only the slow writer can write."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from leadconnector.codec.json import parse_json, write_json


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


@pytest.mark.parametrize("value", [object(), {"x": {1j}}, ["\ud800", object()]])
def test_what_json_has_no_place_for(value: Any) -> None:
    with pytest.raises(TypeError):
        write_json(value)


def test_the_slow_writer_writes_nothing_that_is_no_json() -> None:
    with pytest.raises(TypeError, match="1 is no name for a member of a JSON object"):
        write_json({"x": {1: "\ud800"}})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json([float("inf"), "\ud800"])


def test_what_the_slow_writer_reads_it_can_write_at_any_depth_that_is_taken() -> None:
    text = "[" * 700 + '"\\ud83d"' + "]" * 700
    assert write_json(parse_json(text.encode())) == text.encode()
