"""The client for tasks: one attribute per resource."""

from __future__ import annotations

from typing import ClassVar

from leadconnector import __version__
from leadconnector.client.async_client import AsyncClient as _AsyncClient
from leadconnector.client.operation import Service
from leadconnector_invoices import resources


class AsyncClient(_AsyncClient):
    """Client for asyncio and trio tasks. LeadConnector invoices.

    Five operations on the invoices and the recurring invoice schedules of a LeadConnector (GoHighLevel) location.

    An attribute for each resource: `invoices`, `schedules`. Close it, or use it as a context manager:

        from leadconnector_invoices import AsyncClient

        async with AsyncClient(token="…", location_id="…") as client:
            result = await client.schedules.get("scheduleId")

    What calls raise stands in `leadconnector_invoices.errors`.
    """

    _service: ClassVar[Service] = Service(
        package="leadconnector-invoices",
        version=__version__,
        base_url="https://services.leadconnectorhq.com",
        api_version="2021-07-28",
    )

    @property
    def invoices(self) -> resources.invoices.AsyncInvoices:
        """Single invoices."""
        return resources.invoices.AsyncInvoices(self)

    @property
    def schedules(self) -> resources.schedules.AsyncSchedules:
        """Recurring invoices, which the service creates and sends by a rule."""
        return resources.schedules.AsyncSchedules(self)
