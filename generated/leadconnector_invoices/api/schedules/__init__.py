"""Recurring invoices, which the service creates and sends by a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadconnector.client.json_body import body_content
from leadconnector.client.request import prepare
from leadconnector_invoices import models
from leadconnector_invoices.api.schedules.cancel_invoice_schedule import (
    CANCEL_INVOICE_SCHEDULE,
)
from leadconnector_invoices.api.schedules.get_invoice_schedule import (
    GET_INVOICE_SCHEDULE,
)
from leadconnector_invoices.api.schedules.update_and_schedule_invoice_schedule import (
    UPDATE_AND_SCHEDULE_INVOICE_SCHEDULE,
)

if TYPE_CHECKING:
    from typing import Final

    from leadconnector.client.async_client import AsyncClient
    from leadconnector.client.options import Options
    from leadconnector.client.request import PreparedRequest
    from leadconnector.client.sync_client import SyncClient
    from leadconnector_invoices.models.cancel_schedule import CancelSchedule
    from leadconnector_invoices.models.invoice_schedule import InvoiceSchedule
    from leadconnector_invoices.models.update_schedule import UpdateSchedule


class PrepareSchedules:
    """Requests of `Schedules`, not sent: the one place where arguments meet the wire."""

    __slots__ = ("_options",)

    def __init__(self, options: Options) -> None:
        self._options = options

    def cancel(
        self, schedule_id: str, *, body: CancelSchedule | None = None, alt_id: str | None = None
    ) -> PreparedRequest[InvoiceSchedule]:
        """Prepare `schedules.cancel`."""
        return prepare(
            self._options,
            CANCEL_INVOICE_SCHEDULE,
            models.InvoiceSchedule.from_json,
            path={"scheduleId": schedule_id},
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                CANCEL_INVOICE_SCHEDULE,
                body,
                models.CancelSchedule,
                location="altId",
                alt_id=alt_id,
                constants={
                    "altType": "location",
                },
                always=True,
            ),
            location=alt_id,
        )

    def get(self, schedule_id: str, *, alt_id: str | None = None) -> PreparedRequest[InvoiceSchedule]:
        """Prepare `schedules.get`."""
        return prepare(
            self._options,
            GET_INVOICE_SCHEDULE,
            models.InvoiceSchedule.from_json,
            path={"scheduleId": schedule_id},
            query={"altId": self._options.location(alt_id, GET_INVOICE_SCHEDULE), "altType": "location"},
            headers={"Version": self._options.api_version},
            location=alt_id,
        )

    def update_and_schedule(
        self, schedule_id: str, *, body: UpdateSchedule | None = None, alt_id: str | None = None
    ) -> PreparedRequest[InvoiceSchedule]:
        """Prepare `schedules.update_and_schedule`."""
        return prepare(
            self._options,
            UPDATE_AND_SCHEDULE_INVOICE_SCHEDULE,
            models.InvoiceSchedule.from_json,
            path={"scheduleId": schedule_id},
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                UPDATE_AND_SCHEDULE_INVOICE_SCHEDULE,
                body,
                models.UpdateSchedule,
                location="altId",
                alt_id=alt_id,
                constants={
                    "altType": "location",
                },
                always=False,
            ),
            location=alt_id,
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
        body: CancelSchedule | None = None,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> InvoiceSchedule:
        """Cancel an invoice schedule.

        Stops the schedule: no further invoices are created from it or sent to the customer. Nothing is known to
        happen to the invoices that it has created already.

        Args:
            schedule_id: Id of the schedule.
            body: The `CancelSchedule`. Needed only to send more than the client fills in.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: The request was understood and refused.
            AuthenticationError: The token is missing, unknown or expired, or it lacks the scope.
            PermissionDeniedError: The token belongs to another location.
            NotFoundError: No such schedule. An unknown invoice is answered with 400.
            UnprocessableEntityError: The request does not have the shape that the service demands; one message for
                each finding.
            RateLimitError: More than 100 requests in 10 seconds or 200,000 in a day, counted per app and location.
            ServerError: The service failed; whether it acted before it did is not known. A status of 500 may be a
                refusal that repeating does not change.
            OutcomeUnknownError: There was no answer, and the call may have taken effect: `schedules.get` tells.
            APIConnectionError: There was no answer; `applied` says whether the call took effect.
            APITimeoutError: The same, as time was up.
            DecodeError: The service accepted the call, but its answer is not what it should be.
            InvalidRequestError: The arguments can't be sent; nothing was.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.cancel(schedule_id, body=body, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()

    def get(
        self,
        schedule_id: str,
        *,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> InvoiceSchedule:
        """Get an invoice schedule.

        Returns one schedule with its recurrence rule and the invoices that it has created. Changes nothing and
        sends nothing to the customer.

        Args:
            schedule_id: Id of the schedule.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: The request was understood and refused.
            AuthenticationError: The token is missing, unknown or expired, or it lacks the scope.
            PermissionDeniedError: The token belongs to another location.
            NotFoundError: No such schedule. An unknown invoice is answered with 400.
            UnprocessableEntityError: The request does not have the shape that the service demands; one message for
                each finding.
            RateLimitError: More than 100 requests in 10 seconds or 200,000 in a day, counted per app and location.
            ServerError: The service failed; whether it acted before it did is not known. A status of 500 may be a
                refusal that repeating does not change.
            APIConnectionError: There was no answer.
            APITimeoutError: There was none in time.
            DecodeError: The service accepted the call, but its answer is not what it should be.
            InvalidRequestError: The arguments can't be sent; nothing was.

        Scope: invoices/schedule.readonly.
        """
        prepared = self.prepare.get(schedule_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()

    def update_and_schedule(
        self,
        schedule_id: str,
        *,
        body: UpdateSchedule | None = None,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> InvoiceSchedule:
        """Update a recurring schedule and start it.

        Updates a recurring schedule and puts it into force. May e-mail the customer and create invoices at once, so
        don't repeat it blindly when its outcome is unknown: look at the schedule first.

        Args:
            schedule_id: Id of the schedule.
            body: The `UpdateSchedule`. Left out, none is sent.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: The request was understood and refused.
            AuthenticationError: The token is missing, unknown or expired, or it lacks the scope.
            PermissionDeniedError: The token belongs to another location.
            NotFoundError: No such schedule. An unknown invoice is answered with 400.
            UnprocessableEntityError: The request does not have the shape that the service demands; one message for
                each finding.
            RateLimitError: More than 100 requests in 10 seconds or 200,000 in a day, counted per app and location.
            ServerError: The service failed; whether it acted before it did is not known. A status of 500 may be a
                refusal that repeating does not change.
            OutcomeUnknownError: There was no answer, and the call may have taken effect: `schedules.get` tells.
            APIConnectionError: There was no answer; `applied` says whether the call took effect.
            APITimeoutError: The same, as time was up.
            DecodeError: The service accepted the call, but its answer is not what it should be.
            InvalidRequestError: The arguments can't be sent; nothing was.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.update_and_schedule(schedule_id, body=body, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries)
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
        body: CancelSchedule | None = None,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> InvoiceSchedule:
        """Cancel an invoice schedule.

        Stops the schedule: no further invoices are created from it or sent to the customer. Nothing is known to
        happen to the invoices that it has created already.

        Args:
            schedule_id: Id of the schedule.
            body: The `CancelSchedule`. Needed only to send more than the client fills in.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: The request was understood and refused.
            AuthenticationError: The token is missing, unknown or expired, or it lacks the scope.
            PermissionDeniedError: The token belongs to another location.
            NotFoundError: No such schedule. An unknown invoice is answered with 400.
            UnprocessableEntityError: The request does not have the shape that the service demands; one message for
                each finding.
            RateLimitError: More than 100 requests in 10 seconds or 200,000 in a day, counted per app and location.
            ServerError: The service failed; whether it acted before it did is not known. A status of 500 may be a
                refusal that repeating does not change.
            OutcomeUnknownError: There was no answer, and the call may have taken effect: `schedules.get` tells.
            APIConnectionError: There was no answer; `applied` says whether the call took effect.
            APITimeoutError: The same, as time was up.
            DecodeError: The service accepted the call, but its answer is not what it should be.
            InvalidRequestError: The arguments can't be sent; nothing was.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.cancel(schedule_id, body=body, alt_id=alt_id)
        response = await self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()

    async def get(
        self,
        schedule_id: str,
        *,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> InvoiceSchedule:
        """Get an invoice schedule.

        Returns one schedule with its recurrence rule and the invoices that it has created. Changes nothing and
        sends nothing to the customer.

        Args:
            schedule_id: Id of the schedule.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: The request was understood and refused.
            AuthenticationError: The token is missing, unknown or expired, or it lacks the scope.
            PermissionDeniedError: The token belongs to another location.
            NotFoundError: No such schedule. An unknown invoice is answered with 400.
            UnprocessableEntityError: The request does not have the shape that the service demands; one message for
                each finding.
            RateLimitError: More than 100 requests in 10 seconds or 200,000 in a day, counted per app and location.
            ServerError: The service failed; whether it acted before it did is not known. A status of 500 may be a
                refusal that repeating does not change.
            APIConnectionError: There was no answer.
            APITimeoutError: There was none in time.
            DecodeError: The service accepted the call, but its answer is not what it should be.
            InvalidRequestError: The arguments can't be sent; nothing was.

        Scope: invoices/schedule.readonly.
        """
        prepared = self.prepare.get(schedule_id, alt_id=alt_id)
        response = await self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()

    async def update_and_schedule(
        self,
        schedule_id: str,
        *,
        body: UpdateSchedule | None = None,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> InvoiceSchedule:
        """Update a recurring schedule and start it.

        Updates a recurring schedule and puts it into force. May e-mail the customer and create invoices at once, so
        don't repeat it blindly when its outcome is unknown: look at the schedule first.

        Args:
            schedule_id: Id of the schedule.
            body: The `UpdateSchedule`. Left out, none is sent.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: The request was understood and refused.
            AuthenticationError: The token is missing, unknown or expired, or it lacks the scope.
            PermissionDeniedError: The token belongs to another location.
            NotFoundError: No such schedule. An unknown invoice is answered with 400.
            UnprocessableEntityError: The request does not have the shape that the service demands; one message for
                each finding.
            RateLimitError: More than 100 requests in 10 seconds or 200,000 in a day, counted per app and location.
            ServerError: The service failed; whether it acted before it did is not known. A status of 500 may be a
                refusal that repeating does not change.
            OutcomeUnknownError: There was no answer, and the call may have taken effect: `schedules.get` tells.
            APIConnectionError: There was no answer; `applied` says whether the call took effect.
            APITimeoutError: The same, as time was up.
            DecodeError: The service accepted the call, but its answer is not what it should be.
            InvalidRequestError: The arguments can't be sent; nothing was.

        Scope: invoices/schedule.write.
        """
        prepared = self.prepare.update_and_schedule(schedule_id, body=body, alt_id=alt_id)
        response = await self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()
