"""Responses as the service sends them, made up: unknown fields, nulls, fractions, free-form values, absent fields."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final

JSONObject = dict[str, Any]

_FIRST: Final = datetime(2024, 1, 31, 9, 27, 42, 355_000, UTC)
_NAMES: Final = ("Café cleaning, monthly", "Hosting and care", "Bookkeeping", "Support plan, small", "Set-up")


class Payloads:
    """Makes invoices one after the other, always the same ones.

    An invoice is 2.3 KB of JSON: 12 objects, 80 described fields, and some that are not. Names of people and products
    are not all ASCII, and the text is UTF-8, as the service writes it. Nulls stand for text only: stock generated code
    can't decode a response with a null for an object, a list or a date.

    Args:
        kind: "typical": amounts repeat, as those of a recurring schedule do. "unlike": hardly two amounts are alike,
            items are many and short, half of the optional fields are missing, and more is unknown or null.
    """

    def __init__(self, kind: str = "typical") -> None:
        self._random = random.Random(20_240_131)
        self._unlike = kind == "unlike"
        self._made = 0

    def schedule(self, invoices: int) -> JSONObject:
        """Return a schedule and the invoices that came of it."""
        return {
            "_id": self._id(),
            "status": "active",
            "liveMode": True,
            "name": "Care plan",
            "title": "INVOICE",
            "currency": "USD",
            "altId": self._id(),
            "altType": "location",
            "schedule": {
                "rrule": {"intervalType": "monthly", "interval": 1, "startDate": "2024-01-31", "dayOfMonth": -1},
            },
            "termsNotes": None,
            "total": self._amount(1_188.75),
            "createdAt": "2024-01-30T21:04:55.120Z",
            "updatedAt": "2024-02-01T06:30:00.004Z",
            "__v": 0,
            "invoices": [self.invoice() for _ in range(invoices)],
        }

    def invoice(self) -> JSONObject:
        """Return an invoice."""
        self._made += 1
        made_at = _FIRST + timedelta(days=self._made % 700, milliseconds=self._random.randrange(10**8))
        due = (made_at + timedelta(days=14)).date().isoformat()
        invoice = {
            "_id": self._id(),
            "status": "sent",
            "liveMode": True,
            "amountPaid": self._amount(0),
            "altId": self._id(),
            "altType": "location",
            "name": "Invoice for the care plan",
            "businessDetails": _BUSINESS,
            "invoiceNumber": f"INV-{self._made:06}",
            "currency": "USD",
            "contactDetails": self._contact(),
            "issueDate": made_at.date().isoformat(),
            "dueDate": due,
            "discount": {"type": "percentage", "value": self._amount(12.5)},
            "invoiceItems": [self._item(99, []), self._item(1_089.75, [self._tax()])],
            "total": self._amount(1_188.75),
            "title": None,
            "amountDue": self._amount(1_188.75),
            "createdAt": _wire(made_at),
            "updatedAt": _wire(made_at + timedelta(seconds=3, milliseconds=217)),
            "paymentSchedule": {
                "type": "percentage",
                "schedules": [
                    {"_id": self._id(), "value": self._amount(100), "dueDate": due, "status": "pending", "seq": 1}
                ],
            },
            **self._undocumented(made_at),
        }
        if self._unlike:
            for name in ("discount", "paymentSchedule", "updatedAt", "title"):
                del invoice[name]
            invoice["name"] = None
            invoice["invoiceItems"] = [self._short_item(number) for number in range(self._random.randrange(3, 9))]
            invoice["ledger"] = {"lines": [{"at": _wire(made_at), "sum": self._amount(7.5)}] * 3, "closed": None}
        return invoice

    def _short_item(self, number: int) -> JSONObject:
        return {
            "_id": self._id(),
            "name": f"Hour {number}",
            "currency": "USD",
            "amount": self._amount(85.5),
            "qty": number,
            "warehouse": None,
        }

    def update(self) -> JSONObject:
        """Return the body of an update: what such an invoice has, as a request names it."""
        invoice = self.invoice()
        contact = {name: value for name, value in self._contact().items() if name in _CONTACT_FIELDS}
        items = [
            {name: value for name, value in item.items() if name in _ITEM_FIELDS and value is not None}
            for item in invoice["invoiceItems"]
        ]
        kept = ("altId", "altType", "invoiceNumber", "currency", "issueDate", "dueDate", "liveMode", "discount")
        return {
            **{name: invoice[name] for name in kept if name in invoice},
            "name": "Invoice for the care plan",
            "title": "INVOICE",
            "businessDetails": _BUSINESS_SENT,
            "contactDetails": contact,
            "invoiceItems": items,
        }

    def _contact(self) -> JSONObject:
        return {
            "id": self._id()[:20],
            "name": "Zoë Example",
            "phoneNo": "+1-202-555-0143",
            "email": f"robin.{self._made}@example.com",
            "companyName": None,
            "address": {
                "addressLine1": "7 Mill Lane",
                "city": "Springfield",
                "state": "IL",
                "countryCode": "US",
                "postalCode": "62704",
            },
            "customFields": [],
            "source": "import",
        }

    def _tax(self) -> JSONObject:
        return {"_id": self._id(), "name": "VAT", "rate": self._amount(8.875), "calculation": "exclusive"}

    def _item(self, amount: float, taxes: list[JSONObject]) -> JSONObject:
        return {
            "_id": self._id(),
            "productId": self._id(),
            "priceId": self._id(),
            "name": self._random.choice(_NAMES),
            "description": None,
            "currency": "USD",
            "amount": self._amount(amount),
            "qty": self._amount(1),
            "taxes": taxes,
            "isSetupFeeItem": False,
            "taxInclusive": False,
            "type": "one_time",
            "tag": "care-plan-2024",
        }

    def _undocumented(self, made_at: datetime) -> JSONObject:
        return {
            "companyId": self._id()[:20],
            "pdfUrl": f"https://files.example.com/invoices/{self._id()}/{self._made}.pdf",
            "scheduleId": self._id(),
            "sentBy": self._id()[:20],
            "sentAt": _wire(made_at + timedelta(minutes=5)),
            "lastSeenAt": None,
            "sentTo": {"email": ["robin@example.com"], "cc": [], "phoneNo": ["+1-202-555-0143"]},
            "attachments": [],
            "externalPayments": [],
            "tipsPercentages": [5, 10, 15],
            "exchangeRate": self._amount(1.0725),
            "__v": 3,
        }

    def _id(self) -> str:
        return f"{self._random.getrandbits(96):024x}"

    def _amount(self, usual: float) -> float:
        if not self._unlike:
            return usual
        new = self._random.randrange(1, 10**9)
        return new if isinstance(usual, int) else new / 100


_BUSINESS: Final[JSONObject] = {
    "name": "Example Care Ltd",
    "phoneNo": "+1-202-555-0101",
    "address": {
        "addressLine1": "9931 Beechwood",
        "addressLine2": None,
        "city": "St. Houston",
        "state": "TX",
        "countryCode": "US",
        "postalCode": "55969",
    },
    "website": "www.example.com",
    "logoUrl": "https://example.com/logo.png",
}


_BUSINESS_SENT: Final[JSONObject] = {
    **_BUSINESS,
    "address": {name: value for name, value in _BUSINESS["address"].items() if value is not None},
}
_CONTACT_FIELDS: Final = ("id", "name", "phoneNo", "email", "address")
_ITEM_FIELDS: Final = ("name", "description", "currency", "amount", "qty", "taxes", "productId", "priceId")


def to_bytes(payload: object) -> bytes:
    """Return JSON text as the service writes it."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def _wire(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
