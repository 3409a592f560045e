"""A copy of the generation's inputs to edit, and ways to generate from it and to look at the result."""

import contextlib
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.support.programs import finished, output_of
from toolchain.__main__ import main
from toolchain.generate.pipeline import PACKAGE, ROOT, Layout, digest, tree_digest

INPUTS = ("openapi/invoices.yaml", "overlays", "templates", "generator-config.yaml")


@dataclass(frozen=True)
class Workspace:
    """A repository of its own, with this one's inputs and no outputs."""

    root: Path

    @property
    def layout(self) -> Layout:
        return Layout(self.root)

    def read_source(self) -> dict[str, Any]:
        document: dict[str, Any] = yaml.load(self.layout.source.read_text("utf-8"), yaml.BaseLoader)
        return document

    def append_to_source(self, text: str) -> None:
        with self.layout.source.open("a", encoding="utf-8") as file:
            file.write(text)

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands exactly once in an input."""
        path = self.root / name
        content = path.read_text("utf-8")
        assert content.count(old) == 1, f"{name}: {old!r} stands there {content.count(old)} times"
        path.write_text(content.replace(old, new), "utf-8")

    def overlay(self, name: str, actions: str) -> None:
        """Add an overlay of these actions."""
        head = f"overlay: 1.1.0\ninfo: {{title: {name}, version: 1.0.0}}\nactions:\n"
        (self.root / f"overlays/python/{name}.yaml").write_text(head + actions, "utf-8")

    def generate(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the command in this process, which needn't import it all again."""
        command = ["generate", "--root", str(self.root), *arguments]
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            code = main(command)
        return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())

    def generate_apart(self, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run the command as a developer does."""
        return finished("-m", "toolchain", "generate", "--root", str(self.root), **environment)

    def run(self, code: str) -> str:
        """Run Python with this workspace's package; return what it prints."""
        path = os.pathsep.join([str(self.root / "generated"), str(ROOT / "src")])
        return output_of("-c", code, PYTHONPATH=path)

    @property
    def state(self) -> str:
        """A digest of all outputs."""
        outputs = (self.layout.resolved, self.layout.lock)
        return "".join([tree_digest(self.package), *(digest(path.read_bytes()) for path in outputs)])

    @property
    def package(self) -> Path:
        return self.root / "generated" / PACKAGE


def make_workspace(root: Path) -> Workspace:
    """Copy this repository's inputs to `root`."""
    for name in INPUTS:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    return Workspace(root)
