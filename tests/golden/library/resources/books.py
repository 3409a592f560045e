"""What the library has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadconnector.client.body import body_content, decode_text
from leadconnector.client.operation import AlreadyGone, Operation, RetryPolicy, deprecated
from leadconnector.client.options import location_of
from leadconnector.client.pagination import AsyncPage, Page, Pagination
from leadconnector.client.request import comma_separated, path_text, prepare
from library import models

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from leadconnector.client.async_client import AsyncClient
    from leadconnector.client.options import Options
    from leadconnector.client.request import PreparedRequest
    from leadconnector.client.sync_client import SyncClient

_ADD: Final = Operation(
    name="books.add",
    operation_id="add-book",
    method="POST",
    path="/books",
    retry=RetryPolicy("never"),
    outcome_check="books.list",
    passing_faults=(),
    echoes={},
    arguments={},
    scopes=("books.write",),
)
_LIST: Final = Operation(
    name="books.list",
    operation_id="list-books",
    method="GET",
    path="/books",
    retry=RetryPolicy("always"),
    outcome_check=None,
    passing_faults=(),
    echoes={},
    arguments={},
    scopes=(),
)
_LIST_PAGES: Final = Pagination(name="books.list", parameter="offset", items=("books",), total=("total",))
_READ_BOOK: Final = Operation(
    name="books.read_book",
    operation_id="read-book",
    method="GET",
    path="/books/{bookId}/text",
    retry=RetryPolicy("always"),
    outcome_check=None,
    passing_faults=(),
    echoes={},
    arguments={"bookId": "book_id"},
    scopes=(),
)
_REMOVE: Final = Operation(
    name="books.remove",
    operation_id="remove-book",
    method="DELETE",
    path="/books/{bookId}",
    retry=RetryPolicy("always"),
    outcome_check="books.list",
    already_gone=AlreadyGone(
        status=404,
        message="no such book",
        response={"_id": "{bookId}"},
    ),
    passing_faults=(),
    echoes={},
    arguments={"bookId": "book_id"},
    scopes=(),
)


class PrepareBooks:
    """Requests of `Books`, not sent: the one place where arguments meet the wire."""

    __slots__ = ("_options",)

    def __init__(self, options: Options) -> None:
        self._options = options

    def add(self, *, body: models.BookInput | Mapping[str, Any]) -> PreparedRequest[models.Book]:
        """Prepare `books.add`."""
        return prepare(
            self._options,
            _ADD,
            models.Book.from_json,
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                _ADD,
                body,
                models.BookInput,
                always=True,
            ),
        )

    def list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        genre: builtins.list[models.Genre | str] | None = None,
        x_since: datetime | None = None,
        location_id: str | None = None,
        alt_id: str | None = None,
    ) -> PreparedRequest[models.ListBooksResult]:
        """Prepare `books.list`."""
        location_id = location_of(location_id, alt_id, _LIST)
        return prepare(
            self._options,
            _LIST,
            models.ListBooksResult.from_json,
            query={
                "branch": self._options.location(location_id, _LIST),
                "limit": limit,
                "offset": offset,
                "genre": comma_separated("genre", genre, _LIST),
            },
            headers={"Version": self._options.api_version, "X-Since": x_since},
            location=location_id,
        )

    def read_book(self, book_id: int) -> PreparedRequest[str]:
        """Prepare `books.read_book`."""
        return prepare(
            self._options,
            _READ_BOOK,
            decode_text,
            path={"bookId": path_text("bookId", book_id, _READ_BOOK)},
            headers={"Version": self._options.version("2020-01-01")},
            accept="text/plain",
        )

    def remove(self, book_id: str) -> PreparedRequest[models.Book | None]:
        """Prepare `books.remove`."""
        return prepare(
            self._options,
            _REMOVE,
            lambda content: models.Book.from_json(content) if content else None,
            path={"bookId": book_id},
            headers={"Version": self._options.api_version},
        )


class Books:
    """What the library has."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: SyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareBooks(client.options)
        """The same calls as requests, not sent."""

    def add(
        self,
        *,
        body: models.BookInput | Mapping[str, Any],
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> models.Book:
        """Add a book.

        The same book may be added twice.

        Args:
            body: The `BookInput`, or a dict of its JSON names.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            APIStatusError: 409: Too many of them.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `books.list` tells.
            LeadConnectorError: What any call may raise; see `library.errors`.

        Scope: books.write.
        """
        prepared = self.prepare.add(body=body)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()

    def list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        genre: builtins.list[models.Genre | str] | None = None,
        x_since: datetime | None = None,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> Page[models.ListBooksResult, models.Book]:
        """List books.

        Args:
            limit: Books a page.
            offset:
            genre:
            x_since:
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Returns:
            The first page; iterate over it for all items, or use its `next()`.

        Raises:
            LeadConnectorError: What any call may raise; see `library.errors`.
        """

        def fetch(offset: int | None) -> models.ListBooksResult:
            prepared = self.prepare.list(
                limit=limit, offset=offset, genre=genre, x_since=x_since, location_id=location_id, alt_id=alt_id
            )
            response = self._client.send(
                prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
            )
            return response.parse()

        return Page["models.ListBooksResult", "models.Book"].first(fetch, _LIST_PAGES, offset, limit)

    def read_book(
        self,
        book_id: int,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> str:
        """Args:
            book_id:
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.read_book(book_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()

    @deprecated("The service has deprecated `books.remove`.")
    def remove(
        self,
        book_id: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> models.Book | None:
        """Deprecated: the service has deprecated this call.

        Args:
            book_id: Id of the book.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            NotFoundError: No such book.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `books.list` tells.
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.remove(book_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()


class AsyncBooks:
    """What the library has."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareBooks(client.options)
        """The same calls as requests, not sent."""

    async def add(
        self,
        *,
        body: models.BookInput | Mapping[str, Any],
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> models.Book:
        """Add a book.

        The same book may be added twice.

        Args:
            body: The `BookInput`, or a dict of its JSON names.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            APIStatusError: 409: Too many of them.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `books.list` tells.
            LeadConnectorError: What any call may raise; see `library.errors`.

        Scope: books.write.
        """
        prepared = self.prepare.add(body=body)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()

    async def list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        genre: builtins.list[models.Genre | str] | None = None,
        x_since: datetime | None = None,
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> AsyncPage[models.ListBooksResult, models.Book]:
        """List books.

        Args:
            limit: Books a page.
            offset:
            genre:
            x_since:
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Returns:
            The first page; iterate over it for all items, or use its `next()`.

        Raises:
            LeadConnectorError: What any call may raise; see `library.errors`.
        """

        async def fetch(offset: int | None) -> models.ListBooksResult:
            prepared = self.prepare.list(
                limit=limit, offset=offset, genre=genre, x_since=x_since, location_id=location_id, alt_id=alt_id
            )
            response = await self._client.send(
                prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
            )
            return response.parse()

        return await AsyncPage["models.ListBooksResult", "models.Book"].first(fetch, _LIST_PAGES, offset, limit)

    async def read_book(
        self,
        book_id: int,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> str:
        """Args:
            book_id:
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.read_book(book_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()

    @deprecated("The service has deprecated `books.remove`.")
    async def remove(
        self,
        book_id: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> models.Book | None:
        """Deprecated: the service has deprecated this call.

        Args:
            book_id: Id of the book.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            NotFoundError: No such book.
            OutcomeUnknownError: There was no response, and the call may have taken effect: `books.list` tells.
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.remove(book_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()
