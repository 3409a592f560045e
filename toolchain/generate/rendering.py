"""Render the package: views shown by our templates, with docstrings for texts of any content, formatted by ruff."""

import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from toolchain.errors import ToolchainError
from toolchain.generate.client_views import ClientViews, error_name
from toolchain.generate.directions import directed
from toolchain.generate.extensions import class_faults
from toolchain.generate.faults import Sources, refuse
from toolchain.generate.models import Models
from toolchain.generate.views import Operation, Resource
from toolchain.openapi.yaml import load_object

RUFF: Final = ("--isolated", "--no-cache", "--target-version", "py311")
RULES: Final = ("F", "I", "UP")
ONCE: Final = ("errors.py", "types.py")
"""The modules that have a template of their name."""
OF_MODELS: Final = "The models of requests and responses. Each loads on first use."
OF_RESOURCES: Final = "The operations of the description, a module for each resource. Each loads on first use."
WIDTH: Final = 116
"""Columns that the text of a docstring may have, its indentation included."""
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
    public = {
        "AsyncClient": f"{package}.async_client",
        "Client": f"{package}.client",
        "UNSET": "leadconnector.codec.enums",
        "Unset": "leadconnector.codec.enums",
        "__version__": "leadconnector",
        **{name: f"{package}.{name}" for name in ("errors", "models", "types")},
    }
    classes = {name: f"{package}.models.{module}" for name, module in sorted(models.modules.items())}
    resources = {item.name: f"{package}.resources.{item.name}" for item in views.resources}
    files: dict[str, tuple[str, dict[str, Any]]] = {
        **{name: (name, {}) for name in ONCE},
        "__init__.py": ("lazy_init.py", {"is_root": True, "doc": views.service.doc, "modules": public}),
        "client.py": ("client.py", {"is_async": False}),
        "async_client.py": ("client.py", {"is_async": True}),
        "models/__init__.py": ("lazy_init.py", {"is_root": False, "doc": OF_MODELS, "modules": classes}),
        "resources/__init__.py": ("lazy_init.py", {"is_root": False, "doc": OF_RESOURCES, "modules": resources}),
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


def docstring(text: str, indent: int) -> str:
    """Return a docstring literal, wrapped and indented for its place; a text of any content stays inside it."""
    safe = text.replace("\\", "\\\\").replace("\0", "\\x00").strip()
    safe = re.sub(r'"{3,}|"+\Z', lambda quotes: '\\"' * len(quotes[0]), safe)
    paragraphs = [wrapped(paragraph, WIDTH - indent) for paragraph in safe.split("\n")]
    body = textwrap.indent("\n".join(paragraphs), " " * indent).strip()
    return f'"""{body}\n{" " * indent}"""' if "\n" in body else f'"""{body}"""'


def wrapped(line: str, width: int) -> str:
    """Wrap a line, its continuations indented like an entry of an ``Args:`` section."""
    lead = " " * (len(line) - len(line.lstrip()))
    if len(line) <= width:
        return line.rstrip()
    further = lead + ("    " if lead else "")
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=lead,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=False,
    )


def method_doc(operation: Operation, *, package: str) -> str:
    """Return a method's docstring: what the call does to the customer, its arguments, its own errors and scope."""
    sections = [
        operation.doc,
        "Deprecated: the service has deprecated this call." if operation.deprecated else "",
        "\n".join(["Args:", *(f"    {name}: {doc}".rstrip() for name, doc in _arguments(operation))]),
        "Returns:\n    The first page; iterate over it for all items, or use its `next()`." if operation.pages else "",
        "\n".join(["Raises:", *(f"    {name}: {doc}" for name, doc in _errors(operation, package))]),
        f"Scope: {', '.join(operation.scopes)}." if operation.scopes else "",
    ]
    return "\n\n".join(section for section in sections if section)


def client_doc(name: str, *, views: ClientViews, package: str) -> str:
    """Return the docstring of a client's class: what it is of, and how to call it."""
    is_async = name == "AsyncClient"
    flavour = "Client for asyncio and trio tasks" if is_async else "Client for threads; share one between them"
    resources = ", ".join(f"`{resource.name}`" for resource in views.resources)
    return "\n\n".join(
        [
            f"{flavour}. {views.service.doc}",
            f"An attribute for each resource: {resources}. Close it, or use it as a context manager:",
            _example(name, views.resources, package),
            f"What calls raise stands in `{package}.errors`.",
        ]
    )


def _example(name: str, resources: Iterable[Resource], package: str) -> str:
    """Return a call with nothing but path parameters, a read if there is one."""
    operations = [operation for resource in resources for operation in resource.operations]
    simple = [operation for operation in operations if not any(each.required for each in operation.options)]
    best = min(simple or operations, key=lambda each: (each.is_write, bool(each.body), bool(each.pages)))
    words = "async " if name == "AsyncClient" else ""
    waits = "await " if words else ""
    ids = ", ".join(f'"{parameter.wire_name}"' for parameter in best.path_parameters)
    lines = [
        f"from {package} import {name}",
        "",
        f'{words}with {name}(token="…", location_id="…") as client:',
        f"    result = {waits}client.{best.name}({ids})",
    ]
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _arguments(operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in (*operation.path_parameters, *operation.options):
        yield parameter.name, parameter.doc
    if operation.body:
        absent = (
            " Left out, none is sent."
            if operation.body.optional and not operation.body.sent_always
            else " Needed only to send more than the client fills in."
            if operation.body.optional
            else ""
        )
        called = operation.body.class_name or operation.body.annotation
        or_dict = ", or a dict of its JSON names" if operation.body.class_name else ""
        yield "body", f"The `{called}`{or_dict}.{absent}"
    if operation.takes_location:
        yield "location_id", "The location that the call is for, where it is not the client's."
    yield "timeout", "Seconds for the whole call, retries included, instead of the client's."
    yield "max_retries", "How often it may be sent again, instead of the client's."
    yield "extra_headers", "More header fields, which stand for the client's of the same name."
    if operation.takes_location:
        yield "alt_id", "The service's name for `location_id`; give one of them."


def _errors(operation: Operation, package: str) -> Iterator[tuple[str, str]]:
    own: dict[str, list[str]] = {}
    for name, text in operation.errors:
        own.setdefault(name, []).append(text)
    yield from ((name, " ".join(texts)) for name, texts in own.items())
    if operation.is_write:
        tells = f"`{operation.outcome_check}` tells" if operation.outcome_check else "look before repeating it"
        yield "OutcomeUnknownError", f"There was no response, and the call may have taken effect: {tells}."
    yield "LeadConnectorError", f"What any call may raise; see `{package}.errors`."
