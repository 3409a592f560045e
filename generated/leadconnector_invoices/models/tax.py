from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    LENIENT_TEXT,
    NUMBER,
    EnumOf,
    MisfitError,
    blank,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class Tax(ResponseModel):
    """A tax on an item."""

    __slots__ = (
        "id",
        "name",
        "rate",
        "calculation",
        "description",
        "tax_id",
    )

    id: str | None
    """Id of the tax."""
    name: str | None
    """Name of the tax."""
    rate: Decimal | None
    """Rate in per cent (19 is 19 %)."""
    calculation: _models.TaxCalculation | None
    """Whether the tax comes on top of the price."""
    description: str | None
    """More about the tax."""
    tax_id: str | None
    """A further id of the tax; documented nowhere."""

    def __init__(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        rate: Decimal | int | str | None = None,
        calculation: _models.TaxCalculation | None = None,
        description: str | None = None,
        tax_id: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.rate = converted_optional(NUMBER, "Tax.rate", rate)
        self.calculation = calculation
        self.description = description
        self.tax_id = tax_id
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("_id", UNSET)
        self.id = value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "_id", value)
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("rate", UNSET)
        self.rate = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "rate", value)
        )
        value = data.pop("calculation", UNSET)
        self.calculation = (
            _calculation_kind.members.get(value) or _calculation_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _calculation_kind.take(data, "calculation", value)
        )
        value = data.pop("description", UNSET)
        self.description = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "description", value)
        )
        value = data.pop("taxId", UNSET)
        self.tax_id = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "taxId", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Tax:
            ensure(self, Tax)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not None:
            data["_id"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.rate
        if value is not None:
            data["rate"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.calculation
        if value is not None:
            data["calculation"] = text_of(value)
        value = self.description
        if value is not None:
            data["description"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.tax_id
        if value is not None:
            data["taxId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        return data


_calculation_kind = EnumOf(_models.TaxCalculation)
Tax.FIELDS = (
    Field("id", "_id", LENIENT_TEXT),
    Field("name", "name", LENIENT_TEXT),
    Field("rate", "rate", NUMBER),
    Field("calculation", "calculation", _calculation_kind),
    Field("description", "description", LENIENT_TEXT),
    Field("tax_id", "taxId", LENIENT_TEXT),
)
