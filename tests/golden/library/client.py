"""The client for threads: one attribute per resource."""

from __future__ import annotations

from typing import ClassVar

from leadconnector import __version__
from leadconnector.client.operation import Service
from leadconnector.client.sync_client import SyncClient as _SyncClient
from library import resources


class Client(_SyncClient):
    """Client for threads; share one between them. Library.

    Books and who has them.

    An attribute for each resource: `books`, `loans`. Close it, or use it as a context manager:

        from library import Client

        with Client(token="…", location_id="…") as client:
            result = client.books.read_book("bookId")

    What calls raise stands in `library.errors`.
    """

    _service: ClassVar[Service] = Service(
        package="library",
        version=__version__,
        base_url="https://library.example/v1",
        api_version="2021-07-28",
    )

    @property
    def books(self) -> resources.books.Books:
        """What the library has."""
        return resources.books.Books(self)

    @property
    def loans(self) -> resources.loans.Loans:
        """Who has it."""
        return resources.loans.Loans(self)
