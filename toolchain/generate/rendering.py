"""Render the package: openapi-python-client parses the schemas, our templates show the views of them, ruff formats."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import GeneratorData

from toolchain.errors import ToolchainError
from toolchain.generate.client_views import ClientViews
from toolchain.generate.directions import directed
from toolchain.generate.docstrings import client_doc, docstring, method_doc, shared_errors
from toolchain.generate.enums import enums
from toolchain.generate.faults import Fault, Sources, refuse
from toolchain.generate.imports import model_imports, related_imports, resource_imports, resource_type_imports
from toolchain.generate.inline_schemas import class_names_only, with_named_schemas
from toolchain.generate.models import Models
from toolchain.generate.preprocess import preprocess
from toolchain.openapi.yaml import load_object

RUFF: Final = ("--isolated", "--no-cache", "--target-version", "py311")
RULES: Final = ("F", "I", "UP")
ONCE: Final = ("async_client.py", "client.py", "errors.py", "service.py", "types.py")
"""The modules that have a template of their name."""
SETTINGS: Final = ("field_prefix", "use_path_prefixes_for_title_model_names")
"""The keys of the configuration that mean something here; the others are of files and names that this doesn't make."""


def render(
    document: Mapping[str, Any],
    sources: Sources,
    *,
    digest: str,
    config: Path,
    templates: Path,
    package: str,
    target: Path,
) -> None:
    """Write the package for a resolved document, of which `digest` is the SHA-256, into the folder `target`.

    Raises:
        ToolchainError: for all that the generator warns of; nothing that the description says is left out silently.
    """
    document = directed(document)
    prepared = preprocess(document)
    described = with_named_schemas(prepared.document)
    data = GeneratorData.from_dict(class_names_only(described), config=read_config(config))
    if isinstance(data, GeneratorError):
        raise ToolchainError(f"{sources.name()}: openapi-python-client: {one_line(data)}")
    refuse(_dropped(data), sources)
    models = Models(data, described)
    views = ClientViews(document, prepared, described, models)
    refuse(views.faults, sources)
    classes = [item.class_info for item in [*data.models, *data.enums]]
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
        "model_imports": model_imports,
        "related_imports": partial(related_imports, models=models, package=package),
        "resource_imports": partial(resource_imports, package=package),
        "resource_type_imports": resource_type_imports,
    }
    shown: dict[str, Any] = {
        "package_name": package,
        "models": models.by_name,
        "enums": enums(data, described),
        "classes": sorted((str(item.name), str(item.module_name)) for item in classes),
        "resources": views.resources,
        "service": views.service,
        "shared_errors": shared_errors(views.shared_errors),
        "distribution": package.replace("_", "-"),
        "description_sha256": digest,
    }
    environment.filters.update(filters)
    environment.globals.update(shown)
    files: dict[str, tuple[str, dict[str, Any]]] = {name: (name, {}) for name in ONCE}
    files |= {
        "__init__.py": ("package_init.py", {}),
        "models/__init__.py": ("models_init.py", {}),
        "resources/__init__.py": ("resources_init.py", {}),
    }
    files |= {f"models/{item.class_info.module_name}.py": ("model.py", {"model": item}) for item in data.models}
    files |= {
        f"models/{item.class_info.module_name}.py": (f"{item.value_type.__name__}_enum.py", {"enum": item})
        for item in data.enums
    }
    files |= {f"resources/{item.name}.py": ("resource.py", {"resource": item}) for item in views.resources}
    try:
        for name, (template, view) in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(environment.get_template(f"{template}.jinja").render(view), "utf-8")
    except TemplateError as error:
        where = (
            f"{error.filename or error.name}:{error.lineno}" if isinstance(error, TemplateSyntaxError) else templates
        )
        raise ToolchainError(f"{where}: {error.message}") from None
    (target / "py.typed").touch()
    tidy(target)


def _dropped(data: GeneratorData) -> Iterator[Fault]:
    """Yield what the generator could make nothing of."""
    for error in data.errors:
        said = one_line(error)
        name = re.search(r"/components/schemas/([^/:\s]+)", said)
        yield Fault(("components", "schemas", *([name[1]] if name else [])), f"openapi-python-client: {said}")


def read_config(path: Path) -> Config:
    """Read the generator's configuration; a key that it would ignore, or that makes other code, is an error."""
    values = load_object(path)
    problems = [
        f"{path}: unknown key {key!r}; the settings are {', '.join(SETTINGS)}" for key in values if key not in SETTINGS
    ]
    if problems:
        raise ToolchainError(*problems)
    try:
        settings = ConfigFile(**values)
    except ValueError as error:
        raise ToolchainError(f"{path}: {' '.join(str(error).split())}") from None
    return Config.from_sources(
        settings, MetaType.NONE, document_source="", file_encoding="utf-8", overwrite=True, output_path=None
    )


def tidy(folder: Path) -> None:
    """Format with the pinned ruff, whatever configuration lies around."""
    ruff = [sys.executable, "-m", "ruff"]
    for command in (
        ["check", "--fix", "--quiet", "--select", ",".join(RULES), *RUFF],
        ["format", "--quiet", *RUFF, "--line-length", "120"],
    ):
        done = subprocess.run([*ruff, *command, str(folder)], capture_output=True, text=True, check=False)
        if done.returncode:
            said = " ".join((done.stdout + done.stderr).replace(str(folder), "").split())
            raise ToolchainError(f"the templates made code that ruff {command[0]} refuses: {said[:500]}")


def one_line(error: Any) -> str:
    """Return the generator's error as one line."""
    parts: Iterable[Any] = (getattr(error, "header", None), getattr(error, "detail", None))
    said = " ".join(" ".join(str(part) for part in parts if part).split())
    return re.sub(r"<\S*UntrustedString object at \w+>", "(of the description)", said)
