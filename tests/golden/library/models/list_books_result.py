from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import INTEGER, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel
from library import models as _models


class ListBooksResult(ResponseModel):
    """The object `ListBooksResult` of the description."""

    __slots__ = (
        "books",
        "total",
    )

    books: list[_models.Book] | None
    total: int | None

    def __init__(
        self,
        *,
        books: Iterable[_models.Book] | None = None,
        total: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.books = converted_optional(_books_kind, "ListBooksResult.books", books)
        self.total = total
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("books", UNSET)
        self.books = None if value is UNSET else _books_kind.take(data, "books", value)
        value = data.pop("total", UNSET)
        self.total = value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "total", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ListBooksResult:
            ensure(self, ListBooksResult)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.books
        if value is not None:
            data["books"] = (
                [_books_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _books_kind.write(value)
            )
        value = self.total
        if value is not None:
            data["total"] = value if value.__class__ is int else INTEGER.write(value)
        return data


_books_kind = ListOf(ModelOf(lambda: _models.Book))
ListBooksResult.FIELDS = (
    Field("books", "books", _books_kind),
    Field("total", "total", INTEGER),
)
