from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimal
from leadconnector.codec.decoding import blank, number
from leadconnector.codec.encoding import ensure, exact_number


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class TotalSummary(Answer):
    """What a total is made up of, in major units of the currency."""

    sub_total: Decimal | None = field(default=None, converter=optional_decimal)
    """Sum of the items before discount and tax. Source: fact total-summary."""
    discount: Decimal | None = field(default=None, converter=optional_decimal)
    """Discount on the whole. Source: fact total-summary."""
    tax: Decimal | None = field(default=None, converter=optional_decimal)
    """Sum of the taxes. Source: fact total-summary."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "sub_total": "subTotal",
        "discount": "discount",
        "tax": "tax",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.sub_total = number(extra, "subTotal", record.sub_total)
        self.discount = number(extra, "discount", record.discount)
        self.tax = number(extra, "tax", record.tax)
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TotalSummary:
            ensure(self, TotalSummary)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.sub_total is not None:
            data["subTotal"] = self.sub_total if self.sub_total.__class__ is Decimal else exact_number(self.sub_total)
        if self.discount is not None:
            data["discount"] = self.discount if self.discount.__class__ is Decimal else exact_number(self.discount)
        if self.tax is not None:
            data["tax"] = self.tax if self.tax.__class__ is Decimal else exact_number(self.tax)
        return data


read_total_summary = TotalSummary.from_record
encode_total_summary = TotalSummary.encode
