from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import unset_decimal
from leadconnector.codec.decoding import anything, blank, number, text
from leadconnector.codec.encoding import ensure, exact_number
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given
from leadconnector.codec.unset import UNSET, Unset


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaidChargeInput(Model):
    """A charge that has been paid."""

    id: str | None | Unset = UNSET
    """Id of the charge. Source: fact q28."""
    name: str | None | Unset = UNSET
    """Name of the charge. Source: fact q28."""
    charge: Any | None | Unset = UNSET
    """Rate or amount of the charge by definition; its kind is not known. Source: fact q28."""
    amount: Decimal | None | Unset = field(default=UNSET, converter=unset_decimal)
    """What was paid, in major units of the invoice's currency (999 is 999.00). Source: fact q28."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "name": "name",
        "charge": "charge",
        "amount": "amount",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.id = given(data, "_id", text)
        self.name = given(data, "name", text)
        self.charge = given(data, "charge", anything)
        self.amount = given(data, "amount", number)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidChargeInput:
            ensure(self, PaidChargeInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not UNSET:
            data["_id"] = self.id
        if self.name is not UNSET:
            data["name"] = self.name
        if self.charge is not UNSET:
            data["charge"] = self.charge
        if self.amount is not UNSET:
            data["amount"] = (
                None
                if self.amount is None
                else self.amount
                if self.amount.__class__ is Decimal
                else exact_number(self.amount)
            )
        return data


encode_paid_charge_input = PaidChargeInput.encode
