from __future__ import annotations

from typing import Any

from leadconnector.codec.containers import Field
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import BOOLEAN, ensure
from leadconnector.codec.model import RequestModel


class StripePaymentMethodInput(RequestModel):
    """Settings for payment through Stripe."""

    __slots__ = ("enable_bank_debit_only",)

    enable_bank_debit_only: bool
    """True to take payment by bank debit only."""

    def __init__(
        self,
        *,
        enable_bank_debit_only: bool,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.enable_bank_debit_only = enable_bank_debit_only
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not StripePaymentMethodInput:
            ensure(self, StripePaymentMethodInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.enable_bank_debit_only
        data["enableBankDebitOnly"] = value if value.__class__ is bool else BOOLEAN.write(value)
        return data


StripePaymentMethodInput.FIELDS = (Field("enable_bank_debit_only", "enableBankDebitOnly", BOOLEAN, required=True),)
