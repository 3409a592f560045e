"""Names of the description as names in Python: none in the way of another, or of what the templates themselves use."""

import keyword
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from openapi_python_client.strings import PythonIdentifier

from leadconnector.codec.model import RequestModel, ResponseModel
from toolchain.errors import ToolchainError

MEMBERS: Final = frozenset(dir(RequestModel)) | frozenset(dir(ResponseModel))
"""What every model has."""
RESERVED: Final = (
    frozenset(name for name in MEMBERS if not name.startswith("_"))
    | {"bool", "classmethod", "date", "datetime", "dict", "int", "list", "str"}  # what class bodies refer to
    | {f"read_{name}" for name in ("date_or_timestamp", "day", "moment")}
    | {f"write_{name}" for name in ("date", "date_or_timestamp", "timestamp")}
    | {"cls", "converted", "converted_optional", "self"}  # what constructors refer to
)
"""A field of such a name gets an underscore behind it, as one that is a keyword does."""
SLOTS: Final = frozenset(name for name in MEMBERS if name.startswith("_"))
"""No field is kept there."""
ARGUMENTS: Final = frozenset(
    {"body", "extra_headers", "max_retries", "self", "timeout"}  # what methods take beside the description's parameters
    | {"comma_separated", "fetch", "models", "path_text", "prepare", "prepared", "response"}  # what their bodies use
    | {"decode_nothing", "decode_text", "decode_undescribed", "list_decoder", "body_content", "parse_json"}
    | {"bytes", "form_content", "location_of", "value_content"}
)
"""A parameter of such a name gets an underscore behind it."""


def identifier(name: str) -> str:
    """Return a name of the description as a Python name; those of builtins, such as `list`, make good methods."""
    bare = snake(name)
    return f"{bare}_" if keyword.iskeyword(bare) else bare


def snake(name: str) -> str:
    """Return the Python name that a name of the description becomes, be it a keyword."""
    return str(PythonIdentifier(name, "")).removesuffix("_")


def argument_name(wire_name: str, taken: Collection[str]) -> str:
    """Return a parameter's name as an argument; what every method has, or the call has already, is not had twice."""
    name = identifier(wire_name)
    while name in ARGUMENTS or name in taken:
        name += "_"
    return name


def attribute_names(wanted_names: Mapping[str, str], texts: Collection[str]) -> dict[str, str]:
    """Return the attribute of each property of a model, by the name that it is to come of.

    Those in `texts` also take the slot behind theirs. Where several come to the same one, the property that is called
    so has it, and the others get underscores.
    """
    names: dict[str, str] = {}
    taken = set(SLOTS)
    wanted = {wire_name: _attribute_name(name) for wire_name, name in wanted_names.items()}
    for wire_name, name in sorted(wanted.items(), key=lambda pair: pair[0] != pair[1]):
        while name in taken or (wire_name in texts and f"_{name}" in taken):
            name += "_"
        names[wire_name] = name
        taken.add(name)
        if wire_name in texts:
            taken.add(f"_{name}")
    return names


def refuse_same(properties: Iterable[str], schema: str) -> None:
    """Raise ToolchainError for two properties of a schema that not even the generator can tell apart."""
    known: dict[str, str] = {}
    for name in properties:
        other = known.setdefault(str(PythonIdentifier(name, "", skip_snake_case=True)), name)
        if other != name and snake(other) == snake(name):
            same = f"schema {schema!r}: properties {other!r} and {name!r} make the same Python name"
            raise ToolchainError(f"{same}; leave one out in an overlay: what a model doesn't know is in its extra")


def _attribute_name(wire_name: str) -> str:
    # The generator puts an underscore behind all builtins, of which few are in the way.
    bare = _checked(snake(wire_name).strip("_"), f"property {wire_name!r}")
    return f"{bare}_" if bare in RESERVED or keyword.iskeyword(bare) else bare


def _checked(name: str, what: str) -> str:
    if not name.isidentifier():
        raise ToolchainError(f"{what} makes no Python name, which must begin with a letter; give it an x-python-name")
    return name
