"""Single invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadconnector.client.json_body import body_content
from leadconnector.client.request import prepare
from leadconnector_invoices import models
from leadconnector_invoices.api.invoices.delete_invoice import DELETE_INVOICE
from leadconnector_invoices.api.invoices.update_invoice import UPDATE_INVOICE

if TYPE_CHECKING:
    from typing import Final

    from leadconnector.client.async_client import AsyncClient
    from leadconnector.client.options import Options
    from leadconnector.client.request import PreparedRequest
    from leadconnector.client.sync_client import SyncClient
    from leadconnector_invoices.models.invoice import Invoice
    from leadconnector_invoices.models.update_invoice import UpdateInvoice


class PrepareInvoices:
    """Requests of `Invoices`, not sent: the one place where arguments meet the wire."""

    __slots__ = ("_options",)

    def __init__(self, options: Options) -> None:
        self._options = options

    def delete(self, invoice_id: str, *, alt_id: str | None = None) -> PreparedRequest[Invoice]:
        """Prepare `invoices.delete`."""
        return prepare(
            self._options,
            DELETE_INVOICE,
            models.Invoice.from_json,
            path={"invoiceId": invoice_id},
            query={"altId": self._options.location(alt_id, DELETE_INVOICE), "altType": "location"},
            headers={"Version": self._options.api_version},
            location=alt_id,
        )

    def update(self, invoice_id: str, *, body: UpdateInvoice, alt_id: str | None = None) -> PreparedRequest[Invoice]:
        """Prepare `invoices.update`."""
        return prepare(
            self._options,
            UPDATE_INVOICE,
            models.Invoice.from_json,
            path={"invoiceId": invoice_id},
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                UPDATE_INVOICE,
                body,
                models.UpdateInvoice,
                location="altId",
                alt_id=alt_id,
                constants={
                    "altType": "location",
                },
                always=True,
            ),
            location=alt_id,
        )


class Invoices:
    """Single invoices."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: SyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareInvoices(client.options)
        """The same calls as requests, not sent."""

    def delete(
        self,
        invoice_id: str,
        *,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Invoice:
        """Delete a draft invoice.

        Deletes an invoice that is still a draft, which the customer has not been sent, and returns it. One that has
        left that state is refused with status 400, as is an unknown id.

        Args:
            invoice_id: Id of the invoice.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: There is no such invoice, or it is no draft.
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

        Scope: invoices.write.
        """
        prepared = self.prepare.delete(invoice_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()

    def update(
        self,
        invoice_id: str,
        *,
        body: UpdateInvoice,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Invoice:
        """Replace an invoice.

        Replaces the whole invoice, and so what the customer sees of it, with the body: what the body leaves out is
        gone afterwards, so build it from the invoice as it is. There is no partial update.

        Args:
            invoice_id: Id of the invoice.
            body: The `UpdateInvoice`.
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

        Scope: invoices.write.
        """
        prepared = self.prepare.update(invoice_id, body=body, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()


class AsyncInvoices:
    """Single invoices."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareInvoices(client.options)
        """The same calls as requests, not sent."""

    async def delete(
        self,
        invoice_id: str,
        *,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Invoice:
        """Delete a draft invoice.

        Deletes an invoice that is still a draft, which the customer has not been sent, and returns it. One that has
        left that state is refused with status 400, as is an unknown id.

        Args:
            invoice_id: Id of the invoice.
            alt_id: The location's id, where it is not the client's `location_id`.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.

        Raises:
            BadRequestError: There is no such invoice, or it is no draft.
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

        Scope: invoices.write.
        """
        prepared = self.prepare.delete(invoice_id, alt_id=alt_id)
        response = await self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()

    async def update(
        self,
        invoice_id: str,
        *,
        body: UpdateInvoice,
        alt_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Invoice:
        """Replace an invoice.

        Replaces the whole invoice, and so what the customer sees of it, with the body: what the body leaves out is
        gone afterwards, so build it from the invoice as it is. There is no partial update.

        Args:
            invoice_id: Id of the invoice.
            body: The `UpdateInvoice`.
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

        Scope: invoices.write.
        """
        prepared = self.prepare.update(invoice_id, body=body, alt_id=alt_id)
        response = await self._client.send(prepared, timeout=timeout, max_retries=max_retries)
        return response.parse()
