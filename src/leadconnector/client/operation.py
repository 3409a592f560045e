"""What the description says of the service and of an operation, as data that the client acts on."""

import sys
from collections.abc import Container, Mapping
from enum import StrEnum

from msgspec import Struct

if sys.version_info >= (3, 13):  # type checkers and editors show what it marks, and a call of that warns
    from warnings import deprecated as deprecated
else:
    from typing_extensions import deprecated as deprecated

READS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


class RetryPolicy(StrEnum):
    """When a call may be sent again after a fault."""

    ALWAYS = "always"
    """Whatever became of the earlier attempt: a read, a full replace, a delete."""
    UNLESS_APPLIED = "unless-applied"
    """Only where the earlier attempt surely did not take effect."""
    NEVER = "never"


class AlreadyGone(Struct, frozen=True, kw_only=True):
    """The response by which a repeated delete learns that an earlier attempt of the same call had done the work."""

    status: int
    message: str
    """Found, whatever its case, in the body's message."""
    response: Mapping[str, object]
    """What the call returns then; a value ``"{invoiceId}"`` is filled in from the path parameters."""


class PassingFault(Struct, frozen=True, kw_only=True):
    """An error response by which the service reports a passing fault of its own, whatever the status says."""

    status: int
    message: str
    """Found, whatever its case, in the body's message."""


class Operation(Struct, frozen=True, kw_only=True):
    """One operation. ``path`` is a template; ``name`` is attribute and method on the client, as ``schedules.get``."""

    name: str
    operation_id: str
    method: str
    path: str
    retry: RetryPolicy
    outcome_check: str | None = None
    """The call that tells what became of a write whose response was lost."""
    already_gone: AlreadyGone | None = None
    passing_faults: tuple[PassingFault, ...] = ()
    echoes: Mapping[str, str] = {}
    """Path parameters and the response's properties that have the same value."""
    arguments: Mapping[str, str] = {}
    """Path parameters and the Python arguments that fill them."""
    scopes: tuple[str, ...] = ()
    undescribed: Container[int] = ()
    """Statuses of success of which the description doesn't say that they have content."""

    @property
    def is_write(self) -> bool:
        """Whether the call may change something, so that a lost response leaves the outcome unknown."""
        return self.method not in READS


class Service(Struct, frozen=True, kw_only=True):
    """Names and defaults of a generated client.

    ``package`` and ``version`` make the User-Agent; ``env_prefix`` begins the environment variables
    ``…_TOKEN``, ``…_LOCATION_ID`` and ``…_BASE_URL``.
    """

    package: str
    version: str
    base_url: str
    api_version: str | None
    env_prefix: str = "LEADCONNECTOR"
