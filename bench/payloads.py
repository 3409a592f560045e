"""Responses and a request as on the wire, made up: unknown fields, nulls, fractions, free-form values, absent fields.

`payloads.json` has one of each. An invoice is 2.3 KB of JSON: 12 objects, 80 described fields, and some that are not.
Nulls stand for text only: stock generated code can't decode a response with a null for an object, a list or a date.
"""

import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

JSONObject = dict[str, Any]
_TEMPLATES: Final[dict[str, JSONObject]] = json.loads(Path(__file__).with_name("payloads.json").read_text("utf-8"))
_ID: Final = re.compile(r'(?<=")[0-9a-f]{20,24}(?=")')
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_FRACTION: Final = re.compile(r'(?<=":)\d+\.\d+')
_FIRST: Final = datetime(2024, 1, 31, 9, 27, 42, 355_000, UTC)


class Payloads:
    """Makes invoices one after the other, always the same ones.

    Args:
        kind: "typical": amounts repeat, as those of a recurring schedule do. "unlike": hardly two amounts are alike,
            items are many and short, some of the optional fields are missing, and more is unknown or null.
    """

    def __init__(self, kind: str = "typical") -> None:
        self._random = random.Random(20_240_131)
        self._unlike = kind == "unlike"

    def schedule(self, invoices: int) -> JSONObject:
        """Return a schedule and the invoices that came of it."""
        return {**self._new("schedule"), "invoices": [self.invoice() for _ in range(invoices)]}

    def invoice(self) -> JSONObject:
        """Return an invoice."""
        invoice = self._new("invoice")
        if self._unlike:
            for name in ("discount", "paymentSchedule", "updatedAt", "title"):
                del invoice[name]
            items = [self._new("short item") for _ in range(self._random.randrange(3, 9))]
            invoice |= {**self._new("unlike"), "invoiceItems": items}
        return invoice

    def update(self) -> JSONObject:
        """Return the body of an update: what such an invoice has, as a request names it."""
        return self._new("update")

    def _new(self, name: str) -> JSONObject:
        """Return a template's object with ids and moments of its own."""
        text = to_bytes(_TEMPLATES[name]).decode()
        text = _ID.sub(lambda id_: f"{self._random.getrandbits(96):024x}"[: len(id_[0])], text)
        text = _MOMENT.sub(lambda _: self._moment(), text)
        if self._unlike:
            text = _FRACTION.sub(lambda _: str(self._random.randrange(1, 10**9) / 100), text)
        new: JSONObject = json.loads(text)
        return new

    def _moment(self) -> str:
        moment = _FIRST + timedelta(milliseconds=self._random.randrange(700 * 86_400_000))
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_bytes(payload: object) -> bytes:
    """Return JSON text as the service writes it."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
