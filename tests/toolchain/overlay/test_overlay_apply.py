"""What an overlay does to a document, by the rules of Overlay 1.1."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.json_strategies import KEYS, OBJECTS, PRIMITIVES, VALUES
from tests.toolchain.overlay.overlay_data import load_cases, overlay, parameters, same
from toolchain.errors import ToolchainError
from toolchain.overlay import apply

CASES = load_cases("apply.yaml")


def apply_actions(document: Any, *actions: Any) -> Any:
    return apply(document, [("o.yaml", overlay(list(actions)))])


def quoted(key: str) -> str:
    escaped = "".join(f"\\u{ord(c):04x}" if c in "\"'\\" or ord(c) < 32 else c for c in key)
    return f"['{escaped}']"


def mergeable(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return all(mergeable(old[key], new[key]) for key in old.keys() & new.keys())
    return isinstance(old, list) == isinstance(new, list) and isinstance(old, dict) == isinstance(new, dict)


@pytest.mark.parametrize("case", parameters(CASES))
def test_case(case: dict[str, Any]) -> None:
    document = copy.deepcopy(case["document"])
    source = overlay(case["actions"], case.get("version", "1.1.0"))
    before = copy.deepcopy(source)
    if "error" in case:
        with pytest.raises(ToolchainError) as caught:
            apply(document, [("o.yaml", source)])
        assert str(caught.value).startswith("o.yaml: ")
        assert [piece for piece in case["error"] if piece not in str(caught.value)] == []
    else:
        result = apply(document, [("o.yaml", source)])
        assert same(result, case["result"]), result
    assert same(document, case["document"])
    assert same(source, before)


def test_overlays_apply_in_the_order_given() -> None:
    first: Any = ("1.yaml", overlay([{"target": "$", "update": {"a": {"from": "first"}}}]))
    second = ("2.yaml", overlay([{"target": "$.a", "update": {"from": "second"}}]))
    assert apply({}, [first, second]) == {"a": {"from": "second"}}
    assert apply({}, [second, first]) == {"a": {"from": "first"}}


def test_every_overlay_is_validated_before_one_is_applied() -> None:
    failing = ("1.yaml", overlay([{"target": "$", "update": 1}]))
    invalid: Any = ("2.yaml", {"overlay": "1.1.0"})
    missing = r'^2\.yaml: document: "info" is a required property\n2\.yaml: document: "actions" is'
    with pytest.raises(ToolchainError, match=missing):
        apply({}, [failing, invalid])


def test_new_keys_come_last_and_old_ones_keep_their_order() -> None:
    result = apply_actions({"z": 1, "a": {"y": 1, "b": 1}}, {"target": "$", "update": {"c": 1, "a": {"a": 1, "b": 2}}})
    assert list(result) == ["z", "a", "c"]
    assert list(result["a"]) == ["y", "b", "a"]


def test_documents_deeper_than_the_query_librarys_own_limit() -> None:
    document: dict[str, Any] = {"leaf": 1}
    for _ in range(190):
        document = {"in": document}
    result = apply_actions(document, {"target": "$..leaf", "update": 2})
    for _ in range(190):
        result = result["in"]
    assert result == {"leaf": 2}


def test_a_document_that_is_too_deep_from_the_start() -> None:
    document: dict[str, Any] = {}
    for _ in range(100_000):
        document = {"in": document}
    with pytest.raises(ToolchainError, match="nested deeper than 200 levels"):
        apply_actions(document, {"target": "$", "update": {}})


@pytest.mark.parametrize("target", ["$" + ".a" * 5000, f"$[?{'(' * 3000}@.a{')' * 3000}]"])
def test_a_query_beyond_all_measure_is_refused(target: str) -> None:
    with pytest.raises(ToolchainError, match=r"^o\.yaml: .*….*: nested too deep$") as caught:
        apply_actions({"a": {}}, {"target": target, "update": 1})
    assert len(str(caught.value)) < 300


def test_a_query_that_cannot_be_evaluated_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolchain.overlay.actions._ENVIRONMENT.max_recursion_depth", 2)
    with pytest.raises(ToolchainError, match=r"^o\.yaml: action 1 \(\$\.\.x\): recursion limit exceeded"):
        apply_actions({"a": {"b": {"x": 1}}}, {"target": "$..x", "update": 2})


def test_a_document_that_grows_wide_without_measure_is_refused() -> None:
    actions = [
        {"target": "$.a", "update": [*range(1000)]},
        *({"target": "$.a", "copy": "$.a", "x-n": n} for n in range(40)),
    ]
    with pytest.raises(ToolchainError, match=r"^o\.yaml: action 12 \(\$\.a\): would copy more than 1000000 values$"):
        apply_actions({"a": []}, *actions)


def test_a_document_that_grows_deep_without_measure_is_refused() -> None:
    actions = [{"target": "$" + ".a" * 2**n, "copy": "$"} for n in range(9)]
    with pytest.raises(ToolchainError, match=r"^o\.yaml: action 8 .*: the document is nested deeper than 200 levels$"):
        apply_actions({"a": {}}, *actions)


@given(VALUES.filter(lambda value: isinstance(value, list)) | st.lists(PRIMITIVES, min_size=1, max_size=12), st.data())
def test_removing_elements_leaves_the_others_in_order(array: list[Any], data: st.DataObject) -> None:
    assume(array)
    chosen = data.draw(st.lists(st.integers(-len(array), len(array) - 1), min_size=1))
    result = apply_actions({"a": array}, {"target": f"$.a{[*chosen]}", "remove": True})
    gone = {index % len(array) for index in chosen}
    assert same(result, {"a": [item for index, item in enumerate(array) if index not in gone]})


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), st.data())
def test_removing_keys_leaves_the_others(document: dict[str, Any], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(sorted(document)), min_size=1, unique=True))
    target = "$[" + ",".join(quoted(key)[1:-1] for key in chosen) + "]"
    result = apply_actions(document, {"target": target, "remove": True})
    assert same(result, {key: value for key, value in document.items() if key not in chosen})


OBJECTS_WITHOUT_ARRAYS = st.recursive(PRIMITIVES, lambda inner: st.dictionaries(KEYS, inner, max_size=4)).filter(
    lambda value: isinstance(value, dict)
)


@given(OBJECTS, OBJECTS_WITHOUT_ARRAYS)
def test_an_update_without_arrays_is_idempotent(document: dict[str, Any], update: dict[str, Any]) -> None:
    assume(mergeable(document, update))
    action = {"target": "$", "update": update}
    once = apply_actions(document, action)
    assert same(apply_actions(once, action), once)


@given(OBJECTS, OBJECTS)
def test_an_update_goes_through_exactly_if_the_two_are_mergeable(
    document: dict[str, Any], update: dict[str, Any]
) -> None:
    if mergeable(document, update):
        apply_actions(document, {"target": "$", "update": update})
    else:
        with pytest.raises(ToolchainError, match="cannot be merged"):
            apply_actions(document, {"target": "$", "update": update})


@given(OBJECTS, OBJECTS)
def test_an_update_contains_all_of_itself_and_of_the_rest(document: dict[str, Any], update: dict[str, Any]) -> None:
    untouched = {key: value for key, value in document.items() if key not in update}
    assume(mergeable(document, update))
    result = apply_actions(document, {"target": "$", "update": update})
    assert set(result) == {*document, *update}
    assert same({key: result[key] for key in untouched}, untouched)
    added = {key: value for key, value in update.items() if key not in document}
    assert same({key: result[key] for key in added}, added)


@given(OBJECTS, OBJECTS, st.sampled_from(["$", "$.*", "$..*", "$..a", "$..[0]", "$..[?@]"]), st.booleans())
def test_neither_document_nor_overlay_is_ever_changed(
    document: dict[str, Any], update: dict[str, Any], target: str, by_copy: bool
) -> None:
    modifier = {"copy": "$"} if by_copy else {"update": update}
    source = overlay([{"target": target, **modifier}, {"target": "$..*", "remove": True}])
    before = copy.deepcopy(document), copy.deepcopy(source)
    try:
        result = apply(document, [("o.yaml", source)])
    except ToolchainError:
        pass
    else:
        assert result == {}
    assert same(document, before[0])
    assert same(source, before[1])
