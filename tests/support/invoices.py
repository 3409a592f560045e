"""An invoice for the tests, to change."""

from __future__ import annotations

from typing import Any

from leadconnector_invoices.models import Invoice

ITEM = {
    "_id": "i1",
    "name": "Laptop",
    "currency": "USD",
    "amount": 999.99,
    "qty": 1,
    "taxes": [{"_id": "t", "name": "VAT", "rate": 19, "level": 2}],
}
INVOICE: dict[str, Any] = {
    "_id": "inv",
    "altId": "loc",
    "altType": "location",
    "name": "Laptop",
    "currency": "USD",
    "total": 1189.99,
    "invoiceNumber": "INV-19",
    "invoiceItems": [ITEM],
    "issueDate": "2023-01-01",
    "dueDate": "2023-01-14",
}


def invoice(**changes: Any) -> Invoice:
    return Invoice.from_dict({**INVOICE, **changes})
