from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.containers import Field, ListOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import BOOLEAN, NUMBER, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel


class TipsConfiguration(ResponseModel):
    """Whether the customer may add a tip, and how much is offered."""

    __slots__ = (
        "tips_percentage",
        "tips_enabled",
    )

    tips_percentage: list[Decimal] | None
    """The tips offered, in per cent of the total (5 is 5 %)."""
    tips_enabled: bool | None
    """True to offer tips."""

    def __init__(
        self,
        *,
        tips_percentage: Iterable[Decimal | int | str] | None = None,
        tips_enabled: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.tips_percentage = converted_optional(
            _tips_percentage_kind, "TipsConfiguration.tips_percentage", tips_percentage
        )
        self.tips_enabled = tips_enabled
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("tipsPercentage", UNSET)
        self.tips_percentage = None if value is UNSET else _tips_percentage_kind.take(data, "tipsPercentage", value)
        value = data.pop("tipsEnabled", UNSET)
        self.tips_enabled = (
            value if value.__class__ is bool else None if value is UNSET else BOOLEAN.take(data, "tipsEnabled", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not TipsConfiguration:
            ensure(self, TipsConfiguration)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.tips_percentage
        if value is not None:
            data["tipsPercentage"] = _tips_percentage_kind.write(value)
        value = self.tips_enabled
        if value is not None:
            data["tipsEnabled"] = value if value.__class__ is bool else BOOLEAN.write(value)
        return data


_tips_percentage_kind = ListOf(NUMBER)
TipsConfiguration.FIELDS = (
    Field("tips_percentage", "tipsPercentage", _tips_percentage_kind),
    Field("tips_enabled", "tipsEnabled", BOOLEAN),
)
