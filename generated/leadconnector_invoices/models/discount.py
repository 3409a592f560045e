from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.containers import TEXTS, Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import NUMBER, EnumOf, MisfitError, all_text, blank, converted_optional, ensure, text_of
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class Discount(ResponseModel):
    """A discount."""

    __slots__ = (
        "value",
        "type",
        "valid_on_product_ids",
    )

    value: Decimal | None
    """A percentage (10 is 10 %) or an amount in major units of the invoice's currency, as `type` says."""
    type: _models.DiscountType | None
    """How `value` is meant."""
    valid_on_product_ids: list[str] | None
    """Ids of the products to which the discount applies."""

    def __init__(
        self,
        *,
        value: Decimal | int | str | None = None,
        type: _models.DiscountType | None = None,
        valid_on_product_ids: Iterable[str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.value = converted_optional(NUMBER, "Discount.value", value)
        self.type = type
        self.valid_on_product_ids = converted_optional(TEXTS, "Discount.valid_on_product_ids", valid_on_product_ids)
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("value", UNSET)
        self.value = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "value", value)
        )
        value = data.pop("type", UNSET)
        self.type = (
            _type_kind.members.get(value) or _type_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _type_kind.take(data, "type", value)
        )
        value = data.pop("validOnProductIds", UNSET)
        self.valid_on_product_ids = (
            value
            if value.__class__ is list and all_text(map(type, value))
            else None
            if value is UNSET
            else TEXTS.take(data, "validOnProductIds", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Discount:
            ensure(self, Discount)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.value
        if value is not None:
            data["value"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.type
        if value is not None:
            data["type"] = text_of(value)
        value = self.valid_on_product_ids
        if value is not None:
            data["validOnProductIds"] = TEXTS.write(value)
        return data


_type_kind = EnumOf(_models.DiscountType)
Discount.FIELDS = (
    Field("value", "value", NUMBER),
    Field("type", "type", _type_kind),
    Field("valid_on_product_ids", "validOnProductIds", TEXTS),
)
