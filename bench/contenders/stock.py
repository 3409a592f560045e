"""What openapi-python-client makes of the same description with its own templates, generated on the spot."""

import builtins
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bench.contender import Contender
from bench.shapes import RESOLVED, ShapeField

PACKAGE: Final = "stock_invoices"
_PLACE: Final = "BENCH_STOCK"


def generate(directory: Path) -> None:
    """Generate the package into `directory`, where this process's children find it."""
    config = directory / "config.yaml"
    config.write_text("post_hooks: []\n", "utf-8")
    options = ["--path", str(RESOLVED), "--output-path", str(directory / PACKAGE), "--config", str(config)]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning", *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
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


def make(name: str) -> Contender:
    """Return the contender."""
    models = load("models")
    invoice, schedule = models.Invoice.from_dict, models.InvoiceSchedule.from_dict
    return Contender(
        name=name,
        decode_invoice=lambda content: invoice(json.loads(content)),
        decode_schedule=lambda content: schedule(json.loads(content)),
        encode=lambda model: json.dumps(model.to_dict()).encode(),
        access=_access,
        exact=False,
    )


def _access(variable: str, field: ShapeField) -> str:
    if field.wire_name.startswith("_"):
        return f"{variable}.field{field.wire_name}"
    is_taken = field.name in dir(builtins) and field.name != "id"
    return f"{variable}.{field.name}_" if is_taken else f"{variable}.{field.name}"
