"""All that a call can raise. `LeadConnectorError` is the base of everything here.

Any call may raise, beside what its own docstring says:

    InvalidRequestError: The arguments can't be sent; nothing was.
    APIConnectionError: There was no response; `applied` says whether the call took effect, as far as it is known.
    APITimeoutError: The same, as time was up.
    DecodeError: The service accepted the call, but its response is not what it should be.
    AuthenticationError: The token is unknown.
"""

from leadconnector.errors import APIConnectionError as APIConnectionError
from leadconnector.errors import APIStatusError as APIStatusError
from leadconnector.errors import APITimeoutError as APITimeoutError
from leadconnector.errors import AuthenticationError as AuthenticationError
from leadconnector.errors import BadRequestError as BadRequestError
from leadconnector.errors import ClientClosedError as ClientClosedError
from leadconnector.errors import ConfigurationError as ConfigurationError
from leadconnector.errors import DecodeError as DecodeError
from leadconnector.errors import InvalidRequestError as InvalidRequestError
from leadconnector.errors import LeadConnectorError as LeadConnectorError
from leadconnector.errors import NotFoundError as NotFoundError
from leadconnector.errors import OutcomeUnknownError as OutcomeUnknownError
from leadconnector.errors import PermissionDeniedError as PermissionDeniedError
from leadconnector.errors import RateLimitError as RateLimitError
from leadconnector.errors import ServerError as ServerError
from leadconnector.errors import UnprocessableEntityError as UnprocessableEntityError

__all__ = [
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
]
