"""What must and must not be inside the wheel and the sdist."""

import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from toolchain.bootstrap import ROOT

DOCUMENT = "openapi/resolved/invoices.json"
PACKAGES = ("leadconnector", "leadconnector_invoices")
SDIST_NEEDS = (
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "PKG-INFO",
    "README.md",
    DOCUMENT,
    "generated/leadconnector_invoices/__init__.py",
    "generator-config.yaml",
    "hatch_build.py",
    "openapi/invoices.yaml",
    "openapi/lock.json",
    "pyproject.toml",
    "requirements/dev.txt",
    "src/leadconnector/__init__.py",
    "toolchain/__main__.py",
)
SDIST_TREES = ("overlays/", "templates/", "tests/")
JUNK = ("__pycache__", ".venv", ".git", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".env")


def check_wheel(path: Path) -> None:
    """Raise ValueError unless the wheel holds the two packages, typed, with the resolved document, and no more."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        needed = [f"{package}/{name}" for package in PACKAGES for name in ("__init__.py", "py.typed")]
        require(path, names, [*needed, "leadconnector_invoices/openapi.json"])
        refuse_junk(path, names)
        strangers = {name.split("/")[0] for name in names if ".dist-info/" not in name} - set(PACKAGES)
        if strangers:
            raise ValueError(f"{path.name} holds {', '.join(sorted(strangers))} beside its two packages")
        if archive.read("leadconnector_invoices/openapi.json") != (ROOT / DOCUMENT).read_bytes():
            raise ValueError(f"{path.name}: leadconnector_invoices/openapi.json is not {DOCUMENT}")


def check_sdist(path: Path) -> None:
    """Raise ValueError unless the sdist holds what it takes to generate, build and test."""
    with tarfile.open(path) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    require(path, names, SDIST_NEEDS)
    for tree in SDIST_TREES:
        if not any(name.startswith(tree) for name in names):
            raise ValueError(f"{path.name} holds nothing of {tree}: see the sdist's list in pyproject.toml")
    refuse_junk(path, names)


def require(path: Path, names: Iterable[str], needed: Iterable[str]) -> None:
    missing = sorted(set(needed) - set(names))
    if missing:
        raise ValueError(f"{path.name} lacks {', '.join(missing)}")


def refuse_junk(path: Path, names: Iterable[str]) -> None:
    junk = sorted(name for name in names if set(name.split("/")) & set(JUNK))
    if junk:
        raise ValueError(f"{path.name} holds {junk[0]}, which is no part of the project")
