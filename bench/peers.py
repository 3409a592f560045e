"""This client's codec and what it is compared with: dicts, the stock generator, pydantic, msgspec.Struct (the limit).

The models of pydantic and msgspec are built from the resolved description, as somebody would write them who wants what
this client gives: amounts as Decimal, timestamps as datetime, unknown values of enums kept.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final

from bench import stock
from bench.payloads import Payloads, to_bytes
from bench.report import OURS, STOCK

BASE: Final = "json"
PYDANTIC: Final = "pydantic"
STRUCT: Final = "msgspec.Struct"
NAMES: Final = (BASE, OURS, STOCK, PYDANTIC, STRUCT)
UNKNOWN, NULLS, EXACT, DATES = "unknown fields", "nulls", "exact numbers", "dates"
Schema = Mapping[str, Any]
Types = Mapping[str, Any]
"""The type for each kind of scalar: string, number, integer, boolean, timestamp, date, anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way to turn JSON bytes into objects and back."""

    decode_invoice: Callable[[bytes], Any]
    decode_schedule: Callable[[bytes], Any]
    encode_schedule: Callable[[Any], bytes]
    make_update: Callable[[dict[str, Any]], Any]
    """Make the request body from its JSON object."""
    encode_update: Callable[[Any], bytes]
    losses: tuple[str, ...] = ()
    """What it doesn't keep or give."""


def load(name: str) -> Peer:
    """Import a contender's packages and return it."""
    return {BASE: _plain, OURS: _ours, STOCK: _stock, PYDANTIC: _pydantic, STRUCT: _struct}[name]()


def _plain() -> Peer:
    def dumps(value: object) -> bytes:
        return json.dumps(value).encode()

    return Peer(
        decode_invoice=json.loads,
        decode_schedule=json.loads,
        encode_schedule=dumps,
        make_update=dict,
        encode_update=dumps,
        losses=(EXACT, DATES),
    )


def _ours() -> Peer:
    from leadconnector_invoices.models import Invoice, InvoiceSchedule, UpdateInvoice

    return Peer(
        decode_invoice=Invoice.from_json,
        decode_schedule=InvoiceSchedule.from_json,
        encode_schedule=InvoiceSchedule.to_json,
        make_update=UpdateInvoice.from_dict,
        encode_update=UpdateInvoice.to_json,
    )


def _stock() -> Peer:
    models = stock.load("models")

    def encode(model: Any) -> bytes:
        return json.dumps(model.to_dict()).encode()

    return Peer(
        decode_invoice=lambda content: models.Invoice.from_dict(json.loads(content)),
        decode_schedule=lambda content: models.InvoiceSchedule.from_dict(json.loads(content)),
        encode_schedule=encode,
        make_update=models.UpdateInvoice.from_dict,
        encode_update=encode,
        losses=(EXACT,),
    )


def _pydantic() -> Peer:
    from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, create_model

    # By default pydantic writes a Decimal as text, which the service does not take.
    number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
    types = {"string": str | int | float, "number": number, "timestamp": datetime, "date": date | datetime}

    def make(name: str, fields: dict[str, tuple[str, Any]]) -> type[BaseModel]:
        own: dict[str, Any] = {
            attribute: (kind | None, Field(default=None, alias=alias)) for attribute, (alias, kind) in fields.items()
        }
        return create_model(name, __config__=ConfigDict(extra="allow"), **own)

    def encode(model: BaseModel) -> bytes:
        return model.model_dump_json(by_alias=True, exclude_unset=True).encode()

    invoice, schedule, update = (build(name, make, types) for name in ("Invoice", "InvoiceSchedule", "UpdateInvoice"))
    return Peer(
        decode_invoice=invoice.model_validate_json,
        decode_schedule=schedule.model_validate_json,
        encode_schedule=encode,
        make_update=update.model_validate,
        encode_update=encode,
    )


def _struct() -> Peer:
    import msgspec

    types = {"string": str, "number": Decimal, "timestamp": datetime, "date": str}  # it refuses a union of the dates

    def make(name: str, fields: dict[str, tuple[str, Any]]) -> type[msgspec.Struct]:
        return msgspec.defstruct(
            name,
            [(attribute, kind | None, None) for attribute, (_, kind) in fields.items()],
            rename={attribute: alias for attribute, (alias, _) in fields.items()},
            omit_defaults=True,
            kw_only=True,
        )

    invoice, schedule, update = (build(name, make, types) for name in ("Invoice", "InvoiceSchedule", "UpdateInvoice"))
    encode = msgspec.json.Encoder(decimal_format="number").encode
    return Peer(
        decode_invoice=msgspec.json.Decoder(invoice).decode,
        decode_schedule=msgspec.json.Decoder(schedule).decode,
        encode_schedule=encode,
        make_update=lambda body: msgspec.convert(body, update),
        encode_update=encode,
        losses=(UNKNOWN, NULLS),
    )


@cache
def _schemas() -> dict[str, Schema]:
    schemas: dict[str, Schema] = json.loads(stock.RESOLVED.read_text("utf-8"))["components"]["schemas"]
    return schemas


def build(name: str, make: Callable[[str, dict[str, tuple[str, Any]]], Any], types: Types) -> Any:
    """Return a class for a schema of the description, with classes for all schemas in it.

    Args:
        make: makes a class from its name and, by attribute, the JSON name and the type.
        types: the types of scalars; bool, int and Any need no naming.
    """
    built: dict[str, Any] = {}

    def class_for(name: str) -> Any:
        if name not in built:
            fields: dict[str, tuple[str, Any]] = {}
            for json_name, schema in _schemas()[name]["properties"].items():
                fields[_snake_case(json_name)] = json_name, kind_of(schema)
            built[name] = make(name, fields)
        return built[name]

    def kind_of(schema: Schema) -> Any:
        if reference := schema.get("$ref"):
            target = reference.rpartition("/")[2]
            return class_for(target) if "properties" in _schemas()[target] else kind_of(_schemas()[target])
        match schema.get("type"), schema.get("format"):
            case "array", _:
                return list[kind_of(schema.get("items", {}))]  # type: ignore[misc]
            case "string", "date-time":
                return types["timestamp"]
            case "string", "date" | "date-or-date-time":
                return types["date"]
            case "string" | "number" as kind, _:
                return types[kind]
            case "integer", _:
                return int
            case "boolean", _:
                return bool
        return Any

    return class_for(name)


def _snake_case(json_name: str) -> str:
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in json_name)
    return words.strip("_")


def reader(sample: object) -> Callable[[Any], None]:
    """Return a function that reads each attribute of objects like `sample` once, at every depth.

    It is written out, as a user's code is: attributes by name, lists by iteration, keys of dicts by `get`.
    """
    lines: list[str] = []
    names: dict[object, str] = {}

    def reading(value: Any) -> str | None:
        """Name the function that reads a value; None for a scalar."""
        if isinstance(value, list):
            parts = {name for part in value if (name := reading(part))}
            return f"all_{parts.pop()}" if parts else None
        own = value if isinstance(value, dict) else _attributes(value)
        if own is None:
            return None
        key = tuple(own) if isinstance(value, dict) else type(value)
        if key not in names:
            names[key] = name = f"read_{len(names)}"
            body = [
                f"def all_{name}(parts):",
                "    for part in parts or ():",
                f"        {name}(part)",
                f"def {name}(it):",
            ]
            for attribute, part in own.items():
                expression = f"it.get({attribute!r})" if isinstance(value, dict) else f"it.{attribute}"
                below = reading(part)
                body += [f"    if part := {expression}:", f"        {below}(part)"] if below else [f"    {expression}"]
            lines.extend([*body, "    return"])
        return names[key]

    root = reading(sample)
    namespace: dict[str, Any] = {}
    exec("\n".join(lines), namespace)  # our own text, made of names in the description
    read: Callable[[Any], None] = namespace[str(root)]
    return read


def _attributes(value: Any) -> dict[str, Any] | None:
    """Return the public data attributes of a model by name; None where it is no model."""
    kind = type(value)
    if hasattr(kind, "FIELDS"):
        names = [field.name for field in kind.FIELDS]
    elif hasattr(kind, "__attrs_attrs__"):
        names = [name for name in kind.__slots__ if name not in ("additional_properties", "__weakref__")]
    else:
        names = getattr(kind, "__struct_fields__", None) or getattr(kind, "model_fields", None)
    return None if names is None else {name: getattr(value, name) for name in names}


def check_one(name: str) -> list[str]:
    """Return what a contender loses; AssertionError if it loses or changes anything else."""
    check(name, load(name))
    return list(load(name).losses)


def check(name: str, peer: Peer) -> None:
    """AssertionError unless what a contender decodes and encodes is what the payload says."""
    for kind in ("typical", "unlike"):
        payload = Payloads(kind).schedule(3)
        schedule = peer.decode_schedule(to_bytes(payload))
        reader(schedule)(schedule)
        encoded = json.loads(peer.encode_schedule(schedule))
        due = _comparable(payload, "InvoiceSchedule", peer)
        assert _comparable(encoded, "InvoiceSchedule", peer) == due, f"{name} encodes another schedule"
        total = payload["total"]
        decoded = schedule["total"] if isinstance(schedule, dict) else schedule.total
        assert Decimal(str(decoded)) == Decimal(str(total)), f"{name} decodes another total"
        assert isinstance(decoded, Decimal) or EXACT in peer.losses, f"{name} decodes total as {decoded!r}"
        body = Payloads(kind).update()
        sent = json.loads(peer.encode_update(peer.make_update(body)))
        due = _comparable(body, "UpdateInvoice", peer)
        assert _comparable(sent, "UpdateInvoice", peer) == due, f"{name} encodes another request"


def _comparable(value: Any, schema: str | None, peer: Peer) -> Any:
    """Return of a JSON value what the contender must keep, with dates and numbers in one spelling."""
    if isinstance(value, list):
        return [_comparable(part, schema, peer) for part in value]
    if isinstance(value, dict):
        properties = _schemas()[schema]["properties"] if schema else {}
        return {
            key: _comparable(part, _part(properties.get(key, {})), peer)
            for key, part in value.items()
            if (key in properties or not schema or UNKNOWN not in peer.losses)
            and (part is not None or NULLS not in peer.losses)
        }
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def _part(schema: Schema) -> str | None:
    """Name the schema of objects in a property, or in its array."""
    reference: str = schema.get("items", schema).get("$ref", "")
    name = reference.rpartition("/")[2]
    return name if "properties" in _schemas().get(name, {}) else None
