"""The clients, sync and async: one attribute per resource."""

from typing import ClassVar, Final

from leadconnector import __version__
from leadconnector.runtime.async_client import AsyncClient as _AsyncClient
from leadconnector.runtime.service import Service
from leadconnector.runtime.sync_client import SyncClient as _SyncClient
from leadconnector_invoices.api.invoices import AsyncInvoices, Invoices
from leadconnector_invoices.api.schedules import AsyncSchedules, Schedules

SERVICE: Final = Service(
    package="leadconnector-invoices",
    version=__version__,
    base_url="https://services.leadconnectorhq.com",
    api_version="2021-07-28",
)


class Client(_SyncClient):
    __doc__ = _SyncClient.__doc__

    _service: ClassVar[Service] = SERVICE

    @property
    def invoices(self) -> Invoices:
        """Single invoices."""
        return Invoices(self)

    @property
    def schedules(self) -> Schedules:
        """Recurring invoices, which the service creates and sends by a rule."""
        return Schedules(self)


class AsyncClient(_AsyncClient):
    __doc__ = _AsyncClient.__doc__

    _service: ClassVar[Service] = SERVICE

    @property
    def invoices(self) -> AsyncInvoices:
        """Single invoices."""
        return AsyncInvoices(self)

    @property
    def schedules(self) -> AsyncSchedules:
        """Recurring invoices, which the service creates and sends by a rule."""
        return AsyncSchedules(self)
