from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimal
from leadconnector.codec.decoding import blank, number
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector_invoices.models.discount_type import DiscountType


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Discount(Answer):
    """A discount."""

    value: Decimal | None = field(default=None, converter=optional_decimal)
    """A percentage (10 is 10 %) or an amount in major units of the invoice's currency, as `type` says. Source: page
    update-invoice.
    """
    type: DiscountType | None = None
    """How `value` is meant. Source: page update-invoice."""
    valid_on_product_ids: list[str] | None = None
    """Ids of the products to which the discount applies. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "value": "value",
        "type": "type",
        "valid_on_product_ids": "validOnProductIds",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.value = number(extra, "value", record.value)
        self.type = record.type
        self.valid_on_product_ids = record.valid_on_product_ids
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Discount:
            ensure(self, Discount)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.value is not None:
            data["value"] = self.value if self.value.__class__ is Decimal else exact_number(self.value)
        if self.type is not None:
            data["type"] = text_of(self.type)
        if self.valid_on_product_ids is not None:
            data["validOnProductIds"] = self.valid_on_product_ids
        return data


read_discount = Discount.from_record
encode_discount = Discount.encode
