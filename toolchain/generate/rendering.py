"""Renders the package: openapi-python-client in this process, with our templates and what they show, then ruff."""

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import TemplateError, TemplateSyntaxError
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import GeneratorData

from toolchain.errors import ToolchainError
from toolchain.generate.clashes import refuse_clashes
from toolchain.generate.directions import directed
from toolchain.generate.docstrings import docstring, method_doc
from toolchain.generate.enums import enums
from toolchain.generate.facade import Facade
from toolchain.generate.given import given_document
from toolchain.generate.imports import facade_imports, facade_type_imports, model_imports, related_imports
from toolchain.generate.models import Models
from toolchain.generate.service import service_of
from toolchain.openapi.yaml import load_object

RUFF: Final = ("--isolated", "--no-cache", "--target-version", "py311")
RULES: Final = ("F", "I", "UP")
OWN: Final = ("async_client.py", "service.py")
"""The files for which the generator has no templates of its own."""


def render(
    document: Mapping[str, Any],
    *,
    digest: str,
    config: Path,
    templates: Path,
    package: str,
    distribution: str,
    target: Path,
) -> None:
    """Write the package for a resolved document, of which `digest` is the SHA-256, into the folder `target`.

    Raises:
        ToolchainError: for all that the generator warns of; nothing that the description says is left out silently.
    """
    document = directed(document)
    settings = Config.from_sources(
        read_config(config),
        MetaType.NONE,
        document_source="",
        file_encoding="utf-8",
        overwrite=True,
        output_path=target,
    )
    data = GeneratorData.from_dict(given_document(document), config=settings)
    if isinstance(data, GeneratorError):
        raise ToolchainError(f"openapi-python-client: {one_line(data)}")
    dropped = [error for tag in data.endpoint_collections_by_tag.values() for error in tag.parse_errors]
    for error in [*data.errors, *dropped]:
        raise ToolchainError(f"openapi-python-client: {one_line(error)}")
    project = Project(openapi=data, config=settings, custom_template_path=templates)
    facade = Facade(document, data)
    models = Models(data)
    classes = [item.class_info for item in [*data.models, *data.enums]]
    refuse_clashes([str(item.name) for item in classes], models, facade.resources)
    filters: dict[str, Any] = {
        "docstring": docstring,
        "literal": repr,
        "method_doc": method_doc,
        "model_imports": model_imports,
        "related_imports": partial(related_imports, models=models, package=package),
        "facade_imports": partial(facade_imports, package=package),
        "facade_type_imports": partial(facade_type_imports, package=package),
    }
    shown: dict[str, Any] = {
        "models": models.by_name,
        "enums": enums(data, document),
        "classes": sorted((str(item.name), str(item.module_name)) for item in classes),
        "resources": facade.resources,
        "by_package": {resource.package: resource for resource in facade.resources},
        "operations": {call.module: call for resource in facade.resources for call in resource.operations},
        "service": service_of(document),
        "distribution": distribution,
        "description_sha256": digest,
    }
    project.env.filters.update(filters)
    project.env.globals.update(shown)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            problems = project.build()
            for name in OWN:
                (target / name).write_text(project.env.get_template(f"{name}.jinja").render(), "utf-8")
    except TemplateError as error:
        where = (
            f"{error.filename or error.name}:{error.lineno}" if isinstance(error, TemplateSyntaxError) else templates
        )
        raise ToolchainError(f"{where}: {error.message}") from None
    if problems:
        raise ToolchainError(f"openapi-python-client: {one_line(problems[0])}")
    (target / "py.typed").touch()
    tidy(target)


def read_config(path: Path) -> ConfigFile:
    """Read the generator's configuration; a key that it would ignore is an error."""
    values = load_object(path)
    unknown = sorted(values.keys() - ConfigFile.model_fields.keys())
    known = ", ".join(sorted(ConfigFile.model_fields))
    if unknown:
        raise ToolchainError(f"{path}: unknown key {unknown[0]!r}; openapi-python-client knows {known}")
    try:
        return ConfigFile(**values)
    except ValueError as error:
        raise ToolchainError(f"{path}: {' '.join(str(error).split())}") from None


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
