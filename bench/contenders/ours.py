"""This project's models."""

from bench.contender import Contender, attribute
from leadconnector_invoices.models import Invoice, InvoiceSchedule


def make(name: str) -> Contender:
    """Return the contender."""
    return Contender(
        name=name,
        decode_invoice=Invoice.from_json,
        decode_schedule=InvoiceSchedule.from_json,
        encode=InvoiceSchedule.to_json,
        access=attribute,
    )
