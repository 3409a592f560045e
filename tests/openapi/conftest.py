"""The description as the tests see it: made from source and overlays, never read from the committed result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from toolchain.generate.directions import directed
from toolchain.openapi.yaml import load_object
from toolchain.overlay.resolve import resolve

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "openapi" / "invoices.yaml"
OVERLAYS = sorted((ROOT / "overlays").rglob("*.yaml"))


@pytest.fixture(scope="session")
def source() -> dict[str, Any]:
    """What the documentation pages say."""
    return load_object(SOURCE)


@pytest.fixture(scope="session")
def overlays() -> dict[str, dict[str, Any]]:
    """The overlays by file name, in the order in which they apply."""
    return {path.name: load_object(path) for path in OVERLAYS}


@pytest.fixture(scope="session")
def resolved() -> dict[str, Any]:
    """What the wire has: the source with the overlays applied, each held to its expectation."""
    return resolve(SOURCE, OVERLAYS, strict=True)


@pytest.fixture(scope="session")
def by_direction(resolved: dict[str, Any]) -> dict[str, Any]:
    """The resolved document with schemas of their own for requests (`XInput`) and responses (`X`)."""
    return directed(resolved)


@pytest.fixture(scope="session")
def facts() -> str:
    """The text of wire-facts.md."""
    return (ROOT / "openapi" / "wire-facts.md").read_text(encoding="utf-8")
