"""What the description says of the service as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Names and defaults of a generated client.

    ``package`` and ``version`` make the User-Agent; ``env_prefix`` begins the environment variables
    ``…_TOKEN``, ``…_LOCATION_ID`` and ``…_BASE_URL``.
    """

    package: str
    version: str
    base_url: str
    api_version: str | None
    env_prefix: str = "LEADCONNECTOR"
