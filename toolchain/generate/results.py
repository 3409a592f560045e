"""What a call returns, by the documented responses of success."""

from dataclasses import replace
from typing import Final

from toolchain.generate.media import is_text, json_media
from toolchain.generate.preprocess import successes
from toolchain.generate.property_types import CONTAINER, KIND, PropertyType, PropertyTypes
from toolchain.generate.views import JSONObject, Result, qualified

CONTENTS: Final = "leadconnector.client.contents:"
NOTHING: Final = Result(annotation="None", decode="decode_nothing", needs=(f"{CONTENTS}decode_nothing",))
UNDESCRIBED: Final = Result(
    annotation="Any", decode="decode_undescribed", needs=("typing:Any", f"{CONTENTS}decode_undescribed")
)
WITHOUT_CONTENT: Final = frozenset({"204", "205"})


def result_of(found: list[Result]) -> Result:
    """Return what the documented successes of an operation hold: one thing, which some of them may lack."""
    held = [result for result in dict.fromkeys(found) if result not in (NOTHING, UNDESCRIBED)]
    if not held:
        return UNDESCRIBED if UNDESCRIBED in found else NOTHING
    return _or_none(held[0]) if len(set(found)) > 1 else held[0]


def results_of(
    written: JSONObject, plain: JSONObject, method: str, types: PropertyTypes, document: JSONObject
) -> list[Result]:
    """Return what each documented success of an operation holds; `plain` is the operation with plain schemas."""
    results: list[Result] = []
    for status, response in successes(written, document).items():
        content: JSONObject = response.get("content") or {}
        if method == "head" or status in WITHOUT_CONTENT:
            results.append(NOTHING)
        elif not content:
            results.append(UNDESCRIBED)
        elif json_media(content) is not None:
            described = plain["responses"]["200" if status == "default" else status]["content"]
            results += [_of_json(types.of(media["schema"])) for media in described.values()]
        else:
            results.append(_raw(next(iter(content))))
    return results


def _or_none(result: Result) -> Result:
    is_optional = result.annotation.endswith((" | None", "Any"))
    annotation = result.annotation if is_optional else f"{result.annotation} | None"
    if result.kind:
        return replace(result, annotation=annotation, kind=f"{result.kind}, empty=True")
    return replace(
        result, annotation=annotation, decode=f"lambda content: {result.decode}(content) if content else None"
    )


def _of_json(found: PropertyType) -> Result:
    """Return the result of a type; any but a model and anything is decoded by its kind."""
    if found.form == "model" and not found.nullable:
        name = f"models.{found.classes[0]}"
        return Result(annotation=name, decode=f"{name}.from_json")
    needs = tuple(need for need in found.needs if need.startswith(("typing:", "datetime:", "decimal:")))
    if found.annotation == "Any":
        return Result(annotation="Any", decode="parse_json", needs=(*needs, "leadconnector.codec.json:parse_json"))
    annotation = qualified(found.annotation, found.classes)
    kind = qualified(found.kind, found.classes)
    nullable = ", nullable=True" if found.nullable else ""
    kinds = (need for need in found.needs if need.startswith((KIND, CONTAINER)))
    return Result(
        annotation=f"{annotation} | None" if found.nullable and annotation != "None" else annotation,
        decode="",
        kind=f"{kind}{nullable}",
        needs=(*needs, f"{CONTENTS}LazyDecoder", *kinds),
    )


def _raw(media_type: str) -> Result:
    decode, annotation = ("decode_text", "str") if is_text(media_type) else ("bytes", "bytes")
    needs = (f"{CONTENTS}{decode}",) if decode != "bytes" else ()
    return Result(annotation=annotation, decode=decode, accept=media_type, needs=needs)
