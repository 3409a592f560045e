from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import NUMBER, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel


class TotalSummary(ResponseModel):
    """What a total is made up of, in major units of the currency."""

    __slots__ = (
        "sub_total",
        "discount",
        "tax",
    )

    sub_total: Decimal | None
    """Sum of the items before discount and tax."""
    discount: Decimal | None
    """Discount on the whole."""
    tax: Decimal | None
    """Sum of the taxes."""

    def __init__(
        self,
        *,
        sub_total: Decimal | int | str | None = None,
        discount: Decimal | int | str | None = None,
        tax: Decimal | int | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.sub_total = converted_optional(NUMBER, "TotalSummary.sub_total", sub_total)
        self.discount = converted_optional(NUMBER, "TotalSummary.discount", discount)
        self.tax = converted_optional(NUMBER, "TotalSummary.tax", tax)
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("subTotal", UNSET)
        self.sub_total = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "subTotal", value)
        )
        value = data.pop("discount", UNSET)
        self.discount = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "discount", value)
        )
        value = data.pop("tax", UNSET)
        self.tax = value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "tax", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TotalSummary:
            ensure(self, TotalSummary)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.sub_total
        if value is not None:
            data["subTotal"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.discount
        if value is not None:
            data["discount"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.tax
        if value is not None:
            data["tax"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        return data


TotalSummary.FIELDS = (
    Field("sub_total", "subTotal", NUMBER),
    Field("discount", "discount", NUMBER),
    Field("tax", "tax", NUMBER),
)
