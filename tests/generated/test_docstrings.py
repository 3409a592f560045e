"""What an editor shows of a call: its errors, each of which exists, and what to do where the outcome is unknown."""

import re

import pytest

from leadconnector_invoices import errors
from leadconnector_invoices.api.invoices import AsyncInvoices, Invoices
from leadconnector_invoices.api.schedules import AsyncSchedules, Schedules

READS = {"get"}
METHODS = [
    (kind, name)
    for kind in (Invoices, AsyncInvoices, Schedules, AsyncSchedules)
    for name in vars(kind)
    if not name.startswith("_") and name != "prepare"
]


@pytest.mark.parametrize(("kind", "name"), METHODS, ids=lambda value: getattr(value, "__name__", value))
def test_a_call_names_its_errors(kind, name):
    doc = getattr(kind, name).__doc__
    raised = re.findall(r"^ +(\w+Error): ", doc, re.MULTILINE)
    assert {"APIConnectionError", "APITimeoutError", "DecodeError", "InvalidRequestError", "RateLimitError"} < {*raised}
    assert all(issubclass(getattr(errors, error), errors.LeadConnectorError) for error in raised)
    assert ("OutcomeUnknownError" in raised) == (name not in READS)
    assert ("`schedules.get` tells" in doc) == (name not in READS)
    assert "Scope: invoices" in doc


def test_these_are_all_calls():
    assert len(METHODS) == 2 * 5
