"""The measure of all: ``json.loads`` and ``json.dumps``, a dict and nothing else."""

import json
from typing import Any

from bench.contender import Contender
from bench.shapes import ShapeField


def make(name: str) -> Contender:
    """Return the contender."""
    return Contender(
        name=name,
        decode_invoice=json.loads,
        decode_schedule=json.loads,
        encode=_encode,
        access=_access,
        exact=False,
        dates=False,
    )


def _encode(schedule: dict[str, Any]) -> bytes:
    return json.dumps(schedule).encode()


def _access(variable: str, field: ShapeField) -> str:
    return f"{variable}.get({field.wire_name!r})"
