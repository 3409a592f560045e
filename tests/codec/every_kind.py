"""A description that has all kinds of fields, in responses and in requests, and values for them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

MOMENT = "2023-01-15T20:45:00.000Z"
READ_MOMENT = datetime(2023, 1, 15, 20, 45, tzinfo=UTC)

KINDS: dict[str, tuple[dict[str, Any], Any, Any, list[Any]]] = {
    # the schema, a value on the wire, what it reads as, and values of another kind
    "readDay": ({"type": "string"}, "a", "a", [["a"], {}]),  # what generated classes call
    "writeTimestamp": ({"type": "string"}, "a", "a", [["a"], {}]),
    "date": ({"type": "string"}, "a", "a", [["a"], {}]),
    "text": ({"type": "string"}, "a", "a", [["a"], {}]),
    "textOrNumber": ({"type": ["string", "number"]}, 5, 5, [["a"], {}]),
    "boolean": ({"type": "boolean"}, False, False, [0, "no", []]),
    "integer": ({"type": "integer"}, 10**20, 10**20, [1.5, "1", True]),
    "number": ({"type": "number"}, 1.25, Decimal("1.25"), ["1.25", False, {}]),
    "timestamp": ({"type": "string", "format": "date-time"}, MOMENT, READ_MOMENT, ["2023-01-15", "soon", 5]),
    "day": ({"type": "string", "format": "date"}, "2023-01-15", date(2023, 1, 15), [MOMENT, "soon", 5]),
    "dayOrMoment": (
        {"type": "string", "format": "date-or-date-time"},
        "2023-01-15",
        date(2023, 1, 15),
        ["soon", 5, []],
    ),
    "colour": ({"$ref": "#/components/schemas/Colour"}, "mauve", "mauve", [5, ["red"], {}]),
    "free": ({"type": "object"}, {"a": [None]}, {"a": [None]}, [[], "a", 5]),
    "anything": ({}, [1, {"a": None}], [1, {"a": None}], []),
    "list": ({"type": "array"}, [None, 1], [None, 1], [{}, "", 5]),
    "anythings": ({"type": "array", "items": {}}, [None, {}], [None, {}], [{}, "", 5]),
    "texts": ({"type": "array", "items": {"type": "string"}}, ["a", ""], ["a", ""], [["a", None], "a", {}]),
    "integers": ({"type": "array", "items": {"type": "integer"}}, [1, -1], [1, -1], [[1, "1"], [1.5], 1]),
    "booleans": ({"type": "array", "items": {"type": "boolean"}}, [True], [True], [[True, 1], [None]]),
    "numbers": ({"type": "array", "items": {"type": "number"}}, [1, 0.5], [Decimal(1), Decimal("0.5")], [["1"], 1]),
    "colours": ({"type": "array", "items": {"$ref": "#/components/schemas/Colour"}}, ["red", "x"], ["red", "x"], [[1]]),
    "moments": (
        {"type": "array", "items": {"type": "string", "format": "date-time"}},
        [MOMENT],
        [READ_MOMENT],
        [["2023-01-15"], [5], {}],
    ),
    "days": (
        {"type": "array", "items": {"type": "string", "format": "date"}},
        ["2023-01-15"],
        [date(2023, 1, 15)],
        [[MOMENT], [5], {}],
    ),
    "class": ({"type": "string"}, "a", "a", [[]]),
    "extra": ({"type": "string"}, "a", "a", [[]]),
}
REQUEST_KINDS = {**KINDS, "dayOrMoment": KINDS["day"]}
"""Requests have days only."""
ATTRIBUTES = {
    "textOrNumber": "text_or_number",
    "dayOrMoment": "day_or_moment",
    "list": "list_",
    "class": "class_",
    "readDay": "read_day_",
    "writeTimestamp": "write_timestamp",
    "date": "date_",
    "extra": "extra_",
}
RESPONSES = {
    "Everything": {
        "type": "object",
        "required": ["_id"],
        "properties": {
            "_id": {"type": "string"},
            **{name: schema for name, (schema, *_) in KINDS.items()},
            "self": {"$ref": "#/components/schemas/Everything"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Everything"}},
            "left": {"$ref": "#/components/schemas/Left"},
        },
    },
    "Left": {"type": "object", "properties": {"right": {"$ref": "#/components/schemas/Right"}}},
    "Right": {
        "type": "object",
        "properties": {"lefts": {"type": "array", "items": {"$ref": "#/components/schemas/Left"}}},
    },
    "Colour": {"type": "string", "enum": ["red", "blue"]},
}
REQUESTS = {
    "Optional": {
        "type": "object",
        "properties": {
            **{name: schema for name, (schema, *_) in KINDS.items()},
            "self": {"$ref": "#/components/schemas/Optional"},
        },
    },
    "Required": {
        "type": "object",
        "required": list(KINDS),
        "properties": {name: schema for name, (schema, *_) in KINDS.items()},
    },
}
VERSION = {
    "name": "Version",
    "in": "header",
    "schema": {"type": "string", "default": "1"},
    "x-client-option": "api_version",
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Every kind", "version": "1"},
    "servers": [{"url": "https://example.com"}],
    "paths": {
        f"/{name.lower()}": {
            "put": {
                "operationId": f"put-{name.lower()}",
                "tags": ["things"],
                "parameters": [VERSION],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}},
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Everything"}}},
                    }
                },
            }
        }
        for name in REQUESTS
    },
    "components": {"schemas": {**RESPONSES, **REQUESTS}},
}
