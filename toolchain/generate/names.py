"""Names of the description as names in Python: none in the way of another, or of what the templates themselves use."""

import keyword
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import Final

from openapi_python_client.strings import ClassName, PythonIdentifier

from leadconnector.client.async_client import AsyncClient
from leadconnector.client.sync_client import SyncClient
from leadconnector.codec.model import RequestModel, ResponseModel, ResponseWithParts
from toolchain.generate.operations import DescribedOperation, Schema

DEFAULT_TAG: Final = "default"
"""The tag of operations that have none."""
TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"
MEMBERS: Final = {base.__name__: frozenset(dir(base)) for base in (RequestModel, ResponseModel, ResponseWithParts)}
"""What every model has, by its base."""
RESERVED: Final = (
    frozenset(name for members in MEMBERS.values() for name in members if not name.startswith("_"))
    | {"bool", "classmethod", "date", "datetime", "dict", "int", "list", "str"}  # what class bodies refer to
    | {f"read_{name}" for name in ("date_or_timestamp", "day", "moment")}
    | {"cls", "converted", "converted_optional", "self"}  # what constructors refer to
)
"""A field of such a name gets an underscore behind it, as one that is a keyword does."""
CLIENT_NAMES: Final = frozenset({*dir(SyncClient), *dir(AsyncClient), "property", "resources"})
"""What a client has beside its resources, and what its class body names."""
RESOURCE_NAMES: Final = frozenset({"builtins", "date_", "datetime_", "deprecated", "models", "prepare"})
"""What a resource has beside its methods, and what its class body names."""
LOCALS: Final = frozenset(
    {"body", "bytes", "extra_headers", "fetch", "max_retries", "models", "prepared", "response", "self", "timeout"}
)
"""What methods take beside the description's parameters, and what their bodies use beside what is imported."""


@cache
def imported(template: str, *, at_run_time: bool = False) -> frozenset[str]:
    """Return the names that a template imports; those only that it imports at run time."""
    text = (TEMPLATES / template).read_text("utf-8")
    lines = re.findall(rf"(?m)^{'' if at_run_time else ' *'}from [\w.]+ import ([\w, ]+)$", text)
    return frozenset(name.split()[-1] for line in lines for name in line.split(","))


@cache
def snake(name: str) -> str:
    """Return the Python name that a name of the description becomes, be it a keyword."""
    words = re.sub(r"(?<=\w)[^\w\s.'-]+(?=\w)", "_", name)  # such as `filter[name]`
    return str(PythonIdentifier(words, "")).removesuffix("_")


@cache
def pascal(name: str) -> str:
    """Return the class name that a name of the description becomes."""
    return str(ClassName(name, ""))


def identifier(name: str) -> str:
    """Return a name of the description as a Python name; those of builtins, such as `list`, make good methods."""
    bare = snake(name)
    return f"{bare}_" if keyword.iskeyword(bare) else bare


def first_free(name: str, is_taken: Callable[[str], bool], separator: str = "") -> str:
    """Return a name, or if it is taken, the first with a number from 2 on behind it that isn't."""
    numbered = (f"{name}{separator}{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if not is_taken(each))


def attribute_of_client(name: str) -> str:
    """Return the client's attribute for a resource."""
    found = identifier(name)
    return f"{found}_" if found in CLIENT_NAMES else found


def method_of(name: str) -> str:
    """Return the method's name for an operation; those of builtins, such as `list`, are good ones."""
    found = identifier(name)
    return f"{found}_" if found in RESOURCE_NAMES else found


def call_names(operation: DescribedOperation) -> tuple[str, str]:
    """Return the names of an operation's resource and method."""
    tags = {tag["name"]: tag.get("x-python-name", tag["name"]) for tag in operation.document.get("tags", [])}
    tag = (operation.get("tags") or [DEFAULT_TAG])[0]
    method = method_of(operation.get("x-python-name", operation["operationId"]))
    return attribute_of_client(tags.get(tag, tag)), method


def argument_name(wire_name: str, taken: Collection[str]) -> str:
    """Return a parameter's name as an argument; what every method has, or the call has already, is not had twice."""
    name = identifier(wire_name)
    while name in LOCALS or name in imported("resource.py.jinja", at_run_time=True) or name in taken:
        name += "_"
    return name


def resource_class(name: str) -> str:
    """Return the class name of a resource, which has others beside it named after it."""
    found = pascal(name)
    taken = imported("resource.py.jinja") & {found, f"Async{found}", f"Prepare{found}"}
    return f"{found}Resource" if taken else found


def class_names(schemas: Mapping[str, Schema]) -> dict[str, str]:
    """Return the class name of each schema: no two that differ in case only, none that its module imports.

    A schema called exactly as a class has that name; others that come to it get a number.
    """
    wanted = {name: pascal(schema.get("x-python-name", name)) for name, schema in schemas.items()}
    mixins = {schema["x-python-mixin"].rpartition(".")[2] for schema in schemas.values() if "x-python-mixin" in schema}
    reserved = imported("model.py.jinja") | {"OpenIntEnum", "OpenStrEnum"} | mixins
    names: dict[str, str] = {}
    modules: set[str] = set()
    taken: set[str] = set()
    for name, wish in sorted(wanted.items(), key=lambda pair: (pair[0] != pair[1], pair[0])):
        plain = f"{wish}Model" if wish in reserved or wish in taken else wish
        free = first_free(plain, lambda each: snake(each) in modules)
        names[name] = free
        modules.add(snake(free))
        taken.add(f"{free}Arguments")
    return names


def attribute_names(wanted_names: Mapping[str, str], hidden: Collection[str], base: str) -> dict[str, str]:
    """Return the attribute of each property of a model with such a base, by the name that it must come of.

    Those in `hidden` also take the slot behind theirs. Where several come to the same one, the property that is called
    so has it, and the others get underscores.
    """
    names: dict[str, str] = {}
    taken = set(MEMBERS[base])
    wanted = {wire_name: attribute_name(name) for wire_name, name in wanted_names.items()}
    for wire_name, name in sorted(wanted.items(), key=lambda pair: pair[0] != pair[1]):
        while name in taken or (wire_name in hidden and f"_{name}" in taken):
            name += "_"
        names[wire_name] = name
        taken.add(name)
        if wire_name in hidden:
            taken.add(f"_{name}")
    return names


def attribute_name(name: str) -> str:
    """Return the attribute that a property's name comes to, if nothing else has it."""
    bare = snake(name).strip("_")
    return f"{bare}_" if bare in RESERVED or keyword.iskeyword(bare) else bare
