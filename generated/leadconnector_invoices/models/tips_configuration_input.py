from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import required_decimals
from leadconnector.codec.decoding import blank, boolean, number, scalars
from leadconnector.codec.encoding import ensure, exact_numbers
from leadconnector.codec.model import Model
from leadconnector.codec.requests import required


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class TipsConfigurationInput(Model):
    """Whether the customer may add a tip, and how much is offered."""

    tips_percentage: list[Decimal] = field(converter=required_decimals)
    """The tips offered, in per cent of the total (5 is 5 %). Source: page update-invoice."""
    tips_enabled: bool
    """True to offer tips. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "tips_percentage": "tipsPercentage",
        "tips_enabled": "tipsEnabled",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.tips_percentage = required(data, "tipsPercentage", scalars, number)
        self.tips_enabled = required(data, "tipsEnabled", boolean)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TipsConfigurationInput:
            ensure(self, TipsConfigurationInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["tipsPercentage"] = exact_numbers(self.tips_percentage)
        data["tipsEnabled"] = self.tips_enabled
        return data


encode_tips_configuration_input = TipsConfigurationInput.encode
