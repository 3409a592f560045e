from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import unset_decimal
from leadconnector.codec.decoding import blank, enum, number, scalars, text
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, required
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.discount_type import DiscountType


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class DiscountInput(Model):
    """A discount."""

    type: DiscountType | str
    """How `value` is meant. The service's default: percentage. Source: page update-invoice."""
    value: Decimal | None | Unset = field(default=UNSET, converter=unset_decimal)
    """A percentage (10 is 10 %) or an amount in major units of the invoice's currency, as `type` says. The service's
    default: 0. Source: page update-invoice.
    """
    valid_on_product_ids: list[str] | None | Unset = UNSET
    """Ids of the products to which the discount applies. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "type": "type",
        "value": "value",
        "valid_on_product_ids": "validOnProductIds",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.type = required(data, "type", enum, DiscountType)
        self.value = given(data, "value", number)
        self.valid_on_product_ids = given(data, "validOnProductIds", scalars, text)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not DiscountInput:
            ensure(self, DiscountInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["type"] = text_of(self.type)
        if self.value is not UNSET:
            data["value"] = (
                None
                if self.value is None
                else self.value
                if self.value.__class__ is Decimal
                else exact_number(self.value)
            )
        if self.valid_on_product_ids is not UNSET:
            data["validOnProductIds"] = self.valid_on_product_ids
        return data


encode_discount_input = DiscountInput.encode
