from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import DATE, TEXT, TIMESTAMP, converted, converted_optional, ensure
from leadconnector.codec.model import RequestModel
from library import models as _models


class LoanInput(RequestModel):
    """The object `LoanInput` of the description."""

    __slots__ = (
        "_since",
        "id",
        "branch",
        "_until",
        "_returned",
        "book",
    )

    since: Dated[datetime] = Dated("_since", datetime.fromisoformat, TIMESTAMP.convert)
    id: str | None | Unset
    branch: str | None | Unset
    """Left out, it is the client's."""
    until: Dated[date | None | Unset] = Dated("_until", date.fromisoformat, DATE.convert)
    returned: Dated[date | None | Unset] = Dated("_returned", date.fromisoformat, DATE.convert)
    book: _models.BookInput | None | Unset

    def __init__(
        self,
        *,
        since: datetime | str,
        id: str | None | Unset = UNSET,
        branch: str | None | Unset = UNSET,
        until: date | str | None | Unset = UNSET,
        returned: date | str | None | Unset = UNSET,
        book: _models.BookInput | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self._since = converted(TIMESTAMP, "LoanInput.since", since)
        self.id = id
        self.branch = branch
        self._until = converted_optional(DATE, "LoanInput.until", until)
        self._returned = converted_optional(DATE, "LoanInput.returned", returned)
        self.book = book
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not LoanInput:
            ensure(self, LoanInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self._since
        data["since"] = value if value.__class__ is str else TIMESTAMP.write(value)
        value = self.id
        if value is not UNSET:
            data["_id"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.branch
        if value is not UNSET:
            data["branch"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self._until
        if value is not UNSET:
            data["until"] = None if value is None else value if value.__class__ is str else DATE.write(value)
        value = self._returned
        if value is not UNSET:
            data["returned"] = None if value is None else value if value.__class__ is str else DATE.write(value)
        value = self.book
        if value is not UNSET:
            data["book"] = None if value is None else _book_kind.write(value)
        return data


if TYPE_CHECKING:

    class LoanInputArguments(TypedDict, total=False):
        """What the constructor takes, for the type of functions that hand it on."""

        since: datetime | str
        id: str | None | Unset
        branch: str | None | Unset
        until: date | str | None | Unset
        returned: date | str | None | Unset
        book: _models.BookInput | None | Unset
        extra: dict[str, Any]


_book_kind = ModelOf(lambda: _models.BookInput)
LoanInput.FIELDS = (
    Field("since", "since", TIMESTAMP, required=True),
    Field("id", "_id", TEXT),
    Field("branch", "branch", TEXT),
    Field("until", "until", DATE),
    Field("returned", "returned", DATE),
    Field("book", "book", _book_kind),
)
