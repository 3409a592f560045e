"""Types that appear in signatures of this package."""

from leadconnector.runtime.codec.drift import DriftKind as DriftKind
from leadconnector.runtime.codec.enums import OpenStrEnum as OpenStrEnum
from leadconnector.runtime.codec.model import Model as Model
from leadconnector.runtime.observe import RequestEvent as RequestEvent
from leadconnector.runtime.observe import ResponseEvent as ResponseEvent
from leadconnector.runtime.observe import RetryEvent as RetryEvent
from leadconnector.runtime.rate_limit import RateLimit as RateLimit
from leadconnector.runtime.rate_limit import RateLimits as RateLimits
from leadconnector.runtime.request import PreparedRequest as PreparedRequest
from leadconnector.runtime.response import Response as Response
from leadconnector.runtime.throttle import Throttle as Throttle
from leadconnector.runtime.unset import UNSET as UNSET
from leadconnector.runtime.unset import Unset as Unset

__all__ = (
    "UNSET",
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
    "Unset",
)
