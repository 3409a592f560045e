"""Compares what is sent: parameters, bodies and responses, by media type, or as the text that they are.

Parameters, headers and forms are text: `1` is the same whether a schema calls it an integer or a string.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.classify import ChangeClass
from toolchain.diff.compare.findings import Finding, type_words
from toolchain.diff.compare.text import form_text, is_same_text, parameter_text
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.normalize.keywords import SCALARS
from toolchain.diff.values import code, only_pairs
from toolchain.openapi.operations import parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolchain.diff.compare.schemas import SchemaComparison
    from toolchain.diff.normalize.schema_hash import SchemaHashes
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.operations import Operation
    from toolchain.openapi.pointer import Pointer

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form", "querystring": ""}
"""The locations of parameters, and the style of those that give none."""

_UNTELLING = frozenset({"", "charset", "boundary"})
"""The parameters of a media type that don't make another one of it."""

_SUCCESS = re.compile(r"2(\d\d|XX)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what identifies it within its location, its name, where it stands, and how it is written."""

    key: str
    name: str
    location: str
    place: Pointer
    kind: str
    required: bool
    style: str
    explode: bool

    @property
    def noun(self) -> str:
        """What it is called in a message."""
        return f"{self.location} parameter {code(self.name)}"


Parameters = dict[tuple[str, str], Parameter]


def parameters_of(document: Document, operation: Operation) -> Parameters:
    """Return the parameters of an operation by location and key."""
    found: Parameters = {}
    for (location, name), place in parameters(document, operation).items():
        if location not in _STYLES:
            continue
        node, key = document.object(place), name.lower() if location == "header" else name
        if location == "path" and name in operation.path_names:
            # A path's parameters are what stands in the same place of it.
            key = str(operation.path_names.index(name))
        style = str(node.get("style", _STYLES[location]))
        found[location, key] = Parameter(
            key,
            name,
            location,
            place,
            type_words(document, _below(document, place, "schema")),
            required=node.get("required") is True or location == "path",
            style=style,
            explode=bool(node.get("explode", style == "form")),
        )
    return found


def _but_for_the_name(
    document: Document, hashes: SchemaHashes, here: Parameters, there: Parameters
) -> Iterator[tuple[tuple[str | bool, ...], Parameter]]:
    """Yield the parameters that one side alone has, each with what it shares with those only called something else."""
    for key, each in here.items():
        schema = each.place.below("schema")
        if key not in there and each.location != "path" and document.has(schema):
            yield (each.location, each.required, each.style, each.explode, hashes.of(schema)), each


class MessageComparison:
    """Compares what the operations of two descriptions send and get."""

    def __init__(self, schemas: SchemaComparison) -> None:
        self._schemas = schemas
        self._sides = schemas.sides

    def compare(self, old: Operation, new: Operation) -> None:
        """Compare all that two operations send and get."""
        self._parameters(old, new)
        self._bodies(old, new)
        self._responses(old, new)

    def _add(
        self,
        kind: str,
        place: Pointer,
        message: str,
        detail: JSON = None,
        *,
        harm: bool | ChangeClass,
        gone: bool = False,
        where: str = "",
    ) -> None:
        """Report what a rule decides; `harm` is whether it breaks, or its class."""
        if not isinstance(harm, ChangeClass):
            harm = ChangeClass.BREAKING if harm else ChangeClass.COMPATIBLE
        self._schemas.findings.append(Finding(kind, harm, place, message, detail, where, gone))

    def _came_or_went(
        self, kind: str, noun: str, place: Pointer, detail: JSON = None, *, gone: bool, harm: bool, where: str = ""
    ) -> None:
        kind, message = f"{kind}-{'removed' if gone else 'added'}", f"{noun} is gone" if gone else f"new {noun}"
        self._add(kind, place, message, detail, harm=harm, gone=gone, where=where)

    def _required(self, kind: str, noun: str, old: Pointer, new: Pointer, detail: JSON, *, now: bool) -> None:
        message = f"{noun} is {'now' if now else 'no longer'} required"
        self._add(kind, (new if now else old).below("required"), message, detail, harm=now, gone=not now)

    def _parameters(self, old: Operation, new: Operation) -> None:
        olds, news = parameters_of(self._sides.old, old), parameters_of(self._sides.new, new)
        unchanged = self._sides.unchanged
        renamed = only_pairs(
            _but_for_the_name(self._sides.old, unchanged.old_hashes, olds, news),
            _but_for_the_name(self._sides.new, unchanged.new_hashes, news, olds),
        )
        for was, now in renamed:
            if not unchanged.is_unchanged(was.place.below("schema"), now.place.below("schema")):
                continue
            del olds[was.location, was.key], news[now.location, now.key]
            message = f"{was.noun} is now {code(now.name)} ({now.kind})"
            self._add("parameter-renamed", now.place, message, [was.location, was.key, now.key], harm=True)
        for location, key in sorted(olds.keys() | news.keys()):
            before, after = olds.get((location, key)), news.get((location, key))
            if before is not None and after is not None:
                self._parameter(before, after)
            elif (here := after or before) is not None:
                gone = after is None
                noun = f"{'required ' * (here.required and not gone)}{here.noun} ({here.kind})"
                detail: JSON = [here.location, here.key, here.required]
                self._came_or_went("parameter", noun, here.place, detail, gone=gone, harm=gone or here.required)

    def _parameter(self, old: Parameter, new: Parameter) -> None:
        if old.required != new.required:
            detail: JSON = [new.location, new.key, new.required]
            self._required("parameter-required", new.noun, old.place, new.place, detail, now=new.required)
        if old.location == "path" and old.name != new.name:
            message = f"path parameter {code(old.name)} is now {code(new.name)}"
            detail = [old.name, new.name]
            self._add("parameter-renamed", new.place, message, detail, harm=ChangeClass.SURFACE)
        # `explode` only says how the values of arrays and objects are joined.
        ways = ("style", old.style, new.style, True), ("explode", old.explode, new.explode, not self._is_scalar(new))
        for key, was, now, harm in ways:
            if was != now:
                message = f"{new.noun}: `{key}` {code(was)} → {code(now)}"
                self._add(f"parameter-{key}", new.place, message, [was, now], harm=harm)
        self._text_or_media("parameter", new.noun, old.place, new.place, Direction.REQUEST)

    def _is_scalar(self, parameter: Parameter) -> bool:
        schema = _below(self._sides.new, parameter.place, "schema")
        alternatives = self._sides.containments[Direction.REQUEST].new.of(schema)
        return not alternatives.too_many and all(
            one.types <= SCALARS or not any(isinstance(value, dict | list) for value in one.values() or [{}])
            for one in alternatives.found
        )

    def _text_or_media(self, kind: str, noun: str, old: Pointer, new: Pointer, direction: Direction) -> None:
        """Compare what two parameters or headers hold: text, or what a media type says."""
        was, now = self._sides.old.has(old.below("content")), self._sides.new.has(new.below("content"))
        if was != now:
            message = f"{noun} is written in another way: `schema` against `content`"
            has_schema = self._sides.new.has(new.below("schema")) if was else self._sides.old.has(old.below("schema"))
            # Where the other side says nothing, anything may be written there.
            harm = has_schema or was == (direction is Direction.RESPONSE)
            self._add(f"{kind}-content", new, message, harm=harm)
        elif was:
            self._media(old, new, direction)
        else:
            self._text(old, new, direction)

    def _text(self, old: Pointer, new: Pointer, direction: Direction) -> None:
        """Compare the schemas of two parameters or headers by the text that is sent."""
        sides, containment = self._sides, self._sides.containments[direction]
        olds, news = _below(sides.old, old, "schema"), _below(sides.new, new, "schema")
        if not olds and not news:
            return
        inner, outer = direction.ordered(olds, news)
        if containment.why_not(inner, outer) and is_same_text(containment, inner, outer):
            self._same_text(olds, news, direction)
        else:
            texts = self._fields_of_the_same_text(olds, news, direction, is_item=True)
            self._schemas.add(olds, news, direction, parameter_text(containment, inner, outer), texts)

    def _same_text(self, old: Sequence[Pointer], new: Sequence[Pointer], direction: Direction) -> None:
        types = type_words(self._sides.old, old), type_words(self._sides.new, new)
        message = f"type {code(types[0])} → {code(types[1])}, which is the same text"
        self._add("text-type-changed", (new or old)[0], message, [*types], harm=ChangeClass.SURFACE, gone=not new,
                  where=direction.value)  # fmt: skip

    def _bodies(self, old: Operation, new: Operation) -> None:
        places = old.pointer.below("requestBody"), new.pointer.below("requestBody")
        was, now = (
            document.follow(place) if isinstance(document.value(place), dict) else None
            for document, place in zip((self._sides.old, self._sides.new), places, strict=True)
        )
        before = was is not None and self._sides.old.object(was).get("required") is True
        after = now is not None and self._sides.new.object(now).get("required") is True
        if was is not None and now is not None:
            if before != after:
                self._required("body-required", "the request body", was, now, after, now=after)
            self._media(was, now, Direction.REQUEST)
        elif now is not None:
            noun = f"{'required' if after else 'optional'} request body"
            self._came_or_went("body", noun, places[1], after, gone=False, harm=after)
        elif was is not None:
            self._came_or_went("body", "the request body", places[0], gone=True, harm=True)

    def _media(self, old_owner: Pointer, new_owner: Pointer, direction: Direction) -> None:
        """Compare the media types of two objects, and their schemas."""
        old, new = media_types(self._sides.old, old_owner), media_types(self._sides.new, new_owner)
        for name, place in old.items():
            # What was taken must be taken still, if under a wider name; what is sent must be what was promised.
            judged = [each for each in new if _narrowest(each, old) == name]
            if direction is Direction.RESPONSE:
                partners, is_gone = judged, not any(_covers(name, each) for each in new)
            else:
                # A narrower type that is new takes over its part of what a wider one took.
                partners = sorted({_narrowest(name, new), *(each for each in judged if each not in old)} - {""})
                is_gone = not _narrowest(name, new)
            if is_gone:
                noun = f"media type {code(name)}"
                self._came_or_went("media-type", noun, place, gone=True, harm=True, where=direction.value)
            else:
                for each in partners:
                    self._bodies_of_a_type(place, new[each], direction, each)
        for name in sorted(new.keys() - old.keys()):
            noun = f"media type {code(name)}"
            self._came_or_went("media-type", noun, new[name], gone=False, harm=False, where=direction.value)

    def _bodies_of_a_type(self, old: Pointer, new: Pointer, direction: Direction, media_type: str) -> None:
        """Compare the schemas of two media types, and of the items of a sequence; none says nothing of what is sent."""
        for keyword in ("schema", "itemSchema"):
            olds, news = _below(self._sides.old, old, keyword), _below(self._sides.new, new, keyword)
            if olds or news:
                if media_type.partition(";")[0] in FORMS and direction is Direction.REQUEST:
                    encodings = self._sides.old.object(old).get("encoding"), self._sides.new.object(new).get("encoding")
                    texts = frozenset[str]()
                    if not any(encodings):
                        texts = self._fields_of_the_same_text(olds, news, direction)
                    is_proof = form_text(self._sides.containments[direction], olds, news)
                    self._schemas.add(olds, news, direction, is_proof, texts)
                else:
                    self._schemas.add(olds, news, direction)

    def _fields_of_the_same_text(
        self, old: list[Pointer], new: list[Pointer], direction: Direction, *, is_item: bool = False
    ) -> frozenset[str]:
        """Report the fields of a form or parameter that have another type but the same text, and return them."""
        containment = self._sides.containments[direction]
        whole = direction.ordered(old, new)
        ins, outs = containment.inner.of(whole[0]), containment.outer.of(whole[1])
        if containment.are_unchanged(tuple(old), tuple(new)) or len(ins.found) != 1 or len(outs.found) != 1:
            return frozenset()
        one, other = ins.found[0], outs.found[0]
        found: set[str] = set()
        for name in sorted(one.properties.keys() & other.properties.keys()):
            inner, outer = one.of_name(name, lenient=False), other.of_name(name, lenient=True)
            if not inner or not outer or not containment.why_not(inner, outer):
                continue
            if is_same_text(containment, inner, outer, is_item=is_item):
                self._same_text(*direction.ordered(inner, outer), direction)
                found.add(name)
        return frozenset(found)

    def _responses(self, old: Operation, new: Operation) -> None:
        olds, news = _responses(self._sides.old, old), _responses(self._sides.new, new)
        was, now = ({status for status in side if _SUCCESS.fullmatch(status)} for side in (olds, news))
        for status in sorted(olds.keys() | news.keys()):
            # One that came or went is compared with the range or the default that covers it on the other side.
            covers = [status, f"{status[:1]}XX", *(["DEFAULT"] if status not in was | now else [])]
            before, after = (next((each for each in covers if each in side), None) for side in (olds, news))
            if before is not None and after is not None:
                self._response(olds[before], news[after])
            if status in was ^ now:
                self._success(status, olds, news, is_covered=None not in (before, after))
            elif status in olds.keys() ^ news.keys():
                gone = status in olds
                kind, message = f"response-{'removed' if gone else 'added'}", "is gone" if gone else "added"
                place = (olds if gone else news)[status]
                self._add(kind, place, f"response {code(status)} {message}", status, harm=False, gone=gone)

    def _success(self, status: str, old: dict[str, Pointer], new: dict[str, Pointer], *, is_covered: bool) -> None:
        """Report a success status that came or went; `is_covered` is whether a range of the other side has it."""
        was, now = (sorted(filter(_SUCCESS.fullmatch, side)) for side in (old, new))
        if status in new:
            known = old[was[0]] if was else old.get("DEFAULT")
            is_clear = is_covered or self._is_readable(known, new[status])
            harm = ChangeClass.COMPATIBLE if is_clear else ChangeClass.MAYBE
            self._add("success-added", new[status], f"new success status {code(status)}", status, harm=harm)
            return
        # One that is left still promises what it did; with none left, or others instead, nothing of that comes.
        is_replaced = not now or (set(was).isdisjoint(now) and "2XX" not in (*was, *now))
        instead = f"replaced by {', '.join(map(code, now))}" if is_replaced and now else "gone"
        message = f"success status {code(status)} is {instead}"
        self._add("success-removed", old[status], message, status, harm=is_replaced, gone=True)

    def _is_readable(self, known: Pointer | None, added: Pointer) -> bool:
        """Whether a client can read a new success as it reads one it knows: if it holds the same, or nothing."""
        sides = self._sides
        media = media_types(sides.new, sides.new.follow(added))
        if not media or known is None:
            return True
        for name, place in media_types(sides.old, sides.old.follow(known)).items():
            if name in media:
                before, after = place.below("schema"), media[name].below("schema")
                return sides.unchanged.says_the_same(sides.old.follow(before), sides.new.follow(after))
        return False

    def _response(self, old: Pointer, new: Pointer) -> None:
        old, new = self._sides.old.follow(old), self._sides.new.follow(new)
        self._headers(_headers(self._sides.old, old), _headers(self._sides.new, new))
        if media_types(self._sides.old, old) and not media_types(self._sides.new, new):
            self._came_or_went("response-body", "the response's body", old.below("content"), gone=True, harm=True)
        else:
            self._media(old, new, Direction.RESPONSE)

    def _headers(self, old: dict[str, Pointer], new: dict[str, Pointer]) -> None:
        for name in sorted(old.keys() ^ new.keys()):
            gone, place = name in old, old.get(name) or new[name]
            self._came_or_went("header", f"header {code(name)}", place, name, gone=gone, harm=gone)
        for name in sorted(old.keys() & new.keys()):
            was = self._sides.old.object(old[name]).get("required") is True
            now = self._sides.new.object(new[name]).get("required") is True
            if was != now:
                message = f"header {code(name)} is {'now always sent' if now else 'no longer always sent'}"
                self._add("header-required", new[name], message, [name, now], harm=was)
            self._text_or_media("header", f"header {code(name)}", old[name], new[name], Direction.RESPONSE)


def media_types(document: Document, owner: Pointer) -> dict[str, Pointer]:
    """Return the media types that an object offers, without parameters such as charset, and where they stand."""
    content = owner.below("content")
    found: dict[str, Pointer] = {}
    for name in sorted(document.object(content)):
        kind, *parameters = ("".join(part.lower().split()) for part in name.split(";"))
        telling = sorted(each for each in parameters if each.partition("=")[0] not in _UNTELLING)
        short = ";".join([kind, *telling])
        # Two that differ in their charset alone are two all the same.
        found[short if short not in found else f"{short};{name}"] = document.follow(content.below(name))
    return found


def _covers(wide: str, narrow: str) -> bool:
    kind = narrow.partition(";")[0]
    return wide in (narrow, kind, "*/*") or (wide.endswith("/*") and kind.startswith(wide[:-1]))


def _narrowest(name: str, types: Iterable[str]) -> str:
    """Return the narrowest media type that covers one, which is what holds for it; empty if none does."""
    covering = (each for each in types if _covers(each, name))
    return min(covering, key=lambda each: (each.count("*"), -len(each)), default="")


def _below(document: Document, place: Pointer, keyword: str) -> list[Pointer]:
    return [place.below(keyword)] if document.has(place.below(keyword)) else []


def _responses(document: Document, operation: Operation) -> dict[str, Pointer]:
    place = operation.pointer.below("responses")
    # X-Ray would be an extension, 5XX and 5xx are not.
    return {status.upper(): place.below(status) for status in document.object(place) if not status.startswith("x-")}


def _headers(document: Document, response: Pointer) -> dict[str, Pointer]:
    place = response.below("headers")
    # OpenAPI ignores a Content-Type here.
    names = [name for name in document.object(place) if name.lower() != "content-type"]
    return {name.lower(): document.follow(place.below(name)) for name in names}
