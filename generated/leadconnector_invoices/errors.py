"""All that a call can raise. `LeadConnectorError` is the base of everything here.

Any call may raise, beside what its own docstring says:

    InvalidRequestError: The arguments can't be sent; nothing was.
    APIConnectionError: There was no response; `applied` says whether the call took effect, as far as it is known.
    APITimeoutError: The same, as time was up.
    DecodeError: The service accepted the call, but its response is not what it should be.
    AuthenticationError: The token is missing, unknown or expired, or it lacks the scope.
    PermissionDeniedError: The token belongs to another location.
    UnprocessableEntityError: The request does not have the shape that the service demands; one message for each
        finding.
    RateLimitError: Too many requests in the last seconds, or in a day. How many are allowed depends on the app, the
        location and the kind of token; the headers say it.
    ServerError: The service failed; whether it acted before it did is not known. A status of 500 may be a refusal
        that repeating does not change.
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
