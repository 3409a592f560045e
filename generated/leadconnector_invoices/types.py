"""Types that appear in signatures of this package."""

from leadconnector.runtime.codec.enums import OpenStrEnum as OpenStrEnum
from leadconnector.runtime.codec.model import Model as Model
from leadconnector.runtime.request import PreparedRequest as PreparedRequest
from leadconnector.runtime.response import Response as Response
from leadconnector.runtime.unset import UNSET as UNSET
from leadconnector.runtime.unset import Unset as Unset

__all__ = ("UNSET", "Model", "OpenStrEnum", "PreparedRequest", "Response", "Unset")
