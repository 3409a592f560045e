from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimal
from leadconnector.codec.decoding import blank, number
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector_invoices.models.tax_calculation import TaxCalculation


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Tax(Answer):
    """A tax on an item."""

    id: str | None = None
    """Id of the tax. Source: page update-invoice."""
    name: str | None = None
    """Name of the tax. Source: page update-invoice."""
    rate: Decimal | None = field(default=None, converter=optional_decimal)
    """Rate in per cent (19 is 19 %). Source: page update-invoice."""
    calculation: TaxCalculation | None = None
    """Whether the tax comes on top of the price. Source: page update-invoice."""
    description: str | None = None
    """More about the tax. Source: page update-invoice."""
    tax_id: str | None = None
    """A further id of the tax; documented nowhere. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "name": "name",
        "rate": "rate",
        "calculation": "calculation",
        "description": "description",
        "tax_id": "taxId",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.name = record.name
        self.rate = number(extra, "rate", record.rate)
        self.calculation = record.calculation
        self.description = record.description
        self.tax_id = record.tax_id
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Tax:
            ensure(self, Tax)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not None:
            data["_id"] = self.id
        if self.name is not None:
            data["name"] = self.name
        if self.rate is not None:
            data["rate"] = self.rate if self.rate.__class__ is Decimal else exact_number(self.rate)
        if self.calculation is not None:
            data["calculation"] = text_of(self.calculation)
        if self.description is not None:
            data["description"] = self.description
        if self.tax_id is not None:
            data["taxId"] = self.tax_id
        return data


read_tax = Tax.from_record
encode_tax = Tax.encode
