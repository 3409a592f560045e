from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimals
from leadconnector.codec.decoding import blank, number, scalars
from leadconnector.codec.encoding import ensure, exact_numbers


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class TipsConfiguration(Answer):
    """Whether the customer may add a tip, and how much is offered."""

    tips_percentage: list[Decimal] | None = field(default=None, converter=optional_decimals)
    """The tips offered, in per cent of the total (5 is 5 %). Source: page update-invoice."""
    tips_enabled: bool | None = None
    """True to offer tips. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "tips_percentage": "tipsPercentage",
        "tips_enabled": "tipsEnabled",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.tips_percentage = scalars(extra, "tipsPercentage", record.tips_percentage, number)
        self.tips_enabled = record.tips_enabled
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TipsConfiguration:
            ensure(self, TipsConfiguration)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.tips_percentage is not None:
            data["tipsPercentage"] = exact_numbers(self.tips_percentage)
        if self.tips_enabled is not None:
            data["tipsEnabled"] = self.tips_enabled
        return data


read_tips_configuration = TipsConfiguration.from_record
encode_tips_configuration = TipsConfiguration.encode
