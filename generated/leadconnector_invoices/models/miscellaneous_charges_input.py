from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ARRAY, NUMBER, converted_optional, ensure
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class MiscellaneousChargesInput(RequestModel):
    """Charges beside the items, such as fees."""

    __slots__ = (
        "charges",
        "collected_miscellaneous_charges",
        "paid_charges",
    )

    charges: list[Any] | None | Unset
    """The charges; the shape of an entry is not known."""
    collected_miscellaneous_charges: Decimal | None | Unset
    """What has been collected in charges so far, in major units of the invoice's currency."""
    paid_charges: list[_models.PaidChargeInput] | None | Unset
    """The charges that have been paid."""

    def __init__(
        self,
        *,
        charges: list[Any] | None | Unset = UNSET,
        collected_miscellaneous_charges: Decimal | int | str | None | Unset = UNSET,
        paid_charges: Iterable[_models.PaidChargeInput] | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.charges = charges
        self.collected_miscellaneous_charges = converted_optional(
            NUMBER, "MiscellaneousChargesInput.collected_miscellaneous_charges", collected_miscellaneous_charges
        )
        self.paid_charges = converted_optional(
            _paid_charges_kind, "MiscellaneousChargesInput.paid_charges", paid_charges
        )
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not MiscellaneousChargesInput:
            ensure(self, MiscellaneousChargesInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.charges
        if value is not UNSET:
            data["charges"] = None if value is None else ARRAY.write(value)
        value = self.collected_miscellaneous_charges
        if value is not UNSET:
            data["collectedMiscellaneousCharges"] = (
                None
                if value is None
                else value
                if value.__class__ is Decimal and value.is_finite()
                else NUMBER.write(value)
            )
        value = self.paid_charges
        if value is not UNSET:
            data["paidCharges"] = (
                None
                if value is None
                else [_paid_charges_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _paid_charges_kind.write(value)
            )
        return data


_paid_charges_kind = ListOf(ModelOf(lambda: _models.PaidChargeInput))
MiscellaneousChargesInput.FIELDS = (
    Field("charges", "charges", ARRAY),
    Field("collected_miscellaneous_charges", "collectedMiscellaneousCharges", NUMBER),
    Field("paid_charges", "paidCharges", _paid_charges_kind),
)
