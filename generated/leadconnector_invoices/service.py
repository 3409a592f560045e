"""What the description says of the service as a whole."""

from typing import Final

from leadconnector import __version__
from leadconnector.client.operation import Service

SERVICE: Final = Service(
    package="leadconnector-invoices",
    version=__version__,
    base_url="https://services.leadconnectorhq.com",
    api_version="2021-07-28",
)
