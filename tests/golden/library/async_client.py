"""The client for tasks: one attribute per resource."""

from __future__ import annotations

from typing import ClassVar

from leadconnector import __version__
from leadconnector.client.async_client import AsyncClient as _AsyncClient
from leadconnector.client.operation import Service
from library import resources


class AsyncClient(_AsyncClient):
    """Client for asyncio and trio tasks. Library.

    Books and who has them.

    An attribute for each resource: `books`, `loans`. Close it, or use it as a context manager:

        from library import AsyncClient

        async with AsyncClient(token="…", location_id="…") as client:
            result = await client.books.read_book("bookId")

    What calls raise stands in `library.errors`.
    """

    _service: ClassVar[Service] = Service(
        package="library",
        version=__version__,
        base_url="https://library.example/v1",
        api_version="2021-07-28",
    )

    @property
    def books(self) -> resources.books.AsyncBooks:
        """What the library has."""
        return resources.books.AsyncBooks(self)

    @property
    def loans(self) -> resources.loans.AsyncLoans:
        """Who has it."""
        return resources.loans.AsyncLoans(self)
