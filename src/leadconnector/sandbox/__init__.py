"""A stateful stand-in for the service, which responds by the OpenAPI document and its own state.

    sandbox = Sandbox()
    client = Client(token="any", location_id=sandbox.location_id, transport=sandbox.transport())

``python -m leadconnector.sandbox --port 8080`` serves the same over HTTP. Both need the extra
``leadconnector-invoices[sandbox]``.
"""

from leadconnector.sandbox.core import Sandbox
from leadconnector.sandbox.errors import DocumentError, MissingExtraError, RefusalError
from leadconnector.sandbox.handlers import Call, Handler
from leadconnector.sandbox.request import Request
from leadconnector.sandbox.response import Response, json_response

__all__ = [
    "Call",
    "DocumentError",
    "Handler",
    "MissingExtraError",
    "RefusalError",
    "Request",
    "Response",
    "Sandbox",
    "json_response",
]
