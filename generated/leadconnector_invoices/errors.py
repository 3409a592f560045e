"""All that a call can raise. `LeadConnectorError` is the base of everything here."""

from leadconnector.runtime.errors import (
    APIConnectionError as APIConnectionError,
)
from leadconnector.runtime.errors import (
    APIStatusError as APIStatusError,
)
from leadconnector.runtime.errors import (
    APITimeoutError as APITimeoutError,
)
from leadconnector.runtime.errors import (
    AuthenticationError as AuthenticationError,
)
from leadconnector.runtime.errors import (
    BadRequestError as BadRequestError,
)
from leadconnector.runtime.errors import (
    ClientClosedError as ClientClosedError,
)
from leadconnector.runtime.errors import (
    ConfigurationError as ConfigurationError,
)
from leadconnector.runtime.errors import (
    DecodeError as DecodeError,
)
from leadconnector.runtime.errors import (
    InvalidRequestError as InvalidRequestError,
)
from leadconnector.runtime.errors import (
    LeadConnectorError as LeadConnectorError,
)
from leadconnector.runtime.errors import (
    NotFoundError as NotFoundError,
)
from leadconnector.runtime.errors import (
    OutcomeUnknownError as OutcomeUnknownError,
)
from leadconnector.runtime.errors import (
    PermissionDeniedError as PermissionDeniedError,
)
from leadconnector.runtime.errors import (
    RateLimitError as RateLimitError,
)
from leadconnector.runtime.errors import (
    ServerError as ServerError,
)
from leadconnector.runtime.errors import (
    UnprocessableEntityError as UnprocessableEntityError,
)

__all__ = (
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ClientClosedError",
    "ConfigurationError",
    "DecodeError",
    "InvalidRequestError",
    "LeadConnectorError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "RateLimitError",
    "ServerError",
    "UnprocessableEntityError",
)
