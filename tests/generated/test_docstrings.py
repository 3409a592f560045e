"""What an editor shows of a call: its errors, each of which exists, and what to do where the outcome is unknown."""

import re

import pytest

from leadconnector.client.operation import Operation
from leadconnector_invoices import AsyncClient, Client, errors
from leadconnector_invoices.resources import invoices, schedules

METHODS = [
    (kind, operation)
    for module, kinds in (
        (invoices, (invoices.Invoices, invoices.AsyncInvoices)),
        (schedules, (schedules.Schedules, schedules.AsyncSchedules)),
    )
    for operation in vars(module).values()
    if isinstance(operation, Operation)
    for kind in kinds
]


SHARED = {
    "APIConnectionError",
    "APITimeoutError",
    "DecodeError",
    "InvalidRequestError",
    "RateLimitError",
    "ServerError",
}


@pytest.mark.parametrize(("kind", "operation"), METHODS, ids=lambda value: getattr(value, "__name__", None) or value.name)
def test_a_call_names_the_errors_that_are_its_own(kind, operation):
    doc = getattr(kind, operation.name.rpartition(".")[2]).__doc__
    raised = {*re.findall(r"^ +(\w+Error): ", doc, re.MULTILINE)}
    assert "LeadConnectorError" in raised
    assert not raised & SHARED
    assert "`leadconnector_invoices.errors`" in doc
    assert all(issubclass(getattr(errors, error), errors.LeadConnectorError) for error in raised)
    assert ("OutcomeUnknownError" in raised) == (operation.method != "GET")
    assert (f"`{operation.outcome_check}` tells" in doc) == (operation.outcome_check is not None)
    assert all(scope in doc.partition("Scope: ")[2] for scope in operation.scopes)


def test_what_every_call_may_raise_is_told_once():
    assert {*re.findall(r"^ +(\w+Error): ", errors.__doc__, re.MULTILINE)} >= SHARED


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_a_client_says_what_it_is_and_how_to_call_it(client):
    doc = client.__doc__
    assert "LeadConnector invoices" in doc
    assert ("await client" in doc) == (client is AsyncClient)
    name = re.search(r"client\.(\w+\.\w+)\(", doc)[1]
    assert name in {operation.name for _, operation in METHODS}
