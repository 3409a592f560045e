"""Parts of an operation's view: what a call returns, and which options fill it in."""

from dataclasses import replace

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from toolchain.errors import ToolchainError
from toolchain.generate.operations import CONSTANTS, LOCATION_ID, Answer


def answer_of(point: Endpoint) -> Answer:
    """Return what the documented successes of an endpoint hold: one thing, which some of them may lack.

    Raises:
        ToolchainError: if they hold different things.
    """
    filled = {_answer(found.prop) for found in point.responses if found.source["return_type"] != "None"}
    if not filled:
        return Answer(annotation="None", decode="decode_nothing", needs=("leadconnector.codec.answers:decode_nothing",))
    if len(filled) > 1:
        kinds = " and ".join(sorted(answer.annotation for answer in filled))
        raise ToolchainError(
            f"{point.method.upper()} {point.path.get_untrusted_value()}: its 2xx responses hold {kinds}; "
            "a method returns one of them"
        )
    answer = filled.pop()
    return _or_none(answer) if any(found.source["return_type"] == "None" for found in point.responses) else answer


def _or_none(answer: Answer) -> Answer:
    decode = f"lambda content: {answer.decode}(content) if content else None"
    return replace(answer, annotation=f"{answer.annotation} | None", decode=decode)


def _answer(prop: PropertyProtocol) -> Answer:
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
            needs=("leadconnector.codec.answers:list_decoder",),
        )
    return Answer(
        annotation="Any", decode="parse_json", needs=("typing:Any", "leadconnector.codec.jsontext:parse_json")
    )


def known_option(name: str, option: str) -> str:
    """Return `option` if it is one that the client can fill in."""
    if option not in {*CONSTANTS, LOCATION_ID}:
        raise ToolchainError(
            f"{name}: unknown x-client-option {option!r}; known are {', '.join([*CONSTANTS, LOCATION_ID])}"
        )
    return option


def sentence(text: str) -> str:
    """Return a summary as a sentence."""
    return text if not text or text.endswith(".") else f"{text}."
