"""The checks of `make build` notice what is missing from an artefact and what should not be in it."""

import io
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from toolchain.bootstrap import ROOT
from toolchain.release import smoke

DOCUMENT = (ROOT / smoke.DOCUMENT).read_bytes
WHEEL = {
    "leadconnector/__init__.py": b"",
    "leadconnector/py.typed": b"",
    "leadconnector_invoices/__init__.py": b"",
    "leadconnector_invoices/py.typed": b"",
    "leadconnector_invoices-1.dist-info/METADATA": b"",
}
SDIST = [*smoke.SDIST_NEEDS, *(f"{tree}some.file" for tree in smoke.SDIST_FOLDERS)]


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
    smoke.check_wheel(wheel(tmp_path, {**WHEEL, "leadconnector_invoices/openapi.json": DOCUMENT()}))
    smoke.check_sdist(sdist(tmp_path, SDIST))


@pytest.mark.parametrize(
    "missing", [*(name for name in WHEEL if "dist-info" not in name), "leadconnector_invoices/openapi.json"]
)
def test_wheel_that_lacks_a_file(tmp_path: Path, missing: str) -> None:
    files = {**WHEEL, "leadconnector_invoices/openapi.json": DOCUMENT()}
    del files[missing]
    with pytest.raises(ValueError, match=f"lacks {missing}"):
        smoke.check_wheel(wheel(tmp_path, files))


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("toolchain/__init__.py", b"", "holds toolchain beside its two packages"),
        ("leadconnector/__pycache__/x.pyc", b"", "no part of the project"),
        ("leadconnector_invoices/openapi.json", b"{}", "is not openapi/resolved/invoices.json"),
    ],
)
def test_wheel_with_what_does_not_belong(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    files = {**WHEEL, "leadconnector_invoices/openapi.json": DOCUMENT(), name: content}
    with pytest.raises(ValueError, match=complaint):
        smoke.check_wheel(wheel(tmp_path, files))


def test_sdist_that_lacks_a_file_or_a_tree(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lacks Makefile"):
        smoke.check_sdist(sdist(tmp_path, [name for name in SDIST if name != "Makefile"]))
    with pytest.raises(ValueError, match="nothing of overlays/"):
        smoke.check_sdist(sdist(tmp_path, [name for name in SDIST if not name.startswith("overlays/")]))


def test_sdist_with_secrets(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds tests/\.env"):
        smoke.check_sdist(sdist(tmp_path, [*SDIST, "tests/.env"]))
