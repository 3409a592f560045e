"""Recurring invoices, which the service creates and sends by a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadconnector.client.body import body_content
from leadconnector.client.operation import Operation, PassingFault, RetryPolicy
from leadconnector.client.options import location_of
from leadconnector.client.request import prepare
from leadconnector_invoices import models

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from leadconnector.client.async_client import AsyncClient
    from leadconnector.client.options import Options
    from leadconnector.client.request import PreparedRequest
    from leadconnector.client.sync_client import SyncClient

_CANCEL: Final = Operation(
    name="schedules.cancel",
    operation_id="cancel-invoice-schedule",
    method="POST",
    path="/invoices/schedule/{scheduleId}/cancel",
    retry=RetryPolicy("unless-applied"),
    outcome_check="schedules.get",
    passing_faults=(PassingFault(status=401, message="command timed out"),),
    echoes={"scheduleId": "_id"},
    arguments={"scheduleId": "schedule_id"},
    scopes=("invoices/schedule.write",),
)
_GET: Final = Operation(
    name="schedules.get",
    operation_id="get-invoice-schedule",
    method="GET",
    path="/invoices/schedule/{scheduleId}",
    retry=RetryPolicy("always"),
    outcome_check=None,
    passing_faults=(PassingFault(status=401, message="command timed out"),),
    echoes={"scheduleId": "_id"},
    arguments={"scheduleId": "schedule_id"},
    scopes=("invoices/schedule.readonly",),
)
_UPDATE_AND_SCHEDULE: Final = Operation(
    name="schedules.update_and_schedule",
    operation_id="update-and-schedule-invoice-schedule",
    method="POST",
    path="/invoices/schedule/{scheduleId}/updateAndSchedule",
    retry=RetryPolicy("unless-applied"),
    outcome_check="schedules.get",
    passing_faults=(PassingFault(status=401, message="command timed out"),),
    echoes={"scheduleId": "_id"},
    arguments={"scheduleId": "schedule_id"},
    scopes=("invoices/schedule.write",),
)


class PrepareSchedules:
    """Requests of `Schedules`, not sent: the one place where arguments meet the wire."""

    __slots__ = ("_options",)

    def __init__(self, options: Options) -> None:
        self._options = options

    def cancel(
        self,
        schedule_id: str,
        *,
        body: models.CancelSchedule | Mapping[str, Any] | None = None,
        location_id: str | None = None,
        alt_id: str | None = None,
    ) -> PreparedRequest[models.InvoiceSchedule]:
        """Prepare `schedules.cancel`."""
        location_id = location_of(location_id, alt_id, _CANCEL)
        return prepare(
            self._options,
            _CANCEL,
            models.InvoiceSchedule.from_json,
            path={"scheduleId": schedule_id},
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                _CANCEL,
                body,
                models.CancelSchedule,
                location="altId",
                alt_id=location_id,
                constants={
                    "altType": "location",
                },
                always=True,
            ),
            location=location_id,
        )

    def get(
        self, schedule_id: str, *, location_id: str | None = None, alt_id: str | None = None
    ) -> PreparedRequest[models.InvoiceSchedule]:
        """Prepare `schedules.get`."""
        location_id = location_of(location_id, alt_id, _GET)
        return prepare(
            self._options,
            _GET,
            models.InvoiceSchedule.from_json,
            path={"scheduleId": schedule_id},
            query={"altId": self._options.location(location_id, _GET), "altType": "location"},
            headers={"Version": self._options.api_version},
            location=location_id,
        )

    def update_and_schedule(
        self,
        schedule_id: str,
        *,
        body: models.UpdateSchedule | Mapping[str, Any] | None = None,
        location_id: str | None = None,
        alt_id: str | None = None,
    ) -> PreparedRequest[models.InvoiceSchedule]:
        """Prepare `schedules.update_and_schedule`."""
        location_id = location_of(location_id, alt_id, _UPDATE_AND_SCHEDULE)
        return prepare(
            self._options,
            _UPDATE_AND_SCHEDULE,
            models.InvoiceSchedule.from_json,
            path={"scheduleId": schedule_id},
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                _UPDATE_AND_SCHEDULE,
                body,
                models.UpdateSchedule,
                location="altId",
                alt_id=location_id,
                constants={
                    "altType": "location",
                },
                always=False,
            ),
            location=location_id,
        )


class Schedules:
    """Recurring invoices, which the service creates and sends by a rule."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: SyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareSchedules(client.options)
        """The same calls as requests, not sent."""

    def cancel(
        self,
        schedule_id: str,
        *,
        body: models.CancelSchedule | Mapping[str, Any] | None = None,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.InvoiceSchedule:
        """Cancel an invoice schedule.

        Stops the schedule: no further invoices are created from it or sent to the customer. Nothing is known to
        happen to the invoices that it has created already.

        Args:
            schedule_id: Id of the schedule.
            body: The `CancelSchedule`, or a dict of its JSON names. Needed only to send more than the client fills
                in.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            NotFoundError: No such schedule. An unknown invoice gets a 400.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.cancel(schedule_id, body=body, location_id=location_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()

    def get(
        self,
        schedule_id: str,
        *,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.InvoiceSchedule:
        """Get an invoice schedule.

        Returns one schedule with its recurrence rule and the invoices that it has created. Changes nothing and
        sends nothing to the customer.

        Args:
            schedule_id: Id of the schedule.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            NotFoundError: No such schedule. An unknown invoice gets a 400.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices/schedule.readonly.
        """
        prepared = self.prepare.get(schedule_id, location_id=location_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()

    def update_and_schedule(
        self,
        schedule_id: str,
        *,
        body: models.UpdateSchedule | Mapping[str, Any] | None = None,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.InvoiceSchedule:
        """Update a recurring schedule and start it.

        Updates a recurring schedule and puts it into force. May e-mail the customer and create invoices at once, so
        don't repeat it blindly when its outcome is unknown: look at the schedule first.

        Args:
            schedule_id: Id of the schedule.
            body: The `UpdateSchedule`, or a dict of its JSON names. Left out, none is sent.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            NotFoundError: No such schedule. An unknown invoice gets a 400.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.update_and_schedule(schedule_id, body=body, location_id=location_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()


class AsyncSchedules:
    """Recurring invoices, which the service creates and sends by a rule."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareSchedules(client.options)
        """The same calls as requests, not sent."""

    async def cancel(
        self,
        schedule_id: str,
        *,
        body: models.CancelSchedule | Mapping[str, Any] | None = None,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.InvoiceSchedule:
        """Cancel an invoice schedule.

        Stops the schedule: no further invoices are created from it or sent to the customer. Nothing is known to
        happen to the invoices that it has created already.

        Args:
            schedule_id: Id of the schedule.
            body: The `CancelSchedule`, or a dict of its JSON names. Needed only to send more than the client fills
                in.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            NotFoundError: No such schedule. An unknown invoice gets a 400.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.cancel(schedule_id, body=body, location_id=location_id, alt_id=alt_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()

    async def get(
        self,
        schedule_id: str,
        *,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.InvoiceSchedule:
        """Get an invoice schedule.

        Returns one schedule with its recurrence rule and the invoices that it has created. Changes nothing and
        sends nothing to the customer.

        Args:
            schedule_id: Id of the schedule.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            NotFoundError: No such schedule. An unknown invoice gets a 400.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices/schedule.readonly.
        """
        prepared = self.prepare.get(schedule_id, location_id=location_id, alt_id=alt_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()

    async def update_and_schedule(
        self,
        schedule_id: str,
        *,
        body: models.UpdateSchedule | Mapping[str, Any] | None = None,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.InvoiceSchedule:
        """Update a recurring schedule and start it.

        Updates a recurring schedule and puts it into force. May e-mail the customer and create invoices at once, so
        don't repeat it blindly when its outcome is unknown: look at the schedule first.

        Args:
            schedule_id: Id of the schedule.
            body: The `UpdateSchedule`, or a dict of its JSON names. Left out, none is sent.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            NotFoundError: No such schedule. An unknown invoice gets a 400.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.update_and_schedule(schedule_id, body=body, location_id=location_id, alt_id=alt_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()
