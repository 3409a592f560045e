from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimal
from leadconnector.codec.decoding import anything, blank, number
from leadconnector.codec.encoding import ensure, exact_number


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaidCharge(Answer):
    """A charge that has been paid."""

    id: str | None = None
    """Id of the charge. Source: fact q28."""
    name: str | None = None
    """Name of the charge. Source: fact q28."""
    charge: Any | None = None
    """Rate or amount of the charge by definition; its kind is not known. Source: fact q28."""
    amount: Decimal | None = field(default=None, converter=optional_decimal)
    """What was paid, in major units of the invoice's currency (999 is 999.00). Source: fact q28."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "name": "name",
        "charge": "charge",
        "amount": "amount",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.name = record.name
        self.charge = anything(extra, "charge", record.charge)
        self.amount = number(extra, "amount", record.amount)
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaidCharge:
            ensure(self, PaidCharge)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not None:
            data["_id"] = self.id
        if self.name is not None:
            data["name"] = self.name
        if self.charge is not None:
            data["charge"] = self.charge
        if self.amount is not None:
            data["amount"] = self.amount if self.amount.__class__ is Decimal else exact_number(self.amount)
        return data


read_paid_charge = PaidCharge.from_record
encode_paid_charge = PaidCharge.encode
