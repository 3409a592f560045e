"""Strict mode: an action says what it expects, and anything else stops it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.json_strategies import OBJECTS, VALUES
from tests.toolchain.overlay.overlay_data import load_cases, overlay, parameters, same
from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import canonical_json, sha256
from toolchain.overlay import apply

CASES = load_cases("strict.yaml")
FIELDS = {"description": "why", "x-confidence": "H", "x-remove-when": "the page says so"}
VALID = {"target": "$.a", "update": 2, "x-expect": {"value": 1}}


def complete(action: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**FIELDS, **action}.items() if value is not None or key == "update"}


def apply_strictly(document: dict[str, Any], action: dict[str, Any]) -> Any:
    return apply(document, [("o.yaml", overlay([complete(action)]))], strict=True)


def error_of(document: dict[str, Any], action: dict[str, Any]) -> str:
    with pytest.raises(ToolchainError) as caught:
        apply_strictly(document, action)
    return str(caught.value)


@pytest.mark.parametrize("case", parameters(CASES, "holds"))
def test_holds(case: dict[str, Any]) -> None:
    result = apply_strictly(case["document"], case["action"])
    assert same(result, case["result"]), result


@pytest.mark.parametrize("case", parameters(CASES, "differs", "changes nothing"))
def test_stops(case: dict[str, Any]) -> None:
    message = error_of(case["document"], case["action"])
    assert message.startswith(f"o.yaml: action 1 ({case['action']['target']}): ")
    assert [piece for piece in case["error"] if piece not in message] == [], message


@pytest.mark.parametrize("case", parameters(CASES, "malformed"))
def test_malformed(case: dict[str, Any]) -> None:
    assert apply_strictly({"a": 1}, VALID) == {"a": 2}
    message = error_of({"a": 1}, {**VALID, **case["action"]})
    assert message.startswith("o.yaml: action 1 ($.a): ")
    assert [piece for piece in case["error"] if piece not in message] == [], message


@pytest.mark.parametrize("case", parameters(CASES, "differs", "changes nothing"))
def test_plain_mode_does_not_look_at_expectations(case: dict[str, Any]) -> None:
    apply(case["document"], [("o.yaml", overlay([complete(case["action"])]))])


def test_the_second_action_is_named_and_sees_the_first() -> None:
    first = complete({"target": "$.a", "update": 2, "x-expect": {"value": 1}})
    second = complete({"target": "$.a", "update": 3, "x-expect": {"value": 1}})
    with pytest.raises(ToolchainError, match=r"^o\.yaml: action 2 \(\$\.a\): expected old value 1, found 2"):
        apply({"a": 1}, [("o.yaml", overlay([first, second]))], strict=True)


def test_a_long_old_value_is_cut_and_its_hash_is_not() -> None:
    value: Any = ["x" * 10] * 100
    message = error_of({"a": value}, {"target": "$.a", "remove": True, "x-expect": {"value": []}})
    assert f"… (sha256 {sha256(value)})" in message
    assert len(message) < 700


@given(OBJECTS, OBJECTS.filter(bool))
def test_the_hash_in_the_message_is_the_one_to_write(document: dict[str, Any], update: dict[str, Any]) -> None:
    """What a wrong guess prints makes the action pass."""
    update = {f"new {key}" if key in document else key: value for key, value in update.items()}
    document = {**document, "old": 1}
    action = {"target": "$", "update": {**update, "old": 2}}
    message = error_of(document, {**action, "x-expect": {"sha256": "0" * 64}})
    found = message.rsplit("(sha256 ", 1)[1].removesuffix(")")
    assert apply_strictly(document, {**action, "x-expect": {"sha256": found}})["old"] == 2


@given(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1), st.sampled_from("abc"), VALUES)
def test_a_removed_value_is_expected_exactly(document: dict[str, Any], key: str, guess: Any) -> None:
    action = {"target": f"$.{key}", "remove": True, "x-expect": {"value": guess}}
    if key in document and same(document[key], guess):
        assert key not in apply_strictly(document, action)
    else:
        assert "expected" in error_of(document, action)


def test_canonical_json() -> None:
    assert canonical_json({"b": [1, 1.0, True, None], "a": "é"}) == '{"a":"é","b":[1,1.0,true,null]}'.encode()
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json(float("nan"))
