"""`openapi/lock.json`: what the committed package was generated from, by what, and what came out."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from toolchain.errors import ToolchainError
from toolchain.generate.layout import Layout, digest, files_below, tree_digest

GENERATORS: Final = ("openapi-python-client", "ruff")
TOOLCHAIN: Final = Path(__file__).resolve().parents[1]
"""Its own code counts as an input too, as far as the result depends on it."""

Lock = dict[str, Any]


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
        "toolchain": digest(b"".join(path.read_bytes() for path in own_code())),
        "versions": {name: version(name) for name in GENERATORS},
    }


def own_code() -> list[Path]:
    """Return the toolchain's modules that take part in generation."""
    return [
        *files_below(TOOLCHAIN / "generate"),
        *files_below(TOOLCHAIN / "overlay"),
        *files_below(TOOLCHAIN / "openapi"),
    ]


def outputs(layout: Layout) -> Lock:
    """Digest what generation has made."""
    present = [layout.resolved] if layout.resolved.is_file() else []
    return {
        "resolved": layout.digests(present),
        "generated": {layout.name(layout.package): tree_digest(layout.package)},
    }


def read(layout: Layout) -> Lock:
    """Read the lock; one that is missing or unreadable is empty, so that all is made anew."""
    try:
        lock: Lock = json.loads(layout.lock.read_bytes())
    except (OSError, ValueError):
        return {}
    return lock


def text(lock: Lock) -> str:
    """Return the lock as it is written."""
    return json.dumps(lock, indent=2, sort_keys=True) + "\n"
