from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from leadconnector.codec.containers import Field, ListOf
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import BOOLEAN, NUMBER, converted, ensure
from leadconnector.codec.model import RequestModel


class TipsConfigurationInput(RequestModel):
    """Whether the customer may add a tip, and how much is offered."""

    __slots__ = (
        "tips_percentage",
        "tips_enabled",
    )

    tips_percentage: list[Decimal]
    """The tips offered, in per cent of the total (5 is 5 %)."""
    tips_enabled: bool
    """True to offer tips."""

    def __init__(
        self,
        *,
        tips_percentage: Iterable[Decimal | int | str],
        tips_enabled: bool,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.tips_percentage = converted(
            _tips_percentage_kind, "TipsConfigurationInput.tips_percentage", tips_percentage
        )
        self.tips_enabled = tips_enabled
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TipsConfigurationInput:
            ensure(self, TipsConfigurationInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.tips_percentage
        data["tipsPercentage"] = _tips_percentage_kind.write(value)
        value = self.tips_enabled
        data["tipsEnabled"] = value if value.__class__ is bool else BOOLEAN.write(value)
        return data


_tips_percentage_kind = ListOf(NUMBER)
TipsConfigurationInput.FIELDS = (
    Field("tips_percentage", "tipsPercentage", _tips_percentage_kind, required=True),
    Field("tips_enabled", "tipsEnabled", BOOLEAN, required=True),
)
