"""A request takes days where an invoice may have moments."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from leadconnector_invoices import Client
from leadconnector_invoices.models import Invoice, UpdateInvoice
from tests.support.invoices import invoice


class TestDays:
    """The request takes days; responses may have moments."""

    LATE = "2023-01-01T23:30:00.000Z"

    @pytest.mark.parametrize(
        ("timezone", "day"), [("Europe/Berlin", "2023-01-02"), ("UTC", "2023-01-01"), ("America/Chicago", "2023-01-01")]
    )
    def test_a_moment_becomes_the_day_of_the_time_zone(self, timezone: str, day: str) -> None:
        body = UpdateInvoice.from_invoice(invoice(issueDate=self.LATE), timezone=timezone)
        assert body.to_dict()["issueDate"] == day
        assert body.issue_date == date.fromisoformat(day)

    def test_at_any_depth(self) -> None:
        parts = {"type": "percentage", "schedules": [{"value": 100, "dueDate": self.LATE}]}
        with pytest.raises(
            ValueError,
            match=r"/paymentSchedule/schedules/0/dueDate is a moment, .*'Europe/Berlin', or payment_schedule=$",
        ):
            UpdateInvoice.from_invoice(invoice(paymentSchedule=parts))
        body = UpdateInvoice.from_invoice(invoice(paymentSchedule=parts), timezone="Europe/Berlin")
        assert body.to_dict()["paymentSchedule"]["schedules"] == [{"value": 100, "dueDate": "2023-01-02"}]

    def test_without_a_time_zone_it_is_asked_for(self) -> None:
        with pytest.raises(
            ValueError,
            match=r"/issueDate, /dueDate are moments, whose day depends on the time zone: "
            "give timezone=, such as 'Europe/Berlin', or issue_date=, due_date=$",
        ):
            UpdateInvoice.from_invoice(invoice(issueDate=self.LATE, dueDate=self.LATE))

    def test_the_zone_in_which_the_invoice_was_read_will_do(self) -> None:
        parts = {"type": "percentage", "schedules": [{"value": 100, "dueDate": self.LATE}]}
        came = invoice(dueDate=self.LATE, paymentSchedule=parts).to_json()
        body = UpdateInvoice.from_invoice(Invoice.from_json(came, timezone="Europe/Berlin"))
        assert (body.due_date, body.to_dict()["paymentSchedule"]["schedules"][0]["dueDate"]) == (
            date(2023, 1, 2),
            "2023-01-02",
        )
        again = UpdateInvoice.from_invoice(Invoice.from_json(came, timezone="Europe/Berlin"), timezone="UTC")
        assert again.due_date == date(2023, 1, 1)

    def test_the_zone_of_a_client_too(self) -> None:
        came = invoice(dueDate=self.LATE).to_dict(mode="json")
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"_id": "s", "invoices": [came]}))
        with Client(token="t", location_id="l", timezone="Asia/Tokyo", transport=transport) as client:
            [read] = client.schedules.get("s").invoices or []
        assert read.due_date == UpdateInvoice.from_invoice(read).due_date == date(2023, 1, 2)

    def test_unless_the_day_is_given(self) -> None:
        body = UpdateInvoice.from_invoice(invoice(issueDate=self.LATE), issue_date="2023-01-05")
        assert body.to_dict()["issueDate"] == "2023-01-05"

    def test_a_day_needs_none_and_stays_as_it_is(self) -> None:
        assert UpdateInvoice.from_invoice(invoice(), timezone="Asia/Tokyo").to_dict()["issueDate"] == "2023-01-01"

    @pytest.mark.parametrize("timezone", ["Mars/Phobos", "", "../etc", "Europe", "/etc/localtime", "CEST now", 5])
    def test_a_time_zone_that_there_is_none_of(self, timezone: Any) -> None:
        with pytest.raises(ValueError, match="is no IANA time zone name, such as 'Europe/Berlin'"):
            UpdateInvoice.from_invoice(invoice(), timezone=timezone)

    def test_a_moment_at_the_end_of_time_has_no_day(self) -> None:
        with pytest.raises(ValueError, match="it lacks /issueDate, or has no usable value there"):
            UpdateInvoice.from_invoice(invoice(issueDate="9999-12-31T23:59:59Z"), timezone="Asia/Tokyo")

    @pytest.mark.parametrize("name", ["issueDate", "dueDate"])
    @pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:00:00-05:00"])
    @pytest.mark.parametrize("timezone", [None, "Asia/Tokyo"])
    def test_a_moment_beyond_the_end_of_time_has_none_either(self, name: str, text: str, timezone: str | None) -> None:
        with pytest.raises(ValueError, match=name):
            UpdateInvoice.from_invoice(invoice(**{name: text}), timezone=timezone)
