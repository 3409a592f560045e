"""Dates and times: read as datetime objects, written back as they came, and made in the service's format."""

from __future__ import annotations

import asyncio
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.codec.enums import UNSET
from leadconnector.errors import ConfigurationError
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.models import Invoice, PaymentScheduleEntryInput, ScheduleOptions, ScheduleOptionsInput
from tests.support.payloads import examples

PARIS = timezone(timedelta(hours=2))
OFFSETS = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(9000, 1, 1), timezones=OFFSETS)


@pytest.mark.parametrize(
    "text",
    [
        "2023-12-12T09:27:42.355Z",
        "2023-12-12T09:27:42Z",
        "2023-12-12T09:27:42.355000Z",
        "2023-12-12T11:27:42.3+02:00",
        "2023-12-12 09:27:42.355+00:00",
        "20231212T092742Z",
    ],
)
def test_a_moment_of_the_wire_is_aware_and_written_back_as_it_came(text: str) -> None:
    for field in ("createdAt", "updatedAt", "issueDate", "dueDate"):
        invoice = Invoice.from_dict({"_id": "x", field: text})
        assert json.loads(invoice.to_json())[field] == text
        value = invoice.created_at or invoice.updated_at or invoice.issue_date_time or invoice.due_date_time
        assert value is not None
        assert value.utcoffset() is not None
        assert value.astimezone(UTC).replace(microsecond=0) == datetime(2023, 12, 12, 9, 27, 42, tzinfo=UTC)


def test_a_day_of_the_wire_is_a_date() -> None:
    invoice = Invoice.from_dict({"_id": "x", "issueDate": "2023-01-31", "dueDate": "2023-02-28"})
    assert (type(invoice.issue_date), invoice.issue_date) == (date, date(2023, 1, 31))
    assert (type(invoice.due_date), invoice.due_date) == (date, date(2023, 2, 28))
    assert (invoice.issue_date_time, invoice.due_date_time) == (None, None)
    assert invoice.to_dict() == {"_id": "x", "issueDate": "2023-01-31", "dueDate": "2023-02-28"}


@pytest.mark.parametrize(
    "text", ["soon", "", "2023-02-30", "2023-12-12T09:27:42", "12/12/2023", "2023-13-01T00:00:00Z", 5, None]
)
def test_what_can_not_be_read_is_kept_and_reads_none(text: Any) -> None:
    fields = ("createdAt", "updatedAt", "issueDate", "dueDate")
    invoice = Invoice.from_dict({"_id": "x", **dict.fromkeys(fields, text)})
    assert [invoice.created_at, invoice.updated_at, invoice.issue_date, invoice.due_date] == [None] * 4
    assert invoice.extra == dict.fromkeys(fields, text)
    assert json.loads(invoice.to_json()) == {"_id": "x", **dict.fromkeys(fields, text)}


def test_a_moment_does_not_take_a_day() -> None:
    assert Invoice.from_dict({"_id": "x", "createdAt": "2023-01-31"}).created_at is None


@examples(100)
@given(moment=MOMENTS)
def test_a_new_moment_is_written_as_the_service_does(moment: datetime) -> None:
    options = ScheduleOptionsInput(execute_at=moment)
    text = options.to_dict()["executeAt"]
    assert len(text) == len("2023-01-15T20:45:00.000Z")
    assert text.endswith("Z")
    in_utc = moment.astimezone(UTC)
    assert datetime.fromisoformat(text) == in_utc.replace(microsecond=in_utc.microsecond // 1000 * 1000)
    assert isinstance(options.execute_at, datetime)
    assert ScheduleOptionsInput.from_json(options.to_json()) == options


def test_the_format_of_new_values() -> None:
    moment = datetime(2023, 1, 15, 22, 45, 0, 999999, tzinfo=PARIS)
    invoice = Invoice(id="x", created_at=moment, issue_date=date(2023, 1, 5), due_date=moment)
    assert invoice.to_dict() == {
        "_id": "x",
        "createdAt": "2023-01-15T20:45:00.999Z",
        "issueDate": "2023-01-05",
        "dueDate": "2023-01-15T20:45:00.999Z",
    }


def test_text_that_says_the_same_is_taken_and_kept() -> None:
    assert ScheduleOptionsInput(execute_at="2023-01-15T20:45:00+00:00").to_dict() == {
        "executeAt": "2023-01-15T20:45:00+00:00"
    }
    assert PaymentScheduleEntryInput(due_date="2023-01-15").due_date == date(2023, 1, 15)


def test_what_is_assigned_replaces_what_came_and_the_rest_stays() -> None:
    invoice = Invoice.from_dict({"_id": "x", "createdAt": "2023-12-12T09:27:42Z", "issueDate": "2023-01-01T00:00:00Z"})
    invoice.issue_date = date(2024, 2, 29)
    assert invoice.issue_date == date(2024, 2, 29)
    assert invoice.to_dict() == {"_id": "x", "createdAt": "2023-12-12T09:27:42Z", "issueDate": "2024-02-29"}
    invoice.issue_date = None
    assert invoice.to_dict() == {"_id": "x", "createdAt": "2023-12-12T09:27:42Z"}


def test_none_and_unset_can_be_assigned() -> None:
    options = ScheduleOptionsInput(execute_at="2023-01-15T20:45:00Z")
    options.execute_at = None
    assert options.to_dict() == {"executeAt": None}
    options.execute_at = UNSET
    assert options.to_dict() == {}
    assert options.execute_at is UNSET


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ScheduleOptionsInput(execute_at=datetime(2023, 1, 1)), "has no time zone"),
        (lambda: ScheduleOptionsInput(execute_at="2023-01-01T10:00:00"), "has no offset from UTC"),
        (lambda: ScheduleOptionsInput(execute_at="soon"), "Invalid isoformat string"),
        (
            lambda: PaymentScheduleEntryInput(due_date="2023-02-30"),
            r"day.* range",
        ),  # the words are Python's, and changed in 3.14
    ],
)
def test_a_value_that_names_no_moment_or_day_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ScheduleOptionsInput(execute_at=date(2023, 1, 1)), "expected a timezone-aware datetime"),  # type: ignore[arg-type]
        (
            lambda: PaymentScheduleEntryInput(due_date=datetime(2023, 1, 1, tzinfo=UTC)),
            "expected a date .not a datetime.",
        ),
        (lambda: PaymentScheduleEntryInput(due_date=20230101), "expected a date"),  # type: ignore[arg-type]
    ],
)
def test_another_kind_is_refused(make: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        make()


def test_an_assignment_is_checked_too() -> None:
    options = ScheduleOptions(execute_at="2023-01-15T20:45:00Z")
    with pytest.raises(ValueError, match="has no time zone"):
        options.execute_at = datetime(2023, 1, 1)
    assert options.to_dict() == {"executeAt": "2023-01-15T20:45:00Z"}


def test_a_moment_that_is_in_no_year_is_refused() -> None:
    invoice = Invoice.from_json('{"_id": "x", "dueDate": "9999-12-31T23:59:59-05:00"}')
    assert invoice.due_date == date(9999, 12, 31)
    with pytest.raises(ValueError, match="is in no year from 1 to 9999 in UTC"):
        invoice.due_date_time = invoice.due_date_time


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("2025-07-01T00:00:00.000Z", None, date(2025, 7, 1)),
        ("2025-07-01T00:00:00.000Z", "America/New_York", date(2025, 7, 1)),
        ("2025-07-01T02:00:00+02:00", "Pacific/Apia", date(2025, 7, 1)),
        ("2025-07-01T00:00:00Z", "Pacific/Apia", date(2025, 7, 1)),
        ("2025-07-01T00:00:00.001Z", "America/New_York", date(2025, 6, 30)),
        ("2025-06-30T22:00:00.000Z", None, date(2025, 6, 30)),
        ("2025-06-30T22:00:00.000Z", "Europe/Berlin", date(2025, 7, 1)),
        ("2025-06-30", "Europe/Berlin", date(2025, 6, 30)),
        ("2025-07-01T01:00:00+02:00", None, date(2025, 6, 30)),
    ],
)
def test_the_day_of_a_moment(text: str, zone: str | None, day: date) -> None:
    data: dict[str, Any] = {"_id": "x", "dueDate": text, "paymentSchedule": {"schedules": [{"dueDate": text}]}}
    for invoice in (
        Invoice.from_dict(data, timezone=zone),
        Invoice.from_json(json.dumps(data), timezone=zone),
        pickle.loads(pickle.dumps(Invoice.from_dict(data, timezone=zone))),
    ):
        assert invoice.payment_schedule is not None
        assert invoice.payment_schedule.schedules is not None
        for part in (invoice, invoice.payment_schedule.schedules[0]):
            assert (type(part.due_date), part.due_date) == (date, day)
            moment = datetime.fromisoformat(text) if len(text) > 10 else None
            assert part.due_date_time == moment
        assert json.loads(invoice.to_json()) == invoice.to_dict() == data
        assert invoice == Invoice.from_dict(data)


def test_days_can_be_compared() -> None:
    for text in ("2023-01-31", "2023-01-31T00:00:00.000Z", "2023-01-31T10:00:00.000Z"):
        due = Invoice.from_dict({"_id": "x", "dueDate": text}).due_date
        assert due is not None
        assert due < date(2023, 2, 1)


def test_no_such_time_zone() -> None:
    with pytest.raises(ValueError, match="is no IANA time zone name"):
        Invoice.from_json(b'{"_id": "x"}', timezone="Mars/Olympus")


@given(moment=MOMENTS)
@examples(60)
def test_a_moment_that_is_set_is_one_day_and_one_moment(moment: datetime) -> None:
    invoice = Invoice(id="x", due_date=moment)
    assert invoice.due_date_time == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert invoice.due_date == moment.astimezone(UTC).date()
    invoice.due_date = date(2024, 1, 1)
    assert (invoice.due_date, invoice.due_date_time) == (date(2024, 1, 1), None)


@pytest.mark.parametrize("is_async", [False, True])
def test_a_clients_time_zone(is_async: bool) -> None:
    data = {"_id": "x", "dueDate": "2025-06-30T22:00:00.000Z", "issueDate": "2025-07-01T00:00:00.000Z"}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=data))

    async def read(**options: Any) -> list[Invoice]:
        async with AsyncClient(token="t", location_id="L", transport=transport, **options) as client:
            others = (client, client.with_options(timezone="Asia/Tokyo"), client.with_options(timezone=None))
            return [await other.invoices.delete("x") for other in others]

    def read_sync(**options: Any) -> list[Invoice]:
        with Client(token="t", location_id="L", transport=transport, **options) as client:
            others = (client, client.with_options(timezone="Asia/Tokyo"), client.with_options(timezone=None))
            return [other.invoices.delete("x") for other in others]

    invoices = asyncio.run(read(timezone="Europe/Berlin")) if is_async else read_sync(timezone="Europe/Berlin")
    assert [invoice.due_date for invoice in invoices] == [date(2025, 7, 1), date(2025, 7, 1), date(2025, 6, 30)]
    assert {invoice.issue_date for invoice in invoices} == {date(2025, 7, 1)}
    assert [invoice.to_dict() for invoice in invoices] == [data] * 3


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc", "Europe", 17, b"UTC"])
def test_a_clients_time_zone_that_is_none(kind: Any, name: Any) -> None:
    with pytest.raises(ConfigurationError, match="is no IANA time zone name"):
        kind(token="t", timezone=name)
    client = kind(token="t")
    with pytest.raises(ConfigurationError, match="is no IANA time zone name"):
        client.with_options(timezone=name)


@pytest.mark.parametrize("text", ["2023-W05-1", "20230105", "2023W051", "2023-1-005"])
def test_another_form_of_a_day_stays_as_it_came(text: str) -> None:
    invoice = Invoice.from_dict({"_id": "x", "dueDate": text})
    assert (invoice.due_date, invoice.extra) == (None, {"dueDate": text})
    assert invoice.to_dict() == {"_id": "x", "dueDate": text}
