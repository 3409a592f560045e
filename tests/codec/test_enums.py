"""Enums are open: a value that nobody has documented is kept, equals its text and says that it is unknown."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.codec.enums import OpenStrEnum
from leadconnector_invoices.models import DiscountInput, DiscountType, Invoice, InvoiceStatus, Rrule, TaxInput
from tests.support.payloads import CLASSES, SCHEMAS, examples

ENUMS = sorted(name for name, schema in SCHEMAS.items() if "enum" in schema)


@pytest.mark.parametrize("name", ENUMS)
def test_the_documented_values_are_members(name: str) -> None:
    kind = CLASSES[name]
    assert issubclass(kind, OpenStrEnum)
    assert sorted(kind) == sorted(SCHEMAS[name]["enum"])
    for value in SCHEMAS[name]["enum"]:
        member = kind(value)
        assert (member.is_known, member.name, str(member)) == (True, value.upper(), value)
        assert repr(member) == f"{name}.{value.upper()}"


@pytest.mark.parametrize("name", ENUMS)
@examples(25)
@given(value=st.text())
def test_any_text_is_a_value(name: str, value: str) -> None:
    kind = CLASSES[name]
    member = kind(value)
    assert type(member) is kind
    assert member == value == str(member) == f"{member}"
    assert hash(member) == hash(value)
    assert {member: 1}[value] == 1
    assert member.is_known == (value in SCHEMAS[name]["enum"])
    assert kind(value) == member
    assert json.dumps(member) == json.dumps(value)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(member, protocol)) == member
    for duplicate in (pickle.loads(pickle.dumps(member)), copy.copy(member), copy.deepcopy(member)):
        assert (type(duplicate), duplicate, duplicate.is_known) == (kind, value, member.is_known)


def test_unknown_values_do_not_become_members() -> None:
    before = list(InvoiceStatus)
    assert not InvoiceStatus("overdue").is_known
    assert list(InvoiceStatus) == before


@pytest.mark.parametrize("value", [None, 1, True, ["paid"], b"paid"])
def test_only_text_is_a_value(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid InvoiceStatus"):
        InvoiceStatus(value)


def test_repr_of_an_unknown_value() -> None:
    assert repr(InvoiceStatus("over\ndue")) == "InvoiceStatus('over\\ndue')"


@pytest.mark.parametrize("value", ["draft", "overdue", "", "DRAFT"])
def test_on_the_wire_and_back(value: str) -> None:
    invoice = Invoice.from_dict({"_id": "x", "status": value})
    assert type(invoice.status) is InvoiceStatus
    assert invoice.status == value
    assert invoice.extra == {}
    assert json.loads(invoice.to_json()) == {"_id": "x", "status": value}
    assert type(invoice.to_dict()["status"]) is str


def test_known_values_are_the_members_themselves() -> None:
    assert Invoice.from_dict({"_id": "x", "status": "paid"}).status is InvoiceStatus.PAID
    assert DiscountInput.from_dict({"type": "fixed"}).type is DiscountType.FIXED


@pytest.mark.parametrize("value", [None, 5, {"name": "draft"}, ["draft"], False])
def test_another_kind_is_kept_as_it_came(value: Any) -> None:
    invoice = Invoice.from_dict({"_id": "x", "status": value})
    assert invoice.status is None
    assert invoice.extra == {"status": value}
    assert json.loads(invoice.to_json()) == {"_id": "x", "status": value}


def test_a_request_takes_member_and_text() -> None:
    for given_type in (DiscountType.PERCENTAGE, "percentage", DiscountType("new"), "new"):
        assert DiscountInput(type=given_type).to_dict() == {"type": str(given_type)}
    assert DiscountInput(type="percentage") == DiscountInput(type=DiscountType.PERCENTAGE)


def test_a_match_over_members_needs_a_default() -> None:
    def told(status: InvoiceStatus) -> str:
        match status:
            case InvoiceStatus.PAID:
                return "paid"
            case _ if status.is_known:
                return "not paid"
            case _:
                return f"new: {status}"

    assert [told(InvoiceStatus(value)) for value in ("paid", "sent", "overdue")] == ["paid", "not paid", "new: overdue"]


def test_enums_deep_in_a_response_stay_open() -> None:
    rule = Rrule.from_dict({"intervalType": "fortnightly", "dayOfWeek": "mo", "endType": "some day"})
    assert rule.interval_type is not None
    assert not rule.interval_type.is_known
    assert rule.to_dict() == {"intervalType": "fortnightly", "dayOfWeek": "mo", "endType": "some day"}
    assert (
        TaxInput.from_dict({"_id": "t", "name": "VAT", "rate": 19, "calculation": "inclusive"}).calculation
        == "inclusive"
    )
