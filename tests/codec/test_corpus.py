"""Payloads made by hand, as the wire may have them: populated, sparse, ridden with nulls, and from the future."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from leadconnector.codec.drift import DriftReporter
from leadconnector_invoices.models import Invoice, InvoiceSchedule, InvoiceStatus, ScheduleStatus, UpdateInvoice
from tests.support.json_values import parsed, same

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.json"))
KINDS: dict[str, Any] = {"invoice": Invoice, "schedule": InvoiceSchedule}
EVERY_PAYLOAD = pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
SUMMER_TIME = timezone(timedelta(hours=1))

DRIFT = {
    "populated": {"unknown field"},
    "sparse": set[str](),
    "nulls": {"null where required", "unknown field"},
    "future": {"unknown field", "unknown enum value", "wrong type"},
}
READ: dict[str, dict[str, Any]] = {
    "invoice.populated": {
        "status": InvoiceStatus.PARTIALLY_PAID,
        "business_details.address.postal_code": "BA1 9ZZ",
        "business_details.custom_values": ["VAT GB 000 0000 00", {"depth": 2}],
        "contact_details.additional_emails.0.email": "office@kingfisher.example",
        "invoice_items.0.amount": Decimal("3.335"),
        "invoice_items.0.qty": Decimal("120.25"),
        "invoice_items.0.taxes.0.rate": Decimal(20),
        "invoice_items.1.amount": Decimal(0),
        "total": Decimal("481.24"),
        "issue_date": date(2024, 9, 2),
        "created_at": datetime(2024, 9, 2, 6, 15, 0, 125000, tzinfo=UTC),
        "payment_schedule.schedules.0.paid_by.user_id": "userMoorhen",
        "payment_schedule.schedules.1.due_date": date(2024, 9, 30),
        "deleted": False,
        "extra.exchangeRate": Decimal("1.2345678901234567890123"),
        "extra.reminders": {"on": True, "offsets": [-3, 0, 7]},
    },
    "invoice.sparse": {
        "status": None,
        "total": None,
        "discount.value": None,
        "invoice_items.0.name": None,
        "extra": {},
    },
    "invoice.nulls": {
        "status": None,
        "contact_details": None,
        "business_details.address": None,
        "invoice_items.0.taxes.0.extra": {"rate": None, "calculation": None},
        "discount.extra": {"value": None, "type": None, "validOnProductIds": None},
        "extra.sourceCompany": None,
    },
    "invoice.future": {
        "status": InvoiceStatus("disputed"),
        "status.is_known": False,
        "alt_type": "agency",
        "alt_id": 4711,
        "invoice_number": 42,
        "contact_details.id": 5,
        "contact_details.name": False,
        "contact_details.address": None,
        "contact_details.extra.tags": [[]],
        "issue_date": date(2024, 9, 2),
        "issue_date_time": datetime(2024, 9, 2, 23, 30, tzinfo=SUMMER_TIME),
        "discount.value": None,
        "discount.type": "loyalty",
        "payment_schedule.schedules.0.due_date": date(2024, 9, 10),
        "payment_schedule.schedules.0.due_date_time": datetime(2024, 9, 10, tzinfo=UTC),
        "payment_schedule.schedules.0.paid_by": None,
        **dict.fromkeys(
            ("total", "amount_due", "amount_paid", "due_date", "created_at", "updated_at", "invoice_items")
        ),
        "extra.total": "481.24",
        "extra.ledger.entries.0.amount": Decimal("123456789012345678901234567890.000000001"),
    },
    "schedule.populated": {
        "status": ScheduleStatus.ACTIVE,
        "invoices.0.issue_date": date(2024, 8, 15),
        "invoices.0.issue_date_time": datetime(2024, 8, 15, tzinfo=UTC),
        "invoices.0.due_date_time": None,
        "invoices.1.total": Decimal("89.9"),
        "schedule.rrule.day_of_month": 20,
        "schedule.rrule.end_date": date(2025, 2, 28),
        "schedule.execute_at": None,
        "extra.autoPayment": {"enable": False, "type": ""},
    },
    "schedule.sparse": {"invoices": [], "schedule.execute_at": datetime(2024, 12, 24, 18, tzinfo=UTC), "items": None},
    "schedule.nulls": {"invoices": None, "schedule.rrule.interval": None, "extra.invoices": None},
    "schedule.future": {
        "status": "paused",
        "invoices": None,
        "items": None,
        "total": None,
        "schedule.execute_at": None,
        "schedule.rrule.interval": None,
        "schedule.rrule.start_date": date(2024, 3, 1),
        "schedule.rrule.start_date_time": datetime(2024, 3, 1, 8, 30, tzinfo=SUMMER_TIME),
        "extra.invoices": [{"_id": "a"}, {"id": "an invoice without its id"}],
    },
}


def read(name: str) -> Any:
    return KINDS[name.partition(".")[0]].from_json((Path(__file__).parent / "corpus" / f"{name}.json").read_bytes())


def at(value: Any, place: str) -> Any:
    """What stands at a place: attributes, indexes and keys, between dots."""
    for step in place.split("."):
        inside = isinstance(value, (dict, list))
        value = value[int(step) if isinstance(value, list) else step] if inside else getattr(value, step)
    return value


@EVERY_PAYLOAD
def test_it_comes_back_as_it_came(path: Path) -> None:
    content = path.read_bytes()
    model = read(path.stem)
    assert same(parsed(model.to_json()), parsed(content))
    assert same(json.loads(type(model).from_dict(json.loads(content)).to_json()), json.loads(content))
    assert type(model).from_dict(model.to_dict()) == model


@EVERY_PAYLOAD
def test_what_does_not_fit_is_told(path: Path) -> None:
    found: set[str] = set()
    DriftReporter(lambda operation, pointer, kind: found.add(kind)).report("x", read(path.stem))
    assert found == DRIFT[path.stem.partition(".")[2]]


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, places in READ.items() for place in places])
def test_what_the_attributes_read(name: str, place: str) -> None:
    found, expected = at(read(name), place), READ[name][place]
    assert (type(found), found) == (type(found) if isinstance(expected, str) else type(expected), expected)


def test_the_corpus_is_whole() -> None:
    assert {path.stem for path in CORPUS} == set(READ) == {f"{kind}.{state}" for kind in KINDS for state in DRIFT}


def test_a_populated_invoice_can_be_sent_back() -> None:
    invoice = read("invoice.populated")
    body = UpdateInvoice.from_invoice(invoice)
    came, sent = invoice.to_dict(), body.to_dict()
    for item in came["invoiceItems"]:
        del item["_id"]
    assert sent == {name: value for name, value in came.items() if f"/{name}" not in body.left_out}
    assert {"termsNotes", "contactId", "paymentSchedule", "discount", "contactDetails"} < set(sent)
    invoice.payment_schedule.check(invoice.total)


def test_a_populated_schedule_has_dates() -> None:
    rule = read("schedule.populated").schedule.rrule
    due = list(rule.occurrences())
    assert (due[0], due[-1], len(due)) == (date(2024, 3, 20), date(2025, 2, 20), 12)
    assert next(rule.send_dates()) == date(2024, 3, 15)
    with pytest.raises(ValueError, match="intervalType must be one of"):
        read("schedule.future").schedule.rrule.occurrences()
