"""The checks of `make build` notice what is missing from an artefact and what should not be in it."""

import io
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from toolchain.bootstrap import ROOT
from toolchain.release import smoke

WHEEL = {
    "leadconnector/__init__.py": b"",
    "leadconnector_invoices/__init__.py": b"",
    "leadconnector_invoices-1.dist-info/METADATA": b"",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SDIST = [name.removeprefix("/") for name in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]]


def wheel(directory: Path, files: dict[str, bytes]) -> Path:
    path = directory / "some.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def sdist(directory: Path, names: Iterable[str]) -> Path:
    path = directory / "some.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(f"leadconnector_invoices-1/{name}"), io.BytesIO())
    return path


def test_whole_artefacts_pass(tmp_path: Path) -> None:
    smoke.check_wheel(wheel(tmp_path, WHEEL))
    smoke.check_sdist(sdist(tmp_path, [f"{name}/some.file" for name in SDIST]))


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("toolchain/__init__.py", "holds toolchain beside its two packages"),
        ("leadconnector/__pycache__/x.pyc", "no part of the project"),
    ],
)
def test_wheel_with_what_does_not_belong(tmp_path: Path, name: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        smoke.check_wheel(wheel(tmp_path, {**WHEEL, name: b""}))


def test_sdist_that_lacks_a_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lacks /Makefile"):
        smoke.check_sdist(sdist(tmp_path, [name for name in SDIST if name != "Makefile"]))


def test_sdist_with_secrets(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds /tests/\.env"):
        smoke.check_sdist(sdist(tmp_path, [*SDIST, "tests/.env"]))
