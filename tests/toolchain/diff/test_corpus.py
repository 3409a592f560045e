"""Single edits, each with its class, in both directions."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.toolchain.diff.documents import changes, corpus, with_schema, worst
from tests.toolchain.diff.edits import edited

SCHEMAS = corpus("schemas.yaml")
DOCUMENTS = corpus("documents.yaml")
SCHEMA_CASES = [
    pytest.param(case, direction, way, id=f"{case['name']}-{direction}-{way}".replace(" ", "_"))
    for case in SCHEMAS
    for direction in ("request", "answer")
    for way in ("forth", "back")
]


@pytest.mark.parametrize(("case", "direction", "way"), SCHEMA_CASES)
def test_edit_of_a_schema(case: dict[str, Any], direction: str, way: str) -> None:
    old, new = (with_schema(copy.deepcopy(case[side]), direction) for side in ("old", "new"))
    found = changes(old, new) if way == "forth" else changes(new, old)
    assert worst(found) == case[direction][way], found
    expected = case.get("pointer", {}).get(way)
    assert expected is None or expected in [change.pointer for change in found]
    assert len(found) == case.get("changes", len(found))
    assert all(change.operations == ("POST /things",) for change in found)


@pytest.mark.parametrize("case", DOCUMENTS["cases"], ids=lambda case: case["name"].replace(" ", "_"))
def test_edit_of_a_document(case: dict[str, Any]) -> None:
    old, new = DOCUMENTS["base"], edited(DOCUMENTS["base"], case)
    assert json.dumps(old) != json.dumps(new)
    forth, back = changes(old, new), changes(new, old)
    assert (worst(forth), worst(back)) == (case["forth"], case["back"]), (forth, back)
    assert "pointer" not in case or case["pointer"] in [change.pointer for change in forth]
    assert len(forth) == case.get("changes", len(forth))
    assert "operations" not in case or tuple(case["operations"]) in [change.operations for change in forth]


@pytest.mark.parametrize("cases", [SCHEMAS, DOCUMENTS["cases"]])
def test_each_edit_is_named_once(cases: list[dict[str, Any]]) -> None:
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names) > 60
