"""The client for threads: one attribute per resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from leadconnector.client.sync_client import SyncClient as _SyncClient
from library import resources
from library.service import SERVICE

if TYPE_CHECKING:
    from leadconnector.client.operation import Service


class Client(_SyncClient):
    """Client for threads; share one between them. Library.

    Books and who has them.

    An attribute for each resource: `books`, `loans`. Close it, or use it as a context manager:

        from library import Client

        with Client(token="…", location_id="…") as client:
            result = client.books.read_book("bookId")

    What calls raise stands in `library.errors`.
    """

    _service: ClassVar[Service] = SERVICE

    @property
    def books(self) -> resources.books.Books:
        """What the library has."""
        return resources.books.Books(self)

    @property
    def loans(self) -> resources.loans.Loans:
        """Who has it."""
        return resources.loans.Loans(self)
