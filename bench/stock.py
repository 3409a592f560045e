"""What openapi-python-client makes of the same description with its own templates, generated on the spot."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bench.timing import ROOT

PACKAGE: Final = "stock_invoices"
RESOLVED: Final = ROOT / "openapi/resolved/invoices.json"
_PLACE: Final = "BENCH_STOCK"


def generate(directory: Path) -> None:
    """Generate the package into `directory`, where this process's children find it."""
    config = directory / "config.yaml"
    config.write_text("post_hooks: []\n", "utf-8")
    options = ["--path", str(RESOLVED), "--output-path", str(directory / PACKAGE), "--config", str(config)]
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"openapi-python-client failed: {done.stdout}{done.stderr}")
    os.environ[_PLACE] = str(directory)


def place() -> str:
    """Return the directory in which the generated package lies."""
    return os.environ[_PLACE]


def load(module: str) -> Any:
    """Import a module of the generated package."""
    if place() not in sys.path:
        sys.path.append(place())
    return import_module(f"{PACKAGE}.{module}")
