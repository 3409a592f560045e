from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimal
from leadconnector.codec.decoding import blank, number, parts
from leadconnector.codec.encoding import ensure, exact_number
from leadconnector_invoices.models.paid_charge import (
    PaidCharge,
    encode_paid_charge,
    read_paid_charge,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class MiscellaneousCharges(Answer):
    """Charges beside the items, such as fees."""

    charges: list[Any] | None = None
    """The charges; the shape of an entry is not known. Source: fact q28."""
    collected_miscellaneous_charges: Decimal | None = field(default=None, converter=optional_decimal)
    """What has been collected in charges so far, in major units of the invoice's currency. Source: fact q28."""
    paid_charges: list[PaidCharge] | None = None
    """The charges that have been paid. Source: fact q28."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "charges": "charges",
        "collected_miscellaneous_charges": "collectedMiscellaneousCharges",
        "paid_charges": "paidCharges",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.charges = record.charges
        self.collected_miscellaneous_charges = number(
            extra, "collectedMiscellaneousCharges", record.collected_miscellaneous_charges
        )
        self.paid_charges = record.paid_charges and parts(record.paid_charges, read_paid_charge)
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not MiscellaneousCharges:
            ensure(self, MiscellaneousCharges)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.charges is not None:
            data["charges"] = self.charges
        if self.collected_miscellaneous_charges is not None:
            data["collectedMiscellaneousCharges"] = (
                self.collected_miscellaneous_charges
                if self.collected_miscellaneous_charges.__class__ is Decimal
                else exact_number(self.collected_miscellaneous_charges)
            )
        if self.paid_charges is not None:
            data["paidCharges"] = [encode_paid_charge(element) for element in self.paid_charges]
        return data


read_miscellaneous_charges = MiscellaneousCharges.from_record
encode_miscellaneous_charges = MiscellaneousCharges.encode
