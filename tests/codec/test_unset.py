"""Requests tell absent, null and value apart."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import leadconnector_invoices
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.errors import InvalidDataError
from leadconnector_invoices.models import (
    AddressInput,
    BusinessDetailsInput,
    DiscountInput,
    InvoiceItemInput,
    UpdateInvoice,
)
from tests.support.payloads import MODELS, SCHEMAS, needed


def test_there_is_one_and_it_stays_one() -> None:
    assert Unset(UNSET.value) is UNSET
    assert list(Unset) == [UNSET]
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy(UNSET) is UNSET
    assert copy.deepcopy([UNSET])[0] is UNSET
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(UNSET, protocol)) is UNSET
    assert leadconnector_invoices.UNSET is UNSET
    assert leadconnector_invoices.Unset is Unset


def test_it_is_falsy_and_short() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"


def test_absent_null_and_value() -> None:
    address = AddressInput(city=None, state="TX")
    assert address.city is None
    assert address.country_code is UNSET
    assert address.to_dict() == {"city": None, "state": "TX"}
    assert json.loads(address.to_json()) == {"city": None, "state": "TX"}
    again = AddressInput.from_json(address.to_json())
    assert again == address
    assert (again.city, again.state, again.country_code) == (None, "TX", UNSET)
    assert AddressInput(city=None) != AddressInput()


def test_it_takes_back_what_was_set() -> None:
    details = BusinessDetailsInput(address=AddressInput(city="Houston"), name="Alex", custom_values=[1])
    details.name = UNSET
    details.custom_values = None
    assert details.to_dict() == {"address": {"city": "Houston"}, "customValues": None}
    details.address = UNSET
    assert details.to_dict() == {"customValues": None}


@pytest.mark.parametrize("name", sorted(name for name in MODELS if not needed(name)))
def test_nothing_set_sends_nothing(name: str) -> None:
    """So the defaults that the description documents are the service's, not sent by the client."""
    assert MODELS[name]().to_dict() == {}
    assert MODELS[name]().to_json() == b"{}"


def test_documented_defaults_are_not_sent() -> None:
    assert SCHEMAS["DiscountInput"]["properties"]["value"]["default"] == 0
    assert SCHEMAS["InvoiceItemInput"]["properties"]["taxInclusive"]["default"] is False
    assert DiscountInput(type="fixed").to_dict() == {"type": "fixed"}
    item = InvoiceItemInput(name="x", currency="USD", amount=1, qty=1)
    assert item.tax_inclusive is UNSET
    assert "taxInclusive" not in item.to_dict()


def test_the_location_may_be_left_to_the_client() -> None:
    items = [InvoiceItemInput(name="x", currency="USD", amount=1, qty=1)]
    body = UpdateInvoice(name="x", currency="USD", invoice_items=items, issue_date="2023-01-01", due_date="2023-01-01")
    assert (body.alt_id, body.alt_type) == (UNSET, UNSET)
    assert "altId" not in body.to_dict()


@pytest.mark.parametrize(
    "where", [lambda: AddressInput(extra={"x": UNSET}), lambda: BusinessDetailsInput(custom_values=[UNSET])]
)
def test_it_is_never_written(where: Any) -> None:
    with pytest.raises(InvalidDataError):
        where().to_json()
