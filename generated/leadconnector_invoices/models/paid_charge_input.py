from __future__ import annotations

from decimal import Decimal
from typing import Any

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ANYTHING, NUMBER, TEXT, converted_optional, ensure
from leadconnector.codec.model import RequestModel


class PaidChargeInput(RequestModel):
    """A charge that has been paid."""

    __slots__ = (
        "id",
        "name",
        "charge",
        "amount",
    )

    id: str | None | Unset
    """Id of the charge."""
    name: str | None | Unset
    """Name of the charge."""
    charge: Any | None | Unset
    """Rate or amount of the charge by definition; its kind is not known."""
    amount: Decimal | None | Unset
    """What was paid, in major units of the invoice's currency (999 is 999.00)."""

    def __init__(
        self,
        *,
        id: str | None | Unset = UNSET,
        name: str | None | Unset = UNSET,
        charge: Any | None | Unset = UNSET,
        amount: Decimal | int | str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.charge = charge
        self.amount = converted_optional(NUMBER, "PaidChargeInput.amount", amount)
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidChargeInput:
            ensure(self, PaidChargeInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not UNSET:
            data["_id"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.name
        if value is not UNSET:
            data["name"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.charge
        if value is not UNSET:
            data["charge"] = None if value is None else ANYTHING.write(value)
        value = self.amount
        if value is not UNSET:
            data["amount"] = (
                None
                if value is None
                else value
                if value.__class__ is Decimal and value.is_finite()
                else NUMBER.write(value)
            )
        return data


PaidChargeInput.FIELDS = (
    Field("id", "_id", TEXT),
    Field("name", "name", TEXT),
    Field("charge", "charge", ANYTHING, nullable=True),
    Field("amount", "amount", NUMBER),
)
