"""What may come over the wire: strategies drawn from the resolved description, with noise at every depth."""

from __future__ import annotations

import json
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import leadconnector_invoices.models as generated
from leadconnector.codec.model import Model
from tests.support.long import EXAMPLES, LONG
from toolchain.generate.directions import directed

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS: dict[str, dict[str, Any]] = directed(json.loads((ROOT / "openapi/resolved/invoices.json").read_text("utf-8")))[
    "components"
]["schemas"]
CLASSES = {name: getattr(generated, name) for name in generated.__all__}
MODELS: dict[str, type[Model]] = {name: kind for name, kind in CLASSES.items() if issubclass(kind, Model)}


def examples(count: int) -> settings:
    """Settings for a property: the same examples in each run, and no trouble on a slow machine."""
    return settings(
        max_examples=round(count * EXAMPLES),
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


HALF = "\ud83d"
"""Half a surrogate pair, as a text cut within an emoji ends with: JSON can say it, UTF-8 can't."""
NAMES = st.text(max_size=6) | st.sampled_from(["_id", "id", "total", "status", "extra", "a/b", "~", "__class__", HALF])
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["", "2023-01-01", "2023-01-01T10:00:00.000Z", "999.99", "NaN", "null", HALF, f"cut {HALF}"]
)
NUMBERS = (
    st.integers()
    | st.integers(min_value=10**29, max_value=10**30)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)
    | st.sampled_from([0, -1, 2**63, 2**64])
)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=5
)
"""Any JSON value."""
DATES = st.dates().map(lambda day: day.isoformat())
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(
    lambda moment: moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
)


@cache
def objects(name: str, *, noisy: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that the schema `name` describes.

    Noisy ones have unknown fields, nulls and values of any kind wherever a model can still be made of them.
    """
    properties: dict[str, Any] = SCHEMAS[name].get("properties", {})
    required = {key: _value(properties[key], noisy) for key in needed(name)}
    optional = {
        key: _value(part, noisy) | _noise(name, part) if noisy else _value(part, noisy)
        for key, part in properties.items()
        if key not in required
    }
    described = st.fixed_dictionaries(required, optional=optional)
    if not noisy:
        return described
    unknown = st.dictionaries(NAMES.filter(lambda key: key not in properties), JSON, max_size=2)
    return st.tuples(described, unknown).map(lambda both: {**both[0], **both[1]})


def needed(name: str) -> list[str]:
    """The fields that the model called `name` can't be without; what the client fills in is not among them."""
    properties = SCHEMAS[name].get("properties", {})
    return [key for key in SCHEMAS[name].get("required", []) if "x-client-option" not in properties[key]]


def _value(schema: dict[str, Any], noisy: bool) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if "enum" in SCHEMAS[name]:
            return st.sampled_from(SCHEMAS[name]["enum"]) | TEXTS
        return objects(name, noisy=noisy) if name in MODELS else st.dictionaries(NAMES, JSON, max_size=2)
    kinds: dict[object, st.SearchStrategy[Any]] = {
        "object": st.dictionaries(NAMES, JSON, max_size=2),
        "boolean": st.booleans(),
        "integer": st.integers(),
        "number": NUMBERS,
        "string": {"date": DATES, "date-time": MOMENTS, "date-or-date-time": DATES | MOMENTS}.get(
            schema.get("format", ""), TEXTS
        ),
    }
    kind = schema.get("type")
    if isinstance(kind, list):
        return st.one_of([kinds[one] for one in kind if one != "null"])  # nulls come with the noise
    if kind == "array":
        return st.lists(_value(schema["items"], noisy), min_size=schema.get("minItems", 0), max_size=2)
    return kinds[kind] if kind else JSON.filter(lambda value: value is not None)


def _noise(name: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    # An object in a request that lacks what its model needs is refused, as nothing would be lost by it.
    return JSON if name in RESPONSE_CLASSES or not _refers_to_a_model(schema) else SCALARS


def _refers_to_a_model(schema: dict[str, Any]) -> bool:
    name = {**schema, **schema.get("items", {})}.get("$ref", "").rpartition("/")[2]
    return name in MODELS


def _reachable(*names: str) -> set[str]:
    found: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            text = json.dumps(SCHEMAS[name].get("properties", {}))
            pending += [other for other in MODELS if f'"#/components/schemas/{other}"' in text]
    return found


RESPONSE_CLASSES = _reachable("Invoice", "InvoiceSchedule")
"""The models that stand in responses."""
