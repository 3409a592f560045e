"""Answers as the service sends them, made up: unknown fields, nulls, fractions, free-form values, absent fields."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final

JSONObject = dict[str, Any]

_FIRST: Final = datetime(2024, 1, 31, 9, 27, 42, 355_000, UTC)
_NAMES: Final = ("Café cleaning, monthly", "Hosting and care", "Bookkeeping", "Support plan, small", "Set-up")


class Payloads:
    """Makes invoices one after the other, always the same ones.

    An invoice is 2.3 KB of JSON: 12 objects, one of them unknown, with 80 documented fields, and 16 fields that are
    not. Names of people and products are not all ASCII, and the text is UTF-8, as the service writes it. Amounts
    repeat, as those of a recurring schedule do, unless they are to be `new`: then hardly two are alike. Nulls stand for
    text only: stock generated code can't decode an answer with a null for an object, a list or a date.
    """

    def __init__(self, *, new: bool = False) -> None:
        self._random = random.Random(20_240_131)
        self._new = new
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
        return {
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
        if not self._new:
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


def _wire(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
