"""Render the package: views of the schemas and operations, shown by our templates and formatted by ruff."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from toolchain.errors import ToolchainError
from toolchain.generate.client_views import ClientViews, error_name
from toolchain.generate.directions import directed
from toolchain.generate.docstrings import client_doc, docstring, method_doc
from toolchain.generate.extensions import class_faults
from toolchain.generate.faults import Sources, refuse
from toolchain.generate.models import Models
from toolchain.openapi.yaml import load_object

RUFF: Final = ("--isolated", "--no-cache", "--target-version", "py311")
RULES: Final = ("F", "I", "UP")
ONCE: Final = ("errors.py", "types.py")
"""The modules that have a template of their name."""
SETTINGS: Final = {"field_prefix": str, "use_path_prefixes_for_title_model_names": bool}
"""What the configuration may say, and the types of that."""


def render(
    document: Mapping[str, Any], sources: Sources, *, digest: str, config: Path, templates: Path, target: Path
) -> None:
    """Write the package for a checked document, of which `digest` is the SHA-256, into the folder of its name.

    Raises:
        ToolchainError: for a template or a configuration that is wrong, and for what only the models show to be.
    """
    package = target.name
    described = directed(document)
    models = Models(described, read_field_prefix(config))
    refuse(class_faults(document, models), sources)
    views = ClientViews(described, models)
    environment = Environment(
        loader=FileSystemLoader(templates),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    filters: dict[str, Any] = {
        "client_doc": partial(client_doc, views=views, package=package),
        "docstring": docstring,
        "literal": repr,
        "method_doc": partial(method_doc, package=package),
    }
    shown: dict[str, Any] = {
        "package_name": package,
        "description_sha256": digest,
        "resources": views.resources,
        "service": views.service,
        "shared_errors": [(error_name(status), text) for status, text in views.shared_errors],
    }
    environment.filters.update(filters)
    environment.globals.update(shown)
    files: dict[str, tuple[str, dict[str, Any]]] = {name: (name, {}) for name in ONCE}
    files |= {
        "__init__.py": (
            "lazy_init.py",
            {
                "is_root": True,
                "doc": views.service.doc,
                "modules": {
                    "AsyncClient": f"{package}.async_client",
                    "Client": f"{package}.client",
                    "UNSET": "leadconnector.codec.enums",
                    "Unset": "leadconnector.codec.enums",
                    "__version__": "leadconnector",
                    **{name: f"{package}.{name}" for name in ("errors", "models", "types")},
                },
            },
        ),
        "client.py": (
            "client.py",
            {"flavour": "", "users": "threads", "base_module": "sync_client", "base": "SyncClient"},
        ),
        "async_client.py": (
            "client.py",
            {"flavour": "Async", "users": "tasks", "base_module": "async_client", "base": "AsyncClient"},
        ),
        "models/__init__.py": (
            "lazy_init.py",
            {
                "doc": "The models of requests and responses. Each loads on first use.",
                "is_root": False,
                "modules": {name: f"{package}.models.{module}" for name, module in sorted(models.modules.items())},
            },
        ),
        "resources/__init__.py": (
            "lazy_init.py",
            {
                "doc": "The operations of the description, a module for each resource. Each loads on first use.",
                "is_root": False,
                "modules": {item.name: f"{package}.resources.{item.name}" for item in views.resources},
            },
        ),
    }
    files |= {f"models/{view.module}.py": ("model.py", {"view": view}) for view in models.by_name.values()}
    files |= {f"models/{enum.module}.py": ("enum.py", {"enum": enum}) for enum in models.enums}
    files |= {f"resources/{item.name}.py": ("resource.py", {"resource": item}) for item in views.resources}
    try:
        for name, (template, view) in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            code = environment.get_template(f"{template}.jinja").render(view)
            (target / name).write_text(without_unused_imports(code), "utf-8")
    except TemplateError as error:
        where = (
            f"{error.filename or error.name}:{error.lineno}" if isinstance(error, TemplateSyntaxError) else templates
        )
        raise ToolchainError(f"{where}: {error.message}") from None
    (target / "py.typed").touch()
    tidy(target)


def read_field_prefix(path: Path) -> str:
    """Read the configuration, which says what a name begins with that can't begin a Python name."""
    values = load_object(path)
    problems = [f"unknown key {key!r}; the settings are {', '.join(SETTINGS)}" for key in values if key not in SETTINGS]
    if problems:
        raise ToolchainError(*(f"{path}: {problem}" for problem in problems))
    for key, value in values.items():
        if not isinstance(value, SETTINGS[key]):
            raise ToolchainError(f"{path}: {key} must be a {SETTINGS[key].__name__}, not {value!r}")
    prefix: str = values.get("field_prefix", "field_")
    if not f"{prefix}x".isidentifier():
        raise ToolchainError(f"{path}: field_prefix {prefix!r} can't begin a Python name")
    return prefix


def without_unused_imports(code: str) -> str:
    """Leave out the imported names that occur nowhere else: ruff does it too, but takes its time over many."""
    counts = Counter(re.findall(r"\w+", code))

    def used(line: re.Match[str]) -> str:
        names = [name for name in line[2].split(", ") if counts[name.split()[-1]] > 1]
        return f"{line[1]}{', '.join(names)}\n" if names else ""

    return re.sub(r"(?m)^( *from (?!__future__)[\w.]+ import )([\w, ]+)\n", used, code)


def tidy(folder: Path) -> None:
    """Format with the pinned ruff, whatever configuration lies around."""
    ruff = [sys.executable, "-m", "ruff"]
    for command in (
        # Imports stay on one line until unused names are gone; those that are still too long are wrapped below.
        ["check", "--fix", "--quiet", "--select", ",".join(RULES), *RUFF, "--line-length", "320"],
        ["format", "--quiet", *RUFF, "--line-length", "120"],
    ):
        done = subprocess.run([*ruff, *command, str(folder)], capture_output=True, text=True, check=False)
        if done.returncode:
            said = " ".join((done.stdout + done.stderr).replace(str(folder), "").split())
            raise ToolchainError(f"the templates made code that ruff {command[0]} refuses: {said[:500]}")
