from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.dates import read_day, read_moment
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import DATE, DAY, LENIENT_TEXT, TIMESTAMP, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel
from library import models as _models


class Loan(ResponseModel):
    """The object `Loan` of the description."""

    __slots__ = (
        "id",
        "branch",
        "_since",
        "_until",
        "_returned",
        "book",
    )

    id: str | None
    branch: str | None
    since: Dated[datetime | None] = Dated("_since", datetime.fromisoformat, TIMESTAMP.convert)
    until: Dated[date | None] = Dated("_until", date.fromisoformat, DATE.convert)
    returned: Dated[date | None] = Dated("_returned", read_day, DAY.convert)
    returned_time: Dated[datetime | None] = Dated("_returned", read_moment, TIMESTAMP.convert)
    """The moment of `returned` where the service sent one; None where it sent a plain date."""
    book: _models.Book | None

    def __init__(
        self,
        *,
        id: str | None = None,
        branch: str | None = None,
        since: datetime | str | None = None,
        until: date | str | None = None,
        returned: date | datetime | str | None = None,
        book: _models.Book | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.branch = branch
        self._since = converted_optional(TIMESTAMP, "Loan.since", since)
        self._until = converted_optional(DATE, "Loan.until", until)
        self._returned = converted_optional(DAY, "Loan.returned", returned)
        self.book = book
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("_id", UNSET)
        self.id = value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "_id", value)
        value = data.pop("branch", UNSET)
        self.branch = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "branch", value)
        )
        value = data.pop("since", UNSET)
        self._since = None if value is UNSET else TIMESTAMP.take(data, "since", value)
        value = data.pop("until", UNSET)
        self._until = None if value is UNSET else DATE.take(data, "until", value)
        value = data.pop("returned", UNSET)
        self._returned = None if value is UNSET else DAY.take(data, "returned", value)
        value = data.pop("book", UNSET)
        self.book = None if value is UNSET else _book_kind.take(data, "book", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Loan:
            ensure(self, Loan)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not None:
            data["_id"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.branch
        if value is not None:
            data["branch"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._since
        if value is not None:
            data["since"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self._until
        if value is not None:
            data["until"] = value if value.__class__ is str else DATE.write(value)
        value = self._returned
        if value is not None:
            data["returned"] = value if value.__class__ is str else DAY.write(value)
        value = self.book
        if value is not None:
            data["book"] = _book_kind.write(value)
        return data


_book_kind = ModelOf(lambda: _models.Book)
Loan.FIELDS = (
    Field("id", "_id", LENIENT_TEXT),
    Field("branch", "branch", LENIENT_TEXT),
    Field("since", "since", TIMESTAMP),
    Field("until", "until", DATE),
    Field("returned", "returned", DAY),
    Field("book", "book", _book_kind),
)
