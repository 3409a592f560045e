"""A client's options: checked once, immutable after."""

import math
import os
import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import cast

from msgspec import Struct
from msgspec.structs import force_setattr

from leadconnector.client.operation import Operation, Service
from leadconnector.codec.dates import time_zone
from leadconnector.errors import ConfigurationError, InvalidRequestError
from leadconnector.transport.route import check_base_url

TIMEOUT = 30.0
"""Seconds a call may take in all, unless told otherwise."""
MAX_RETRIES = 2
MAX_BODY = 10 * 1024 * 1024
"""The most bytes of a decoded response that are read."""
_LONGEST_TIMEOUT = 86_400.0
_HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}"
_FILLED_IN = frozenset(
    {"authorization", "accept-encoding", "connection", "content-length", "content-type", "host", "transfer-encoding"}
    | {"expect", "proxy-authorization", "te", "trailer", "upgrade"}
)


class Options(Struct, frozen=True, kw_only=True, eq=False):
    """What the client knows for every call.

    ``timeout`` is in seconds and bounds a whole call, ``max_body`` is in bytes.
    """

    service: Service
    base_url: str
    api_version: str | None
    location_id: str | None = None
    timeout: float = TIMEOUT
    max_retries: int = MAX_RETRIES
    max_body: int = MAX_BODY
    default_headers: Mapping[str, str] = {}
    """The caller's own, with every request."""
    timezone: str | None = None
    """The IANA name of the time zone whose days the dates of responses are that came as moments; else UTC."""
    zone: tzinfo | None = None
    """The time zone itself; set here."""
    headers: Mapping[str, tuple[str, str]] = {}
    """The fields that are sent with every request, by their names in small letters; set here."""

    def __post_init__(self) -> None:
        check_timeout(self.timeout)
        check_max_retries(self.max_retries)
        if not is_int(self.max_body, at_least=1):
            raise ConfigurationError(f"max_body must be a positive int (bytes), not {self.max_body!r}")
        force_setattr(self, "base_url", check_base_url(self.base_url))
        version = cast("object", self.api_version)
        if version is not None and (not isinstance(version, str) or not re.fullmatch("[!-~]+", version)):
            raise ConfigurationError(f"api_version must be plain ASCII without white space, not {version!r}")
        if self.location_id is not None and not _is_location(self.location_id):
            raise ConfigurationError(f"location_id must be a non-empty str, not {self.location_id!r}")
        try:
            force_setattr(self, "zone", None if self.timezone is None else time_zone(self.timezone))
        except ValueError as error:
            raise ConfigurationError(str(error)) from None
        common = {
            "accept": ("Accept", "application/json"),
            "accept-encoding": ("Accept-Encoding", "gzip"),
            "user-agent": ("User-Agent", f"{self.service.package}/{self.service.version}"),
        }
        problem, own = check_headers(self.default_headers)
        if problem:
            raise ConfigurationError(f"default_headers: {problem}")
        force_setattr(self, "headers", common | own)

    def __repr__(self) -> str:
        return f"<options of {self.service.package}, base_url={self.base_url!r}, location_id={self.location_id!r}>"

    def version(self, own: str) -> str | None:
        """The version of the API for an operation that has one of its own: that, unless the client was told another."""
        return own if self.api_version == self.service.api_version else self.api_version

    def location(self, alt_id: str | None, operation: Operation) -> str:
        """The location a call is for: its own, else the client's; InvalidRequestError where there is neither."""
        if alt_id is not None:
            if not _is_location(alt_id):
                raise InvalidRequestError(
                    f"location_id must be a non-empty str, not {alt_id!r}", operation=operation.name
                )
            return alt_id
        if self.location_id is None:
            raise InvalidRequestError(
                "which location? Give location_id= to the call or to the client, "
                f"or set {self.service.env_prefix}_LOCATION_ID",
                operation=operation.name,
            )
        return self.location_id


def from_environment(service: Service, name: str) -> str | None:
    """The environment variable of that name with the service's prefix; unset and blank are alike."""
    value = os.environ.get(f"{service.env_prefix}_{name}", "")
    return value if value.strip() else None


def check_headers(headers: object) -> tuple[str, dict[str, tuple[str, str]]]:
    """What is wrong with header fields of the caller's, if anything; and the fields by their names in small letters."""
    fields: dict[str, tuple[str, str]] = {}
    if not isinstance(headers, Mapping):
        return f"must be a mapping of names to values, not {type(headers).__name__}", fields
    for name, value in cast("Mapping[object, object]", headers).items():
        if not isinstance(name, str) or not re.fullmatch(_HEADER_NAME, name):
            return f"{str(name)[:50]!r} is not a header's name", fields
        if name.lower() in _FILLED_IN:
            return f"{name} is filled in by the client", fields
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            return f"the value of {name} must be printable ASCII", fields
        fields[name.lower()] = name, value.strip()
    return "", fields


def check_timeout(timeout: object) -> float:
    """Seconds above 0, at most a day."""
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout <= _LONGEST_TIMEOUT:
        raise ConfigurationError(f"timeout must be > 0 and ≤ 86400 seconds, not {timeout!r}")
    return float(timeout)


def check_max_retries(max_retries: object) -> int:
    """How often a call may be sent again: 0 or more."""
    if not is_int(max_retries, at_least=0):
        raise ConfigurationError(f"max_retries must be an int of 0 or more, not {max_retries!r}")
    return cast("int", max_retries)


def is_int(value: object, *, at_least: float = -math.inf) -> bool:
    """Whether a value is a whole number, which a bool is not, of that size."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= at_least


def _is_location(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def location_of(location_id: str | None, alt_id: str | None, operation: Operation) -> str | None:
    """Return a call's own location id, given by our name for it or the service's; None where there is none.

    Raises:
        InvalidRequestError: if both are given, and differ.
    """
    if location_id is not None and alt_id is not None and location_id != alt_id:
        raise InvalidRequestError(
            f"location_id={location_id!r} and alt_id={alt_id!r} are the same argument; give one of them",
            operation=operation.name,
        )
    return alt_id if location_id is None else location_id
