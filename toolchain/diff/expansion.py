"""A schema with everything that it refers to written out, for the keywords that are judged as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.keywords import NESTED, OPAQUE, well_formed
from toolchain.diff.signature import inner_references
from toolchain.diff.values import array, as_list, as_object, key_of, texts
from toolchain.openapi.json_values import sha256

if TYPE_CHECKING:
    from toolchain.diff.document import Document
    from toolchain.diff.places import Place
    from toolchain.diff.signature import Signatures
    from toolchain.openapi.json_values import JSON

_MAPS = ("properties", "patternProperties", "dependentSchemas")
_ARRAYS = ("allOf", "anyOf", "oneOf", "prefixItems")
_COUNTS = ("minContains", "maxContains")
_WITH_SCHEMAS = {*OPAQUE, *NESTED} - {"$ref", "required", "readOnly", "writeOnly", "nullable", "x-open-enum"}

MOST = 2_000
"""Schemas that one expansion may write out: what is referred to many times over grows without measure."""

DEEPEST = 60
"""Schemas within one another that are written out."""


def expand(document: Document, signatures: Signatures, place: Place, keyword: str) -> JSON:
    """Return the value at `place`, which is that of `keyword`, as JSON Schema without references."""
    return _Expansion(document, signatures).value(place, keyword, frozenset())


class _Expansion:
    def __init__(self, document: Document, signatures: Signatures) -> None:
        self._document = document
        self._signatures = signatures
        self._left = MOST
        self._digests: dict[Place, str] = {}

    def value(self, place: Place, keyword: str, above: frozenset[Place]) -> JSON:
        if keyword in _MAPS:
            return {name: self._schema(place.below(name), above) for name in self._document.object(place)}
        if keyword in _ARRAYS:
            items = as_list(self._document.value(place))
            schemas = [self._schema(place.below(index), above) for index, _ in enumerate(items)]
            return schemas if keyword == "prefixItems" else array(sorted(schemas, key=key_of))
        if keyword in _COUNTS:
            return self._document.value(place)
        return self._schema(place, above)

    def _schema(self, place: Place, above: frozenset[Place]) -> JSON:
        node = self._document.value(place)
        if isinstance(node, bool):
            return node
        self._left -= 1
        if place in above:
            # Told apart from any other by its signature; what it says stands above.
            return {"not": {"const": f"recursion to {self._signatures.of(place)}"}}
        if self._left < 0 or len(above) >= DEEPEST:
            return {"not": {"const": f"something as {self._everything(place)}"}}
        above |= {place}
        schema = self._document.schema(place)
        result = well_formed(schema)
        for keyword in ("enum", "type"):
            if isinstance(values := result.get(keyword), list):
                result[keyword] = array(sorted(values, key=key_of))
        if names := texts(schema.get("required")):
            result["required"] = array(sorted(names))
        for keyword in sorted(_WITH_SCHEMAS.intersection(schema)):
            if _has_schemas(schema, keyword):
                result[keyword] = self.value(place.below(keyword), keyword, above)
        target = self._document.reference(place)
        if target is None:
            return result
        referred = self._schema(target, above)
        return {"allOf": [result, referred]} if result else referred

    def _everything(self, start: Place) -> str:
        """Return a digest of all that a schema leads to, so that what is not written out is still seen to differ."""
        if start not in self._digests:
            pending, seen = [start], {start}
            while pending:
                fresh = set(inner_references(self._document, pending.pop())[0]) - seen
                seen |= fresh
                pending.extend(fresh)
            content = array(sorted(self._signatures.of(place) for place in seen))
            self._digests[start] = sha256(content)
        return self._digests[start]


def _has_schemas(schema: dict[str, JSON], keyword: str) -> bool:
    value = schema[keyword]
    if keyword in _ARRAYS:
        return bool(as_list(value))
    return bool(as_object(value)) or isinstance(value, bool) or keyword in _COUNTS
