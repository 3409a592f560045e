"""This client's codec and what it is compared with: dicts, the stock generator, pydantic, msgspec.Struct (the limit).

The models of pydantic and msgspec are built from the resolved description, as somebody would write them who wants what
this client gives: amounts as Decimal, timestamps as datetime, unknown values of enums kept.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from operator import methodcaller
from pathlib import Path
from typing import Annotated, Any, Final

from bench.payloads import Payloads, to_bytes
from bench.timing import ROOT

# What the contenders make has no types.
# pyright: basic

BASE: Final = "plain dicts"
OURS: Final = "this client"
STOCK: Final = "stock generator"
PYDANTIC: Final = "pydantic"
STRUCT: Final = "msgspec.Struct"
NAMES: Final = (BASE, OURS, STOCK, PYDANTIC, STRUCT)
UNKNOWN, NULLS, EXACT, DATES = "unknown fields", "nulls", "exact numbers", "dates"
RESOLVED: Final = ROOT / "openapi/resolved/invoices.json"
SCHEMAS: Final[dict[str, Any]] = json.loads(RESOLVED.read_text("utf-8"))["components"]["schemas"]
DESCRIBED: Final = {name for schema in SCHEMAS.values() for name in schema.get("properties", {})}
"""The names of all described properties; the payloads' unknown ones are called otherwise."""
STOCK_PACKAGE: Final = "stock_invoices"
Schema = Mapping[str, Any]
Fields = dict[str, tuple[str, Any]]
"""By attribute: the JSON name, and the type."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to turn JSON bytes into objects and back."""

    decoder: Callable[[str], Callable[[bytes], Any]]
    """Returns what decodes the schema of that name."""
    make_update: Callable[[dict[str, Any]], Any]
    """Makes the request body from its JSON object."""
    encode: Callable[[Any], bytes]
    losses: tuple[str, ...] = ()
    """What it doesn't keep or give."""


def load(name: str) -> Peer:
    """Import a contender's packages and return it."""
    return {BASE: _plain, OURS: _ours, STOCK: _stock, PYDANTIC: _pydantic, STRUCT: _struct}[name]()


def _plain() -> Peer:
    return Peer(lambda _: json.loads, dict, lambda value: json.dumps(value).encode(), (EXACT, DATES))


def _ours() -> Peer:
    from leadconnector_invoices import models

    return Peer(lambda name: getattr(models, name).from_json, models.UpdateInvoice.from_dict, methodcaller("to_json"))


def _stock() -> Peer:
    models = load_stock("models")

    def decoder(name: str) -> Callable[[bytes], Any]:
        from_dict = getattr(models, name).from_dict
        return lambda content: from_dict(json.loads(content))

    return Peer(decoder, models.UpdateInvoice.from_dict, lambda it: json.dumps(it.to_dict()).encode(), (EXACT,))


def _pydantic() -> Peer:
    from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, create_model

    # By default pydantic writes a Decimal as text, which the service does not take.
    number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
    types = {"string": str | int | float, "number": number, "date-time": datetime, "date": date | datetime}

    def make(name: str, fields: Fields) -> type[BaseModel]:
        own: dict[str, Any] = {key: (kind | None, Field(None, alias=alias)) for key, (alias, kind) in fields.items()}
        return create_model(name, __config__=ConfigDict(extra="allow"), **own)

    classes = _build(make, types)
    return Peer(
        lambda name: classes[name].model_validate_json,
        classes["UpdateInvoice"].model_validate,
        lambda model: model.model_dump_json(by_alias=True, exclude_unset=True).encode(),
    )


def _struct() -> Peer:
    import msgspec

    types = {"string": str, "number": Decimal, "date-time": datetime, "date": str}  # it refuses a union of the dates

    def make(name: str, fields: Fields) -> type[msgspec.Struct]:
        own = [(key, kind | None, None) for key, (_, kind) in fields.items()]
        aliases = {key: alias for key, (alias, _) in fields.items()}
        return msgspec.defstruct(name, own, rename=aliases, omit_defaults=True, kw_only=True)

    classes = _build(make, types)
    return Peer(
        lambda name: msgspec.json.Decoder(classes[name]).decode,
        lambda body: msgspec.convert(body, classes["UpdateInvoice"]),
        msgspec.json.Encoder(decimal_format="number").encode,
        losses=(UNKNOWN, NULLS),
    )


def generate_stock(directory: Path) -> None:
    """Let openapi-python-client with its own templates make a package in a directory."""
    from openapi_python_client import generate
    from openapi_python_client.config import Config, ConfigFile, MetaType

    source, target = ConfigFile(post_hooks=[]), directory / STOCK_PACKAGE
    config = Config.from_sources(source, MetaType.NONE, RESOLVED, "utf-8", overwrite=True, output_path=target)
    if errors := generate(config=config):
        raise RuntimeError(f"openapi-python-client failed: {errors}")


def load_stock(module: str) -> Any:
    """Import a module of the stock package."""
    return import_module(f"{STOCK_PACKAGE}.{module}")


def _build(make: Callable[[str, Fields], Any], types: Mapping[str, Any]) -> dict[str, Any]:
    """Return classes for the bodies of responses and requests, and for all schemas in them, by name."""
    kinds = {"integer": int, "boolean": bool, "date-or-date-time": types["date"], **types}
    built: dict[str, Any] = {}

    def class_for(name: str) -> Any:
        if name not in built:
            fields = {_snake_case(key): (key, kind_of(part)) for key, part in SCHEMAS[name]["properties"].items()}
            built[name] = make(name, fields)
        return built[name]

    def kind_of(schema: Schema) -> Any:
        if reference := schema.get("$ref"):
            target = reference.rpartition("/")[2]
            return class_for(target) if "properties" in SCHEMAS[target] else kind_of(SCHEMAS[target])
        if schema.get("type") == "array":
            return list[kind_of(schema.get("items", {}))]
        return kinds.get(schema.get("format")) or kinds.get(str(schema.get("type")), Any)

    for name in ("InvoiceSchedule", "UpdateInvoice"):
        class_for(name)
    return built


def _snake_case(json_name: str) -> str:
    return re.sub("([A-Z])", r"_\1", json_name).lower().strip("_")


def reader(sample: object) -> Callable[[Any], None]:
    """Return a function that reads each attribute of objects like `sample` once, at every depth.

    It is written out, as a user's code is: attributes by name, lists by iteration, keys of dicts by `get`.
    """
    lines: list[str] = []

    def reading(value: Any) -> str | None:
        """Write the function that reads such a value, and return its name; None for a scalar."""
        own = value if isinstance(value, dict) else _attributes(value)
        if own is None:
            return None
        body: list[str] = []
        for name, part in own.items():
            expression = f"it.get({name!r})" if isinstance(value, dict) else f"it.{name}"
            below = reading(part[0] if isinstance(part, list) and part else part)
            loop = f"for part in {expression} or ():" if isinstance(part, list) else f"if part := {expression}:"
            body.append(f"    {loop} {below}(part)" if below else f"    {expression}")
        name = f"read_{len(lines)}"
        lines.extend([f"def {name}(it):", *body])
        return name

    root = reading(sample)
    namespace: dict[str, Any] = {}
    exec("\n".join(lines), namespace)  # our own text, made of names in the description
    read: Callable[[Any], None] = namespace[str(root)]
    return read


def _attributes(value: Any) -> dict[str, Any] | None:
    """Return the public data attributes of a model by name; None where it is no model."""
    for table in ("FIELDS", "__attrs_attrs__", "__struct_fields__", "model_fields"):
        if fields := getattr(type(value), table, None):
            names = [getattr(field, "name", field) for field in fields]
            return {name: getattr(value, name) for name in names if name != "additional_properties"}
    return None


def losses_of(name: str) -> list[str]:
    """Return what a contender loses; AssertionError if it loses or changes anything else."""
    check(name, load(name))
    return list(load(name).losses)


def check(name: str, peer: Peer) -> None:
    """AssertionError unless what a contender decodes and encodes is what the payload says."""
    for kind in ("typical", "unlike"):
        payload = Payloads(kind).schedule(3)
        schedule = peer.decoder("InvoiceSchedule")(to_bytes(payload))
        reader(schedule)(schedule)
        encoded = json.loads(peer.encode(schedule))
        assert _kept(encoded, peer) == _kept(payload, peer), f"{name} encodes another schedule"
        total = schedule["total"] if isinstance(schedule, dict) else schedule.total
        assert Decimal(str(total)) == Decimal(str(payload["total"])), f"{name} decodes another total"
        assert isinstance(total, Decimal) or EXACT in peer.losses, f"{name} decodes total as {total!r}"
        body = Payloads(kind).update()
        sent = json.loads(peer.encode(peer.make_update(body)))
        assert _kept(sent, peer) == _kept(body, peer), f"{name} encodes another request"


def _kept(value: Any, peer: Peer) -> Any:
    """Return of a JSON value what the contender must keep, with dates and numbers in one spelling."""
    if isinstance(value, list):
        return [_kept(part, peer) for part in value]
    if isinstance(value, dict):
        return {
            key: _kept(part, peer)
            for key, part in value.items()
            if (key in DESCRIBED or UNKNOWN not in peer.losses) and (part is not None or NULLS not in peer.losses)
        }
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return datetime.fromisoformat(value)
    return value
