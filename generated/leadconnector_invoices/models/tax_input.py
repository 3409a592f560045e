from __future__ import annotations

from decimal import Decimal
from typing import Any

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import NUMBER, TEXT, EnumOf, converted, ensure, text_of
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class TaxInput(RequestModel):
    """A tax on an item."""

    __slots__ = (
        "id",
        "name",
        "rate",
        "calculation",
        "description",
        "tax_id",
    )

    id: str
    """Id of the tax."""
    name: str
    """Name of the tax."""
    rate: Decimal
    """Rate in per cent (19 is 19 %)."""
    calculation: _models.TaxCalculation | str | None | Unset
    """Whether the tax comes on top of the price."""
    description: str | None | Unset
    """More about the tax."""
    tax_id: str | None | Unset
    """A further id of the tax; documented nowhere."""

    def __init__(
        self,
        *,
        id: str,
        name: str,
        rate: Decimal | int | str,
        calculation: _models.TaxCalculation | str | None | Unset = UNSET,
        description: str | None | Unset = UNSET,
        tax_id: str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.rate = converted(NUMBER, "TaxInput.rate", rate)
        self.calculation = calculation
        self.description = description
        self.tax_id = tax_id
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TaxInput:
            ensure(self, TaxInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        data["_id"] = value if value.__class__ is str else TEXT.write(value)
        value = self.name
        data["name"] = value if value.__class__ is str else TEXT.write(value)
        value = self.rate
        data["rate"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.calculation
        if value is not UNSET:
            data["calculation"] = None if value is None else text_of(value)
        value = self.description
        if value is not UNSET:
            data["description"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.tax_id
        if value is not UNSET:
            data["taxId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        return data


_calculation_kind = EnumOf(_models.TaxCalculation)
TaxInput.FIELDS = (
    Field("id", "_id", TEXT, required=True),
    Field("name", "name", TEXT, required=True),
    Field("rate", "rate", NUMBER, required=True),
    Field("calculation", "calculation", _calculation_kind),
    Field("description", "description", TEXT),
    Field("tax_id", "taxId", TEXT),
)
