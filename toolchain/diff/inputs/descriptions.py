"""What a command-line argument stands for: a file, a folder or a revision, as a description ready to be compared."""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolchain import overlay
from toolchain.diff.inputs import git
from toolchain.errors import ToolchainError
from toolchain.generate import pipeline
from toolchain.generate.layout import Layout
from toolchain.openapi.document import Document
from toolchain.openapi.pointer import parse
from toolchain.openapi.yaml import key_lines, load

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from toolchain.diff.classify.changes import Change
    from toolchain.openapi.json_values import JSON


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison.

    Attributes:
        label: what reports call it.
        overlays: name and content of each overlay that has been applied; None where the description is but a file.
        package: the folder of the generated package, if there is one.
        version: the package's, if it is known.
        warnings: what is wrong with a description that is read all the same.
        lines: tells the line of each value of the main file, `source`.
    """

    label: str
    document: Document
    overlays: list[tuple[str, JSON]] | None = None
    package: Path | None = None
    version: str = ""
    warnings: list[str] = field(default_factory=list[str])
    lines: Callable[[], dict[tuple[str, ...], int]] = dict
    source: str = ""


@contextmanager
def opened(argument: str, repository: Path) -> Generator[Side]:
    """Give the side that `argument` stands for: a file or folder if there is one, else a revision of `repository`.

    `REVISION:PATH` is a file of a revision.

    Raises:
        ToolchainError: if it is none of these, or holds no OpenAPI 3.0 or 3.1 description.
    """
    path = Path(argument)
    if path.is_dir():
        is_here = path.resolve() == repository.resolve()
        side = _from_folder(path, "working tree" if is_here else argument)
        yield replace(side, warnings=_out_of_date(Layout(path.resolve()))) if is_here else side
        return
    if path.exists():
        yield _from_file(path, argument, is_ours=path.resolve().is_relative_to(repository.resolve()))
        return
    name, _, inner = argument.partition(":")
    commit = git.revision(repository, name) if name else None
    if commit is None:
        raise ToolchainError(f"{argument}: there is no such file or folder, and no such revision in {repository}")
    label = commit[:12] if commit.startswith(name) else f"{name} ({commit[:12]})"
    with tempfile.TemporaryDirectory(prefix="diff-") as folder:
        git.extract(repository, commit, Path(folder))
        if not inner:
            yield _from_folder(Path(folder), label)
        elif (Path(folder) / inner).is_file():
            yield _from_file(Path(folder) / inner, f"{label}: {inner}", within=Path(folder))
        else:
            raise ToolchainError(f"{argument}: that revision has no file {inner}")


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
    package = layout.package if layout.package.is_dir() else None
    main, overlays = layout.source, layout.overlays
    if not main.is_file():
        main, overlays = layout.resolved, []
    if not main.is_file():
        raise ToolchainError(f"{label}: has neither {layout.name(layout.source)} nor {layout.name(layout.resolved)}")
    name = f"{label}: {layout.name(main)}"
    content = _load(main, name)
    applied = [(layout.name(path), _load(path, f"{label}: {layout.name(path)}")) for path in overlays]
    if applied:
        try:
            content = overlay.apply(Document(name, content).root, applied)
        except ToolchainError as error:
            raise ToolchainError(f"{label}: {error}") from None
    document = Document(name, content, _loader(main, layout.root), main.name)
    overlays_applied = applied if main == layout.source else None
    lines = partial(key_lines, main)
    return Side(
        label, document, overlays_applied, package, _version(layout.root), lines=lines, source=layout.name(main)
    )


def _from_file(path: Path, label: str, within: Path | None = None, *, is_ours: bool = True) -> Side:
    """Return the description in a file; those that it refers to must lie below `within`, if that is given.

    One that isn't ours can't be mended here, so that duplicate keys and dangling references are warnings.
    """
    warnings: list[str] = []
    lenient = None if is_ours else warnings
    content = _load(path, label, lenient)
    document = Document(label, content, _loader(path, within, lenient), path.name, lenient)
    source = path.name if within else str(path)
    return Side(label, document, warnings=warnings, lines=partial(key_lines, path), source=source)


def _version(root: Path) -> str:
    module = root / "src/leadconnector/__init__.py"
    found = (
        re.search(r'^__version__ = "([^"]+)"', module.read_text("utf-8"), re.MULTILINE) if module.is_file() else None
    )
    return found[1] if found else ""


def located(changes: list[Change], old: Side, new: Side) -> list[Change]:
    """Return the changes with the file and line at which each stands, or the nearest that its file has."""
    lines: dict[int, dict[tuple[str, ...], int]] = {}
    result: list[Change] = []
    for change in changes:
        side = old if change.gone else new
        keys = parse(change.pointer) if change.pointer.startswith("/") and side.source else None
        if keys:
            known = lines.setdefault(id(side), side.lines()) if id(side) not in lines else lines[id(side)]
            nearest = next((keys[:length] for length in range(len(keys), 0, -1) if keys[:length] in known), None)
            if nearest is not None:
                change = replace(change, location=f"{side.source}:{known[nearest]}")
        result.append(change)
    return result


def _loader(main: Path, within: Path | None, warnings: list[str] | None = None) -> Callable[[str], JSON]:
    def read(file: str) -> JSON:
        path = main.parent / file
        if within is not None and not path.resolve().is_relative_to(within.resolve()):
            raise ToolchainError(f"{file} lies outside of the repository")
        return _load(path, file, warnings)

    return read


def _load(path: Path, name: str, warnings: list[str] | None = None) -> JSON:
    """Read a file; errors call it `name`, for a revision's lies in a folder that will be gone."""
    try:
        return load(path, warnings)
    except ToolchainError as error:
        raise ToolchainError(str(error).replace(str(path), name, 1)) from None
