"""Single invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadconnector.client.body import body_content
from leadconnector.client.operation import AlreadyGone, Operation, PassingFault, RetryPolicy
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

_DELETE: Final = Operation(
    name="invoices.delete",
    operation_id="delete-invoice",
    method="DELETE",
    path="/invoices/{invoiceId}",
    retry=RetryPolicy("always"),
    outcome_check="schedules.get",
    already_gone=AlreadyGone(
        status=400,
        message="unable to find",
        response={"_id": "{invoiceId}", "deleted": True},
    ),
    passing_faults=(PassingFault(status=401, message="command timed out"),),
    echoes={"invoiceId": "_id"},
    arguments={"invoiceId": "invoice_id"},
    scopes=("invoices.write",),
)
_UPDATE: Final = Operation(
    name="invoices.update",
    operation_id="update-invoice",
    method="PUT",
    path="/invoices/{invoiceId}",
    retry=RetryPolicy("always"),
    outcome_check="schedules.get",
    passing_faults=(PassingFault(status=401, message="command timed out"),),
    echoes={"invoiceId": "_id"},
    arguments={"invoiceId": "invoice_id"},
    scopes=("invoices.write",),
)


class PrepareInvoices:
    """Requests of `Invoices`, not sent: the one place where arguments meet the wire."""

    __slots__ = ("_options",)

    def __init__(self, options: Options) -> None:
        self._options = options

    def delete(
        self, invoice_id: str, *, location_id: str | None = None, alt_id: str | None = None
    ) -> PreparedRequest[models.Invoice]:
        """Prepare `invoices.delete`."""
        location_id = location_of(location_id, alt_id, _DELETE)
        return prepare(
            self._options,
            _DELETE,
            models.Invoice.from_json,
            path={"invoiceId": invoice_id},
            query={"altId": self._options.location(location_id, _DELETE), "altType": "location"},
            headers={"Version": self._options.api_version},
            location=location_id,
        )

    def update(
        self,
        invoice_id: str,
        *,
        body: models.UpdateInvoice | Mapping[str, Any],
        location_id: str | None = None,
        alt_id: str | None = None,
    ) -> PreparedRequest[models.Invoice]:
        """Prepare `invoices.update`."""
        location_id = location_of(location_id, alt_id, _UPDATE)
        return prepare(
            self._options,
            _UPDATE,
            models.Invoice.from_json,
            path={"invoiceId": invoice_id},
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                _UPDATE,
                body,
                models.UpdateInvoice,
                location="altId",
                alt_id=location_id,
                constants={
                    "altType": "location",
                },
                always=True,
            ),
            location=location_id,
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
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.Invoice:
        """Delete a draft invoice.

        Deletes an invoice that is still a draft, which the customer has not been sent, and returns it. One that has
        left that state is refused with status 400, as is an unknown id.

        Args:
            invoice_id: Id of the invoice.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: There is no such invoice, or it is no draft.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices.write.
        """
        prepared = self.prepare.delete(invoice_id, location_id=location_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()

    def update(
        self,
        invoice_id: str,
        *,
        body: models.UpdateInvoice | Mapping[str, Any],
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.Invoice:
        """Replace an invoice.

        Replaces the whole invoice, and so what the customer sees of it, with the body: what the body leaves out is
        gone afterwards, so build it from the invoice as it is. There is no partial update.

        Args:
            invoice_id: Id of the invoice.
            body: The `UpdateInvoice`, or a dict of its JSON names.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices.write.
        """
        prepared = self.prepare.update(invoice_id, body=body, location_id=location_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
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
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.Invoice:
        """Delete a draft invoice.

        Deletes an invoice that is still a draft, which the customer has not been sent, and returns it. One that has
        left that state is refused with status 400, as is an unknown id.

        Args:
            invoice_id: Id of the invoice.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: There is no such invoice, or it is no draft.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices.write.
        """
        prepared = self.prepare.delete(invoice_id, location_id=location_id, alt_id=alt_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()

    async def update(
        self,
        invoice_id: str,
        *,
        body: models.UpdateInvoice | Mapping[str, Any],
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> models.Invoice:
        """Replace an invoice.

        Replaces the whole invoice, and so what the customer sees of it, with the body: what the body leaves out is
        gone afterwards, so build it from the invoice as it is. There is no partial update.

        Args:
            invoice_id: Id of the invoice.
            body: The `UpdateInvoice`, or a dict of its JSON names.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            BadRequestError: The request was understood and refused.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `schedules.get` tells.
            LeadConnectorError: What any call may raise; see `leadconnector_invoices.errors`.

        Scope: invoices.write.
        """
        prepared = self.prepare.update(invoice_id, body=body, location_id=location_id, alt_id=alt_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()
