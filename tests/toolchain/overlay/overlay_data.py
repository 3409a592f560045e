"""The overlay tests' cases, which are data: `overlay_cases/*.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from toolchain.openapi.json_values import canonical_json
from toolchain.openapi.yaml import load_object

_FOLDER = Path(__file__).parent / "overlay_cases"


def load_cases(name: str) -> dict[str, Any]:
    """Return the groups of cases in the file `name`."""
    return load_object(_FOLDER / name)


def parameters(groups: dict[str, Any], *names: str) -> list[Any]:
    """Return the cases of `groups` (all, or those named) as pytest parameters."""
    return [pytest.param(case, id=f"{group}: {case['name']}") for group in names or groups for case in groups[group]]


def overlay(actions: list[Any], version: str = "1.1.0") -> dict[str, Any]:
    """Return an overlay document with `actions`."""
    return {"overlay": version, "info": {"title": "T", "version": "1.0.0"}, "actions": actions}


def same(one: Any, other: Any) -> bool:
    """Compare as JSON: Python's `==` takes 1, 1.0 and True for the same."""
    return canonical_json(one) == canonical_json(other)
