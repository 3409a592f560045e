"""Lists that come in pages: each page is a call of its own, under the deadline and the retries of that call."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Self, TypeVar, cast

from leadconnector.errors import InvalidRequestError

R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """How a list comes in pages. The paths are attributes within the response; an empty one is the response itself.

    A page begins at an offset, a number of items, or at a `cursor` of the response before it.
    """

    name: str
    parameter: str
    """The parameter that says where a page begins, which messages name."""
    items: tuple[str, ...]
    cursor: tuple[str, ...] | None = None
    total: tuple[str, ...] | None = None
    has_more: tuple[str, ...] | None = None

    def items_of(self, response: object) -> list[Any]:
        """Return the items of a page."""
        found = _value(response, self.items)
        return cast("list[object]", found) if isinstance(found, list) else []

    def after(self, start: object, response: object, limit: object) -> object:
        """Return where the page after one begins, as its parameter takes it; None where that one is the last."""
        count = len(self.items_of(response))
        if self.has_more is not None and not _value(response, self.has_more):
            return None
        if self.cursor is not None:
            cursor = _value(response, self.cursor)
            return cursor if cursor not in (None, "", start) else None
        offset = self._number(start, self.parameter) or 0
        total = self._number(_value(response, self.total), "total") if self.total is not None else None
        most = self._number(limit, "limit")
        # Without a total, a page that isn't full is the last one. An empty page always is, or the calls would not end.
        is_last = count == 0 or (offset + count >= total if total is not None else most is not None and count < most)
        if is_last and (self.has_more is None or count == 0):
            return None
        return str(offset + count) if isinstance(start, str) else offset + count

    def _number(self, value: object, what: str) -> int | None:
        if value is None:
            return None
        if isinstance(value, str | int | Decimal):
            try:
                return int(value)
            except (ValueError, ArithmeticError):
                pass
        raise InvalidRequestError(f"{what} must be a whole number, not {value!r}", operation=self.name)


@dataclass(slots=True)
class _PageBase(Generic[R, T]):
    response: R
    """The response as it came, with what it says beside the items."""
    _pagination: Pagination
    _start: Any
    _limit: object

    @property
    def items(self) -> list[T]:
        """The items of this page."""
        return self._pagination.items_of(self.response)


@dataclass(slots=True)
class Page(_PageBase[R, T]):
    """A page of a list. Iterating over it gives all items from this page on, fetching further pages when needed."""

    _fetch: Callable[[Any], R]

    @classmethod
    def first(cls, fetch: Callable[[Any], R], pagination: Pagination, start: object, limit: object = None) -> Self:
        """Return the page that begins at `start`."""
        return cls(fetch(start), pagination, start, limit, fetch)

    def next(self) -> Self | None:
        """Fetch the page after this one; None, without a call, where this is the last. Raises what the call raises."""
        start = self._pagination.after(self._start, self.response, self._limit)
        return None if start is None else self.first(self._fetch, self._pagination, start, self._limit)

    def pages(self) -> Iterator[Self]:
        """Yield this page and all after it."""
        page: Self | None = self
        while page is not None:
            yield page
            page = page.next()

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items


@dataclass(slots=True)
class AsyncPage(_PageBase[R, T]):
    """A page of a list. Iterating over it gives all items from this page on, fetching further pages when needed."""

    _fetch: Callable[[Any], Awaitable[R]]

    @classmethod
    async def first(
        cls, fetch: Callable[[Any], Awaitable[R]], pagination: Pagination, start: object, limit: object = None
    ) -> Self:
        """Return the page that begins at `start`."""
        return cls(await fetch(start), pagination, start, limit, fetch)

    async def next(self) -> Self | None:
        """Fetch the page after this one; None, without a call, where this is the last. Raises what the call raises."""
        start = self._pagination.after(self._start, self.response, self._limit)
        return None if start is None else await self.first(self._fetch, self._pagination, start, self._limit)

    async def pages(self) -> AsyncIterator[Self]:
        """Yield this page and all after it."""
        page: Self | None = self
        while page is not None:
            yield page
            page = await page.next()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item


def _value(response: object, path: tuple[str, ...]) -> object:
    for name in path:
        response = getattr(response, name, None)
    return response
