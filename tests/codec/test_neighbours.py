"""Models beside other libraries: pydantic, FastAPI and the standard library's json."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated

import pytest
from fastapi import Body, FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, ValidationError

from leadconnector_invoices.models import Invoice, UpdateInvoice
from tests.support.invoices import INVOICE
from tests.support.programs import output_of


class Ledger(BaseModel):
    """A model of pydantic's with models of ours in it."""

    invoice: Invoice
    others: list[Invoice] = []
    update: UpdateInvoice | None = None


def test_a_field_of_pydantic() -> None:
    ledger = Ledger(invoice=Invoice.from_dict(INVOICE), others=[INVOICE])  # type: ignore[list-item]
    assert ledger.others == [ledger.invoice]
    assert json.loads(ledger.model_dump_json()) == {"invoice": INVOICE, "others": [INVOICE], "update": None}
    assert Ledger.model_validate_json(ledger.model_dump_json()) == ledger
    with pytest.raises(ValidationError, match="_id: expected text, got nothing"):
        Ledger.model_validate({"invoice": {}})
    with pytest.raises(ValidationError, match="currency: expected text, got nothing"):
        Ledger.model_validate({"invoice": INVOICE, "update": {"name": "x"}})


def test_its_json_schema() -> None:
    schema = Ledger.model_json_schema()["properties"]["invoice"]
    assert (schema["type"], schema["required"]) == ("object", ["_id"])
    items = schema["properties"]["invoiceItems"]["items"]["properties"]
    assert (items["amount"], items["name"]) == ({"type": "number"}, {"type": "string"})
    update = Ledger.model_json_schema()["properties"]["update"]["anyOf"][0]["properties"]
    assert update["issueDate"] == {"type": "string", "format": "date"}


def test_what_fastapi_returns() -> None:
    app = FastAPI()

    @app.get("/invoice")
    def invoice() -> Invoice:
        return Invoice.from_dict(INVOICE)

    @app.post("/invoice")
    def total(body: Annotated[UpdateInvoice, Body()]) -> list[str]:
        return [str(item.amount) for item in body.invoice_items]

    with TestClient(app) as client:
        assert client.get("/invoice").json() == INVOICE
        assert client.get("/openapi.json").status_code == 200
        body = UpdateInvoice.from_invoice(Invoice.from_dict(INVOICE)).to_dict(mode="json")
        assert client.post("/invoice", json=body).json() == ["999.99"]
        assert client.post("/invoice", json={"name": "x"}).status_code == 422


def test_values_that_json_dumps_takes() -> None:
    digits = Decimal("12345678901234567890.10")
    invoice = Invoice.from_dict({"_id": "x", "total": Decimal("2.50"), "amountDue": 10**30, "new": {"deep": [digits]}})
    plain = invoice.to_dict(mode="json")
    assert json.loads(json.dumps(plain)) == {
        "_id": "x",
        "total": 2.5,
        "amountDue": 10**30,
        "new": {"deep": [float(digits)]},
    }
    assert type(invoice.to_dict(mode="json")["amountDue"]) is int
    texts = invoice.to_dict(mode="json", numbers="str")
    assert (texts["total"], texts["new"]) == ("2.50", {"deep": ["12345678901234567890.10"]})
    assert invoice.to_dict()["total"] == Decimal("2.50")


def test_pydantic_is_loaded_by_its_users_only() -> None:
    code = (
        "import sys; from leadconnector_invoices.models import Invoice; Invoice(id='x').to_json()\n"
        "assert not {'pydantic', 'pydantic_core', 'leadconnector.codec.pydantic', 'attr'} & sys.modules.keys()"
    )
    assert output_of("-c", code) == ""
