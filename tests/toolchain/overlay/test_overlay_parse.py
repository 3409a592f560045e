"""Overlay documents are validated, and errors say where in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.toolchain.overlay.overlay_data import load_cases, parameters
from toolchain.errors import ToolchainError
from toolchain.overlay import apply

CASES = load_cases("documents.yaml")


def merge_patch(value: Any, patch: Any) -> Any:
    """JSON Merge Patch (RFC 7396), but that an extension may be null."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(value) if isinstance(value, dict) else {}
    for key, item in patch.items():
        if item is None and not key.startswith("x-"):
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), item)
    return merged


def test_the_document_that_the_cases_change_is_valid() -> None:
    assert apply({"a": 0}, [("o.yaml", CASES["valid"])]) == {"a": 1}


@pytest.mark.parametrize("case", parameters(CASES, "valid variants"))
def test_valid(case: dict[str, Any]) -> None:
    assert apply({"a": 0}, [("o.yaml", merge_patch(CASES["valid"], case["change"]))]) == {"a": 1}


@pytest.mark.parametrize("case", parameters(CASES, "invalid"))
def test_invalid(case: dict[str, Any]) -> None:
    document = case["document"] if "document" in case else merge_patch(CASES["valid"], case["change"])
    with pytest.raises(ToolchainError) as caught:
        apply({"a": 0}, [("some/o.yaml", document)])
    message = str(caught.value)
    assert message.startswith(f"some/o.yaml: {case['error'][0]}"), message
    assert [piece for piece in case["error"] if piece not in message] == []
    assert "\n" not in message
