"""Packages of descriptions that tests make up."""

import json
from pathlib import Path
from typing import Any

from toolchain.generate.pipeline import generate_package


def make_package(document: dict[str, Any], root: Path, name: str) -> Path:
    """Generate the package `root`/`name`, beside the description, which is in `root`/`name`.json."""
    source = root / f"{name}.json"
    source.write_text(json.dumps(document, indent=1), "utf-8")
    generate_package(source, [], name, root, None)
    return root / name
