from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.runtime.codec.converters import optional_decimal
from leadconnector.runtime.codec.decoding import (
    ABSENT,
    misfit,
    number,
    text,
)
from leadconnector.runtime.codec.encoding import ensure, exact_number, text_of
from leadconnector.runtime.codec.model import Model
from leadconnector_invoices.models.tax_calculation import (
    TaxCalculation,
    documented_tax_calculation,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Tax(Model):
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
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("_id", ABSENT)
        self.id = value if value.__class__ is str else text(data, "_id", value)
        value = data.pop("name", ABSENT)
        self.name = value if value.__class__ is str else text(data, "name", value)
        value = data.pop("rate", ABSENT)
        self.rate = Decimal(value) if value.__class__ is int else number(data, "rate", value)
        value = data.pop("calculation", ABSENT)
        self.calculation = (
            documented_tax_calculation.get(value) or TaxCalculation(value)
            if value.__class__ is str
            else misfit(data, "calculation", value)
        )
        value = data.pop("description", ABSENT)
        self.description = value if value.__class__ is str else text(data, "description", value)
        value = data.pop("taxId", ABSENT)
        self.tax_id = value if value.__class__ is str else text(data, "taxId", value)
        self._extra = data or None
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


decode_tax = Tax.decode
encode_tax = Tax.encode
