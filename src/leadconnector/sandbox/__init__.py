"""A stateful stand-in for the service, which answers from the OpenAPI document and its own state.

    sandbox = Sandbox()
    client = Client(token="any", location_id=sandbox.location_id, transport=sandbox.transport())

``python -m leadconnector.sandbox --port 8080`` serves the same over HTTP. Both need the extra
``leadconnector-invoices[sandbox]``.
"""

from leadconnector.sandbox.answer import Answer
from leadconnector.sandbox.core import Sandbox
from leadconnector.sandbox.errors import DocumentError, MissingExtraError
from leadconnector.sandbox.request import Request

__all__ = ["Answer", "DocumentError", "MissingExtraError", "Request", "Sandbox"]
