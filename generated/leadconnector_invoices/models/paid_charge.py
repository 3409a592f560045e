from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ANYTHING, LENIENT_TEXT, NUMBER, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel


class PaidCharge(ResponseModel):
    """A charge that has been paid."""

    __slots__ = (
        "id",
        "name",
        "charge",
        "amount",
    )

    id: str | None
    """Id of the charge."""
    name: str | None
    """Name of the charge."""
    charge: Any | None
    """Rate or amount of the charge by definition; its kind is not known."""
    amount: Decimal | None
    """What was paid, in major units of the invoice's currency (999 is 999.00)."""

    def __init__(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        charge: Any | None = None,
        amount: Decimal | int | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.charge = charge
        self.amount = converted_optional(NUMBER, "PaidCharge.amount", amount)
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
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("charge", UNSET)
        self.charge = None if value is UNSET else ANYTHING.take(data, "charge", value)
        value = data.pop("amount", UNSET)
        self.amount = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "amount", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidCharge:
            ensure(self, PaidCharge)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not None:
            data["_id"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.charge
        if value is not None:
            data["charge"] = ANYTHING.write(value)
        value = self.amount
        if value is not None:
            data["amount"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        return data


PaidCharge.FIELDS = (
    Field("id", "_id", LENIENT_TEXT),
    Field("name", "name", LENIENT_TEXT),
    Field("charge", "charge", ANYTHING, nullable=True),
    Field("amount", "amount", NUMBER),
)
