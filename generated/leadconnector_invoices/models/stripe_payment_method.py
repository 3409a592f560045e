from __future__ import annotations

from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import BOOLEAN, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel


class StripePaymentMethod(ResponseModel):
    """Settings for payment through Stripe."""

    __slots__ = ("enable_bank_debit_only",)

    enable_bank_debit_only: bool | None
    """True to take payment by bank debit only."""

    def __init__(
        self,
        *,
        enable_bank_debit_only: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.enable_bank_debit_only = enable_bank_debit_only
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("enableBankDebitOnly", UNSET)
        self.enable_bank_debit_only = (
            value
            if value.__class__ is bool
            else None
            if value is UNSET
            else BOOLEAN.take(data, "enableBankDebitOnly", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not StripePaymentMethod:
            ensure(self, StripePaymentMethod)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.enable_bank_debit_only
        if value is not None:
            data["enableBankDebitOnly"] = value if value.__class__ is bool else BOOLEAN.write(value)
        return data


StripePaymentMethod.FIELDS = (Field("enable_bank_debit_only", "enableBankDebitOnly", BOOLEAN),)
