"""Parts of an operation's view: what a call returns, which options fill it in, and names."""

import keyword

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.strings import PythonIdentifier

from toolchain.errors import ToolchainError
from toolchain.generate.operations import CONSTANTS, LOCATION_ID, Answer


def answer_of(point: Endpoint) -> Answer:
    """Return what the first documented success of an endpoint holds."""
    filled = [answer.prop for answer in point.responses if answer.source["return_type"] != "None"]
    if not filled:
        return Answer(
            annotation="None", decode="decode_nothing", needs=("leadconnector.runtime.codec.answers:decode_nothing",)
        )
    prop = filled[0]
    if isinstance(prop, ModelProperty):
        name = str(prop.class_info.name)
        return Answer(
            annotation=name, decode=f"models.{name}.from_json", models=((str(prop.class_info.module_name), name),)
        )
    if isinstance(prop, ListProperty) and isinstance(prop.inner_property, ModelProperty):
        inner = prop.inner_property.class_info
        return Answer(
            annotation=f"list[{inner.name}]",
            decode=f"list_decoder(models.{inner.name})",
            models=((str(inner.module_name), str(inner.name)),),
            needs=("leadconnector.runtime.codec.answers:list_decoder",),
        )
    return Answer(
        annotation="Any", decode="parse_json", needs=("typing:Any", "leadconnector.runtime.codec.jsontext:parse_json")
    )


def known_option(name: str, option: str) -> str:
    """Return `option` if it is one that the client can fill in."""
    if option not in {*CONSTANTS, LOCATION_ID}:
        raise ToolchainError(
            f"{name}: unknown x-client-option {option!r}; known are {', '.join([*CONSTANTS, LOCATION_ID])}"
        )
    return option


def identifier(name: str) -> str:
    """Return a name of the description as a Python name; those of builtins, such as `list`, make good methods."""
    bare = str(PythonIdentifier(name, "")).removesuffix("_")
    return f"{bare}_" if keyword.iskeyword(bare) else bare


def sentence(text: str) -> str:
    """Return a summary as a sentence."""
    return text if not text or text.endswith(".") else f"{text}."


def argument_name(name: str) -> str:
    """Return a parameter's name as an argument; those that every method has are not to be had twice."""
    return f"{name}_" if name in ("alt_id", "body", "max_retries", "models", "self", "timeout") else name
