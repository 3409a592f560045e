"""What an editor shows of a call: its errors, each of which exists, and what to do where the outcome is unknown."""

import re

import pytest

from leadconnector_invoices import AsyncClient, Client, errors
from leadconnector_invoices.resources.invoices import AsyncInvoices, Invoices
from leadconnector_invoices.resources.schedules import AsyncSchedules, Schedules

READS = {"get"}
METHODS = [
    (kind, name)
    for kind in (Invoices, AsyncInvoices, Schedules, AsyncSchedules)
    for name in vars(kind)
    if not name.startswith("_") and name != "prepare"
]


SHARED = {
    "APIConnectionError",
    "APITimeoutError",
    "DecodeError",
    "InvalidRequestError",
    "RateLimitError",
    "ServerError",
}


@pytest.mark.parametrize(("kind", "name"), METHODS, ids=lambda value: getattr(value, "__name__", value))
def test_a_call_names_the_errors_that_are_its_own(kind, name):
    doc = getattr(kind, name).__doc__
    raised = {*re.findall(r"^ +(\w+Error): ", doc, re.MULTILINE)}
    assert "LeadConnectorError" in raised
    assert not raised & SHARED
    assert "`leadconnector_invoices.errors`" in doc
    assert all(issubclass(getattr(errors, error), errors.LeadConnectorError) for error in raised)
    assert ("OutcomeUnknownError" in raised) == (name not in READS)
    assert ("`schedules.get` tells" in doc) == (name not in READS)
    assert "Scope: invoices" in doc


def test_what_every_call_may_raise_is_told_once():
    assert {*re.findall(r"^ +(\w+Error): ", errors.__doc__, re.MULTILINE)} >= SHARED


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_a_client_says_what_it_is_and_how_to_call_it(client):
    doc = client.__doc__
    assert "LeadConnector invoices" in doc
    assert "client.schedules.get(" in doc
    assert ("await client" in doc) == (client is AsyncClient)
