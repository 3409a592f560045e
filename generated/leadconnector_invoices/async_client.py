"""The client for tasks: one attribute per resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from leadconnector.client.async_client import AsyncClient as _AsyncClient
from leadconnector_invoices import api
from leadconnector_invoices.service import SERVICE

if TYPE_CHECKING:
    from leadconnector.client.service import Service
    from leadconnector_invoices.api.invoices import AsyncInvoices
    from leadconnector_invoices.api.schedules import AsyncSchedules


class AsyncClient(_AsyncClient):
    __doc__ = _AsyncClient.__doc__

    _service: ClassVar[Service] = SERVICE

    @property
    def invoices(self) -> AsyncInvoices:
        """Single invoices."""
        return api.invoices.AsyncInvoices(self)

    @property
    def schedules(self) -> AsyncSchedules:
        """Recurring invoices, which the service creates and sends by a rule."""
        return api.schedules.AsyncSchedules(self)
