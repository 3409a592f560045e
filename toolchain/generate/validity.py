"""Whether a document is OpenAPI 3.1: its own schema for the objects, JSON Schema's for the schemas in them."""

import json
from collections.abc import Iterator
from typing import Any, Final, cast

import jsonschema_rs
from openapi_spec_validator import schemas as openapi_schemas

from toolchain.generate.faults import Fault, Keys
from toolchain.openapi.openapi_objects import walk
from toolchain.openapi.pointer import ROOT, join

META_SCHEMA: Final = {"$ref": "https://json-schema.org/draft/2020-12/schema"}


def invalid_places(document: dict[str, Any]) -> Iterator[Fault]:
    """Yield where a document is no valid OpenAPI 3.1."""
    openapi: dict[str, Any] = json.loads(json.dumps(dict(cast("Any", openapi_schemas).schema_v31)))
    yield from _faults(jsonschema_rs.validator_for(openapi), document, ())
    schemas = jsonschema_rs.validator_for(META_SCHEMA)
    roots: set[Keys] = set()
    for kind, node, pointer in walk("document", document, ROOT):
        if kind == "schema" and roots.isdisjoint(prefix.keys for prefix in pointer.prefixes()):
            roots.add(pointer.keys)
            yield from _faults(schemas, node, pointer.keys)


def _faults(validator: Any, value: Any, keys: Keys) -> Iterator[Fault]:
    errors = {tuple(map(str, error.instance_path)): error for error in validator.iter_errors(value)}
    for path, error in errors.items():
        # Those found deepest say most: the ones above only say that something below is wrong.
        if not any(other[: len(path)] == path and other != path for other in errors):
            place = (*keys, *path)
            said = " ".join(error.message.split())
            said = said if len(said) <= 300 else f"{said[:100]} … {said[-190:]}"  # it begins with the value
            yield Fault(place, f"not valid OpenAPI 3.1 at {join(*place) or 'the document'}: {said}")
