"""Types that appear in signatures of this package."""

from leadconnector.client.events import CallEvent as CallEvent
from leadconnector.client.events import RequestEvent as RequestEvent
from leadconnector.client.events import ResponseEvent as ResponseEvent
from leadconnector.client.events import RetryEvent as RetryEvent
from leadconnector.client.rate_limit import RateLimit as RateLimit
from leadconnector.client.rate_limit import RateLimits as RateLimits
from leadconnector.client.request import PreparedRequest as PreparedRequest
from leadconnector.client.response import Response as Response
from leadconnector.client.throttle import Throttle as Throttle
from leadconnector.codec.drift import DriftKind as DriftKind
from leadconnector.codec.enums import UNSET as UNSET
from leadconnector.codec.enums import OpenStrEnum as OpenStrEnum
from leadconnector.codec.enums import Unset as Unset
from leadconnector.codec.model import Model as Model

__all__ = [
    "CallEvent",
    "DriftKind",
    "Model",
    "OpenStrEnum",
    "PreparedRequest",
    "RateLimit",
    "RateLimits",
    "RequestEvent",
    "Response",
    "ResponseEvent",
    "RetryEvent",
    "Throttle",
    "UNSET",
    "Unset",
]
