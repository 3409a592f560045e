from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from leadconnector.codec.containers import Choice, Field, ListOf, MapOf, ModelOf, UnionOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    ANYTHING,
    BOOLEAN,
    DATE_VALUE,
    INTEGER,
    NUMBER,
    OBJECT,
    RAW_NUMBER,
    TEXT,
    EnumOf,
    Literals,
    converted,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import RequestModel
from library import models as _models


class BookInput(RequestModel):
    """A book, as the library has it and as it is added."""

    __slots__ = (
        "title",
        "price",
        "code",
        "pages",
        "lent",
        "genre",
        "stars",
        "authors",
        "main",
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

    title: str
    """As on its cover."""
    price: Decimal
    code: str | None | Unset
    pages: int | None | Unset
    """The service's default: 1."""
    lent: bool | None | Unset
    genre: _models.Genre | str | None | Unset
    stars: _models.Stars | int | None | Unset
    authors: list[_models.AuthorInput] | None | Unset
    main: _models.AuthorInput | None | Unset
    subtitle: str | None | Unset
    tags: list[str] | None | Unset
    notes: list[str | None] | None | Unset
    prices: list[Decimal] | None | Unset
    days: list[date] | None | Unset
    grid: list[list[int]] | None | Unset
    counts: dict[str, int] | None | Unset
    people: dict[str, _models.AuthorInput] | None | Unset
    source: _models.PublisherInput | _models.PrivateInput | dict[str, Any] | None | Unset
    either: str | int | Decimal | None | Unset
    format: Literal[1, "two"] | None | Unset
    free: dict[str, Any] | None | Unset
    anything: Any | None | Unset
    sequel: _models.BookInput | None | Unset
    for_teens: bool | None | Unset

    def __init__(
        self,
        *,
        title: str,
        price: Decimal | int | str,
        code: str | None | Unset = UNSET,
        pages: int | None | Unset = UNSET,
        lent: bool | None | Unset = UNSET,
        genre: _models.Genre | str | None | Unset = UNSET,
        stars: _models.Stars | int | None | Unset = UNSET,
        authors: Iterable[_models.AuthorInput] | None | Unset = UNSET,
        main: _models.AuthorInput | None | Unset = UNSET,
        subtitle: str | None | Unset = UNSET,
        tags: Iterable[str] | None | Unset = UNSET,
        notes: Iterable[str | None] | None | Unset = UNSET,
        prices: Iterable[Decimal | int | str] | None | Unset = UNSET,
        days: Iterable[date | str] | None | Unset = UNSET,
        grid: Iterable[Iterable[int]] | None | Unset = UNSET,
        counts: Mapping[str, int] | None | Unset = UNSET,
        people: Mapping[str, _models.AuthorInput] | None | Unset = UNSET,
        source: _models.PublisherInput | _models.PrivateInput | dict[str, Any] | None | Unset = UNSET,
        either: str | int | Decimal | None | Unset = UNSET,
        format: Literal[1, "two"] | None | Unset = UNSET,
        free: dict[str, Any] | None | Unset = UNSET,
        anything: Any | None | Unset = UNSET,
        sequel: _models.BookInput | None | Unset = UNSET,
        for_teens: bool | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.title = title
        self.price = converted(NUMBER, "BookInput.price", price)
        self.code = code
        self.pages = pages
        self.lent = lent
        self.genre = genre
        self.stars = stars
        self.authors = converted_optional(_authors_kind, "BookInput.authors", authors)
        self.main = main
        self.subtitle = subtitle
        self.tags = converted_optional(_tags_kind, "BookInput.tags", tags)
        self.notes = converted_optional(_notes_kind, "BookInput.notes", notes)
        self.prices = converted_optional(_prices_kind, "BookInput.prices", prices)
        self.days = converted_optional(_days_kind, "BookInput.days", days)
        self.grid = converted_optional(_grid_kind, "BookInput.grid", grid)
        self.counts = converted_optional(_counts_kind, "BookInput.counts", counts)
        self.people = converted_optional(_people_kind, "BookInput.people", people)
        self.source = converted_optional(_source_kind, "BookInput.source", source)
        self.either = converted_optional(_either_kind, "BookInput.either", either)
        self.format = format
        self.free = free
        self.anything = anything
        self.sequel = sequel
        self.for_teens = for_teens
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not BookInput:
            ensure(self, BookInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.title
        data["title"] = value if value.__class__ is str else TEXT.write(value)
        value = self.price
        data["price"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.code
        if value is not UNSET:
            data["code"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.pages
        if value is not UNSET:
            data["pages"] = None if value is None else value if value.__class__ is int else INTEGER.write(value)
        value = self.lent
        if value is not UNSET:
            data["lent"] = None if value is None else value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.genre
        if value is not UNSET:
            data["genre"] = None if value is None else text_of(value)
        value = self.stars
        if value is not UNSET:
            data["stars"] = None if value is None else _stars_kind.write(value)
        value = self.authors
        if value is not UNSET:
            data["authors"] = (
                None
                if value is None
                else [_authors_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _authors_kind.write(value)
            )
        value = self.main
        if value is not UNSET:
            data["main"] = None if value is None else _main_kind.write(value)
        value = self.subtitle
        if value is not UNSET:
            data["subtitle"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.tags
        if value is not UNSET:
            data["tags"] = None if value is None else _tags_kind.write(value)
        value = self.notes
        if value is not UNSET:
            data["notes"] = None if value is None else _notes_kind.write(value)
        value = self.prices
        if value is not UNSET:
            data["prices"] = None if value is None else _prices_kind.write(value)
        value = self.days
        if value is not UNSET:
            data["days"] = None if value is None else _days_kind.write(value)
        value = self.grid
        if value is not UNSET:
            data["grid"] = None if value is None else _grid_kind.write(value)
        value = self.counts
        if value is not UNSET:
            data["counts"] = None if value is None else _counts_kind.write(value)
        value = self.people
        if value is not UNSET:
            data["people"] = None if value is None else _people_kind.write(value)
        value = self.source
        if value is not UNSET:
            data["source"] = None if value is None else _source_kind.write(value)
        value = self.either
        if value is not UNSET:
            data["either"] = None if value is None else value if value.__class__ is str else _either_kind.write(value)
        value = self.format
        if value is not UNSET:
            data["format"] = None if value is None else _format_kind.write(value)
        value = self.free
        if value is not UNSET:
            data["free"] = None if value is None else OBJECT.write(value)
        value = self.anything
        if value is not UNSET:
            data["anything"] = None if value is None else ANYTHING.write(value)
        value = self.sequel
        if value is not UNSET:
            data["sequel"] = None if value is None else _sequel_kind.write(value)
        value = self.for_teens
        if value is not UNSET:
            data["13-17"] = None if value is None else value if value.__class__ is bool else BOOLEAN.write(value)
        return data


if TYPE_CHECKING:

    class BookInputArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        title: str
        price: Decimal | int | str
        code: str | None | Unset
        pages: int | None | Unset
        lent: bool | None | Unset
        genre: _models.Genre | str | None | Unset
        stars: _models.Stars | int | None | Unset
        authors: Iterable[_models.AuthorInput] | None | Unset
        main: _models.AuthorInput | None | Unset
        subtitle: str | None | Unset
        tags: Iterable[str] | None | Unset
        notes: Iterable[str | None] | None | Unset
        prices: Iterable[Decimal | int | str] | None | Unset
        days: Iterable[date | str] | None | Unset
        grid: Iterable[Iterable[int]] | None | Unset
        counts: Mapping[str, int] | None | Unset
        people: Mapping[str, _models.AuthorInput] | None | Unset
        source: _models.PublisherInput | _models.PrivateInput | dict[str, Any] | None | Unset
        either: str | int | Decimal | None | Unset
        format: Literal[1, "two"] | None | Unset
        free: dict[str, Any] | None | Unset
        anything: Any | None | Unset
        sequel: _models.BookInput | None | Unset
        for_teens: bool | None | Unset
        extra: dict[str, Any]


_genre_kind = EnumOf(_models.Genre)
_stars_kind = EnumOf(_models.Stars)
_authors_kind = ListOf(ModelOf(lambda: _models.AuthorInput))
_main_kind = ModelOf(lambda: _models.AuthorInput)
_tags_kind = ListOf(TEXT)
_notes_kind = ListOf(TEXT, nullable=True)
_prices_kind = ListOf(NUMBER)
_days_kind = ListOf(DATE_VALUE)
_grid_kind = ListOf(ListOf(INTEGER))
_counts_kind = MapOf(INTEGER)
_people_kind = MapOf(ModelOf(lambda: _models.AuthorInput))
_source_kind = UnionOf(
    Choice(
        lambda: _models.PublisherInput,
        required=("kind",),
        constants={"kind": Literals("publisher")},
        tags=("publisher",),
    ),
    Choice(
        lambda: _models.PrivateInput, required=("kind",), constants={"kind": Literals("private")}, tags=("private",)
    ),
    discriminator="kind",
)
_either_kind = UnionOf(TEXT, RAW_NUMBER)
_format_kind = Literals(1, "two")
_sequel_kind = ModelOf(lambda: _models.BookInput)
BookInput.FIELDS = (
    Field("title", "title", TEXT, required=True),
    Field("price", "price", NUMBER, required=True),
    Field("code", "code", TEXT),
    Field("pages", "pages", INTEGER),
    Field("lent", "lent", BOOLEAN),
    Field("genre", "genre", _genre_kind),
    Field("stars", "stars", _stars_kind),
    Field("authors", "authors", _authors_kind),
    Field("main", "main", _main_kind, nullable=True),
    Field("subtitle", "subtitle", TEXT, nullable=True),
    Field("tags", "tags", _tags_kind),
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
