"""Workspaces for the tests of generation."""

import shutil
from pathlib import Path

import pytest

from tests.toolchain.generate.workspace import Workspace, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """This repository's inputs, to edit, without outputs."""
    return make_workspace(tmp_path / "a repository")


@pytest.fixture(scope="session")
def generated_once(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Inputs and outputs; not to be edited."""
    workspace = make_workspace(tmp_path_factory.mktemp("generated") / "repository")
    done = workspace.generate()
    assert (done.returncode, done.stderr) == (0, "")
    return workspace


@pytest.fixture
def good(generated_once: Workspace, tmp_path: Path) -> Workspace:
    """Inputs and outputs, to edit."""
    return Workspace(Path(shutil.copytree(generated_once.root, tmp_path / "a repository")))
