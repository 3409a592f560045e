"""What a call returns, by the documented responses of success."""

from dataclasses import replace
from typing import Final

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.responses import HTTPStatusPattern

from toolchain.generate.media import is_text, json_media
from toolchain.generate.preprocess import successes
from toolchain.generate.views import JSONObject, Result

DECODERS: Final = "leadconnector.client.contents:"
NOTHING: Final = Result(annotation="None", decode="decode_nothing", needs=(f"{DECODERS}decode_nothing",))
UNDESCRIBED: Final = Result(
    annotation="Any", decode="decode_undescribed", needs=("typing:Any", f"{DECODERS}decode_undescribed")
)
WITHOUT_CONTENT: Final = frozenset({"204", "205"})


def result_of(written: JSONObject, method: str, point: Endpoint, document: JSONObject) -> Result:
    """Return what the documented successes of an operation hold: one thing, which some of them may lack."""
    found = results_of(written, method, point, document)
    held = [result for result in dict.fromkeys(found) if result not in (NOTHING, UNDESCRIBED)]
    if not held:
        return UNDESCRIBED if UNDESCRIBED in found else NOTHING
    return _or_none(held[0]) if len(set(found)) > 1 else held[0]


def results_of(written: JSONObject, method: str, point: Endpoint, document: JSONObject) -> list[Result]:
    """Return what each documented success of an operation holds."""
    parsed = {_status(response.status_code): response.prop for response in point.responses}
    results: list[Result] = []
    for status, response in successes(written, document).items():
        content: JSONObject = response.get("content") or {}
        if method == "head" or status in WITHOUT_CONTENT:
            results.append(NOTHING)
        elif not content:
            results.append(UNDESCRIBED)
        elif json_media(content) is not None:
            results.append(_of_json(parsed["200" if status == "default" else status]))
        else:
            results.append(_raw(next(iter(content))))
    return results


def _status(pattern: HTTPStatusPattern) -> str:
    return str(pattern.pattern)


def _or_none(result: Result) -> Result:
    decode = f"lambda content: {result.decode}(content) if content else None"
    return replace(result, annotation=f"{result.annotation} | None", decode=decode)


def _of_json(prop: PropertyProtocol) -> Result:
    if isinstance(prop, ModelProperty):
        name = str(prop.class_info.name)
        return Result(annotation=f"models.{name}", decode=f"models.{name}.from_json", uses_models=True)
    if isinstance(prop, ListProperty) and isinstance(prop.inner_property, ModelProperty):
        name = str(prop.inner_property.class_info.name)
        return Result(
            annotation=f"list[models.{name}]",
            decode=f"list_decoder(models.{name})",
            uses_models=True,
            needs=("leadconnector.codec.decode:list_decoder",),
        )
    return Result(annotation="Any", decode="parse_json", needs=("typing:Any", "leadconnector.codec.json:parse_json"))


def _raw(media_type: str) -> Result:
    decode, annotation = ("decode_text", "str") if is_text(media_type) else ("bytes", "bytes")
    needs = (f"{DECODERS}{decode}",) if decode != "bytes" else ()
    return Result(annotation=annotation, decode=decode, accept=media_type, needs=needs)
