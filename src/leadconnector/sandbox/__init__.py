"""A stateful stand-in for the service, which responds by the OpenAPI document and its own state.

    sandbox = Sandbox()
    client = Client(token="any", location_id=sandbox.location_id, transport=sandbox.transport())

``python -m leadconnector.sandbox --port 8080`` serves the same over HTTP. Both need the extra
``leadconnector-invoices[sandbox]``.
"""

from typing import TYPE_CHECKING

from leadconnector.lazy import lazy_attributes
from leadconnector.sandbox.core import Sandbox
from leadconnector.sandbox.document import DocumentError, MissingExtraError
from leadconnector.sandbox.handlers import Call, Handler
from leadconnector.sandbox.messages import RefusalError, Request, Response, json_response

if TYPE_CHECKING:
    from leadconnector.sandbox.transport_contract import check_transport

__all__ = [
    "Call",
    "DocumentError",
    "Handler",
    "MissingExtraError",
    "RefusalError",
    "Request",
    "Response",
    "Sandbox",
    "check_transport",
    "json_response",
]

__getattr__, __dir__ = lazy_attributes(__name__, {"check_transport": "leadconnector.sandbox.transport_contract"})
