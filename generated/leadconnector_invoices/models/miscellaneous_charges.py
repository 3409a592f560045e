from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ARRAY, NUMBER, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class MiscellaneousCharges(ResponseModel):
    """Charges beside the items, such as fees."""

    __slots__ = (
        "charges",
        "collected_miscellaneous_charges",
        "paid_charges",
    )

    charges: list[Any] | None
    """The charges; the shape of an entry is not known."""
    collected_miscellaneous_charges: Decimal | None
    """What has been collected in charges so far, in major units of the invoice's currency."""
    paid_charges: list[_models.PaidCharge] | None
    """The charges that have been paid."""

    def __init__(
        self,
        *,
        charges: list[Any] | None = None,
        collected_miscellaneous_charges: Decimal | int | str | None = None,
        paid_charges: Iterable[_models.PaidCharge] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.charges = charges
        self.collected_miscellaneous_charges = converted_optional(
            NUMBER, "MiscellaneousCharges.collected_miscellaneous_charges", collected_miscellaneous_charges
        )
        self.paid_charges = converted_optional(_paid_charges_kind, "MiscellaneousCharges.paid_charges", paid_charges)
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("charges", UNSET)
        self.charges = (
            value if value.__class__ is list else None if value is UNSET else ARRAY.take(data, "charges", value)
        )
        value = data.pop("collectedMiscellaneousCharges", UNSET)
        self.collected_miscellaneous_charges = (
            value
            if value.__class__ is Decimal
            else None
            if value is UNSET
            else NUMBER.take(data, "collectedMiscellaneousCharges", value)
        )
        value = data.pop("paidCharges", UNSET)
        self.paid_charges = None if value is UNSET else _paid_charges_kind.take(data, "paidCharges", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not MiscellaneousCharges:
            ensure(self, MiscellaneousCharges)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.charges
        if value is not None:
            data["charges"] = ARRAY.write(value)
        value = self.collected_miscellaneous_charges
        if value is not None:
            data["collectedMiscellaneousCharges"] = (
                value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
            )
        value = self.paid_charges
        if value is not None:
            data["paidCharges"] = (
                [_paid_charges_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _paid_charges_kind.write(value)
            )
        return data


_paid_charges_kind = ListOf(ModelOf(lambda: _models.PaidCharge))
MiscellaneousCharges.FIELDS = (
    Field("charges", "charges", ARRAY),
    Field("collected_miscellaneous_charges", "collectedMiscellaneousCharges", NUMBER),
    Field("paid_charges", "paidCharges", _paid_charges_kind),
)
