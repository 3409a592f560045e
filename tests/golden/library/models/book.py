from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

from leadconnector.codec.attribute import UNREAD, OnDemand
from leadconnector.codec.containers import TEXTS, Choice, Field, ListOf, MapOf, ModelOf, UnionOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    ANYTHING,
    BOOLEAN,
    DATE_VALUE,
    INTEGER,
    LENIENT_TEXT,
    NUMBER,
    OBJECT,
    RAW_NUMBER,
    TEXT,
    EnumOf,
    Literals,
    MisfitError,
    all_text,
    blank,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import ResponseWithParts
from library import models as _models


class Book(ResponseWithParts):
    """A book, as the library has it and as it is added."""

    __slots__ = (
        "id",
        "title",
        "price",
        "pages",
        "lent",
        "genre",
        "stars",
        "_authors",
        "_main",
        "subtitle",
        "tags",
        "notes",
        "prices",
        "days",
        "grid",
        "counts",
        "people",
        "source",
        "either",
        "format",
        "free",
        "anything",
        "sequel",
        "for_teens",
    )

    id: str
    title: str | None
    """As on its cover."""
    price: Decimal | None
    pages: int | None
    lent: bool | None
    genre: _models.Genre | None
    stars: _models.Stars | None
    authors: OnDemand[list[_models.Author] | None] = OnDemand("_authors")
    main: OnDemand[_models.Author | None] = OnDemand("_main")
    subtitle: str | None
    tags: list[str] | None
    notes: list[str | None] | None
    prices: list[Decimal] | None
    days: list[date] | None
    grid: list[list[int]] | None
    counts: dict[str, int] | None
    people: dict[str, _models.Author] | None
    source: _models.Publisher | _models.Private | dict[str, Any] | None
    either: str | int | Decimal | None
    format: Literal[1, "two"] | None
    free: dict[str, Any] | None
    anything: Any | None
    sequel: _models.Book | None
    for_teens: bool | None

    def __init__(
        self,
        *,
        id: str,
        title: str | None = None,
        price: Decimal | int | str | None = None,
        pages: int | None = None,
        lent: bool | None = None,
        genre: _models.Genre | None = None,
        stars: _models.Stars | None = None,
        authors: Iterable[_models.Author] | None = None,
        main: _models.Author | None = None,
        subtitle: str | None = None,
        tags: Iterable[str] | None = None,
        notes: Iterable[str | None] | None = None,
        prices: Iterable[Decimal | int | str] | None = None,
        days: Iterable[date | str] | None = None,
        grid: Iterable[Iterable[int]] | None = None,
        counts: Mapping[str, int] | None = None,
        people: Mapping[str, _models.Author] | None = None,
        source: _models.Publisher | _models.Private | dict[str, Any] | None = None,
        either: str | int | Decimal | None = None,
        format: Literal[1, "two"] | None = None,
        free: dict[str, Any] | None = None,
        anything: Any | None = None,
        sequel: _models.Book | None = None,
        for_teens: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.title = title
        self.price = converted_optional(NUMBER, "Book.price", price)
        self.pages = pages
        self.lent = lent
        self.genre = genre
        self.stars = stars
        self._authors = converted_optional(_authors_kind, "Book.authors", authors)
        self._main = main
        self.subtitle = subtitle
        self.tags = converted_optional(TEXTS, "Book.tags", tags)
        self.notes = converted_optional(_notes_kind, "Book.notes", notes)
        self.prices = converted_optional(_prices_kind, "Book.prices", prices)
        self.days = converted_optional(_days_kind, "Book.days", days)
        self.grid = converted_optional(_grid_kind, "Book.grid", grid)
        self.counts = converted_optional(_counts_kind, "Book.counts", counts)
        self.people = converted_optional(_people_kind, "Book.people", people)
        self.source = converted_optional(_source_kind, "Book.source", source)
        self.either = converted_optional(_either_kind, "Book.either", either)
        self.format = format
        self.free = free
        self.anything = anything
        self.sequel = sequel
        self.for_teens = for_teens
        self._extra = extra
        self._unread = None

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict or data.get("_id").__class__ is not str:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        self.id = data.pop("_id")
        value = data.pop("title", UNSET)
        self.title = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "title", value)
        )
        value = data.pop("price", UNSET)
        self.price = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "price", value)
        )
        value = data.pop("pages", UNSET)
        self.pages = value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "pages", value)
        value = data.pop("lent", UNSET)
        self.lent = value if value.__class__ is bool else None if value is UNSET else BOOLEAN.take(data, "lent", value)
        value = data.pop("genre", UNSET)
        self.genre = (
            _genre_kind.members.get(value) or _genre_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _genre_kind.take(data, "genre", value)
        )
        value = data.pop("stars", UNSET)
        self.stars = None if value is UNSET else _stars_kind.take(data, "stars", value)
        value = data.pop("subtitle", UNSET)
        self.subtitle = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "subtitle", value)
        )
        value = data.pop("tags", UNSET)
        self.tags = (
            value
            if value.__class__ is list and all_text(map(type, value))
            else None
            if value is UNSET
            else TEXTS.take(data, "tags", value)
        )
        value = data.pop("notes", UNSET)
        self.notes = None if value is UNSET else _notes_kind.take(data, "notes", value)
        value = data.pop("prices", UNSET)
        self.prices = None if value is UNSET else _prices_kind.take(data, "prices", value)
        value = data.pop("days", UNSET)
        self.days = None if value is UNSET else _days_kind.take(data, "days", value)
        value = data.pop("grid", UNSET)
        self.grid = None if value is UNSET else _grid_kind.take(data, "grid", value)
        value = data.pop("counts", UNSET)
        self.counts = None if value is UNSET else _counts_kind.take(data, "counts", value)
        value = data.pop("people", UNSET)
        self.people = None if value is UNSET else _people_kind.take(data, "people", value)
        value = data.pop("source", UNSET)
        self.source = None if value is UNSET else _source_kind.take(data, "source", value)
        value = data.pop("either", UNSET)
        self.either = (
            value if value.__class__ is str else None if value is UNSET else _either_kind.take(data, "either", value)
        )
        value = data.pop("format", UNSET)
        self.format = None if value is UNSET else _format_kind.take(data, "format", value)
        value = data.pop("free", UNSET)
        self.free = value if value.__class__ is dict else None if value is UNSET else OBJECT.take(data, "free", value)
        value = data.pop("anything", UNSET)
        self.anything = None if value is UNSET else ANYTHING.take(data, "anything", value)
        value = data.pop("sequel", UNSET)
        self.sequel = None if value is UNSET else _sequel_kind.take(data, "sequel", value)
        value = data.pop("13-17", UNSET)
        self.for_teens = (
            value if value.__class__ is bool else None if value is UNSET else BOOLEAN.take(data, "13-17", value)
        )
        self._authors = UNREAD
        self._main = UNREAD
        self._unread = data
        return self

    def _take_parts(self, data: dict[str, Any]) -> None:
        value: Any
        value = data.pop("authors", UNSET)
        made_authors = None if value is UNSET else _authors_kind.take(data, "authors", value)
        value = data.pop("main", UNSET)
        made_main = (
            _main_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _main_kind.take(data, "main", value)
        )
        if self._unread is None:
            return
        self._authors = made_authors
        self._main = made_main
        self._extra = data or None
        self._unread = None

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Book:
            ensure(self, Book)
        self._read_parts()
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        data["_id"] = value if value.__class__ is str else TEXT.write(value)
        value = self.title
        if value is not None:
            data["title"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.price
        if value is not None:
            data["price"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.pages
        if value is not None:
            data["pages"] = value if value.__class__ is int else INTEGER.write(value)
        value = self.lent
        if value is not None:
            data["lent"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.genre
        if value is not None:
            data["genre"] = text_of(value)
        value = self.stars
        if value is not None:
            data["stars"] = _stars_kind.write(value)
        value = self._authors
        if value is not None:
            data["authors"] = (
                [_authors_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _authors_kind.write(value)
            )
        value = self._main
        if value is not None:
            data["main"] = _main_kind.write(value)
        value = self.subtitle
        if value is not None:
            data["subtitle"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.tags
        if value is not None:
            data["tags"] = TEXTS.write(value)
        value = self.notes
        if value is not None:
            data["notes"] = _notes_kind.write(value)
        value = self.prices
        if value is not None:
            data["prices"] = _prices_kind.write(value)
        value = self.days
        if value is not None:
            data["days"] = _days_kind.write(value)
        value = self.grid
        if value is not None:
            data["grid"] = _grid_kind.write(value)
        value = self.counts
        if value is not None:
            data["counts"] = _counts_kind.write(value)
        value = self.people
        if value is not None:
            data["people"] = _people_kind.write(value)
        value = self.source
        if value is not None:
            data["source"] = _source_kind.write(value)
        value = self.either
        if value is not None:
            data["either"] = value if value.__class__ is str else _either_kind.write(value)
        value = self.format
        if value is not None:
            data["format"] = _format_kind.write(value)
        value = self.free
        if value is not None:
            data["free"] = OBJECT.write(value)
        value = self.anything
        if value is not None:
            data["anything"] = ANYTHING.write(value)
        value = self.sequel
        if value is not None:
            data["sequel"] = _sequel_kind.write(value)
        value = self.for_teens
        if value is not None:
            data["13-17"] = value if value.__class__ is bool else BOOLEAN.write(value)
        return data


_genre_kind = EnumOf(_models.Genre)
_stars_kind = EnumOf(_models.Stars)
_authors_kind = ListOf(ModelOf(lambda: _models.Author))
_main_kind = ModelOf(lambda: _models.Author)
_notes_kind = ListOf(LENIENT_TEXT, nullable=True)
_prices_kind = ListOf(NUMBER)
_days_kind = ListOf(DATE_VALUE)
_grid_kind = ListOf(ListOf(INTEGER))
_counts_kind = MapOf(INTEGER)
_people_kind = MapOf(ModelOf(lambda: _models.Author))
_source_kind = UnionOf(
    Choice(
        lambda: _models.Publisher, required=("kind",), constants={"kind": Literals("publisher")}, tags=("publisher",)
    ),
    Choice(lambda: _models.Private, required=("kind",), constants={"kind": Literals("private")}, tags=("private",)),
    discriminator="kind",
    lenient=True,
)
_either_kind = UnionOf(TEXT, RAW_NUMBER)
_format_kind = Literals(1, "two")
_sequel_kind = ModelOf(lambda: _models.Book)
Book.FIELDS = (
    Field("id", "_id", TEXT, required=True),
    Field("title", "title", LENIENT_TEXT),
    Field("price", "price", NUMBER),
    Field("pages", "pages", INTEGER),
    Field("lent", "lent", BOOLEAN),
    Field("genre", "genre", _genre_kind),
    Field("stars", "stars", _stars_kind),
    Field("authors", "authors", _authors_kind),
    Field("main", "main", _main_kind, nullable=True),
    Field("subtitle", "subtitle", LENIENT_TEXT, nullable=True),
    Field("tags", "tags", TEXTS),
    Field("notes", "notes", _notes_kind),
    Field("prices", "prices", _prices_kind),
    Field("days", "days", _days_kind),
    Field("grid", "grid", _grid_kind),
    Field("counts", "counts", _counts_kind),
    Field("people", "people", _people_kind),
    Field("source", "source", _source_kind),
    Field("either", "either", _either_kind),
    Field("format", "format", _format_kind, nullable=True),
    Field("free", "free", OBJECT),
    Field("anything", "anything", ANYTHING, nullable=True),
    Field("sequel", "sequel", _sequel_kind),
    Field("for_teens", "13-17", BOOLEAN),
)
