"""LeadConnector invoices.

Five operations on the invoices and the recurring invoice schedules of a LeadConnector (GoHighLevel) location.
"""

TYPE_CHECKING = False  # as type checkers take it; `typing` would be most of the time that importing this takes
if TYPE_CHECKING:
    from leadconnector import __version__ as __version__
    from leadconnector.codec.enums import UNSET as UNSET
    from leadconnector.codec.enums import Unset as Unset
    from leadconnector_invoices import errors as errors
    from leadconnector_invoices import models as models
    from leadconnector_invoices import types as types
    from leadconnector_invoices.async_client import AsyncClient as AsyncClient
    from leadconnector_invoices.client import Client as Client

from leadconnector.lazy import lazy_attributes

API_VERSION = "2021-07-28"
"""The version of the API that the description is of; sent with every call unless the client is told otherwise."""

DESCRIPTION_SHA256 = "713184e0af951d241b090acf0704b93248ea3b72aa820fd4274e5f766cb91b52"
"""Which description this package was generated from: the SHA-256 of the resolved OpenAPI document, as it ships here."""

__all__ = [
    "API_VERSION",
    "DESCRIPTION_SHA256",
    "AsyncClient",
    "Client",
    "UNSET",
    "Unset",
    "__version__",
    "errors",
    "models",
    "types",
]

__getattr__, __dir__ = lazy_attributes(
    __name__,
    {
        "AsyncClient": "leadconnector_invoices.async_client",
        "Client": "leadconnector_invoices.client",
        "UNSET": "leadconnector.codec.enums",
        "Unset": "leadconnector.codec.enums",
        "__version__": "leadconnector",
        "errors": "leadconnector_invoices.errors",
        "models": "leadconnector_invoices.models",
        "types": "leadconnector_invoices.types",
    },
)
