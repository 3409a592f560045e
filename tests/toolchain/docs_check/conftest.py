"""Descriptions to compare pages with: the project's own, and a small invented one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.toolchain.docs_check.workplace import Workplace
from toolchain.docs_check.check import Coverage
from toolchain.docs_check.description import Description
from toolchain.openapi.document import Document
from toolchain.openapi.yaml import load, load_object

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def invoices() -> dict[str, Any]:
    """The project's description, without overlays."""
    return load_object(ROOT / "openapi" / "invoices.yaml")


@pytest.fixture(scope="session")
def greenhouse() -> dict[str, Any]:
    """A small invented description."""
    return load_object(Path(__file__).with_name("greenhouse.yaml"))


@pytest.fixture(scope="session")
def described(invoices: dict[str, Any]) -> Description:
    """The project's description as pages are compared with it."""
    return Description(Document("openapi/invoices.yaml", invoices))


@pytest.fixture(scope="session")
def planted(greenhouse: dict[str, Any]) -> Description:
    """The invented description as pages are compared with it."""
    return Description(Document("greenhouse.yaml", greenhouse))


@pytest.fixture(scope="session")
def coverage(invoices: dict[str, Any]) -> Coverage:
    """The project's overlays."""
    overlays = sorted((ROOT / "overlays").rglob("*.yaml"))
    return Coverage(invoices, [(path.name, load(path)) for path in overlays])


@pytest.fixture
def repository(tmp_path: Path, greenhouse: dict[str, Any]) -> Callable[..., Path]:
    """Makes a repository with a description, by default the invented one, an overlay for its quirk, and no record."""

    def make(document: str | None = None) -> Path:
        (tmp_path / "openapi").mkdir(exist_ok=True)
        (tmp_path / "overlays").mkdir(exist_ok=True)
        source = Path(__file__).with_name("greenhouse.yaml").read_text(encoding="utf-8")
        (tmp_path / "openapi" / "invoices.yaml").write_text(document or source, encoding="utf-8")
        (tmp_path / "overlays" / "10-count.yaml").write_text(COUNT_OVERLAY, encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def workplace(
    repository: Callable[..., Path], greenhouse: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> Workplace:
    return Workplace(repository(), greenhouse, capfd)


COUNT_OVERLAY = """\
overlay: 1.1.0
info: {title: Counts are texts, version: 1.0.0}
actions:
  - target: $.components.schemas.Plant.properties.name
    update: {example: Kale}
  - target: $.components.schemas.Plant.properties.count
    update: {type: string}
"""
