"""What the description says of the service as a whole."""

from typing import Final

from leadconnector import __version__
from leadconnector.client.operation import Service

SERVICE: Final = Service(
    package="library",
    version=__version__,
    base_url="https://library.example/v1",
    api_version="2021-07-28",
)
