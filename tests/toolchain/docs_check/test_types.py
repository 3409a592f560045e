"""Types as pages write them: which text is one, what it means, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from toolchain.docs_check.types import Type, is_type, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string", Type(("string",))),
        ("enum<string>", Type(("string",), has_values=True)),
        ("string<date-time>", Type(("string",), None, "date-time")),
        ("object[]", Type(("array",), Type(("object",)))),
        ("enum<string>[]", Type(("array",), Type(("string",), has_values=True))),
        ("array[string]", Type(("array",), Type(("string",)))),
        ("string | null", Type(("null", "string"))),
        ("number or null", Type(("null", "number"))),
    ],
)
def test_types(text: str, expected: Type) -> None:
    assert is_type(text)
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["string", "enum<string>", "string[]", "enum<string>[]", "string | null"])
def test_a_page_that_writes_enums_tells_by_any_other_type_that_there_is_none(text: str) -> None:
    for other in ("string", "enum<string>", "string[]", "enum<string>[]", "string | null"):
        assert parse(text, tells_values=True).says_the_same(parse(other)) == (text == other)


@pytest.mark.parametrize("text", ["String of pearls", "the string", "strings", "array[", "", "object Object", "7"])
def test_what_is_no_type(text: str) -> None:
    assert not is_type(text)


@pytest.mark.parametrize(
    ("type_", "taken", "refused"),
    [
        ("string", ["", "x"], [1, None, {}, [], True]),
        ("number", [1, 1.5], ["1", True, None]),
        ("integer", [1, 2.0], [1.5, True, "1"]),
        ("boolean", [True], ["true", 1]),
        ("object", [{}], ["x", []]),
        ("array[string]", [[], ["x"]], [[1], [{}], "x", {}]),
        ("array[array[number]]", [[[1]]], [[1]]),
        ("string | null", ["x", None], [1]),
        ("any", [1, None, {}], []),
    ],
)
def test_what_a_type_refuses(type_: str, taken: list[Any], refused: list[Any]) -> None:
    parsed = parse(type_)
    assert [value for value in taken if parsed.refuses(value)] == []
    assert [value for value in refused if not parsed.refuses(value)] == []
