"""Where the inputs and outputs of generation lie, and the lock: digests that tell whether they have changed."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from toolchain.errors import ToolchainError

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = "leadconnector_invoices"


GENERATORS: Final = ("openapi-python-client", "ruff")
TOOLCHAIN: Final = Path(__file__).resolve().parents[1]
CODE: Final = ("generate", "overlay", "openapi")
"""Its own code counts as an input too, as far as the result depends on it."""

Lock = dict[str, Any]


class Layout:
    """The places of this project's own description and package, below `root`."""

    def __init__(self, root: Path) -> None:
        self.root: Final = root
        self.source: Final = root / "openapi/invoices.yaml"
        self.config: Final = root / "generator-config.yaml"
        self.templates: Final = root / "templates"
        self.resolved: Final = root / "openapi/resolved/invoices.json"
        self.lock: Final = root / "openapi/lock.json"
        self.package: Final = root / "generated" / PACKAGE

    @property
    def overlays(self) -> list[Path]:
        """The overlay documents, in the order in which they apply; what editors leave there begins with a dot."""
        return sorted((self.root / "overlays").rglob("[!.]*.yaml"))

    def name(self, path: Path) -> str:
        """The name of a file as messages and the lock give it."""
        return path.relative_to(self.root).as_posix()

    def digests(self, paths: Iterable[Path]) -> dict[str, str]:
        """The SHA-256 of each file by its name."""
        return {self.name(path): digest(path.read_bytes()) for path in paths}


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content`, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a tree in a fixed order, without what Python and tools leave there."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
            yield path


def tree_digest(folder: Path) -> str:
    """Return one SHA-256 for names and contents of a tree; of a folder that is not there, that of an empty one."""
    lines = (f"{path.relative_to(folder).as_posix()} {digest(path.read_bytes())}\n" for path in files_below(folder))
    return digest("".join(lines).encode())


def inputs(layout: Layout) -> Lock:
    """Digest all that the result depends on.

    Raises:
        ToolchainError: where one of the inputs is missing.
    """
    for path in (layout.source, layout.config):
        if not path.is_file():
            raise ToolchainError(f"{layout.name(path)}: no such file; generation needs it")
    for folder in (layout.templates, layout.root / "overlays"):
        if not folder.is_dir():
            raise ToolchainError(f"{layout.name(folder)}: no such folder; generation needs it")
    present = (path for path in files_below(layout.root / "overlays") if not path.name.startswith("."))
    stray = [path for path in present if path not in layout.overlays]
    if stray:
        raise ToolchainError(f"{layout.name(min(stray))}: would not be applied: the name of an overlay ends in .yaml")
    return {
        "source": layout.digests([layout.source]),
        "overlays": layout.digests(layout.overlays),
        "config": layout.digests([layout.config]),
        "templates": layout.digests(files_below(layout.templates)),
        "toolchain": digest(b"".join(path.read_bytes() for part in CODE for path in files_below(TOOLCHAIN / part))),
        "versions": {name: version(name) for name in GENERATORS},
    }


def outputs(layout: Layout) -> Lock:
    """Digest what generation has made."""
    present = [layout.resolved] if layout.resolved.is_file() else []
    return {
        "resolved": layout.digests(present),
        "generated": {layout.name(layout.package): tree_digest(layout.package)},
    }


def read_lock(layout: Layout) -> Lock:
    """Read the lock; one that is missing or unreadable is empty, so that all is made anew."""
    try:
        lock: Lock = json.loads(layout.lock.read_bytes())
    except (OSError, ValueError):
        return {}
    return lock
