"""Library.

Books and who has them.
"""

TYPE_CHECKING = False  # as type checkers take it; `typing` would be most of the time that importing this takes
if TYPE_CHECKING:
    from leadconnector import __version__ as __version__
    from leadconnector.codec.enums import UNSET as UNSET
    from leadconnector.codec.enums import Unset as Unset
    from library import errors as errors
    from library import models as models
    from library import types as types
    from library.async_client import AsyncClient as AsyncClient
    from library.client import Client as Client

from leadconnector.lazy import lazy_attributes

API_VERSION = "2021-07-28"
"""The version of the API that the description is of; sent with every call unless the client is told otherwise."""

DESCRIPTION_SHA256 = "f839d4a7016232382154fe86f7a567d1f5ed416cf63da817fa449a40e099d05a"
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
        "AsyncClient": "library.async_client",
        "Client": "library.client",
        "UNSET": "leadconnector.codec.enums",
        "Unset": "leadconnector.codec.enums",
        "__version__": "leadconnector",
        "errors": "library.errors",
        "models": "library.models",
        "types": "library.types",
    },
)
