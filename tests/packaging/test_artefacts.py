"""Wheel and sdist: the same bytes wherever and whenever they are built, and what an index shows of them."""

import json
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from leadconnector import __version__
from toolchain.bootstrap import ROOT
from toolchain.release import sbom

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUNTIME = (ROOT / "requirements/runtime.txt").read_text()


def build(tree: Path, out: Path, *targets: str, umask: int = 0o022, **environment: str) -> list[Path]:
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(out)]
    for target in targets:
        command += ["--target", target]
    subprocess.run(
        command, cwd=tree, env={**os.environ, **environment}, umask=umask, check=True, capture_output=True, timeout=60
    )
    return sorted(out.iterdir())


@pytest.fixture(scope="module")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist, built from the checkout."""
    wheel, sdist = build(ROOT, tmp_path_factory.mktemp("first"), PYTHONHASHSEED="1", TZ="UTC")
    return wheel, sdist


def test_another_place_time_umask_and_hash_seed_give_the_same_bytes(
    artefacts: tuple[Path, Path], tmp_path: Path
) -> None:
    """Built from the unpacked sdist, so that the sdist is shown to hold all that it takes, too."""
    with tarfile.open(artefacts[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    tree = next(tmp_path.iterdir()).rename(tmp_path / "another place")
    for number, path in enumerate(sorted(tree.rglob("*"))):
        if path.is_file():
            path.chmod(0o700 if path.stat().st_mode & 0o100 else 0o600)
            os.utime(path, (1_000_000_000 + number, 1_000_000_000 - number))
    again = build(tree, tmp_path / "out", umask=0o077, PYTHONHASHSEED="2", TZ="Pacific/Apia", LC_ALL="C")
    assert [path.name for path in again] == [path.name for path in artefacts]
    for first, second in zip(artefacts, again, strict=True):
        assert first.read_bytes() == second.read_bytes(), f"{first.name} depends on more than the sources"


def metadata(artefacts: tuple[Path, Path]) -> Message:
    with zipfile.ZipFile(artefacts[0]) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


def test_links_of_the_readme_lead_to_files_of_this_version(artefacts: tuple[Path, Path]) -> None:
    source = PROJECT["urls"]["Source"]
    readme = str(metadata(artefacts).get_payload())
    places = (f"{source}/blob/v{__version__}/", source.replace("github", "raw.githubusercontent") + f"/v{__version__}/")
    own = readme
    for place in places:
        assert place in readme
        own = own.replace(place, "")
    assert own.strip() == (ROOT / "README.md").read_text().strip(), "more than links was changed"


def test_links_are_of_one_repository() -> None:
    assert {url.startswith(PROJECT["urls"]["Source"]) for url in PROJECT["urls"].values()} == {True}


def test_sbom_in_the_wheel_is_the_one_beside_the_locks(artefacts: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(artefacts[0]) as archive:
        [name] = [name for name in archive.namelist() if ".dist-info/sboms/" in name]
        assert archive.read(name) == (ROOT / sbom.SBOM).read_bytes()


def test_sbom_is_in_step() -> None:
    """`make lock` renews it: versions from runtime.txt, the project's own version."""
    assert (ROOT / sbom.SBOM).read_text() == sbom.current(ROOT, __version__)


def test_sbom_says_who_needs_what() -> None:
    project = {"name": "own", "license": "MIT"}
    lock = """# a comment
one-a==1.5 \\
    --hash=sha256:00
    # via
    #   -c requirements/dev.txt
    #   own (pyproject.toml)
three==3 ; python_version < '3.15' \\
    --hash=sha256:00
    # via one-a
two==2 \\
    --hash=sha256:00
    # via
    #   own (pyproject.toml)
    #   three
"""
    document = json.loads(sbom.sbom(project, "7.0", lock))
    purl = "pkg:pypi/"
    assert {each["ref"]: each.get("dependsOn", []) for each in document["dependencies"]} == {
        f"{purl}own@7.0": [f"{purl}one-a@1.5", f"{purl}two@2"],
        f"{purl}one-a@1.5": [f"{purl}three@3"],
        f"{purl}two@2": [],
        f"{purl}three@3": [f"{purl}two@2"],
    }
    scopes = {"one-a": "required", "two": "required", "three": "optional"}
    assert {each["name"]: each["scope"] for each in document["components"]} == scopes
    assert all(each["isExternal"] for each in document["components"])
    assert not {"serialNumber", "timestamp"} & {*document, *document["metadata"]}
