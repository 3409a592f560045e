from __future__ import annotations

from typing import Any

from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ARRAY, TEXT, ensure
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class BusinessDetailsInput(RequestModel):
    """The business that sends an invoice."""

    __slots__ = (
        "logo_url",
        "name",
        "phone_no",
        "website",
        "custom_values",
        "address",
    )

    logo_url: str | None | Unset
    """Address of the logo printed on the invoice."""
    name: str | None | Unset
    """Name of the business."""
    phone_no: str | None | Unset
    """Phone number of the business."""
    website: str | None | Unset
    """Website of the business."""
    custom_values: list[Any] | None | Unset
    """The location's own fields for the business."""
    address: _models.AddressInput | None | Unset
    """Postal address of the business; an object, although the documentation shows a text, which webhooks send."""

    def __init__(
        self,
        *,
        logo_url: str | None | Unset = UNSET,
        name: str | None | Unset = UNSET,
        phone_no: str | None | Unset = UNSET,
        website: str | None | Unset = UNSET,
        custom_values: list[Any] | None | Unset = UNSET,
        address: _models.AddressInput | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.logo_url = logo_url
        self.name = name
        self.phone_no = phone_no
        self.website = website
        self.custom_values = custom_values
        self.address = address
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not BusinessDetailsInput:
            ensure(self, BusinessDetailsInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.logo_url
        if value is not UNSET:
            data["logoUrl"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.name
        if value is not UNSET:
            data["name"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.phone_no
        if value is not UNSET:
            data["phoneNo"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.website
        if value is not UNSET:
            data["website"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.custom_values
        if value is not UNSET:
            data["customValues"] = None if value is None else ARRAY.write(value)
        value = self.address
        if value is not UNSET:
            data["address"] = None if value is None else _address_kind.write(value)
        return data


_address_kind = ModelOf(lambda: _models.AddressInput)
BusinessDetailsInput.FIELDS = (
    Field("logo_url", "logoUrl", TEXT),
    Field("name", "name", TEXT),
    Field("phone_no", "phoneNo", TEXT),
    Field("website", "website", TEXT),
    Field("custom_values", "customValues", ARRAY),
    Field("address", "address", _address_kind),
)
