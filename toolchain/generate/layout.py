"""Where the inputs and outputs of generation lie, and the digests that tell whether they have changed."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = "leadconnector_invoices"
DISTRIBUTION: Final = "leadconnector-invoices"


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of this project's own description and package, below `root`."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "openapi/invoices.yaml"

    @property
    def overlays(self) -> list[Path]:
        """The overlay documents, in the order in which they apply; what editors leave there begins with a dot."""
        return sorted((self.root / "overlays").rglob("[!.]*.yaml"))

    @property
    def config(self) -> Path:
        return self.root / "generator-config.yaml"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def resolved(self) -> Path:
        return self.root / "openapi/resolved/invoices.json"

    @property
    def lock(self) -> Path:
        return self.root / "openapi/lock.json"

    @property
    def package(self) -> Path:
        return self.root / "generated" / PACKAGE

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
