from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from leadconnector.codec.containers import Field, ListOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import NUMBER, TEXT, EnumOf, converted_optional, ensure, text_of
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class DiscountInput(RequestModel):
    """A discount."""

    __slots__ = (
        "type",
        "value",
        "valid_on_product_ids",
    )

    type: _models.DiscountType | str
    """How `value` is meant. The service's default: percentage."""
    value: Decimal | None | Unset
    """A percentage (10 is 10 %) or an amount in major units of the invoice's currency, as `type` says. The service's
    default: 0.
    """
    valid_on_product_ids: list[str] | None | Unset
    """Ids of the products to which the discount applies."""

    def __init__(
        self,
        *,
        type: _models.DiscountType | str,
        value: Decimal | int | str | None | Unset = UNSET,
        valid_on_product_ids: Iterable[str] | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.type = type
        self.value = converted_optional(NUMBER, "DiscountInput.value", value)
        self.valid_on_product_ids = converted_optional(
            _valid_on_product_ids_kind, "DiscountInput.valid_on_product_ids", valid_on_product_ids
        )
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not DiscountInput:
            ensure(self, DiscountInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.type
        data["type"] = text_of(value)
        value = self.value
        if value is not UNSET:
            data["value"] = (
                None
                if value is None
                else value
                if value.__class__ is Decimal and value.is_finite()
                else NUMBER.write(value)
            )
        value = self.valid_on_product_ids
        if value is not UNSET:
            data["validOnProductIds"] = None if value is None else _valid_on_product_ids_kind.write(value)
        return data


_type_kind = EnumOf(_models.DiscountType)
_valid_on_product_ids_kind = ListOf(TEXT)
DiscountInput.FIELDS = (
    Field("type", "type", _type_kind, required=True),
    Field("value", "value", NUMBER),
    Field("valid_on_product_ids", "validOnProductIds", _valid_on_product_ids_kind),
)
