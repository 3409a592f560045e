from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import required_decimal
from leadconnector.codec.decoding import blank, enum, number, text
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, required
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.tax_calculation import TaxCalculation


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class TaxInput(Model):
    """A tax on an item."""

    id: str
    """Id of the tax. Source: page update-invoice."""
    name: str
    """Name of the tax. Source: page update-invoice."""
    rate: Decimal = field(converter=required_decimal)
    """Rate in per cent (19 is 19 %). Source: page update-invoice."""
    calculation: TaxCalculation | str | None | Unset = UNSET
    """Whether the tax comes on top of the price. Source: page update-invoice."""
    description: str | None | Unset = UNSET
    """More about the tax. Source: page update-invoice."""
    tax_id: str | None | Unset = UNSET
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
        self = blank(cls)
        self.id = required(data, "_id", text)
        self.name = required(data, "name", text)
        self.rate = required(data, "rate", number)
        self.calculation = given(data, "calculation", enum, TaxCalculation)
        self.description = given(data, "description", text)
        self.tax_id = given(data, "taxId", text)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TaxInput:
            ensure(self, TaxInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["_id"] = self.id
        data["name"] = self.name
        data["rate"] = self.rate if self.rate.__class__ is Decimal else exact_number(self.rate)
        if self.calculation is not UNSET:
            data["calculation"] = None if self.calculation is None else text_of(self.calculation)
        if self.description is not UNSET:
            data["description"] = self.description
        if self.tax_id is not UNSET:
            data["taxId"] = self.tax_id
        return data


encode_tax_input = TaxInput.encode
