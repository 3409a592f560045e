"""The client for threads: one attribute per resource."""

from __future__ import annotations

from typing import ClassVar

from leadconnector import __version__
from leadconnector.client.operation import Service
from leadconnector.client.sync_client import SyncClient as _SyncClient
from leadconnector_invoices import resources


class Client(_SyncClient):
    """Client for threads; share one between them. LeadConnector invoices.

    Five operations on the invoices and the recurring invoice schedules of a LeadConnector (GoHighLevel) location.

    An attribute for each resource: `invoices`, `schedules`. Close it, or use it as a context manager:

        from leadconnector_invoices import Client

        with Client(token="…", location_id="…") as client:
            result = client.schedules.get("scheduleId")

    What calls raise stands in `leadconnector_invoices.errors`.
    """

    _service: ClassVar[Service] = Service(
        package="leadconnector-invoices",
        version=__version__,
        base_url="https://services.leadconnectorhq.com",
        api_version="2021-07-28",
    )

    @property
    def invoices(self) -> resources.invoices.Invoices:
        """Single invoices."""
        return resources.invoices.Invoices(self)

    @property
    def schedules(self) -> resources.schedules.Schedules:
        """Recurring invoices, which the service creates and sends by a rule."""
        return resources.schedules.Schedules(self)
