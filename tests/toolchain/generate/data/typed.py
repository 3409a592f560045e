"""What type checkers are to make of the operations that paths.yaml adds."""

from typing import assert_type

from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.models import InvoiceSchedule, VoidInvoice


def use(client: Client, body: VoidInvoice) -> None:
    assert_type(client.schedules.list_invoice_schedules(limit=1), list[InvoiceSchedule])
    assert_type(client.corrections.void_invoice("i", "c", body=body), None)
    client.schedules.list_invoice_schedules()  # type: ignore[call-arg]
    client.schedules.list_invoice_schedules(limit="1")  # type: ignore[arg-type]


async def use_async(client: AsyncClient) -> None:
    assert_type(await client.schedules.list_invoice_schedules(limit=1), list[InvoiceSchedule])
