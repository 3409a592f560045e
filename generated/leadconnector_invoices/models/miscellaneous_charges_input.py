from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import unset_decimal
from leadconnector.codec.decoding import array, blank, number
from leadconnector.codec.encoding import ensure, exact_number
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, models
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.paid_charge_input import (
    PaidChargeInput,
    encode_paid_charge_input,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class MiscellaneousChargesInput(Model):
    """Charges beside the items, such as fees."""

    charges: list[Any] | None | Unset = UNSET
    """The charges; the shape of an entry is not known. Source: fact q28."""
    collected_miscellaneous_charges: Decimal | None | Unset = field(default=UNSET, converter=unset_decimal)
    """What has been collected in charges so far, in major units of the invoice's currency. Source: fact q28."""
    paid_charges: list[PaidChargeInput] | None | Unset = UNSET
    """The charges that have been paid. Source: fact q28."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "charges": "charges",
        "collected_miscellaneous_charges": "collectedMiscellaneousCharges",
        "paid_charges": "paidCharges",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.charges = given(data, "charges", array)
        self.collected_miscellaneous_charges = given(data, "collectedMiscellaneousCharges", number)
        self.paid_charges = given(data, "paidCharges", models, PaidChargeInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not MiscellaneousChargesInput:
            ensure(self, MiscellaneousChargesInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.charges is not UNSET:
            data["charges"] = self.charges
        if self.collected_miscellaneous_charges is not UNSET:
            data["collectedMiscellaneousCharges"] = (
                None
                if self.collected_miscellaneous_charges is None
                else self.collected_miscellaneous_charges
                if self.collected_miscellaneous_charges.__class__ is Decimal
                else exact_number(self.collected_miscellaneous_charges)
            )
        if self.paid_charges is not UNSET:
            data["paidCharges"] = (
                None
                if self.paid_charges is None
                else [encode_paid_charge_input(element) for element in self.paid_charges]
            )
        return data


encode_miscellaneous_charges_input = MiscellaneousChargesInput.encode
