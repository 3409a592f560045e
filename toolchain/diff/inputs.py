"""What a command-line argument stands for: a file, a folder or a git revision, as a description to be compared."""

from __future__ import annotations

import io
import os
import re
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from toolchain import overlay
from toolchain.errors import ToolchainError
from toolchain.generate import pipeline
from toolchain.generate.pipeline import Layout
from toolchain.openapi.document import Document
from toolchain.openapi.yaml import Lines, key_lines, load

if TYPE_CHECKING:
    from collections.abc import Generator

    from toolchain.openapi.json_values import JSON

_GIT_TIMEOUT = 120.0
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison.

    Attributes:
        label: what reports call it.
        main: the main file of the description.
        source: what reports call that file.
        plain: what is in it, before overlays.
        overlays: name and content of each overlay that has been applied; None where the description is but a file.
        package: the folder of the generated package, if there is one.
        version: the package's, if it is known.
        warnings: what is wrong with a description that is read all the same.
    """

    label: str
    document: Document
    main: Path
    source: str
    plain: JSON = None
    overlays: list[tuple[str, JSON]] | None = None
    package: Path | None = None
    version: str = ""
    warnings: list[str] = field(default_factory=list[str])
    _lines: dict[Path, Lines] = field(default_factory=dict[Path, "Lines"])

    def location(self, file: str, keys: tuple[str, ...]) -> str:
        """Return file and line of a value, or of the nearest that the file has; empty where it has none.

        `file` is an overlay's name, or relative to the main file, which itself is the empty name.
        """
        path, name = self.main.parent / file, str(PurePosixPath(self.source).parent / file)
        if not file:
            path, name = self.main, self.source
        elif file in dict(self.overlays or ()):
            path, name = self.main.parents[1] / file, file
        if path not in self._lines:
            self._lines[path] = key_lines(path)
        lines = self._lines[path]
        nearest = next((keys[:length] for length in range(len(keys), 0, -1) if keys[:length] in lines), None)
        return f"{name}:{lines[nearest]}" if nearest is not None else ""


@contextmanager
def opened(argument: str, repository: Path) -> Generator[Side]:
    """Give the side that `argument` stands for: a file or folder if there is one, else a revision of `repository`.

    Raises:
        ToolchainError: if it is none of these, or holds no OpenAPI description.
    """
    path = Path(argument)
    if path.is_dir():
        is_here = path.resolve() == repository.resolve()
        side = _from_folder(path, "working tree" if is_here else argument)
        yield replace(side, warnings=_out_of_date(Layout(path.resolve()))) if is_here else side
    elif path.exists():
        yield _from_file(path, argument, is_ours=path.resolve().is_relative_to(repository.resolve()))
    elif commit := revision(repository, argument):
        with tempfile.TemporaryDirectory(prefix="diff-") as folder:
            _extract(repository, commit, Path(folder))
            label = commit[:12] if commit.startswith(argument) else f"{argument} ({commit[:12]})"
            yield _from_folder(Path(folder), label)
    else:
        raise ToolchainError(f"{argument}: there is no such file or folder, and no such revision in {repository}")


def _out_of_date(layout: Layout) -> list[str]:
    """Return what keeps the working tree from being what generation would make of it."""
    if not layout.source.is_file():
        return []
    warnings: list[str] = []
    try:
        overlays = [(str(path), load(path)) for path in layout.overlays]
        overlay.apply(Document("", load(layout.source)).root, overlays, strict=True)
    except ToolchainError as error:
        warnings.append(f"an overlay no longer applies: {str(error).replace(f'{layout.root}/', '')}")
    if layout.lock.is_file() and not pipeline.is_current(layout):
        warnings.append(f"{layout.name(layout.package)} is stale, and so is what is said of it: run `make generate`")
    return warnings


def _from_folder(root: Path, label: str) -> Side:
    """Return this project's description in a folder: its source with its overlays, or what they resolved to.

    Overlays apply as their specification says, without what generation demands: an older revision met other demands.
    """
    layout = Layout(root.resolve())
    main, overlays = layout.source, layout.overlays
    if not main.is_file():
        main, overlays = layout.resolved, []
    if not main.is_file():
        raise ToolchainError(f"{label}: has neither {layout.name(layout.source)} nor {layout.name(layout.resolved)}")
    name = f"{label}: {layout.name(main)}"
    plain = content = _load(main, name)
    applied = [(layout.name(path), _load(path, f"{label}: {layout.name(path)}")) for path in overlays]
    if applied:
        try:
            content = overlay.apply(Document(name, plain).root, applied)
        except ToolchainError as error:
            raise ToolchainError(f"{label}: {error}") from None
    return Side(
        label,
        Document(name, content, partial(_load_beside, main, layout.root, None), main.name),
        main,
        layout.name(main),
        plain,
        overlays=applied if main == layout.source else None,
        package=layout.package if layout.package.is_dir() else None,
        version=_version(layout.root / "src/leadconnector/__init__.py"),
    )


def _from_file(path: Path, label: str, *, is_ours: bool) -> Side:
    """Return the description in a file.

    One that isn't ours can't be mended here, so that duplicate keys and dangling references are warnings.
    """
    warnings: list[str] = []
    lenient = None if is_ours else warnings
    lines: Lines = {}
    content = _load(path, label, lenient, lines)
    document = Document(label, content, partial(_load_beside, path, None, lenient), path.name, lenient)
    known = {path: lines} if lines else {}
    return Side(label, document, path, str(path), warnings=warnings, _lines=known)


def _version(module: Path) -> str:
    text = module.read_text("utf-8") if module.is_file() else ""
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    return found[1] if found else ""


def _load_beside(main: Path, within: Path | None, warnings: list[str] | None, file: str) -> JSON:
    """Read a file that a main file refers to."""
    path = main.parent / file
    if within is not None and not path.resolve().is_relative_to(within.resolve()):
        raise ToolchainError(f"{file} lies outside of the repository")
    return _load(path, file, warnings)


def _load(path: Path, name: str, warnings: list[str] | None = None, lines: Lines | None = None) -> JSON:
    """Read a file; errors call it `name`, for a revision's lies in a folder that will be gone."""
    try:
        return load(path, warnings, lines)
    except ToolchainError as error:
        raise ToolchainError(str(error).replace(str(path), name, 1)) from None


def revision(repository: Path, name: str) -> str | None:
    """Return the hash of the commit that `name` means in a repository; None if it means none."""
    # Behind this option a name that begins with a hyphen is no option.
    found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.stdout.decode().strip() if found.returncode == 0 else None


def merge_base(repository: Path) -> str:
    """Return the hash of the commit at which the checked-out work has left the main branch.

    Raises:
        ToolchainError: if there is no main branch here, or it has nothing in common with HEAD.
    """
    for branch in ("main", "origin/main"):
        if revision(repository, branch) is not None:
            found = _git(repository, "merge-base", branch, "HEAD")
            if found.returncode == 0:
                return found.stdout.decode().strip()
    raise ToolchainError(f"{repository}: has no commit in common with a branch main; say what to compare with (BASE=…)")


def _extract(repository: Path, commit: str, target: Path) -> None:
    """Write the files of a commit below `target`: those of `repository`'s folder, if that is not the whole of it."""
    archive = _git(repository, "archive", "--format=tar", commit)
    if archive.returncode:
        reason = archive.stderr.decode(errors="replace")
        raise ToolchainError(f"{repository}: git cannot read the files of {commit[:12]}: {reason}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        # Nothing but files is needed, and a link could lead out of the folder.
        tar.extractall(target, [member for member in tar if member.isreg()], filter="data")


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Within a hook these variables name the repository that runs it.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    command = ["git", "-C", str(repository), *arguments]
    try:
        return subprocess.run(command, env=environment, capture_output=True, timeout=_GIT_TIMEOUT, check=False)
    except FileNotFoundError:
        raise ToolchainError("git is not installed; compare files instead") from None
    except subprocess.TimeoutExpired:
        raise ToolchainError(f"git {arguments[0]} took longer than {_GIT_TIMEOUT:.0f} s") from None
