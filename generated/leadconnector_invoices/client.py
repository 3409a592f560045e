"""The client for threads: one attribute per resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from leadconnector.client.sync_client import SyncClient as _SyncClient
from leadconnector_invoices import api
from leadconnector_invoices.service import SERVICE

if TYPE_CHECKING:
    from leadconnector.client.service import Service
    from leadconnector_invoices.api.invoices import Invoices
    from leadconnector_invoices.api.schedules import Schedules


class Client(_SyncClient):
    __doc__ = _SyncClient.__doc__

    _service: ClassVar[Service] = SERVICE

    @property
    def invoices(self) -> Invoices:
        """Single invoices."""
        return api.invoices.Invoices(self)

    @property
    def schedules(self) -> Schedules:
        """Recurring invoices, which the service creates and sends by a rule."""
        return api.schedules.Schedules(self)
