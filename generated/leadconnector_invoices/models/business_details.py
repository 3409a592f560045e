from __future__ import annotations

from typing import Any, Self

from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ARRAY, LENIENT_TEXT, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class BusinessDetails(ResponseModel):
    """The business that sends an invoice."""

    __slots__ = (
        "logo_url",
        "name",
        "phone_no",
        "website",
        "custom_values",
        "address",
    )

    logo_url: str | None
    """Address of the logo printed on the invoice."""
    name: str | None
    """Name of the business."""
    phone_no: str | None
    """Phone number of the business."""
    website: str | None
    """Website of the business."""
    custom_values: list[Any] | None
    """The location's own fields for the business."""
    address: _models.Address | None
    """Postal address of the business; an object, although the documentation shows a text, which webhooks send."""

    def __init__(
        self,
        *,
        logo_url: str | None = None,
        name: str | None = None,
        phone_no: str | None = None,
        website: str | None = None,
        custom_values: list[Any] | None = None,
        address: _models.Address | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.logo_url = logo_url
        self.name = name
        self.phone_no = phone_no
        self.website = website
        self.custom_values = custom_values
        self.address = address
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("logoUrl", UNSET)
        self.logo_url = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "logoUrl", value)
        )
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("phoneNo", UNSET)
        self.phone_no = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "phoneNo", value)
        )
        value = data.pop("website", UNSET)
        self.website = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "website", value)
        )
        value = data.pop("customValues", UNSET)
        self.custom_values = (
            value if value.__class__ is list else None if value is UNSET else ARRAY.take(data, "customValues", value)
        )
        value = data.pop("address", UNSET)
        self.address = (
            _address_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _address_kind.take(data, "address", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not BusinessDetails:
            ensure(self, BusinessDetails)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.logo_url
        if value is not None:
            data["logoUrl"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.phone_no
        if value is not None:
            data["phoneNo"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.website
        if value is not None:
            data["website"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.custom_values
        if value is not None:
            data["customValues"] = ARRAY.write(value)
        value = self.address
        if value is not None:
            data["address"] = _address_kind.write(value)
        return data


_address_kind = ModelOf(lambda: _models.Address)
BusinessDetails.FIELDS = (
    Field("logo_url", "logoUrl", LENIENT_TEXT),
    Field("name", "name", LENIENT_TEXT),
    Field("phone_no", "phoneNo", LENIENT_TEXT),
    Field("website", "website", LENIENT_TEXT),
    Field("custom_values", "customValues", ARRAY),
    Field("address", "address", _address_kind),
)
